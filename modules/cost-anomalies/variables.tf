variable "name" {
  description = "Name of the monitor; its subscriptions are called after it."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9 ._-]{1,100}$", var.name))
    error_message = "name must be 1 to 100 letters, digits, spaces, dots, hyphens or underscores."
  }
}

variable "cost_tag" {
  description = "Tag of what is watched, which Billing must know as a cost allocation tag. Null watches every service of the account, for which AWS has one monitor."
  type = object({
    key   = string
    value = string
  })
  default = null
}

variable "emails" {
  description = "Addresses that get a summary of anomalies."
  type        = set(string)
  default     = []
  nullable    = false

  # Subscriber, Address; Cost Anomaly Detection quotas: 10 addresses a subscription
  validation {
    condition     = length(var.emails) <= 10
    error_message = "emails must be at most 10 addresses; a mailing list reaches more."
  }

  validation {
    condition     = alltrue([for address in var.emails : can(regex("^[a-zA-Z0-9.!#$%&'*+=?^_{|}~-]+@[a-zA-Z0-9_-]+([.][a-zA-Z0-9_-]+)+$", address))])
    error_message = "emails must be e-mail addresses, such as platform@example.com."
  }

  validation {
    condition     = length(var.emails) > 0 || var.topic != null
    error_message = "emails or topic must say who is told: AWS takes no subscription without a subscriber."
  }
}

variable "frequency" {
  description = "How often addresses get their summary: DAILY, or WEEKLY for the weeks from Sunday to Saturday."
  type        = string
  default     = "DAILY"
  nullable    = false

  validation {
    condition     = contains(["DAILY", "WEEKLY"], var.frequency)
    error_message = "frequency must be DAILY or WEEKLY; AWS tells of an anomaly at once by an SNS topic only."
  }
}

variable "topic" {
  description = "SNS topic that is told of each anomaly at once. Its policy must let costalerts.amazonaws.com publish, and so must that of its key. Null tells none."
  type = object({
    arn = string
  })
  default = null

  validation {
    condition     = var.topic == null ? true : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]+$", var.topic.arn))
    error_message = "topic must have the ARN of a standard topic, arn:aws:sns:REGION:ACCOUNT:NAME."
  }
}

variable "min_impact_usd" {
  description = "US dollars beyond what was expected, from which people are told; 100 as in AWS's own console. 0 asks for no least amount."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.min_impact_usd >= 0
    error_message = "min_impact_usd must be 0 or more."
  }
}

variable "min_impact_percent" {
  description = "Percent beyond what was expected, from which people are told, where min_impact_usd is reached too; 40 as in AWS's own console. 0 asks for no least share."
  type        = number
  default     = 40
  nullable    = false

  validation {
    condition     = var.min_impact_percent >= 0
    error_message = "min_impact_percent must be 0 or more."
  }

  # CreateAnomalySubscription takes no subscription without a threshold.
  validation {
    condition     = var.min_impact_usd > 0 || var.min_impact_percent > 0
    error_message = "min_impact_percent or min_impact_usd must be above 0: AWS takes no subscription without a threshold."
  }
}

variable "tags" {
  description = "Tags of the monitor and its subscriptions."
  type        = map(string)
  default     = {}
  nullable    = false
}
