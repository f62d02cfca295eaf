variable "account_id" {
  description = "Id of the AWS account, 12 digits. Policies name their resources with it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "name" {
  description = "Name of the application. Its environments are called <name>-<key>."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9-]{2,99}$", var.name))
    error_message = "name must be 3 to 100 letters, digits or hyphens, a letter or digit first."
  }
}

variable "subnet_ids" {
  description = "Subnets of the instances, at least two for two availability zones. Instances get no public address."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids must have a subnet; two, for two availability zones."
  }
}

variable "vpc_id" {
  description = "VPC of the instances and load balancers."
  type        = string
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: <environment>-health. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "configuration_templates" {
  description = "Saved configurations by name, to start further environments from: the platform, and options as \"namespace name\" = value."
  type = map(object({
    platform    = string
    description = optional(string)
    settings    = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  # ConfigurationValidationException: "Invalid option specification", or "Invalid option value".
  validation {
    condition = alltrue(flatten([
      for template in var.configuration_templates : [
        for option, value in template.settings : anytrue([
          for namespace, options in local.known_options :
          length(options) == 0 || can(regex(options[join(" ", slice(split(" ", option), 1, length(split(" ", option))))], value))
          if can(regex("^${replace(namespace, "*", ".+")}$", split(" ", option)[0]))
        ])
      ]
    ]))
    error_message = "configuration_templates must have settings that Elastic Beanstalk knows, with values that they take."
  }
}

variable "description" {
  description = "What the application is. Null means nothing is said."
  type        = string
  default     = null
}

variable "default_egress_enabled" {
  description = "Whether instances may reach port 443 anywhere, besides what egress lists. Elastic Beanstalk needs it, or endpoints in the VPC."
  type        = bool
  default     = true
  nullable    = false
}

variable "egress" {
  description = "What instances may reach, by a name of your choice, besides port 443 anywhere: a port, or ports up to `to_port`, of one of an address range, a prefix list and a security group."
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
      for rule in var.egress : length([for peer in [rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id] : true if peer != null]) == 1
    ])
    error_message = "egress must have one of cidr_ipv4, prefix_list_id and security_group_id in each rule."
  }

  validation {
    condition     = alltrue([for rule in var.egress : contains(["tcp", "udp"], rule.protocol)])
    error_message = "egress must have the protocol tcp or udp."
  }

  validation {
    condition = alltrue([
      for rule in var.egress : 0 <= rule.port && rule.port <= (rule.to_port == null ? rule.port : rule.to_port) && (rule.to_port == null ? rule.port : rule.to_port) <= 65535
    ])
    error_message = "egress must have ports from 0 to 65535, and no to_port below port."
  }
}

variable "ingress" {
  description = "Who may reach instances besides their load balancers, by a name of your choice: a port, or ports up to `to_port`, for one of an address range, a prefix list and a security group."
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
      for rule in var.ingress : length([for peer in [rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id] : true if peer != null]) == 1
    ])
    error_message = "ingress must have one of cidr_ipv4, prefix_list_id and security_group_id in each rule."
  }

  validation {
    condition     = alltrue([for rule in var.ingress : contains(["tcp", "udp"], rule.protocol)])
    error_message = "ingress must have the protocol tcp or udp."
  }

  validation {
    condition = alltrue([
      for rule in var.ingress : 0 <= rule.port && rule.port <= (rule.to_port == null ? rule.port : rule.to_port) && (rule.to_port == null ? rule.port : rule.to_port) <= 65535
    ])
    error_message = "ingress must have ports from 0 to 65535, and no to_port below port."
  }
}

variable "kms_key_arn" {
  description = "Key that the secrets are under. Null means the key that AWS manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "log_retention_days" {
  description = "Days to keep logs, which outlive their environment."
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
  description = "Policy that bounds both roles. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "policy_statements" {
  description = "What the code may do besides running under Elastic Beanstalk, by statement id. `conditions` is as in IAM: operator, key, values."
  type = map(object({
    actions             = list(string)
    resources           = optional(list(string), [])
    allow_all_resources = optional(bool, false)
    conditions          = optional(map(map(list(string))))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.policy_statements) : can(regex("^[a-zA-Z0-9]+$", id))])
    error_message = "policy_statements must have ids of letters and digits only, such as ReadOrders."
  }

  validation {
    condition = alltrue(flatten([
      for statement in var.policy_statements : [
        length(statement.actions) > 0,
        [for action in statement.actions : can(regex("^[a-z0-9-]+:[a-zA-Z*]*[a-zA-Z][a-zA-Z*]*$", action))],
      ]
    ]))
    error_message = "policy_statements must list actions such as dynamodb:GetItem; `*` and `dynamodb:*` are too wide."
  }

  validation {
    condition = alltrue([
      for statement in var.policy_statements :
      statement.allow_all_resources != (length(statement.resources) > 0) && !contains(statement.resources, "*")
    ])
    error_message = "policy_statements must have either resources, none of them `*`, or allow_all_resources = true."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything made here, of instances too."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "version_lifecycle" {
  description = "Removes old versions: all but the newest `max_count`, or those older than `max_age_days`; `delete_source` removes their packages too. Null keeps every version, up to the quota of 1000."
  type = object({
    max_count     = optional(number)
    max_age_days  = optional(number)
    delete_source = optional(bool, false)
  })
  default = { max_count = 100 }

  validation {
    condition     = var.version_lifecycle == null ? true : (var.version_lifecycle.max_count == null) != (var.version_lifecycle.max_age_days == null)
    error_message = "version_lifecycle must have either max_count or max_age_days."
  }
}

variable "versions" {
  description = "Versions by label: the package's bucket and key. A label never gets another package: Elastic Beanstalk keeps the first."
  type = map(object({
    bucket      = string
    key         = string
    description = optional(string)
  }))
  default  = {}
  nullable = false
}
