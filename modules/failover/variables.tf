variable "name" {
  description = "Starts the names of the alarms."
  type        = string
}

variable "record_name" {
  description = "Name that people use, such as www.example.com, in the zone."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9*_-]([a-z0-9_.-]{0,252}[a-z0-9])?$", var.record_name)) && strcontains(var.record_name, ".")
    error_message = "record_name must be a whole name in small letters, such as www.example.com, without a dot at its end."
  }
}

variable "zone_id" {
  description = "Public hosted zone that gets the records."
  type        = string

  validation {
    condition     = can(regex("^[A-Z0-9]{1,32}$", var.zone_id))
    error_message = "zone_id must be the id of a hosted zone, such as Z0123456789ABCDEFGHIJ."
  }
}

variable "primary" {
  description = "Where requests go while it is healthy: name and zone of a load balancer, an API's domain or a distribution. `target_health_evaluated` null is true but for distributions, which Route 53 cannot evaluate."
  type = object({
    dns_name                = string
    zone_id                 = string
    target_health_evaluated = optional(bool)
  })

  # CloudFront's own zone; https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
  validation {
    condition     = !(var.primary.zone_id == "Z2FDTNDATAQYW2" && var.primary.target_health_evaluated == true)
    error_message = "primary is a distribution, whose health Route 53 cannot evaluate: leave target_health_evaluated out."
  }
}

variable "secondary" {
  description = "Where requests go meanwhile: the same in another region, or a static page."
  type = object({
    dns_name                = string
    zone_id                 = string
    target_health_evaluated = optional(bool)
  })

  # CloudFront's own zone; https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
  validation {
    condition     = !(var.secondary.zone_id == "Z2FDTNDATAQYW2" && var.secondary.target_health_evaluated == true)
    error_message = "secondary is a distribution, whose health Route 53 cannot evaluate: leave target_health_evaluated out."
  }

  validation {
    condition     = var.secondary.dns_name != var.primary.dns_name
    error_message = "secondary must be another target than primary."
  }
}

