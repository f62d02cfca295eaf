# Rendered from environments/dev.yaml: edit there, then run gen-env render. (gen-env f4a7e8ffc5f49136)
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
  networking = data.terraform_remote_state.networking.outputs
  security   = data.terraform_remote_state.security.outputs
  data       = data.terraform_remote_state.data.outputs
}
