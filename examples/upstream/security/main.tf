data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  name       = "${var.project_name}-${var.environment}"
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition

  use_key = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]

  # CloudWatch Logs signs with its own regional name and says which log group it encrypts for.
  logs = {
    Sid       = "CloudWatchLogs"
    Effect    = "Allow"
    Principal = { Service = "logs.${var.aws_region}.amazonaws.com" }
    Action    = local.use_key
    Resource  = "*"
    Condition = {
      ArnLike = {
        "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${var.aws_region}:${local.account_id}:*"
      }
    }
  }

  # Alarms and events publish to encrypted topics, which put messages into encrypted queues.
  publishers = {
    Sid    = "Publishers"
    Effect = "Allow"
    Principal = {
      Service = [
        "cloudwatch.amazonaws.com",
        "events.amazonaws.com",
        "s3.amazonaws.com",
        "sns.amazonaws.com",
        "sqs.amazonaws.com",
      ]
    }
    Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
    Resource  = "*"
    Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
  }

  # Whoever in this account may use Lambda, Secrets Manager and the like may use the key through them.
  services = {
    Sid       = "ThroughServices"
    Effect    = "Allow"
    Principal = { AWS = "*" }
    Action    = local.use_key
    Resource  = "*"
    Condition = {
      StringEquals = {
        "kms:CallerAccount" = local.account_id
        "kms:ViaService" = [
          for service in ["dynamodb", "ecr", "lambda", "s3", "secretsmanager", "sns", "sqs", "ssm"] :
          "${service}.${var.aws_region}.amazonaws.com"
        ]
      }
    }
  }

  # AWS resources attach the key by a grant, and only they may make one this way.
  grants = {
    Sid       = "GrantsThroughServices"
    Effect    = "Allow"
    Principal = { AWS = "*" }
    Action    = ["kms:CreateGrant"]
    Resource  = "*"
    Condition = {
      StringEquals = { "kms:CallerAccount" = local.account_id }
      Bool         = { "kms:GrantIsForAWSResource" = "true" }
    }
  }

  # Without this statement IAM policies have no say, and the key could become unmanageable.
  account = {
    Sid       = "IamOfThisAccount"
    Effect    = "Allow"
    Principal = { AWS = "arn:${local.partition}:iam::${local.account_id}:root" }
    Action    = "kms:*"
    Resource  = "*"
  }
}

resource "aws_kms_key" "this" {
  description             = "Logs, topics, queues, functions and secrets of ${local.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [local.account, local.logs, local.publishers, local.services, local.grants]
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.this.key_id
}

# Who administers clusters: people of this account whose own policy lets them assume it.
resource "aws_iam_role" "administrator" {
  name        = "${local.name}-administrator"
  description = "Administers the clusters of ${local.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:${local.partition}:iam::${local.account_id}:root" }
    }]
  })
}

# On a real account it works once the DNS records that it asks for are there.
resource "aws_acm_certificate" "this" {
  domain_name       = "*.${var.environment}.${var.domain_name}"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}
