# What the README's examples refer to.

provider "aws" {
  region = "us-east-1"
}

module "networking" {
  source = "./networking"
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

resource "aws_acm_certificate" "main" {
  domain_name       = "shop.example.com"
  validation_method = "DNS"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_secretsmanager_secret" "database" {
  name                    = "database"
  recovery_window_in_days = 0
}

resource "aws_s3_bucket" "versions" {
  bucket = "shop-versions-123456789012"
}

resource "aws_s3_object" "version" {
  bucket  = aws_s3_bucket.versions.bucket
  key     = "shop/1.4.2.zip"
  content = "code"
}
