variable "name" {
  description = "Name of the API. Also begins the names of all that belongs to it. CloudWatch knows the API by it, so no two of a region share one."
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
  description = "Whether each request is logged, without its headers and query string."
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

variable "api_key_source" {
  description = "Where requests to routes with api_key_required have their key: HEADER, or AUTHORIZER where a function answers with it."
  type        = string
  default     = "HEADER"
  nullable    = false

  validation {
    condition     = contains(["AUTHORIZER", "HEADER"], var.api_key_source)
    error_message = "api_key_source must be HEADER or AUTHORIZER."
  }
}

variable "associate_web_acl" {
  description = "Whether web_acl_arn guards the stage. A switch of its own, because the ARN may not be known yet."
  type        = bool
  default     = false
  nullable    = false
}

variable "binary_media_types" {
  description = "Content types that are passed on as bytes, such as image/png."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "cache_cluster_size" {
  description = "Size in GB of the cache that routes with `cache` use, such as \"0.5\"; it costs by the hour. Null makes none."
  type        = string
  default     = null

  # https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
  validation {
    condition     = contains(["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"], coalesce(var.cache_cluster_size, "0.5"))
    error_message = "cache_cluster_size must be one of \"0.5\", \"1.6\", \"6.1\", \"13.5\", \"28.4\", \"58.2\", \"118\" or \"237\"."
  }
}

variable "canary" {
  description = "Shows what has changed to `percent` of the requests, while the rest stay with the deployment whose hash is stable_deployment_hash: the output deployment_hash before the change. Null shows every change to everyone."
  type = object({
    percent                = number
    stable_deployment_hash = string
    stage_variables        = optional(map(string), {})
  })
  default = null

  validation {
    condition     = var.canary == null ? true : var.canary.percent >= 0 && var.canary.percent <= 100
    error_message = "canary.percent must be 0 to 100."
  }

  validation {
    condition     = var.canary == null ? true : can(regex("^[0-9a-f]{40}$", var.canary.stable_deployment_hash))
    error_message = "canary.stable_deployment_hash must be what the output deployment_hash said before the change."
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
  description = "What the API is for. Null says its name, or what an OpenAPI document says."
  type        = string
  default     = null

  validation {
    condition     = var.description == null ? true : length(var.description) <= 1024
    error_message = "description must be at most 1024 characters."
  }
}

variable "detailed_metrics_enabled" {
  description = "Whether CloudWatch keeps metrics of the routes that have settings of their own, at the price of custom metrics."
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
    condition     = alltrue(flatten([for domain in var.domains : [for path in domain.paths : can(regex("^[a-zA-Z0-9._-]*$", path))]]))
    error_message = "domains must have paths of one part, such as orders, or an empty text for the root."
  }

  validation {
    condition     = alltrue([for domain in var.domains : domain.trust_store == null ? true : startswith(domain.trust_store.uri, "s3://")])
    error_message = "domains must have a trust_store.uri in S3, such as s3://authorities/bundle.pem."
  }

  validation {
    condition     = var.endpoint_configuration.types[0] == "REGIONAL" || alltrue([for domain in var.domains : domain.trust_store == null])
    error_message = "domains must have a trust_store only with endpoint_configuration.types = [\"REGIONAL\"]."
  }

  validation {
    condition     = var.endpoint_configuration.types[0] != "PRIVATE" || length(var.domains) == 0
    error_message = "domains must be empty for a PRIVATE API, which answers at its VPC endpoints' names."
  }
}

variable "endpoint_configuration" {
  description = "Where clients come in: one of REGIONAL, EDGE (through CloudFront) or PRIVATE (through the VPC endpoints with vpc_endpoint_ids, and no other way)."
  type = object({
    types            = optional(list(string), ["REGIONAL"])
    vpc_endpoint_ids = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.endpoint_configuration.types) == 1 && length(setintersection(var.endpoint_configuration.types, ["EDGE", "PRIVATE", "REGIONAL"])) == 1
    error_message = "endpoint_configuration.types must be one of [\"REGIONAL\"], [\"EDGE\"] or [\"PRIVATE\"]."
  }

  validation {
    condition     = contains(var.endpoint_configuration.types, "PRIVATE") == (length(var.endpoint_configuration.vpc_endpoint_ids) > 0)
    error_message = "endpoint_configuration must have vpc_endpoint_ids, of endpoints for execute-api, with types = [\"PRIVATE\"], and only then."
  }
}

variable "execution_log_level" {
  description = "What API Gateway logs of its own work: ERROR, INFO, or OFF. Bodies and headers are never logged."
  type        = string
  default     = "ERROR"
  nullable    = false

  validation {
    condition     = contains(["ERROR", "INFO", "OFF"], var.execution_log_level)
    error_message = "execution_log_level must be ERROR, INFO or OFF."
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
  description = "Days to keep the logs."
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

variable "minimum_compression_size" {
  description = "Bytes from which answers are compressed for clients that take it. Null compresses none."
  type        = number
  default     = null

  validation {
    condition     = var.minimum_compression_size == null ? true : var.minimum_compression_size >= 0 && var.minimum_compression_size <= 10485760
    error_message = "minimum_compression_size must be 0 to 10485760 bytes."
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
    condition     = alltrue([for domain in var.shared_domains : can(regex("^[a-zA-Z0-9._-]*$", domain.path))])
    error_message = "shared_domains must have paths of one part, such as orders, or an empty text for the root."
  }

  validation {
    condition     = var.endpoint_configuration.types[0] != "PRIVATE" || length(var.shared_domains) == 0
    error_message = "shared_domains must be empty for a PRIVATE API, which answers at its VPC endpoints' names."
  }
}

variable "stage_name" {
  description = "Name of the stage: the first part of the path under the URL that AWS gives."
  type        = string
  default     = "live"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,128}$", var.stage_name))
    error_message = "stage_name must be 1 to 128 letters, digits, hyphens or underscores."
  }
}

variable "stage_variables" {
  description = "Variables of the stage, for mapping templates. They are no place for secrets."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for name, value in var.stage_variables : can(regex("^[a-zA-Z0-9_]+$", name)) && can(regex("^[a-zA-Z0-9._~:/?#&=,-]*$", value))
    ])
    error_message = "stage_variables must have names of letters, digits and underscores, and values of letters, digits and -._~:/?#&=, only."
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

variable "tracing_enabled" {
  description = "Whether to trace every sampled request with X-Ray."
  type        = bool
  default     = true
  nullable    = false
}

variable "web_acl_arn" {
  description = "Web ACL for associate_web_acl, of this region. Null without one."
  type        = string
  default     = null

  validation {
    condition     = !var.associate_web_acl || var.web_acl_arn != null
    error_message = "web_acl_arn must be given with associate_web_acl = true."
  }
}
