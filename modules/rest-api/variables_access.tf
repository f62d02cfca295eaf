# Who may call the API, and how much of it.

variable "authorizers" {
  description = "Who checks callers, by key: `token` asks a function about one header that matches a pattern, as a JSON Web Token does, `request` asks a function about several places, `cognito` takes tokens of user pools. `cache_seconds` keeps a function's answer for each token, whatever the route: let it allow the whole stage, or set 0."
  type = map(object({
    token = optional(object({
      function_key = string
      header       = optional(string, "Authorization")
      pattern      = optional(string, "^Bearer [A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+$")
    }))
    request = optional(object({
      function_key     = string
      identity_sources = optional(list(string), ["header.Authorization"])
    }))
    cognito = optional(object({
      user_pool_arns = list(string)
      header         = optional(string, "Authorization")
    }))
    cache_seconds = optional(number, 0)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.authorizers) : can(regex("^[a-zA-Z0-9_-]{1,128}$", key)) && !contains(["api_key", "iam"], key)])
    error_message = "authorizers must have keys of 1 to 128 letters, digits, hyphens or underscores, such as users, and not api_key or iam."
  }

  validation {
    condition = alltrue([
      for authorizer in var.authorizers : length([for given in [authorizer.token, authorizer.request, authorizer.cognito] : true if given != null]) == 1
    ])
    error_message = "authorizers must have one of token, request or cognito."
  }

  validation {
    condition = alltrue([
      for asked in flatten([for authorizer in var.authorizers : [authorizer.token[*], authorizer.request[*]]]) : contains(keys(var.functions), asked.function_key)
    ])
    error_message = "authorizers must name a function_key of functions: ${join(", ", keys(var.functions))}."
  }

  validation {
    condition = alltrue(flatten([
      for request in values(var.authorizers)[*].request : [
        length(request.identity_sources) > 0,
        [for source in request.identity_sources : can(regex("^(header|querystring)\\.\\S+$", source))],
      ] if request != null
    ]))
    error_message = "authorizers with request must have identity_sources such as header.Authorization or querystring.token: where a request has none of them, AWS answers 401 itself."
  }

  validation {
    condition = alltrue(flatten([
      for cognito in values(var.authorizers)[*].cognito : [
        length(cognito.user_pool_arns) > 0,
        [for arn in cognito.user_pool_arns : can(regex("^arn:[a-z-]+:cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/.+$", arn))],
      ] if cognito != null
    ]))
    error_message = "authorizers with cognito must have user_pool_arns, such as arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_ID."
  }

  # As long as an answer is kept, a token that was revoked still works.
  validation {
    condition     = alltrue([for authorizer in var.authorizers : authorizer.cache_seconds >= 0 && authorizer.cache_seconds <= 300])
    error_message = "authorizers must have cache_seconds from 0 (never) to 300."
  }
}

variable "cors_configuration" {
  description = "What pages of another origin may do. The API answers their preflight requests and puts the headers on its own refusals; functions and HTTP backends put them on what they answer. Null lets browsers of the API's own origin in only."
  type = object({
    allow_origins     = list(string)
    allow_headers     = optional(list(string), ["authorization", "content-type", "x-api-key"])
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
      for origin in var.cors_configuration.allow_origins : can(regex("^(\\*|[a-z-]+://[^/\\s'\"$#\\\\]+)$", origin))
    ])
    error_message = "cors_configuration.allow_origins must be origins such as https://www.example.com, with scheme and without path, or *."
  }

  validation {
    condition = var.cors_configuration == null ? true : (
      length(var.cors_configuration.allow_origins) < 2 || !var.cors_configuration.allow_credentials && !contains(var.cors_configuration.allow_origins, "*")
    )
    error_message = "cors_configuration must have one of allow_origins with allow_credentials = true, and * alone: the API's own refusals name one origin, or let every page read them."
  }

  validation {
    condition = var.cors_configuration == null ? true : alltrue([
      for name in concat(var.cors_configuration.allow_headers, var.cors_configuration.expose_headers) : can(regex("^(\\*|[a-zA-Z0-9-]+)$", name))
    ])
    error_message = "cors_configuration must have names of headers, such as content-type, or *."
  }

  # Browsers take * for a name where there are credentials.
  validation {
    condition = var.cors_configuration == null ? true : !var.cors_configuration.allow_credentials || !contains(concat(
      var.cors_configuration.allow_origins,
      var.cors_configuration.allow_headers,
      var.cors_configuration.expose_headers,
    ), "*")
    error_message = "cors_configuration must not have * with allow_credentials = true: name the origin and the headers."
  }

  validation {
    condition     = var.cors_configuration == null ? true : var.cors_configuration.max_age >= -1 && var.cors_configuration.max_age <= 86400
    error_message = "cors_configuration.max_age must be -1 (browsers must not keep the answer) to 86400 seconds."
  }
}

