locals {
  secrets_key_arn = one(concat(aws_kms_key.secrets[*].arn, var.secrets_key[*].arn))

  # What EKS takes at the creation of a cluster and never again.
  _for_life = {
    secrets_key       = var.secrets_key == null ? "the module's own" : var.secrets_key.arn
    service_ipv4_cidr = var.service_ipv4_cidr == null ? "what EKS chose" : var.service_ipv4_cidr
  }

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

# Remembers how the cluster was made. Else another key would be said to be in use that is not, and the one that is would be
# scheduled for deletion; and other addresses of services would replace the cluster.
resource "terraform_data" "for_life" {
  input = local._for_life

  lifecycle {
    ignore_changes = [input]

    postcondition {
      condition     = self.output.secrets_key == local._for_life.secrets_key
      error_message = "Cluster ${var.name} was made with another key for its secrets (${self.output.secrets_key}), and EKS never changes the key of a cluster: leave secrets_key as it was."
    }

    postcondition {
      condition     = self.output.service_ipv4_cidr == local._for_life.service_ipv4_cidr
      error_message = "Cluster ${var.name} was made with other addresses for its services (${self.output.service_ipv4_cidr}), and EKS never changes them: leave service_ipv4_cidr as it was."
    }
  }
}
