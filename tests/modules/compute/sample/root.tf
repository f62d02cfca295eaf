# The root that the specification's sample is written for: its variables, and the modules that it gets its values from.

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  common_tags = { Project = "ai-assistant-cli" }
}

variable "bedrock_models" {
  type    = list(string)
  default = ["amazon.nova-lite-v1:0"]
}

variable "identity_center_issuer_url" {
  type    = string
  default = ""
}

variable "jwt_audience" {
  type    = string
  default = ""
}

module "networking" {
  source = "./networking"
}

module "security" {
  source = "./security"

  vpc_id = module.networking.vpc_id
}

module "ai_services" {
  source = "./ai_services"
}