variable "health_check" {
  description = "How Route 53 asks whether the primary is healthy, over the internet. `fqdn` is the name that is asked, and stands in the Host header; null is the target's own. `regions` null are all from which Route 53 asks."
  type = object({
    type              = optional(string, "HTTPS")
    fqdn              = optional(string)
    port              = optional(number, 443)
    path              = optional(string, "/")
    search_string     = optional(string)
    interval_seconds  = optional(number, 30)
    failure_threshold = optional(number, 3)
    regions           = optional(set(string))
    latency_measured  = optional(bool, false)
  })
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html, for this and the rules below
  validation {
    condition     = contains(["HTTP", "HTTPS"], var.health_check.type)
    error_message = "health_check must have the type HTTP or HTTPS."
  }

  validation {
    condition     = var.health_check.port >= 1 && var.health_check.port <= 65535 && floor(var.health_check.port) == var.health_check.port
    error_message = "health_check must have a port from 1 to 65535."
  }

  validation {
    condition     = can(regex("^/.{0,254}$", var.health_check.path))
    error_message = "health_check must have a path that begins with / and has at most 255 characters."
  }

  validation {
    condition     = var.health_check.search_string == null ? true : length(var.health_check.search_string) >= 1 && length(var.health_check.search_string) <= 255
    error_message = "health_check must have a search_string of 1 to 255 characters."
  }

  validation {
    condition     = contains([10, 30], var.health_check.interval_seconds)
    error_message = "health_check must have interval_seconds of 30, or 10, which costs more."
  }

  validation {
    condition     = var.health_check.failure_threshold >= 1 && var.health_check.failure_threshold <= 10 && floor(var.health_check.failure_threshold) == var.health_check.failure_threshold
    error_message = "health_check must have a failure_threshold from 1 to 10, a whole number."
  }

  validation {
    condition = var.health_check.regions == null ? true : length(var.health_check.regions) >= 3 && alltrue([
      for region in var.health_check.regions : contains(
        ["us-east-1", "us-west-1", "us-west-2", "eu-west-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "sa-east-1"], region,
      )
    ])
    error_message = "health_check must have at least three regions, of us-east-1, us-west-1, us-west-2, eu-west-1, ap-southeast-1, ap-southeast-2, ap-northeast-1 and sa-east-1."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. They are in us-east-1, where CloudFront's metrics and so its alarms are. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null

  validation {
    condition = var.alarm_topic_arns == null ? true : alltrue([
      for arn in concat(var.alarm_topic_arns.critical, var.alarm_topic_arns.warning) : can(regex("^arn:[a-z-]+:sns:us-east-1:[0-9]{12}:.+$", arn))
    ])
    error_message = "alarm_topic_arns must be ARNs of SNS topics in us-east-1, where Route 53's alarms are, such as arn:aws:sns:us-east-1:123456789012:alarms."
  }
}

variable "alarms" {
  description = "Changes to alarms, by name: primary, secondary (secondary_health_check). What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
  type = map(object({
    enabled             = optional(bool)
    severity            = optional(string)
    threshold           = optional(number)
    floor               = optional(number)
    period              = optional(number)
    evaluation_periods  = optional(number)
    datapoints_to_alarm = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "ipv6_enabled" {
  description = "Whether there are AAAA records too; both targets must answer to them."
  type        = bool
  default     = false
  nullable    = false
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "secondary_health_check" {
  description = "How Route 53 asks whether the secondary is healthy. Null asks nothing: it is used in any case when the primary is not. `fqdn` is the name that is asked, and stands in the Host header; null is the target's own. `regions` null are all from which Route 53 asks."
  type = object({
    type              = optional(string, "HTTPS")
    fqdn              = optional(string)
    port              = optional(number, 443)
    path              = optional(string, "/")
    search_string     = optional(string)
    interval_seconds  = optional(number, 30)
    failure_threshold = optional(number, 3)
    regions           = optional(set(string))
    latency_measured  = optional(bool, false)
  })
  default = null


  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html, for this and the rules below
  validation {
    condition     = var.secondary_health_check == null ? true : contains(["HTTP", "HTTPS"], var.secondary_health_check.type)
    error_message = "secondary_health_check must have the type HTTP or HTTPS."
  }

  validation {
    condition     = var.secondary_health_check == null ? true : var.secondary_health_check.port >= 1 && var.secondary_health_check.port <= 65535 && floor(var.secondary_health_check.port) == var.secondary_health_check.port
    error_message = "secondary_health_check must have a port from 1 to 65535."
  }

  validation {
    condition     = var.secondary_health_check == null ? true : can(regex("^/.{0,254}$", var.secondary_health_check.path))
    error_message = "secondary_health_check must have a path that begins with / and has at most 255 characters."
  }

  validation {
    condition     = var.secondary_health_check == null ? true : var.secondary_health_check.search_string == null ? true : length(var.secondary_health_check.search_string) >= 1 && length(var.secondary_health_check.search_string) <= 255
    error_message = "secondary_health_check must have a search_string of 1 to 255 characters."
  }

  validation {
    condition     = var.secondary_health_check == null ? true : contains([10, 30], var.secondary_health_check.interval_seconds)
    error_message = "secondary_health_check must have interval_seconds of 30, or 10, which costs more."
  }

  validation {
    condition     = var.secondary_health_check == null ? true : var.secondary_health_check.failure_threshold >= 1 && var.secondary_health_check.failure_threshold <= 10 && floor(var.secondary_health_check.failure_threshold) == var.secondary_health_check.failure_threshold
    error_message = "secondary_health_check must have a failure_threshold from 1 to 10, a whole number."
  }

  validation {
    condition = var.secondary_health_check == null ? true : var.secondary_health_check.regions == null ? true : length(var.secondary_health_check.regions) >= 3 && alltrue([
      for region in var.secondary_health_check.regions : contains(
        ["us-east-1", "us-west-1", "us-west-2", "eu-west-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "sa-east-1"], region,
      )
    ])
    error_message = "secondary_health_check must have at least three regions, of us-east-1, us-west-1, us-west-2, eu-west-1, ap-southeast-1, ap-southeast-2, ap-northeast-1 and sa-east-1."
  }
}

variable "tags" {
  description = "Tags of the health checks and alarms."
  type        = map(string)
  default     = {}
  nullable    = false
}
