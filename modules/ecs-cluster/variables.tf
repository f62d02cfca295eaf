variable "account_id" {
  description = "Id of the AWS account, 12 digits. Policies name their resources with it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "name" {
  description = "Name of the cluster. Also names its log group, alarm and EC2 capacity."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z][a-zA-Z0-9_-]{0,99}$", var.name))
    error_message = "name must be 1 to 100 letters, digits, hyphens or underscores, a letter first."
  }

  validation {
    condition     = !contains(var.capacity_providers, "EC2") || !can(regex("^(aws|ecs|fargate)", lower(var.name)))
    error_message = "name must not start with aws, ecs or fargate when capacity_providers has EC2: ECS keeps those names of capacity providers to itself."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: capacity, where there is EC2 capacity. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "capacity_providers" {
  description = "Where tasks may run: FARGATE, FARGATE_SPOT, and EC2, which makes an Auto Scaling group of instances."
  type        = list(string)
  default     = ["FARGATE", "FARGATE_SPOT"]
  nullable    = false

  validation {
    condition = alltrue([
      for provider in var.capacity_providers : contains(["FARGATE", "FARGATE_SPOT", "EC2"], provider)
    ]) && length(var.capacity_providers) > 0
    error_message = "capacity_providers must be one or more of FARGATE, FARGATE_SPOT and EC2."
  }
}

variable "container_insights" {
  description = "Metrics of the cluster's containers: enhanced (per task and container), enabled, or disabled."
  type        = string
  default     = "enhanced"
  nullable    = false

  validation {
    condition     = contains(["enhanced", "enabled", "disabled"], var.container_insights)
    error_message = "container_insights must be enhanced, enabled or disabled."
  }
}

variable "default_capacity_provider_strategy" {
  description = "Where tasks run whose service does not say so, by FARGATE, FARGATE_SPOT or EC2: the first `base` tasks, and a share of the others by `weight`. Null means the first of capacity_providers."
  type = map(object({
    base   = optional(number, 0)
    weight = optional(number, 1)
  }))
  default = null

  validation {
    condition     = var.default_capacity_provider_strategy == null ? true : length(var.default_capacity_provider_strategy) > 0
    error_message = "default_capacity_provider_strategy must name a capacity provider; leave it out for the first of capacity_providers."
  }

  validation {
    condition = var.default_capacity_provider_strategy == null ? true : (
      length(setsubtract(keys(var.default_capacity_provider_strategy), var.capacity_providers)) == 0
    )
    error_message = "default_capacity_provider_strategy must name only what capacity_providers lists."
  }

  validation {
    condition = var.default_capacity_provider_strategy == null ? true : (
      !contains(keys(var.default_capacity_provider_strategy), "EC2") || length(var.default_capacity_provider_strategy) == 1
    )
    error_message = "default_capacity_provider_strategy must not mix EC2 with FARGATE or FARGATE_SPOT; ECS does not allow it."
  }

  validation {
    condition = var.default_capacity_provider_strategy == null ? true : (
      length([for provider in var.default_capacity_provider_strategy : provider if provider.base > 0]) <= 1
    )
    error_message = "default_capacity_provider_strategy must give a base to one capacity provider at most."
  }

  validation {
    condition = var.default_capacity_provider_strategy == null ? true : (
      length(var.default_capacity_provider_strategy) == 0 ||
      anytrue([for provider in var.default_capacity_provider_strategy : provider.weight > 0])
    )
    error_message = "default_capacity_provider_strategy must give one capacity provider a weight above 0."
  }
}

variable "ec2" {
  description = "Instances of capacity provider EC2: at least two subnets for two availability zones, sizes in instances, `target_capacity` in percent used, `volume_size` in GB, `volume_kms_key_arn` null for the key that AWS manages. Null unless capacity_providers has EC2."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
    instance_type      = optional(string, "m7i.large")
    min_size           = optional(number, 0)
    max_size           = optional(number, 4)
    target_capacity    = optional(number, 100)
    volume_size        = optional(number, 30)
    volume_kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = !contains(var.capacity_providers, "EC2") || var.ec2 != null
    error_message = "ec2 must say subnet_ids and security_group_ids, because capacity_providers has EC2."
  }

  validation {
    condition     = var.ec2 == null ? true : length(var.ec2.subnet_ids) > 0
    error_message = "ec2 must have subnet_ids."
  }

  validation {
    condition     = var.ec2 == null ? true : length(var.ec2.security_group_ids) > 0
    error_message = "ec2 must have security_group_ids."
  }

  validation {
    condition     = var.ec2 == null ? true : can(regex("^[a-z0-9-]+\\.[a-z0-9-]+$", var.ec2.instance_type))
    error_message = "ec2 must have an instance_type such as m7i.large, or m7g.large for arm64."
  }

  validation {
    condition     = var.ec2 == null ? true : 0 <= var.ec2.min_size && var.ec2.min_size <= var.ec2.max_size
    error_message = "ec2 must have sizes with 0 <= min_size <= max_size."
  }

  validation {
    condition     = var.ec2 == null ? true : var.ec2.target_capacity >= 1 && var.ec2.target_capacity <= 100
    error_message = "ec2 must have a target_capacity from 1 to 100 percent."
  }

  # The ECS image does not fit on less.
  validation {
    condition     = var.ec2 == null ? true : var.ec2.volume_size >= 30
    error_message = "ec2 must have a volume_size of at least 30 GB."
  }
}

