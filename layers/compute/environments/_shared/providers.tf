# Linked into every root, like everything in this folder; upstream.tf, which is rendered, says which account is allowed.

terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }

  # The rest comes from backend.conf: terraform init -backend-config=backend.conf
  backend "s3" {}
}

locals {
  default_tags = {
    Project     = var.project_name
    Environment = var.environment
    Layer       = "compute"
    ManagedBy   = "terraform"
  }
}

provider "aws" {
  region              = var.aws_region
  allowed_account_ids = local.allowed_account_ids

  default_tags {
    tags = merge(local.default_tags, var.tags)
  }
}

# CloudFront's certificates, web ACLs and edge functions live in us-east-1, wherever the environment is.
provider "aws" {
  alias               = "us_east_1"
  region              = "us-east-1"
  allowed_account_ids = local.allowed_account_ids

  default_tags {
    tags = merge(local.default_tags, var.tags)
  }
}
