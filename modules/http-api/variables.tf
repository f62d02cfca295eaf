variable "name" {
  description = "Name of the API. Also begins the names of all that belongs to it."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: client-errors, errors, latency. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "cors_configuration" {
  description = "What pages of other origins may do; AWS answers their preflight requests. Null lets browsers of the API's own origin in only."
  type = object({
    allow_origins     = list(string)
    allow_methods     = optional(list(string), [])
    allow_headers     = optional(list(string), [])
    expose_headers    = optional(list(string), [])
    allow_credentials = optional(bool, false)
    max_age           = optional(number, 300)
  })
  default = null

  validation {
    condition     = var.cors_configuration == null ? true : length(var.cors_configuration.allow_origins) > 0
    error_message = "cors_configuration must have allow_origins; leave cors_configuration out to let no other origin in."
  }

  validation {
    condition = var.cors_configuration == null ? true : alltrue([
      for origin in var.cors_configuration.allow_origins : can(regex("^(\\*|[a-z-]+://[^/\\s]+)$", origin))
    ])
    error_message = "cors_configuration.allow_origins must be origins such as https://www.example.com, with scheme and without path, or *."
  }

  validation {
    condition = var.cors_configuration == null ? true : alltrue([
      for method in var.cors_configuration.allow_methods : can(regex("^(\\*|[A-Z]+)$", method))
    ])
    error_message = "cors_configuration.allow_methods must be methods in capitals, such as GET, or *."
  }

  # Browsers take * for a name where there are credentials.
  validation {
    condition = var.cors_configuration == null ? true : !var.cors_configuration.allow_credentials || !contains(concat(
      var.cors_configuration.allow_origins,
      var.cors_configuration.allow_methods,
      var.cors_configuration.allow_headers,
      var.cors_configuration.expose_headers,
    ), "*")
    error_message = "cors_configuration must not have * with allow_credentials = true: list the origins, methods and headers."
  }

  validation {
    condition     = var.cors_configuration == null ? true : var.cors_configuration.max_age >= -1 && var.cors_configuration.max_age <= 86400
    error_message = "cors_configuration.max_age must be -1 (browsers must not keep the answer) to 86400 seconds."
  }

  # A preflight has no credentials, and a route that takes it comes before CORS:
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
  validation {
    condition = var.cors_configuration == null ? true : alltrue([
      for key, route in var.routes : length(setintersection(
        [for other, preflight in var.routes : other if preflight.authorization == "NONE"],
        [key, "OPTIONS ${element(split(" ", key), 1)}", "OPTIONS /{proxy+}"],
      )) > 0 if key == "$default" || startswith(key, "ANY ")
    ])
    error_message = "cors_configuration would never be asked: $default and ANY routes with an authorization take preflight requests too. Add a route OPTIONS /{proxy+} with authorization = \"NONE\" and public = true, or name the methods instead of ANY."
  }
}

variable "default_endpoint_enabled" {
  description = "Whether the URL that AWS gives the API works beside its domains. An API without domains always has it."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.default_endpoint_enabled || alltrue([for domain in var.domains : domain.trust_store == null])
    error_message = "default_endpoint_enabled must be false with a trust_store: that URL asks for no client certificate."
  }
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
  description = "Domains to make for the API, by name. `paths` are where the API answers, an empty text being the root; `trust_store` holds the CAs of client certificates in S3, with an ownership_certificate_arn where the certificate was imported; `route53` makes alias records."
  type = map(object({
    certificate_arn           = string
    ownership_certificate_arn = optional(string)
    paths                     = optional(list(string), [""])
    trust_store = optional(object({
      uri     = string
      version = optional(string)
    }))
    route53 = optional(object({ zone_id = string }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.domains) : can(regex("^(\\*\\.)?([a-z0-9-]+\\.)+[a-z0-9-]+$", name))])
    error_message = "domains must have names in lower case, such as api.example.com."
  }

  validation {
    condition = alltrue([
      for arn in concat(values(var.domains)[*].certificate_arn, compact(values(var.domains)[*].ownership_certificate_arn)) :
      can(regex("^arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", arn))
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
    error_message = "domains must have paths without slashes at their ends, such as orders or v2/orders, or an empty text for the root."
  }

  validation {
    condition     = alltrue([for domain in var.domains : domain.trust_store == null ? true : startswith(domain.trust_store.uri, "s3://")])
    error_message = "domains must have a trust_store.uri in S3, such as s3://authorities/bundle.pem."
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
  description = "Key for the access log. Null means keys that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "log_retention_days" {
  description = "Days to keep the access log."
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

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
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
    error_message = "shared_domains must have a path without slashes at its ends, such as orders or v2/orders, or an empty text for the root."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "throttling" {
  description = "Requests per second, and at once, that each route takes."
  type = object({
    rate_limit  = optional(number, 1000)
    burst_limit = optional(number, 500)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.throttling.rate_limit > 0 && var.throttling.burst_limit > 0
    error_message = "throttling must be above 0; 0 refuses every request."
  }
}
