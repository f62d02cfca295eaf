locals {
  _backed_up = var.backups == null ? {} : merge(
    { for table in module.ai_assistant[*].compute_config.sessions_table : "sessions" => table.arn },
    { for key in var.backups.table_keys : "table-${key}" => var.data.table_arns[key] },
    { for key, arn in var.backups.resource_arns : "named-${key}" => arn },
  )
}

module "backup" {
  source = "../../modules/backup"
  count  = var.backups == null ? 0 : 1

  name          = local.name_prefix
  account_id    = data.aws_caller_identity.current.account_id
  resource_arns = local._backed_up

  # when, for how long and where
  schedule          = var.backups.schedule
  retention_days    = var.backups.retention_days
  cold_storage_days = var.backups.cold_storage_days
  copy_vault_arn    = var.backups.copy_vault_arn
  lock              = var.backups.lock
  restore_test      = var.backups.restore_test
  force_destroy     = !var.deletion_protection

  # keys and roles
  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
}
