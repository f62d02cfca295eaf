variable "backups" {
  description = "Backups by AWS Backup, of the AI Assistant's sessions and of what else is named, into a vault of the environment's own. Null makes none."
  type = object({
    table_keys        = optional(set(string), []) # tables of the data layer
    resource_arns     = optional(map(string), {}) # what else, by a key of your own: file systems, databases, buckets
    schedule          = optional(string)          # cron expression in UTC
    retention_days    = optional(number)
    cold_storage_days = optional(number) # days until a backup moves to cold storage
    copy_vault_arn    = optional(string) # vault in another region, which gets a copy of each
    lock = optional(object({
      min_retention_days     = number           # no backup may be kept shorter
      max_retention_days     = optional(number) # no backup may be kept longer; null sets no end
      irrevocable_after_days = optional(number) # nobody can take the lock away afterwards
    }))
    restore_test = optional(object({   # restores the newest backup of each table, and deletes it again
      schedule      = optional(string) # cron expression in UTC
      validity_days = optional(number) # backups of the last days are tested
    }))
  })
  default = null

  validation {
    condition     = var.backups == null ? true : var.ai_assistant != null || length(var.backups.table_keys) + length(var.backups.resource_arns) > 0
    error_message = "backups must name table_keys or resource_arns: the environment has no AI Assistant whose sessions could be backed up."
  }

  validation {
    condition     = try(var.backups.copy_vault_arn, null) == null ? true : try(split(":", var.backups.copy_vault_arn)[3], "") != var.aws_region
    error_message = "backups must have a copy_vault_arn of another region than ${var.aws_region}: a copy beside the original is lost with it."
  }
}
