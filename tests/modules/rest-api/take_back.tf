# What the API uses while everything is on.

module "api_gateway_account" {
  source = "../../modules/api-gateway-account"

  account_id = "123456789012"
}

module "orders" {
  source = "../../modules/lambda"

  name                      = "orders"
  account_id                = "123456789012"
  handler                   = "lambda_function.lambda_handler"
  dead_letter_queue_enabled = false
}

resource "aws_acm_certificate" "main" {
  domain_name       = "*.example.com"
  validation_method = "DNS"
}

resource "aws_api_gateway_domain_name" "shared" {
  domain_name              = "shared.example.com"
  regional_certificate_arn = aws_acm_certificate.main.arn

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_cloudwatch_log_group" "shared" {
  name = "/apis"
}

resource "aws_lb" "main" {
  name               = "main"
  load_balancer_type = "network"
  internal           = true
  subnets            = [aws_subnet.main.id]
}

resource "aws_route53_zone" "main" {
  name = "example.com"
}

resource "aws_s3_bucket" "main" {
  bucket = "authorities"
}

resource "aws_s3_object" "authorities" {
  bucket  = aws_s3_bucket.main.bucket
  key     = "bundle.pem"
  content = "-----BEGIN CERTIFICATE-----"
}

resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_wafv2_web_acl" "main" {
  name  = "main"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "main"
    sampled_requests_enabled   = true
  }
}
