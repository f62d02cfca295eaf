variable "name" {
  description = "Name of the API. Also begins the names of all that belongs to it."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "access_log_group" {
  description = "Log group that the access log goes to, for several APIs with one log. Null makes one for this API."
  type        = object({ name = string, arn = string })
  default     = null
}

variable "access_logs_enabled" {
  description = "Whether each connection and message is logged, without what it holds."
  type        = bool
  default     = true
  nullable    = false
}

variable "account_logging_ready" {
  description = "Whether account and region have API Gateway's logging role (modules/api-gateway-account). An API with routes that logs is refused without it."
  type        = bool
  default     = false
  nullable    = false
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: execution-errors, integration-errors, latency. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "authorizer" {
  description = "Function (modules/lambda) that decides who may connect, and where the request says who asks: a header, or a query string for browsers, which set no headers; an empty list asks the function about every request. Null asks none."
  type = object({
    lambda = object({
      name       = string
      alias_name = string
      invoke_arn = string
    })
    identity_sources = optional(list(string), ["route.request.header.Authorization"])
  })
  default = null

  validation {
    condition = var.authorizer == null ? true : alltrue([
      for source in var.authorizer.identity_sources : can(regex("^(route\\.request\\.(header|querystring)|context|stageVariables)\\.[^\\s]+$", source))
    ])
    error_message = "authorizer must have identity_sources such as route.request.header.Authorization or route.request.querystring.token: where a request has none of them, AWS refuses it."
  }
}

variable "default_endpoint_enabled" {
  description = "Whether the URL that AWS gives the API works beside its domains. An API without domains always has it."
  type        = bool
  default     = false
  nullable    = false
}

variable "description" {
  description = "What the API is for. Null leaves it out."
  type        = string
  default     = null

  validation {
    condition     = var.description == null ? true : length(var.description) <= 1024
    error_message = "description must be at most 1024 characters."
  }
}

variable "detailed_metrics_enabled" {
  description = "Whether CloudWatch keeps metrics of each route, at the price of custom metrics."
  type        = bool
  default     = false
  nullable    = false
}

variable "domains" {
  description = "Domains to make for the API, by name; HTTP and REST APIs cannot share them. `paths` are where the API answers, an empty text being the root; `route53` makes alias records."
  type = map(object({
    certificate_arn = string
    paths           = optional(list(string), [""])
    route53         = optional(object({ zone_id = string }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.domains) : can(regex("^(\\*\\.)?([a-z0-9-]+\\.)+[a-z0-9-]+$", name))])
    error_message = "domains must have names in lower case, such as chat.example.com."
  }

  validation {
    condition = alltrue([
      for domain in var.domains : can(regex("^arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", domain.certificate_arn))
    ])
    error_message = "domains must have ARNs of ACM certificates, such as arn:aws:acm:us-east-1:123456789012:certificate/ID."
  }

  validation {
    condition = alltrue(flatten([
      for domain in var.domains : [
        length(domain.paths) > 0,
        [for path in domain.paths : can(regex("^([a-zA-Z0-9._-]+(/[a-zA-Z0-9._-]+)*)?$", path))],
      ]
    ]))
    error_message = "domains must have paths without slashes at their ends, such as chat or v2/chat, or an empty text for the root."
  }
}

variable "execution_log_level" {
  description = "What API Gateway logs of its own work: ERROR, INFO, or OFF. Messages are never logged."
  type        = string
  default     = "ERROR"
  nullable    = false

  validation {
    condition     = contains(["ERROR", "INFO", "OFF"], var.execution_log_level)
    error_message = "execution_log_level must be ERROR, INFO or OFF."
  }
}

variable "ip_address_type" {
  description = "Addresses of the API and its domains: ipv4, or dualstack for IPv6 too."
  type        = string
  default     = "ipv4"
  nullable    = false

  validation {
    condition     = contains(["ipv4", "dualstack"], var.ip_address_type)
    error_message = "ip_address_type must be ipv4 or dualstack."
  }
}

variable "kms_key_arn" {
  description = "Key for the logs. Null means keys that AWS owns."
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

variable "route_selection_expression" {
  description = "Where a message says which route takes it."
  type        = string
  default     = "$request.body.action"
  nullable    = false

  validation {
    condition     = can(regex("^\\$\\{?request\\.body\\.[^\\s]+$", var.route_selection_expression))
    error_message = "route_selection_expression must name a field of the message, such as $request.body.action."
  }
}

variable "routes" {
  description = "Functions (modules/lambda) that take connections and messages, by route key: `$connect`, `$disconnect`, `$default`, or what messages say, such as sendMessage. `authorization` of `$connect` is AWS_IAM, CUSTOM (the authorizer), or NONE with public = true. `response` sends the function's answer back; `timeout` is in seconds; `throttling` replaces the API's."
  type = map(object({
    authorization = optional(string)
    public        = optional(bool, false)
    lambda = object({
      name       = string
      alias_name = string
      invoke_arn = string
    })
    response = optional(bool, false)
    timeout  = optional(number, 29)
    throttling = optional(object({
      rate_limit  = number
      burst_limit = number
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.routes) : can(regex("^(\\$(connect|default|disconnect)|[^$\\s][^\\s]{0,127})$", key))])
    error_message = "routes must have keys $connect, $disconnect, $default, or 1 to 128 characters without spaces and without $ at the start; got ${join(", ", keys(var.routes))}."
  }

  validation {
    condition     = length(var.routes) == 0 || contains(keys(var.routes), "$connect")
    error_message = "routes must have $connect, which decides who may connect: without it everyone may."
  }

  validation {
    condition     = alltrue([for key, route in var.routes : key != "$connect" || route.authorization != null])
    error_message = "routes must name the authorization of $connect: AWS_IAM, CUSTOM, or NONE with public = true."
  }

  validation {
    condition     = alltrue([for route in var.routes : contains(["AWS_IAM", "CUSTOM", "NONE"], coalesce(route.authorization, "NONE"))])
    error_message = "routes must have the authorization AWS_IAM, CUSTOM or NONE."
  }

  validation {
    condition     = alltrue([for key, route in var.routes : key == "$connect" || route.authorization == null && !route.public])
    error_message = "routes other than $connect must have no authorization and no public: AWS checks callers when they connect, not for each message."
  }

  validation {
    condition     = alltrue([for key, route in var.routes : route.authorization != "NONE" || route.public if key == "$connect"])
    error_message = "routes with authorization = \"NONE\" on $connect let everyone connect and must say public = true."
  }

  validation {
    condition     = alltrue([for key, route in var.routes : !route.public || coalesce(route.authorization, "NONE") == "NONE" if key == "$connect"])
    error_message = "routes with public = true on $connect must have authorization = \"NONE\"."
  }

  validation {
    condition     = (var.authorizer != null) == anytrue([for route in var.routes : route.authorization == "CUSTOM"])
    error_message = "routes must have authorization = \"CUSTOM\" on $connect where there is an authorizer, and an authorizer where there is that."
  }

  validation {
    condition     = alltrue([for key, route in var.routes : !route.response || !contains(["$connect", "$disconnect"], key)])
    error_message = "routes must have response = true only where messages are taken, not on $connect or $disconnect."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.timeout >= 0.05 && route.timeout <= 29])
    error_message = "routes must have a timeout of 0.05 to 29 seconds; AWS waits no longer."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.throttling == null ? true : route.throttling.rate_limit > 0 && route.throttling.burst_limit > 0])
    error_message = "routes must have a throttling above 0; 0 refuses every message."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "sender_role_names" {
  description = "Roles that may send to, look up and close connections, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "shared_domains" {
  description = "Domains made elsewhere that the API answers at too, by a name of your choice; an empty path is the root."
  type = map(object({
    domain_name = string
    path        = optional(string, "")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for domain in var.shared_domains : can(regex("^([a-zA-Z0-9._-]+(/[a-zA-Z0-9._-]+)*)?$", domain.path))])
    error_message = "shared_domains must have a path without slashes at its ends, such as chat or v2/chat, or an empty text for the root."
  }
}

variable "stage_name" {
  description = "Name of the stage, the end of the URL that AWS gives it."
  type        = string
  default     = "live"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,128}$", var.stage_name))
    error_message = "stage_name must be 1 to 128 letters, digits, hyphens or underscores."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "throttling" {
  description = "Connections and messages per second, and at once, that each route takes."
  type = object({
    rate_limit  = optional(number, 1000)
    burst_limit = optional(number, 500)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.throttling.rate_limit > 0 && var.throttling.burst_limit > 0
    error_message = "throttling must be above 0; 0 refuses every message."
  }
}
