# What the API uses while everything is on.

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

resource "aws_apigatewayv2_domain_name" "shared" {
  domain_name = "shared.example.com"

  domain_name_configuration {
    certificate_arn = aws_acm_certificate.main.arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_lb" "main" {
  name               = "main"
  load_balancer_type = "network"
  internal           = true
  subnets            = aws_subnet.main[*].id
}

resource "aws_lb_listener" "main" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.main.arn
  }
}

resource "aws_lb_target_group" "main" {
  name     = "main"
  port     = 80
  protocol = "TCP"
  vpc_id   = aws_vpc.main.id
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
  count = 2

  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.${count.index}.0/24"
  availability_zone = ["us-east-1a", "us-east-1b"][count.index]
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