variable "kms_key_arn" {
  description = "Key for ECS Exec sessions and their logs. Null means keys that AWS owns."
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

variable "namespace" {
  description = "Cloud Map namespace by which services find one another: `type` private_dns (names in the VPC, and Service Connect) or http (Service Connect only). Null makes none."
  type = object({
    name   = string
    type   = optional(string, "private_dns")
    vpc_id = optional(string)
  })
  default = null

  validation {
    condition     = var.namespace == null ? true : can(regex("^[a-zA-Z0-9_]([a-zA-Z0-9_.-]{0,251}[a-zA-Z0-9_])?$", var.namespace.name))
    error_message = "namespace must have a name of letters, digits, dots, hyphens or underscores, such as dev.internal."
  }

  validation {
    condition     = var.namespace == null ? true : contains(["private_dns", "http"], var.namespace.type)
    error_message = "namespace must have the type private_dns or http."
  }

  validation {
    condition     = var.namespace == null ? true : var.namespace.type != "private_dns" || var.namespace.vpc_id != null
    error_message = "namespace must say vpc_id, because names of type private_dns belong to a VPC."
  }
}

variable "namespace_ports" {
  description = "Ports at which services of the namespace call one another: whoever is in `namespace_security_group_ids` may. Needs the namespace's vpc_id."
  type        = set(object({ port = number, protocol = optional(string, "tcp") }))
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for port in var.namespace_ports : contains(["tcp", "udp"], port.protocol) && 1 <= port.port && port.port <= 65535])
    error_message = "namespace_ports must be ports from 1 to 65535 with the protocol tcp or udp."
  }

  validation {
    condition     = length(var.namespace_ports) == 0 || try(var.namespace.vpc_id, null) != null
    error_message = "namespace_ports must come with a namespace that says vpc_id, where its security group is made."
  }

  # AWS allows 60 rules in a security group.
  validation {
    condition     = length(var.namespace_ports) <= 60
    error_message = "namespace_ports must be at most 60; a security group has no more rules."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the instances' role. Null sets no boundary."
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

variable "storage_kms_key_arn" {
  description = "Key for Fargate's ephemeral storage and for volumes that ECS attaches; its policy must let fargate.amazonaws.com use it. Null means keys that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.storage_kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.storage_kms_key_arn))
    error_message = "storage_kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}
