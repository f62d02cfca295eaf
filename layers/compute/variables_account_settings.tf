variable "account_settings" {
  description = "Settings that an account has once, by the one of its environments that owns them. Null owns none."
  type = object({
    transaction_search = optional(object({ # of the environment's region
      indexing_percent = optional(number)  # of traces that X-Ray indexes beside the spans in CloudWatch Logs
    }))
    compute_optimizer_enabled     = optional(bool)
    cost_optimization_hub_enabled = optional(bool)
    cost_allocation_tags          = optional(set(string)) # such as Project and Environment, in the account that pays
    cost_export = optional(object({                       # CUR 2.0
      bucket_name    = optional(string)                   # null: cost-export-ACCOUNT
      granularity    = optional(string)                   # HOURLY, DAILY or MONTHLY
      retention_days = optional(number)                   # days that files are kept
    }))
    cost_anomalies = optional(object({  # of all services of the account
      emails    = optional(set(string)) # that get a summary; null: alarm_emails
      frequency = optional(string)      # of the summary
      topic = optional(object({         # that is told of each anomaly at once
        arn = string                    # ARN of a topic that lets costalerts.amazonaws.com publish
      }))
      min_impact_usd     = optional(number)
      min_impact_percent = optional(number)
    }))
  })
  default = null

  validation {
    condition = try(var.account_settings.cost_anomalies, null) == null ? true : (
      var.account_settings.cost_anomalies.topic != null || length(var.account_settings.cost_anomalies.emails == null ? var.alarm_emails : var.account_settings.cost_anomalies.emails) > 0
    )
    error_message = "account_settings must have emails or a topic in cost_anomalies, or the environment alarm_emails: AWS takes no subscription without a subscriber."
  }
}
