# Rendered from environments/prod.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env 06bf6d5d5f49ad06)
# The layers that must be there first; main.tf hands their outputs to the layer.

data "terraform_remote_state" "networking" {
  backend = "s3"

  config = {
    bucket = "ai-platform-prod-tfstate"
    key    = "networking/prod/terraform.tfstate"
    region = "us-east-1"
  }
}

data "terraform_remote_state" "security" {
  backend = "s3"

  config = {
    bucket = "ai-platform-prod-tfstate"
    key    = "security/prod/terraform.tfstate"
    region = "us-east-1"
  }
}

data "terraform_remote_state" "data" {
  backend = "s3"

  config = {
    bucket = "ai-platform-prod-tfstate"
    key    = "data/prod/terraform.tfstate"
    region = "us-east-1"
  }
}

locals {
  # Whatever the credentials say, nothing is planned or applied in another account.
  allowed_account_ids = ["123456789012"]

  networking = data.terraform_remote_state.networking.outputs
  security   = data.terraform_remote_state.security.outputs
  data       = data.terraform_remote_state.data.outputs
}
