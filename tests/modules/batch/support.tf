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

resource "aws_s3_bucket" "frames" {
  bucket = "render-frames-123456789012"
}

resource "aws_secretsmanager_secret" "licence" {
  name                    = "licence"
  recovery_window_in_days = 0
}

resource "aws_iam_role" "cluster" {
  name               = "cluster"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = aws_iam_role.cluster.arn

  access_config {
    authentication_mode = "API"
  }

  vpc_config {
    subnet_ids = module.networking.private_subnet_ids
  }
}
