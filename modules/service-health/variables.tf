variable "alarms" {
  description = "ARNs of the service's critical alarms, by their names in CloudWatch. While one of them is on, the service is unhealthy."
  type        = map(string)

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html, AlarmRule: 100 children, and at most
  # 10,240 characters.
  validation {
    condition     = length(var.alarms) >= 1 && length(var.alarms) <= 100
    error_message = "alarms must be 1 to 100 alarms, as many as a rule can name."
  }

  validation {
    condition     = length(join(" OR ", [for name in keys(var.alarms) : "ALARM(\"${name}\")"])) <= 10240
    error_message = "alarms must have shorter names: the rule that names them all may have 10240 characters."
  }
}

variable "description" {
  description = "What the service is called in sentences, such as Function shop-prod-orders."
  type        = string
}

variable "name" {
  description = "Name of the service. Starts the names of its alarms."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,240}$", var.name))
    error_message = "name must be 1 to 240 letters, digits, hyphens or underscores."
  }
}

variable "topic_arns" {
  description = "SNS topics to tell when the service is unhealthy, and when all is well again."
  type        = list(string)

  validation {
    condition = length(var.topic_arns) <= 5 && alltrue([
      for arn in var.topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))
    ])
    error_message = "topic_arns must be ARNs of at most five SNS topics, such as arn:aws:sns:us-east-1:123456789012:alarms."
  }
}

variable "dependencies" {
  description = "ARNs of alarms of what the service stands on, by their names in CloudWatch. While one of them is on, nobody is told of this service; it has a page of its own. They are in the same region and account."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.dependencies) <= 100
    error_message = "dependencies must be at most 100 alarms, as many as a rule can name."
  }

  validation {
    condition     = length(setintersection(keys(var.dependencies), keys(var.alarms))) == 0
    error_message = "dependencies must not be alarms of the service itself, which would keep it silent for ever."
  }
}

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
variable "extension_seconds" {
  description = "Seconds that nobody is told yet after all dependencies are well again, for the service to recover too."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.extension_seconds >= 0 && floor(var.extension_seconds) == var.extension_seconds
    error_message = "extension_seconds must be 0 or more, a whole number."
  }
}

variable "wait_seconds" {
  description = "Seconds that an unhealthy service waits for the alarm of a dependency, before it tells that it is to blame itself."
  type        = number
  default     = 180
  nullable    = false

  validation {
    condition     = var.wait_seconds >= 0 && floor(var.wait_seconds) == var.wait_seconds
    error_message = "wait_seconds must be 0 or more, a whole number."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = "docs/runbooks"
  nullable    = false

  validation {
    condition     = can(regex("^(docs/runbooks|https://[^\\s]{1,250})$", var.runbook_url))
    error_message = "runbook_url must be an https:// address of at most 258 characters, such as https://github.com/acme/platform/blob/main/docs/runbooks."
  }
}

variable "tags" {
  description = "Tags of the alarms."
  type        = map(string)
  default     = {}
  nullable    = false
}
