# Rendered from environments/qa.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env c160b588bd010eb1)
# The layers that must be there first; main.tf hands their outputs to the layer.

data "terraform_remote_state" "networking" {
  backend = "s3"

  config = {
    bucket = "ai-platform-qa-tfstate"
    key    = "networking/qa/terraform.tfstate"
    region = "us-east-1"
  }
}

data "terraform_remote_state" "security" {
  backend = "s3"

  config = {
    bucket = "ai-platform-qa-tfstate"
    key    = "security/qa/terraform.tfstate"
    region = "us-east-1"
  }
}

data "terraform_remote_state" "data" {
  backend = "s3"

  config = {
    bucket = "ai-platform-qa-tfstate"
    key    = "data/qa/terraform.tfstate"
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
