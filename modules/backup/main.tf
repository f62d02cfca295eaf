data "aws_partition" "current" {}

resource "aws_backup_vault" "this" {
  name          = var.name
  kms_key_arn   = var.kms_key_arn
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_backup_vault_lock_configuration" "this" {
  count = var.lock == null ? 0 : 1

  backup_vault_name   = aws_backup_vault.this.name
  min_retention_days  = var.lock.min_retention_days
  max_retention_days  = var.lock.max_retention_days
  changeable_for_days = var.lock.irrevocable_after_days
}

resource "aws_backup_plan" "this" {
  name = var.name
  tags = var.tags

  rule {
    rule_name         = "scheduled"
    target_vault_name = aws_backup_vault.this.name
    schedule          = var.schedule
    start_window      = 60
    completion_window = 180

    lifecycle {
      cold_storage_after = var.cold_storage_days
      delete_after       = var.retention_days
    }

    dynamic "copy_action" {
      for_each = var.copy_vault_arn[*]

      content {
        destination_vault_arn = copy_action.value

        lifecycle {
          cold_storage_after = var.cold_storage_days
          delete_after       = var.retention_days
        }
      }
    }
  }
}

resource "aws_backup_selection" "this" {
  name         = var.name
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.this.arn
  resources    = values(var.resource_arns)

  # AWS Backup tries the role when a selection is made.
  depends_on = [aws_iam_role_policy_attachment.this]
}

# Names of restore tests have no hyphens.
resource "aws_backup_restore_testing_plan" "this" {
  count = var.restore_test == null ? 0 : 1

  name                = replace(var.name, "-", "_")
  schedule_expression = var.restore_test.schedule
  tags                = var.tags

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [aws_backup_vault.this.arn]
    recovery_point_types  = ["SNAPSHOT"]
    selection_window_days = var.restore_test.validity_days
  }
}

resource "aws_backup_restore_testing_selection" "this" {
  count = var.restore_test == null ? 0 : 1

  name                      = "tables"
  restore_testing_plan_name = aws_backup_restore_testing_plan.this[0].name
  protected_resource_type   = "DynamoDB"
  protected_resource_arns   = ["*"] # all that the vault holds
  iam_role_arn              = aws_iam_role.this.arn
}

# role

resource "aws_iam_role" "this" {
  name                 = "${var.name}-backup"
  description          = "Backs up what ${var.name} names, and restores it."
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "backup.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

# AWS's own policies: what a restore needs depends on the kind of resource, and AWS adds to them as kinds come.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset(["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"])

  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/${each.key}"
}
