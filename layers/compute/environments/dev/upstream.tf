# Rendered from environments/dev.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env c9a266629e71595c)
# The layers that must be there first; main.tf hands their outputs to the layer.

data "terraform_remote_state" "networking" {
  backend = "s3"

  config = {
    bucket = "ai-platform-dev-tfstate"
    key    = "networking/dev/terraform.tfstate"
    region = "us-east-1"
  }
}

data "terraform_remote_state" "security" {
  backend = "s3"

  config = {
    bucket = "ai-platform-dev-tfstate"
    key    = "security/dev/terraform.tfstate"
    region = "us-east-1"
  }
}

data "terraform_remote_state" "data" {
  backend = "s3"

  config = {
    bucket = "ai-platform-dev-tfstate"
    key    = "data/dev/terraform.tfstate"
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
