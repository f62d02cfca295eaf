variable "access_log_bucket" {
  description = "Bucket for access logs, whose policy lets delivery.logs.amazonaws.com write. Null keeps them in a log group in us-east-1 that is made here."
  type = object({
    arn    = string
    format = optional(string, "parquet")
  })
  default = null

  validation {
    condition     = var.access_log_bucket == null ? true : can(regex("^arn:[a-z-]+:s3:::.+$", var.access_log_bucket.arn))
    error_message = "access_log_bucket.arn must be the ARN of a bucket, arn:aws:s3:::NAME."
  }

  validation {
    condition     = var.access_log_bucket == null || var.access_logs_enabled
    error_message = "access_log_bucket gets nothing with access_logs_enabled = false."
  }
}

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
variable "access_log_fields" {
  description = "What access logs say of a request. Left out are cookies, which hold sessions."
  type        = list(string)
  default = [
    "date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem", "sc-status", "cs(Referer)",
    "cs(User-Agent)", "cs-uri-query", "x-edge-result-type", "x-edge-request-id", "x-host-header", "cs-protocol", "cs-bytes",
    "time-taken", "x-forwarded-for", "ssl-protocol", "ssl-cipher", "x-edge-response-result-type", "cs-protocol-version",
    "c-port", "time-to-first-byte", "x-edge-detailed-result-type", "sc-content-type", "sc-content-len",
  ]
  nullable = false

  validation {
    condition     = length(var.access_log_fields) > 0
    error_message = "access_log_fields must have at least one field; for no logs say access_logs_enabled = false."
  }
}

variable "access_logs_enabled" {
  description = "Whether every request is logged."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arn" {
  description = "Key for the stream of real-time logs, in the provider's region. Null means the key that AWS manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "log_retention_days" {
  description = "Days to keep logs."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html#understand-real-time-log-config-fields
variable "realtime_logs" {
  description = "Real-time logs: `sampling_percent` of the requests, as `fields`, in a Kinesis stream that keeps them for `retention_hours` and grows by itself unless it has `shards`. Null has none."
  type = object({
    sampling_percent = optional(number, 100)
    retention_hours  = optional(number, 24)
    shards           = optional(number)
    fields = optional(set(string), [
      "timestamp", "c-ip", "time-to-first-byte", "sc-status", "sc-bytes", "cs-method", "cs-protocol", "cs-host", "cs-uri-stem",
      "cs-bytes", "x-edge-location", "x-edge-request-id", "x-host-header", "time-taken", "cs-protocol-version", "cs-user-agent",
      "x-edge-result-type", "x-edge-response-result-type", "x-edge-detailed-result-type", "ssl-protocol", "c-country",
      "cache-behavior-path-pattern", "origin-fbl", "origin-lbl",
    ])
  })
  default = null

  validation {
    condition     = var.realtime_logs == null ? true : var.realtime_logs.sampling_percent >= 1 && var.realtime_logs.sampling_percent <= 100
    error_message = "realtime_logs.sampling_percent must be from 1 to 100."
  }

  validation {
    condition     = var.realtime_logs == null ? true : var.realtime_logs.retention_hours >= 24 && var.realtime_logs.retention_hours <= 8760
    error_message = "realtime_logs.retention_hours must be from 24 to 8760."
  }

  validation {
    condition     = try(var.realtime_logs.shards, null) == null ? true : var.realtime_logs.shards >= 1
    error_message = "realtime_logs.shards must be at least 1; leave it out for a stream that grows by itself."
  }
}

variable "us_east_1_kms_key_arn" {
  description = "Key in us-east-1 for the log groups there. Null means the key that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.us_east_1_kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:us-east-1:[0-9]{12}:key/.+$", var.us_east_1_kms_key_arn))
    error_message = "us_east_1_kms_key_arn must be the ARN of a key in us-east-1, where the logs are, arn:aws:kms:us-east-1:ACCOUNT:key/ID."
  }
}
