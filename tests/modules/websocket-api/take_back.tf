# What the API uses while everything is on.

module "api_gateway_account" {
  source = "../../modules/api-gateway-account"

  account_id = "123456789012"
}

module "chat" {
  source = "../../modules/lambda"

  name                      = "chat"
  account_id                = "123456789012"
  handler                   = "lambda_function.lambda_handler"
  dead_letter_queue_enabled = false
}

resource "aws_acm_certificate" "main" {
  domain_name       = "*.example.com"
  validation_method = "DNS"
}

resource "aws_apigatewayv2_domain_name" "shared" {
  domain_name = "shared.example.com"

  domain_name_configuration {
    certificate_arn = aws_acm_certificate.main.arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_cloudwatch_log_group" "shared" {
  name = "/apis"
}

resource "aws_route53_zone" "main" {
  name = "example.com"
}
