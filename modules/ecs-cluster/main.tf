data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # New in provider 6, old in 5.
  _region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))
  _scope  = "${local._region}:${var.account_id}"

  # Spelled out, not read from the resource, so that a first plan shows the whole policy.
  arn = "arn:${data.aws_partition.current.partition}:ecs:${local._scope}:cluster/${var.name}"
}

resource "aws_ecs_cluster" "this" {
  #checkov:skip=CKV_AWS_224:Sessions and their log are under the key wherever kms_key_arn gives one; checkov does not compute that.
  name = var.name

  setting {
    name  = "containerInsights"
    value = var.container_insights
  }

  configuration {
    execute_command_configuration {
      kms_key_id = var.kms_key_arn
      logging    = "OVERRIDE"

      log_configuration {
        cloud_watch_encryption_enabled = var.kms_key_arn != null
        cloud_watch_log_group_name     = aws_cloudwatch_log_group.exec.name
      }
    }

    dynamic "managed_storage_configuration" {
      for_each = var.storage_kms_key_arn[*]

      content {
        fargate_ephemeral_storage_kms_key_id = managed_storage_configuration.value
        kms_key_id                           = managed_storage_configuration.value
      }
    }
  }

  tags = var.tags

  # Services name their namespace themselves. A default that is there stays: the provider cannot take it away.
  lifecycle {
    ignore_changes = [service_connect_defaults]
  }
}
