# What the README's examples of HTTP and WebSocket APIs refer to.

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
