variable "name" {
  description = "Name of vault, plan and role."
  type        = string

  # CreateBackupVault, BackupVaultName; the role's name, with -backup behind it, has 64 characters at most.
  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{2,50}$", var.name))
    error_message = "name must be 2 to 50 letters, digits, hyphens or underscores."
  }
}

variable "account_id" {
  description = "Id of the AWS account, 12 digits, whose AWS Backup may take the role."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "resource_arns" {
  description = "What is backed up: ARNs of tables, file systems, volumes, databases or buckets, by a key of your own."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.resource_arns) > 0
    error_message = "resource_arns must name something: without anything to back up leave the backups out."
  }
}

# when and for how long

variable "schedule" {
  description = "When backups start, as an EventBridge cron expression in UTC."
  type        = string
  default     = "cron(0 5 * * ? *)"
  nullable    = false

  validation {
    condition     = can(regex("^cron\\([^()]+( [^() ]+){5}\\)$", var.schedule))
    error_message = "schedule must be a cron expression of six fields, such as cron(0 5 * * ? *)."
  }
}

variable "retention_days" {
  description = "Days that a backup is kept."
  type        = number
  default     = 35
  nullable    = false

  validation {
    condition     = var.retention_days >= 1 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number from 1."
  }
}

variable "cold_storage_days" {
  description = "Days after which a backup moves to cold storage, which is cheaper to keep and dearer to read. Null never moves it."
  type        = number
  default     = null

  # CreateBackupPlan, Lifecycle: a backup stays 90 days in cold storage at least.
  validation {
    condition     = var.cold_storage_days == null ? true : var.cold_storage_days >= 1 && var.retention_days >= var.cold_storage_days + 90
    error_message = "cold_storage_days must be 90 days or more below retention_days: AWS keeps a backup in cold storage that long at least."
  }
}

# where

variable "kms_key_arn" {
  description = "Key of the vault; its policy must let AWS Backup use it. Null takes AWS Backup's own key."
  type        = string
  default     = null
}

variable "copy_vault_arn" {
  description = "Vault that gets a copy of every backup, best in another region or account. Null copies nothing."
  type        = string
  default     = null

  validation {
    condition     = var.copy_vault_arn == null ? true : can(regex("^arn:[a-z-]+:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:.+$", var.copy_vault_arn))
    error_message = "copy_vault_arn must be the ARN of a vault, arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME."
  }
}

variable "lock" {
  description = "Days below and above which nobody can set how long backups are kept, nor delete one earlier. Null locks nothing."
  type = object({
    min_retention_days = number           # no backup may be kept shorter
    max_retention_days = optional(number) # no backup may be kept longer; null sets no end
    # Days until nobody, AWS included, can take the lock away; it stays until the last backup is gone. Null: people with
    # the permission can.
    irrevocable_after_days = optional(number)
  })
  default = null

  validation {
    condition = var.lock == null ? true : (
      var.retention_days >= var.lock.min_retention_days && (var.lock.max_retention_days == null ? true : var.retention_days <= var.lock.max_retention_days)
    )
    error_message = "lock must let retention_days through, or no backup would be taken."
  }

  # PutBackupVaultLockConfiguration, ChangeableForDays
  validation {
    condition     = try(var.lock.irrevocable_after_days, null) == null ? true : var.lock.irrevocable_after_days >= 3
    error_message = "lock must have irrevocable_after_days of 3 or more, so that there is time to think again."
  }
}

variable "force_destroy" {
  description = "Whether destroying the vault deletes the backups in it. Without, a vault that holds any cannot be destroyed."
  type        = bool
  default     = false
  nullable    = false
}

variable "restore_test" {
  description = "When AWS Backup restores the newest backup of each table into a table of its own, to show that it can, and deletes that again. Null tests nothing."
  type = object({
    schedule      = optional(string, "cron(0 9 ? * MON *)")
    validity_days = optional(number, 7) # backups of the last days are tested
  })
  default = null

  validation {
    condition     = var.restore_test == null ? true : can(regex("^cron\\([^()]+( [^() ]+){5}\\)$", var.restore_test.schedule))
    error_message = "restore_test must have a schedule of six fields, such as cron(0 9 ? * MON *)."
  }

  # CreateRestoreTestingPlan, SelectionWindowDays
  validation {
    condition     = var.restore_test == null ? true : var.restore_test.validity_days >= 1 && var.restore_test.validity_days <= 365
    error_message = "restore_test must have validity_days from 1 to 365."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role. Null bounds it by nothing."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "tags" {
  description = "Tags of vault, plan and role."
  type        = map(string)
  default     = {}
  nullable    = false
}
