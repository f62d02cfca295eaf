# What the domain uses while everything is on.

resource "aws_acm_certificate" "main" {
  domain_name       = "*.example.com"
  validation_method = "DNS"
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
