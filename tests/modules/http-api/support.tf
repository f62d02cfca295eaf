# What the README's examples refer to.

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "networking" {
  source = "./networking"
}

module "web" {
  source = "./web"
}

module "orders" {
  source = "../../modules/lambda"

  name                      = "orders"
  account_id                = "123456789012"
  handler                   = "lambda_function.lambda_handler"
  dead_letter_queue_enabled = false
}

module "authorizer" {
  source = "../../modules/lambda"

  name                      = "authorizer"
  account_id                = "123456789012"
  handler                   = "lambda_function.lambda_handler"
  dead_letter_queue_enabled = false
}

resource "aws_acm_certificate" "api" {
  domain_name       = "*.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_zone" "main" {
  name = "example.com"
}

resource "aws_kms_key" "main" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for principal in [{ AWS = "arn:aws:iam::123456789012:root" }, { Service = "logs.us-east-1.amazonaws.com" }] :
      { Effect = "Allow", Principal = principal, Action = "kms:*", Resource = "*" }
    ]
  })
}

resource "aws_sns_topic" "alarms" {
  name = "alarms"
}
