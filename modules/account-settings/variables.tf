variable "account_id" {
  description = "Id of the AWS account, 12 digits, whose settings these are."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "transaction_search" {
  description = "Keeps every span of X-Ray in CloudWatch Logs, where all of them can be searched, in the region of the provider; `indexing_percent` of traces are indexed as well, which X-Ray charges for beyond 1. Null leaves X-Ray as it is."
  type = object({
    indexing_percent = optional(number, 1)
  })
  default = null

  # AWS::XRay::TransactionSearchConfig, IndexingPercentage
  validation {
    condition     = var.transaction_search == null ? true : var.transaction_search.indexing_percent >= 0 && var.transaction_search.indexing_percent <= 100
    error_message = "transaction_search must have an indexing_percent from 0 to 100."
  }
}

variable "compute_optimizer_enabled" {
  description = "Whether Compute Optimizer looks at what runs in the account, in all regions, and recommends sizes. Null leaves it as it is."
  type        = bool
  default     = null
}

variable "cost_optimization_hub_enabled" {
  description = "Whether Cost Optimization Hub gathers the recommendations of all regions."
  type        = bool
  default     = false
  nullable    = false
}

variable "cost_allocation_tags" {
  description = "Keys of tags by which Billing tells costs apart, from now on. An account of an organization cannot say so, only the one that pays; a key is known a day after something has it."
  type        = set(string)
  default     = []
  nullable    = false

  # UpdateCostAllocationTagsStatus, TagKey
  validation {
    condition     = alltrue([for key in var.cost_allocation_tags : length(key) >= 1 && length(key) <= 1024 && !startswith(key, "aws:")])
    error_message = "cost_allocation_tags must be keys of your own tags, such as Environment; those of AWS, which begin with aws:, are activated in the console."
  }
}

variable "cost_export" {
  description = "Cost and usage reports (CUR 2.0) in Parquet, into a private bucket in us-east-1: its name (null: cost-export-ACCOUNT), HOURLY, DAILY or MONTHLY lines, and the days that files are kept. Null exports nothing."
  type = object({
    bucket_name    = optional(string)
    granularity    = optional(string, "DAILY")
    retention_days = optional(number, 730)
  })
  default = null

  # AWS, "General purpose bucket naming rules"; dots are left out because they break TLS names.
  validation {
    condition     = try(var.cost_export.bucket_name, null) == null ? true : can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.cost_export.bucket_name))
    error_message = "cost_export must have a bucket_name of 3 to 63 lower-case letters, digits or hyphens."
  }

  validation {
    condition     = var.cost_export == null ? true : contains(["HOURLY", "DAILY", "MONTHLY"], var.cost_export.granularity)
    error_message = "cost_export must have the granularity HOURLY, DAILY or MONTHLY."
  }

  # A month's files are written again until some days after its end.
  validation {
    condition     = var.cost_export == null ? true : var.cost_export.retention_days >= 62 && floor(var.cost_export.retention_days) == var.cost_export.retention_days
    error_message = "cost_export must have retention_days of 62 or more, a whole number: a month must be whole before it expires."
  }
}

variable "deletion_protection" {
  description = "Whether the bucket of cost_export stays as long as something is in it."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags of the export and its bucket."
  type        = map(string)
  default     = {}
  nullable    = false
}
