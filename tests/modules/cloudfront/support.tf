# What the README's examples refer to.

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "us_east_1"
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_s3_bucket" "site" {
  bucket = "site-123456789012"
}

resource "aws_s3_bucket" "shop" {
  bucket = "shop-123456789012"
}

resource "aws_s3_bucket" "replica" {
  bucket = "replica-123456789012"
}

resource "aws_s3_bucket" "docs" {
  bucket = "docs-123456789012"
}

resource "aws_s3_bucket" "media" {
  bucket = "media-123456789012"
}

resource "aws_s3_bucket" "trial" {
  bucket = "trial-123456789012"
}

resource "aws_s3_bucket" "next" {
  bucket = "next-123456789012"
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  for_each = { a = "10.0.1.0/24", b = "10.0.2.0/24" }

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = "us-east-1${each.key}"
}

resource "aws_lb" "orders" {
  name     = "orders"
  internal = true
  subnets  = values(aws_subnet.this)[*].id
}

resource "aws_route53_zone" "main" {
  name = "example.com"
}

resource "aws_acm_certificate" "shop" {
  provider = aws.us_east_1

  domain_name               = "shop.example.com"
  subject_alternative_names = ["*.shop.example.com"]
  validation_method         = "DNS"
}

resource "aws_wafv2_web_acl" "edge" {
  provider = aws.us_east_1

  name  = "edge"
  scope = "CLOUDFRONT"

  default_action {
    allow {}
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "edge"
    sampled_requests_enabled   = true
  }
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

resource "aws_sns_topic" "edge_alarms" {
  provider = aws.us_east_1

  name = "edge-alarms"
}