variable "gateway_responses" {
  description = "What API Gateway answers by itself, by type such as THROTTLED or QUOTA_EXCEEDED. Templates are by content type; a null status_code leaves AWS's."
  type = map(object({
    status_code = optional(number)
    headers     = optional(map(string), {})
    templates   = optional(map(string), { "application/json" = "{\"message\":$context.error.messageString}" })
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for type in keys(var.gateway_responses) : can(regex("^[A-Z][A-Z0-9_]+$", type))])
    error_message = "gateway_responses must have types in capitals, such as THROTTLED."
  }

  validation {
    condition     = alltrue([for header in flatten(values(var.gateway_responses)[*].headers[*]) : !strcontains(jsonencode(header), "'")])
    error_message = "gateway_responses must have headers without single quotes."
  }
}

variable "policy_statements" {
  description = "Who may call the API at all, whatever its routes ask, by statement id; everybody where there are none. `resources` are STAGE/METHOD/PATH with stars, `principals` ARNs or * (everybody), `conditions` as in IAM: operator, key, values."
  type = map(object({
    effect     = optional(string, "Allow")
    principals = optional(list(string), ["*"])
    resources  = optional(list(string), ["*"])
    conditions = optional(map(map(list(string))), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for sid in keys(var.policy_statements) : can(regex("^[a-zA-Z0-9]+$", sid)) && !contains(["Invoke", "OnlyThroughEndpoints"], sid)
    ])
    error_message = "policy_statements must have ids of letters and digits, and not Invoke or OnlyThroughEndpoints, which are the module's."
  }

  validation {
    condition     = alltrue([for statement in var.policy_statements : contains(["Allow", "Deny"], statement.effect)])
    error_message = "policy_statements must have the effect Allow or Deny."
  }

  validation {
    condition = alltrue(flatten([
      for statement in var.policy_statements : [
        length(statement.principals) > 0,
        [for principal in statement.principals : principal == "*" && length(statement.principals) == 1 || can(regex("^arn:[a-z-]+:(iam|sts)::[0-9]{12}:.+$", principal))],
      ]
    ]))
    error_message = "policy_statements must have principals that are ARNs, such as arn:aws:iam::123456789012:root for an account, or * alone."
  }

  validation {
    condition = alltrue(flatten([
      for statement in var.policy_statements : [length(statement.resources) > 0, [for resource in statement.resources : can(regex("^[^/\\s:][^\\s:]*$", resource))]]
    ]))
    error_message = "policy_statements must have resources without a slash before them, such as * or live/GET/orders/*."
  }

  # https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html; ARNs of the API come on top.
  validation {
    condition     = length(jsonencode(var.policy_statements)) <= 7000
    error_message = "policy_statements are too long: AWS takes a resource policy of 8,192 bytes."
  }
}

variable "usage_plans" {
  description = "Usage plans by name: what the holders of their API keys may use together each second, in a quota's period of DAY, WEEK or MONTH, and of single routes. Keys get their values from AWS."
  type = map(object({
    description = optional(string)
    throttling = object({
      rate_limit  = number
      burst_limit = number
    })
    quota = optional(object({
      limit  = number
      period = optional(string, "MONTH")
      offset = optional(number, 0)
    }))
    route_throttling = optional(map(object({
      rate_limit  = number
      burst_limit = number
    })), {})
    api_keys = optional(map(object({
      description = optional(string)
      enabled     = optional(bool, true)
    })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in flatten([for name, plan in var.usage_plans : [name, keys(plan.api_keys)]]) : can(regex("^[a-zA-Z0-9_-]{1,64}$", name))])
    error_message = "usage_plans and their api_keys must have names of 1 to 64 letters, digits, hyphens or underscores."
  }

  validation {
    condition = alltrue([
      for throttling in flatten([for plan in var.usage_plans : [plan.throttling, values(plan.route_throttling)]]) :
      throttling.rate_limit > 0 && throttling.burst_limit > 0
    ])
    error_message = "usage_plans must have throttling and route_throttling above 0; to lock a key out, set enabled = false."
  }

  validation {
    condition = alltrue([
      for quota in values(var.usage_plans)[*].quota : quota == null ? true : quota.limit > 0 && contains(["DAY", "MONTH", "WEEK"], quota.period)
    ])
    error_message = "usage_plans must have a quota with a limit above 0 and the period DAY, WEEK or MONTH."
  }

  validation {
    condition     = var.openapi != null || length(setsubtract(flatten([for plan in var.usage_plans : keys(plan.route_throttling)]), keys(var.routes))) == 0
    error_message = "usage_plans must have route_throttling of keys of routes: ${join(", ", keys(var.routes))}."
  }

  validation {
    condition     = length(var.usage_plans) > 0 || alltrue([for route in var.routes : !route.api_key_required])
    error_message = "usage_plans must be given for routes with api_key_required: a key without a plan opens nothing."
  }
}
