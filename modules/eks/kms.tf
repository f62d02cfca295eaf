locals {
  secrets_key_arn = one(concat(aws_kms_key.secrets[*].arn, var.secrets_key[*].arn))

  # Access to the key is then a matter of IAM, as it is for everything else in the account.
  _secrets_key_policy = {
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LeaveToIam"
      Effect    = "Allow"
      Principal = { AWS = "arn:${local._partition}:iam::${var.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  }
}

# Kubernetes secrets: EKS encrypts them with this key on top of its own encryption, and cannot change to another.
resource "aws_kms_key" "secrets" {
  count = var.secrets_key == null ? 1 : 0

  description             = "Secrets of EKS cluster ${var.name}."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = jsonencode(local._secrets_key_policy)
  tags                    = var.tags
}

resource "aws_kms_alias" "secrets" {
  count = var.secrets_key == null ? 1 : 0

  name          = "alias/eks/${var.name}"
  target_key_id = aws_kms_key.secrets[0].key_id
}
