# What decisions that are taken back refer to.

resource "aws_s3_bucket" "authorities" {
  bucket = "authorities-123456789012"
}

resource "aws_s3_object" "bundle" {
  bucket  = aws_s3_bucket.authorities.bucket
  key     = "partners.pem"
  content = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs-123456789012"
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.bucket

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.logs.arn}/*"
      Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
    }]
  })
}

resource "aws_security_group" "link" {
  name   = "link"
  vpc_id = module.networking.vpc_id
}
