# Everything here is wrong on purpose: a checkov that finds nothing here would prove nothing elsewhere.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
}

resource "aws_sqs_queue" "plain" {
  name                    = "plain"
  sqs_managed_sse_enabled = false
}

resource "aws_sns_topic" "plain" {
  name = "plain"
}

resource "aws_cloudwatch_log_group" "forever" {
  name = "forever"
}

resource "aws_iam_role" "weak" {
  name = "weak"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_lambda_function" "weak" {
  function_name = "weak"
  role          = aws_iam_role.weak.arn
  runtime       = "python3.13"
  handler       = "lambda_function.lambda_handler"
  s3_bucket     = "packages"
  s3_key        = "weak.zip"
}
