variable "account_id" {
  description = "Id of the AWS account, 12 digits. Names the log bucket and says whose logs it takes."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "name" {
  description = "Name of the load balancer; cut and hashed where AWS allows 32 characters. Also begins the names of all that belongs to it."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9]([a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?$", var.name)) && !startswith(var.name, "internal-")
    error_message = "name must be 1 to 64 letters, digits or hyphens, with no hyphen at its ends and no internal- at its start."
  }
}

variable "subnet_ids" {
  description = "Subnets to stand in, at least two of different availability zones: public ones for a public load balancer."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must have at least two subnets, in different availability zones."
  }
}

variable "vpc_cidr_block" {
  description = "Addresses of the VPC. Targets are reached there, and clients of an internal load balancer come from there."
  type        = string

  validation {
    condition     = can(cidrhost(var.vpc_cidr_block, 0))
    error_message = "vpc_cidr_block must be a range of addresses, such as 10.0.0.0/16."
  }
}

variable "vpc_id" {
  description = "VPC of the subnets."
  type        = string
}

variable "access_logs_enabled" {
  description = "Whether every request is logged to the bucket."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: balancer-errors, target-errors, latency, connection-errors, rejected-connections, unhealthy-KEY of each target group. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "associate_web_acl" {
  description = "Whether web_acl_arn guards the load balancer. A switch of its own, because the ARN may not be known yet."
  type        = bool
  default     = false
  nullable    = false
}

variable "client_keep_alive" {
  description = "Seconds that a client may keep its connection."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.client_keep_alive >= 60 && var.client_keep_alive <= 604800
    error_message = "client_keep_alive must be 60 to 604800 seconds."
  }
}

variable "connection_logs_enabled" {
  description = "Whether every connection, with its TLS version and client certificate, is logged to the bucket."
  type        = bool
  default     = true
  nullable    = false
}

variable "default_target_group_key" {
  description = "Target group of requests that no rule takes. Null answers them with 404."
  type        = string
  default     = null

  validation {
    condition     = var.default_target_group_key == null ? true : contains(keys(var.target_groups), var.default_target_group_key)
    error_message = "default_target_group_key must be a key of target_groups: ${join(", ", keys(var.target_groups))}."
  }
}

variable "deletion_protection" {
  description = "Whether the load balancer and its logs refuse to be destroyed."
  type        = bool
  default     = true
  nullable    = false
}

variable "https" {
  description = "Certificate, further certificates by name, and the CA bundle in S3 that client certificates are checked against. Null needs plain_http."
  type = object({
    certificate_arn             = string
    additional_certificate_arns = optional(map(string), {})
    ssl_policy                  = optional(string, "ELBSecurityPolicy-TLS13-1-2-Res-2021-06")
    trust_store = optional(object({
      bucket         = string
      key            = string
      object_version = optional(string)
    }))
  })
  default = null

  validation {
    condition = var.https == null ? true : alltrue([
      for arn in concat([var.https.certificate_arn], values(var.https.additional_certificate_arns)) :
      can(regex("^arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", arn))
    ])
    error_message = "https must have ARNs of ACM certificates, such as arn:aws:acm:us-east-1:123456789012:certificate/ID."
  }

  validation {
    condition     = var.https == null ? true : can(regex("^ELBSecurityPolicy-TLS13-1-[23]-", var.https.ssl_policy))
    error_message = "https.ssl_policy must allow TLS 1.2 and 1.3 only: ELBSecurityPolicy-TLS13-1-2-… or ELBSecurityPolicy-TLS13-1-3-…."
  }
}

variable "idle_timeout" {
  description = "Seconds that a connection may be silent."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.idle_timeout >= 1 && var.idle_timeout <= 4000
    error_message = "idle_timeout must be 1 to 4000 seconds."
  }
}

