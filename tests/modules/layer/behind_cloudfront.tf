# Two environments with a load balancer and an API behind CloudFront: open beside it, and closed.

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "us_east_1"
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

locals {
  networking = {
    vpc_id             = "vpc-1"
    vpc_cidr_block     = "10.0.0.0/16"
    private_subnet_ids = ["subnet-1", "subnet-2"]
    public_subnet_ids  = ["subnet-3", "subnet-4"]
    security_group_ids = { lambda = "sg-1" }
  }

  web = {
    origins   = { app = { alb_key = "main" }, api = { http_api_key = "fast" } }
    behaviors = [{ path = "/api/*", origin_key = "api" }, { origin_key = "app" }]
  }
}

module "open" {
  source    = "../compute"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  aws_region                = "us-east-1"
  environment               = "open"
  project_name              = "shop"
  networking                = local.networking
  api_gateway_account_owner = "external"
  albs                      = { main = { public = true, plain_http = true } }
  cloudfront_distributions  = { web = local.web }

  lambda_functions = { orders = { handler = "app.handler", reserved_concurrency = 5 } }

  api_gateway_http_apis = {
    fast = {
      routes = {
        "GET /"        = { authorization = "NONE", public = true, url = "https://www.example.com/" }
        "GET /orders"  = { authorization = "NONE", public = true, lambda_key = "orders" }
        "POST /orders" = { authorization = "NONE", public = true, lambda_key = "orders", throttling = { rate_limit = 1, burst_limit = 5 } }
      }
      throttling = { burst_limit = 20 }
    }
  }
}

module "closed" {
  source    = "../compute"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  aws_region                = "us-east-1"
  environment               = "closed"
  project_name              = "shop"
  networking                = local.networking
  api_gateway_account_owner = "external"
  albs                      = { main = { public = true, plain_http = true, ingress_cloudfront = true } }
  cloudfront_distributions  = { web = local.web }

  api_gateway_http_apis = {
    fast = { routes = { "GET /" = { authorization = "AWS_IAM", url = "https://www.example.com/" } } }
  }
}
