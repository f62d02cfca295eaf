variable "account_id" {
  description = "Id of the AWS account, 12 digits. Policies name their resources with it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "name" {
  description = "What names of queues, job definitions, roles and log groups start with."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,59}$", var.name))
    error_message = "name must be 1 to 60 letters, digits, hyphens or underscores, a letter or digit first."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Their policy must let events.amazonaws.com publish. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: blocked, failed and, where jobs have schedules, not-submitted. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none. The first two are events, not metrics, and take `enabled` and `severity` only."
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

  validation {
    condition = alltrue([
      for name, change in var.alarms : !contains(["blocked", "failed"], name) || alltrue([
        for attribute, value in change : value == null || contains(["enabled", "severity"], attribute)
      ])
    ])
    error_message = "alarms must have enabled and severity only for blocked and failed: AWS Batch tells of each such event, and there is nothing to count."
  }

  validation {
    condition = alltrue([
      for name in ["blocked", "failed"] : try(contains(["critical", "warning"], coalesce(var.alarms[name].severity, "critical")), true)
    ])
    error_message = "alarms must have the severity critical or warning."
  }
}

variable "default_egress_enabled" {
  description = "Whether jobs and instances reach HTTPS everywhere, which they need for images, logs, secrets and AWS Batch itself. With false, egress must let them reach endpoints of the VPC."
  type        = bool
  default     = true
  nullable    = false
}

variable "egress" {
  description = "What jobs and instances may reach besides HTTPS, by a name of your choice: a port, or those up to to_port, of an address range, a prefix list or a security group."
  type = map(object({
    port              = number
    to_port           = optional(number)
    protocol          = optional(string, "tcp")
    cidr_ipv4         = optional(string)
    prefix_list_id    = optional(string)
    security_group_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for rule in var.egress : length(compact([rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id])) == 1
    ])
    error_message = "egress must name one of cidr_ipv4, prefix_list_id and security_group_id in each rule."
  }

  validation {
    condition     = alltrue([for rule in var.egress : rule.port >= 0 && rule.port <= coalesce(rule.to_port, 65535) && coalesce(rule.to_port, 0) <= 65535])
    error_message = "egress must have ports from 0 to 65535, and a to_port that is not below port."
  }
}

variable "ingress" {
  description = "What may reach jobs and instances, by a name of your choice. The nodes of a multinode job reach one another anyway."
  type = map(object({
    port              = number
    to_port           = optional(number)
    protocol          = optional(string, "tcp")
    cidr_ipv4         = optional(string)
    prefix_list_id    = optional(string)
    security_group_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for rule in var.ingress : length(compact([rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id])) == 1
    ])
    error_message = "ingress must name one of cidr_ipv4, prefix_list_id and security_group_id in each rule."
  }

  validation {
    condition     = alltrue([for rule in var.ingress : rule.port >= 0 && rule.port <= coalesce(rule.to_port, 65535) && coalesce(rule.to_port, 0) <= 65535])
    error_message = "ingress must have ports from 0 to 65535, and a to_port that is not below port."
  }
}

variable "kms_key_arn" {
  description = "Key for logs, and the one that secrets and buckets are under. Null means keys that AWS owns."
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

variable "permissions_boundary_arn" {
  description = "Policy that bounds every role. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "security_group_ids" {
  description = "Security groups of jobs and instances besides the one made here."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "subnet_ids" {
  description = "Subnets of jobs and instances. Null only where every compute environment is unmanaged."
  type        = list(string)
  default     = null
}

variable "tags" {
  description = "Tags of everything made here, of instances too."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "volume_kms_key_arn" {
  description = "Key for the volumes of instances; the service-linked role of Auto Scaling must be allowed to use it. Null means the key that AWS manages."
  type        = string
  default     = null

  validation {
    condition     = var.volume_kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.volume_kms_key_arn))
    error_message = "volume_kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "vpc_id" {
  description = "VPC of the security group. Null only where every compute environment is unmanaged."
  type        = string
  default     = null
}