variable "ingress_cidrs" {
  description = "IPv4 ranges of clients, by name. Null lets everyone into a public load balancer and the VPC into an internal one; with ingress_cloudfront, nobody."
  type        = map(string)
  default     = null

  validation {
    condition     = var.ingress_cidrs == null ? true : alltrue([for cidr in values(var.ingress_cidrs) : can(cidrnetmask(cidr))])
    error_message = "ingress_cidrs must be IPv4 ranges, such as 203.0.113.0/24."
  }

  validation {
    condition     = var.public || var.ingress_cidrs == null ? true : !anytrue([for cidr in values(var.ingress_cidrs) : endswith(cidr, "/0")])
    error_message = "ingress_cidrs must not be everyone (0.0.0.0/0) unless public = true; leave ingress_cidrs out for the VPC."
  }
}

variable "ingress_cloudfront" {
  description = "Whether CloudFront is let in, by the prefix list that AWS keeps of its servers. Without ingress_cidrs nobody else is."
  type        = bool
  default     = false
  nullable    = false
}

variable "ingress_prefix_list_ids" {
  description = "Prefix lists of clients, by name; of CloudFront's there is ingress_cloudfront. They reach the traffic listener only, not the redirect."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "ingress_security_group_ids" {
  description = "Security groups of clients, by name, such as a VPC link's. They reach the traffic listener only, not the redirect."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "log_bucket" {
  description = "Bucket for the logs, of the same region, encrypted by S3's own key. Null makes one."
  type        = object({ name = string })
  default     = null
}

variable "log_retention_days" {
  description = "Days to keep logs in the bucket that is made here."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days >= 1 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days must be a whole number of days from 1."
  }
}

variable "plain_http" {
  description = "Whether traffic is served on port 80 without encryption. Only without https."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.plain_http || var.https != null
    error_message = "plain_http must be true to serve traffic without a certificate; else give https.certificate_arn."
  }

  validation {
    condition     = !var.plain_http || var.https == null
    error_message = "plain_http must be false with https: port 80 redirects to it."
  }
}

variable "public" {
  description = "Whether the load balancer faces the internet."
  type        = bool
  default     = false
  nullable    = false
}

variable "rules" {
  description = "Where requests go, by name; the lowest `priority` wins. All `conditions` must hold, and any one value of each."
  type = map(object({
    priority = number
    conditions = object({
      hosts        = optional(list(string), [])
      paths        = optional(list(string), [])
      methods      = optional(list(string), [])
      source_cidrs = optional(list(string), [])
      headers      = optional(map(list(string)), {})
      queries      = optional(map(list(string)), {})
    })
    target_group_key   = optional(string)
    weights            = optional(map(number))
    stickiness_seconds = optional(number)
    fixed_response = optional(object({
      status_code  = number
      content_type = optional(string, "text/plain")
      message_body = optional(string)
    }))
    redirect = optional(object({
      host      = optional(string, "#{host}")
      path      = optional(string, "/#{path}")
      port      = optional(string, "#{port}")
      protocol  = optional(string, "#{protocol}")
      query     = optional(string, "#{query}")
      permanent = optional(bool, true)
    }))
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html, Priority
  validation {
    condition     = alltrue([for rule in var.rules : rule.priority >= 1 && rule.priority <= 50000 && floor(rule.priority) == rule.priority])
    error_message = "rules must have a priority from 1 to 50000, a whole number."
  }

  validation {
    condition     = length(distinct([for rule in var.rules : rule.priority])) == length(var.rules)
    error_message = "rules must have a priority each of their own: ${join(", ", [for key, rule in var.rules : "${key} has ${rule.priority}"])}."
  }

  validation {
    condition = alltrue([
      for rule in var.rules :
      length([for given in [rule.target_group_key, rule.weights, rule.fixed_response, rule.redirect] : true if given != null]) == 1
    ])
    error_message = "rules must have one of target_group_key, weights, fixed_response or redirect."
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
  validation {
    condition = alltrue([
      for rule in var.rules : contains([1, 2, 3, 4, 5], length(concat(
        rule.conditions.hosts,
        rule.conditions.paths,
        rule.conditions.methods,
        rule.conditions.source_cidrs,
        flatten(values(rule.conditions.headers)),
        flatten(values(rule.conditions.queries)),
      )))
    ])
    error_message = "rules must have 1 to 5 values in all their conditions together; split a rule with more."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.rules : [
        for pattern in concat(rule.conditions.hosts, rule.conditions.paths) : !contains(["*", "/*", "*.*"], pattern)
      ]
    ]))
    error_message = "rules must not match every host or path; use default_target_group_key for the rest."
  }

  validation {
    condition     = alltrue(flatten([for rule in var.rules : [for cidr in rule.conditions.source_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")]]))
    error_message = "rules must have source_cidrs that are ranges, such as 203.0.113.0/24, and not everyone."
  }

  validation {
    condition     = alltrue(flatten([for rule in var.rules : [for method in rule.conditions.methods : can(regex("^[A-Z_-]{1,40}$", method))]]))
    error_message = "rules must have methods in capitals, such as GET."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.rules : [
        for key in concat(rule.target_group_key[*], keys(rule.weights == null ? {} : rule.weights)) : contains(flatten([
          for name, group in var.target_groups : group.blue_green ? [name, "${name}/green"] : [name]
        ]), key)
      ]
    ]))
    error_message = "rules must forward to keys of target_groups (or KEY/green of a blue_green one): ${join(", ", keys(var.target_groups))}."
  }

  validation {
    condition = alltrue([
      for rule in var.rules : rule.weights == null ? true :
      length(rule.weights) <= 5 && anytrue([for weight in rule.weights : weight > 0])
    ])
    error_message = "rules must have weights for at most 5 target groups, one of them above 0."
  }

  validation {
    condition     = alltrue([for rule in var.rules : rule.stickiness_seconds == null || rule.weights != null])
    error_message = "rules must have stickiness_seconds only with weights."
  }

  validation {
    condition = alltrue([
      for rule in var.rules : rule.redirect == null ? true : anytrue([
        rule.redirect.host != "#{host}",
        rule.redirect.path != "/#{path}",
        rule.redirect.port != "#{port}",
        rule.redirect.protocol != "#{protocol}",
      ])
    ])
    error_message = "rules must have a redirect with another host, path, port or protocol; else it goes round in circles."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "security_group_ids" {
  description = "Further security groups of the load balancer, besides its own."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "security_headers" {
  description = "Response headers that the load balancer sets on every answer. An empty text leaves one to the targets."
  type = object({
    content_security_policy   = optional(string, "")
    strict_transport_security = optional(string, "max-age=31536000")
    x_content_type_options    = optional(string, "nosniff")
    x_frame_options           = optional(string, "DENY")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["", "nosniff"], var.security_headers.x_content_type_options)
    error_message = "security_headers.x_content_type_options must be nosniff or empty."
  }

  validation {
    condition     = contains(["", "DENY", "SAMEORIGIN"], var.security_headers.x_frame_options)
    error_message = "security_headers.x_frame_options must be DENY, SAMEORIGIN or empty."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "target_groups" {
  description = "Where requests can be sent, by key. `blue_green` makes a second group, KEY/green, for deployments to switch to. Times are in seconds."
  type = map(object({
    port                 = number
    protocol             = optional(string, "HTTP")
    protocol_version     = optional(string, "HTTP1")
    target_type          = optional(string, "ip")
    blue_green           = optional(bool, false)
    algorithm            = optional(string, "round_robin")
    anomaly_mitigation   = optional(bool, false)
    slow_start           = optional(number, 0)
    deregistration_delay = optional(number, 30)
    stickiness = optional(object({
      duration    = optional(number, 86400)
      cookie_name = optional(string)
    }))
    health_check = optional(object({
      path                = optional(string)
      matcher             = optional(string)
      port                = optional(number)
      interval            = optional(number, 30)
      timeout             = optional(number, 5)
      healthy_threshold   = optional(number, 3)
      unhealthy_threshold = optional(number, 3)
    }), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.target_groups) : can(regex("^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$", key))])
    error_message = "target_groups must have keys of letters, digits and hyphens, such as web."
  }

  validation {
    condition     = alltrue([for group in var.target_groups : contains(["HTTP", "HTTPS"], group.protocol)])
    error_message = "target_groups must have the protocol HTTP or HTTPS."
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version
  validation {
    condition     = alltrue([for group in var.target_groups : group.protocol_version != "GRPC" || !var.plain_http])
    error_message = "target_groups must not speak GRPC behind plain_http; give https."
  }

  validation {
    condition     = alltrue([for group in var.target_groups : contains(["ip", "instance"], group.target_type)])
    error_message = "target_groups must have the target_type ip or instance."
  }

  validation {
    condition     = alltrue([for group in var.target_groups : !group.anomaly_mitigation || group.algorithm == "weighted_random"])
    error_message = "target_groups must have algorithm = \"weighted_random\" for anomaly_mitigation."
  }

  validation {
    condition     = alltrue([for group in var.target_groups : group.slow_start == 0 || group.algorithm == "round_robin"])
    error_message = "target_groups must have algorithm = \"round_robin\" for a slow_start."
  }

  validation {
    condition     = alltrue([for group in var.target_groups : group.health_check.timeout < group.health_check.interval])
    error_message = "target_groups must have a health_check.timeout shorter than health_check.interval."
  }
}

variable "test_listener" {
  description = "Second listener, where deployments try the green target groups, and the IPv4 ranges, by name, that reach it. Null makes none."
  type = object({
    port          = optional(number, 8443)
    ingress_cidrs = map(string)
  })
  default = null

  validation {
    condition     = var.test_listener == null ? true : var.test_listener.port >= 1024 && var.test_listener.port <= 65535
    error_message = "test_listener.port must be from 1024 to 65535."
  }

  validation {
    condition = var.test_listener == null ? true : alltrue([
      for cidr in values(var.test_listener.ingress_cidrs) : can(cidrnetmask(cidr)) && !endswith(cidr, "/0")
    ])
    error_message = "test_listener.ingress_cidrs must be IPv4 ranges, such as 10.0.0.0/16, and not everyone."
  }
}

variable "traffic_owner" {
  description = "Who decides where traffic goes: terraform, or external, where a deployment tool switches target groups and Terraform leaves the actions of listeners and rules alone."
  type        = string
  default     = "terraform"
  nullable    = false

  validation {
    condition     = contains(["terraform", "external"], var.traffic_owner)
    error_message = "traffic_owner must be terraform or external."
  }
}

variable "web_acl_arn" {
  description = "Regional web ACL that guards the load balancer, with associate_web_acl = true."
  type        = string
  default     = null

  validation {
    condition     = var.web_acl_arn == null ? true : can(regex("^arn:[a-z-]+:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/.+$", var.web_acl_arn))
    error_message = "web_acl_arn must be the ARN of a regional web ACL, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID."
  }

  validation {
    condition     = !var.associate_web_acl || var.web_acl_arn != null
    error_message = "web_acl_arn must be given with associate_web_acl = true."
  }

  validation {
    condition     = var.associate_web_acl || var.web_acl_arn == null
    error_message = "web_acl_arn does nothing without associate_web_acl = true."
  }
}

variable "xff_header_processing_mode" {
  description = "What becomes of the X-Forwarded-For header: append the client's address, preserve or remove the header."
  type        = string
  default     = "append"
  nullable    = false
}

variable "zonal_shift_enabled" {
  description = "Whether ARC may shift traffic away from an impaired availability zone."
  type        = bool
  default     = true
  nullable    = false
}
