# What the API does: its routes, or a document that describes them.

variable "functions" {
  description = "Functions (modules/lambda) that the API may call, by key: those of routes and authorizers, and those that an OpenAPI document names."
  type = map(object({
    name       = string
    alias_name = string
    invoke_arn = string
  }))
  default  = {}
  nullable = false
}

variable "models" {
  description = "JSON schemas of request bodies, by name, as text."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.models) : can(regex("^[a-zA-Z0-9]+$", name))])
    error_message = "models must have names of letters and digits, such as NewOrder."
  }

  validation {
    condition     = alltrue([for schema in values(var.models) : can(keys(jsondecode(schema)))])
    error_message = "models must be JSON schemas: objects in JSON, such as jsonencode({ type = \"object\" })."
  }
}

variable "openapi" {
  description = "The API as an OpenAPI 3.0 document (YAML or JSON text) with AWS's extensions, instead of routes. `routes` says what a document does not: which are public, and their throttling and cache. Null where routes are given."
  type = object({
    document = string
    routes = optional(map(object({
      public = optional(bool, false)
      throttling = optional(object({
        rate_limit  = number
        burst_limit = number
      }))
      cache = optional(object({ ttl_seconds = optional(number, 300) }))
    })), {})
  })
  default = null

  validation {
    condition     = var.openapi == null ? true : can(yamldecode(var.openapi.document))
    error_message = "openapi.document does not parse: it must be YAML or JSON."
  }

  validation {
    condition = var.openapi == null ? true : !can(yamldecode(var.openapi.document)) || (
      can(regex("^3\\.0", yamldecode(var.openapi.document).openapi)) && can(keys(yamldecode(var.openapi.document).paths)) && can(keys(yamldecode(var.openapi.document).info))
    )
    error_message = "openapi.document must be OpenAPI 3.0, the newest that API Gateway imports, with openapi, info and paths."
  }

  validation {
    condition     = var.openapi == null || length(var.routes) == 0
    error_message = "openapi must be null where routes are given: an API comes from one or the other."
  }

  # As for routes.

  validation {
    condition     = alltrue([for route in try(var.openapi.routes, {}) : route.throttling == null ? true : route.throttling.rate_limit > 0 && route.throttling.burst_limit > 0])
    error_message = "openapi.routes must have a throttling above 0; 0 refuses every request."
  }

  validation {
    condition     = alltrue([for key, route in try(var.openapi.routes, {}) : !startswith(key, "ANY ") || route.throttling == null])
    error_message = "openapi.routes with ANY must not have throttling: API Gateway keeps it for single methods."
  }

  validation {
    condition     = alltrue([for key, route in try(var.openapi.routes, {}) : startswith(key, "GET ") || route.cache == null])
    error_message = "openapi.routes must have a cache only with GET."
  }

  validation {
    condition     = alltrue([for route in try(var.openapi.routes, {}) : route.cache == null ? true : route.cache.ttl_seconds >= 1 && route.cache.ttl_seconds <= 3600])
    error_message = "openapi.routes must have a cache of 1 to 3600 ttl_seconds."
  }

  validation {
    condition     = var.cache_cluster_size != null || alltrue([for route in try(var.openapi.routes, {}) : route.cache == null])
    error_message = "openapi.routes with cache need a cache_cluster_size."
  }
}

variable "routes" {
  description = "Where requests go, by route such as `GET /orders/{id}` or `ANY /{proxy+}`: to a function, an `http` URL (through a VPC link to its load balancer), an `aws_service`, or a `mock`. `authorization` is AWS_IAM, CUSTOM (a function), COGNITO_USER_POOLS, or NONE with public = true. `parameters` are querystring.NAME or header.NAME, and whether a request must have them, those of `http` and `aws_service` as in integration.request.header.NAME = context.authorizer.principalId; `models` and `templates` are by content type, `responses` by pattern of what the service says; `timeout` is in seconds, above 29 only with a raised quota."
  type = map(object({
    authorization    = optional(string)
    public           = optional(bool, false)
    authorizer_key   = optional(string)
    scopes           = optional(list(string), [])
    api_key_required = optional(bool, false)
    function_key     = optional(string)
    http = optional(object({
      url          = string
      method       = optional(string)
      vpc_link_key = optional(string)
      plain_http   = optional(bool, false)
      parameters   = optional(map(string), {})
    }))
    aws_service = optional(object({
      uri        = string
      role_arn   = string
      method     = optional(string, "POST")
      parameters = optional(map(string), {})
      templates  = optional(map(string), {})
      responses = optional(map(object({
        status_code = number
        templates   = optional(map(string), {})
      })), { default = { status_code = 200 } })
    }))
    mock = optional(object({
      status_code  = optional(number, 200)
      content_type = optional(string, "application/json")
      body         = optional(string, "{}")
      headers      = optional(map(string), {})
    }))
    timeout    = optional(number, 29)
    parameters = optional(map(bool), {})
    models     = optional(map(string), {})
    throttling = optional(object({
      rate_limit  = number
      burst_limit = number
    }))
    cache = optional(object({
      ttl_seconds           = optional(number, 300)
      shared_by_all_callers = optional(bool, false)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.routes) : can(regex("^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /((([a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._-]+\\})/)*([a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._-]+\\+?\\}))?$", key))
    ])
    error_message = "routes must have keys of a method in capitals and a path, such as GET /orders/{id}; got ${join(", ", keys(var.routes))}."
  }

  # AWS knows a path by its parts, and lets only one of those beside each other be a parameter.
  validation {
    condition = alltrue([
      for parts in {
        for parameter in distinct(flatten([
          for key in keys(var.routes) : [
            for position, part in split("/", key) : {
              above = join("/", slice(split("/", split(" ", key)[1]), 0, position))
              part  = part
            } if startswith(part, "{")
          ]
        ])) : parameter.above => parameter.part...
      } : length(parts) == 1
    ])
    error_message = "routes must call a parameter by one name: API Gateway does not take /orders/{id} beside /orders/{order}/items."
  }

  validation {
    condition = alltrue([
      for route in var.routes : length([for given in [route.function_key, route.http, route.aws_service, route.mock] : true if given != null]) == 1
    ])
    error_message = "routes must have one of function_key, http, aws_service or mock."
  }

  # authorization

  validation {
    condition     = alltrue([for route in var.routes : route.authorization != null])
    error_message = "routes must name their authorization, AWS_IAM, CUSTOM, COGNITO_USER_POOLS, or NONE with public = true; missing in ${join(", ", [for key, route in var.routes : key if route.authorization == null])}."
  }

  validation {
    condition = alltrue([
      for route in var.routes : contains(["AWS_IAM", "COGNITO_USER_POOLS", "CUSTOM", "NONE"], coalesce(route.authorization, "NONE"))
    ])
    error_message = "routes must have the authorization AWS_IAM, CUSTOM, COGNITO_USER_POOLS or NONE."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.authorization == "NONE" ? route.public : !route.public || route.authorization == null])
    error_message = "routes are open to everyone with authorization = \"NONE\" and public = true, and only with both: ${join(", ", [for key, route in var.routes : key if(route.authorization == "NONE") != route.public])}."
  }

  validation {
    condition = alltrue([
      for route in var.routes : contains(
        [for key, authorizer in var.authorizers : key if(authorizer.cognito != null) == (route.authorization == "COGNITO_USER_POOLS")],
        coalesce(route.authorizer_key, "(none)"),
      ) if contains(["COGNITO_USER_POOLS", "CUSTOM"], coalesce(route.authorization, "NONE"))
    ])
    error_message = "routes with CUSTOM must have the authorizer_key of an authorizer with token or request (${join(", ", [for key, authorizer in var.authorizers : key if authorizer.cognito == null])}), routes with COGNITO_USER_POOLS one with cognito (${join(", ", [for key, authorizer in var.authorizers : key if authorizer.cognito != null])})."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.authorizer_key == null || !contains(["AWS_IAM", "NONE"], coalesce(route.authorization, "CUSTOM"))])
    error_message = "routes with AWS_IAM or NONE must not have an authorizer_key: nobody would ask it."
  }

  validation {
    condition     = alltrue([for route in var.routes : length(route.scopes) == 0 || route.authorization == "COGNITO_USER_POOLS"])
    error_message = "routes must have scopes only with authorization = \"COGNITO_USER_POOLS\"."
  }

  # integrations

  validation {
    condition     = alltrue([for route in var.routes : route.function_key == null ? true : contains(keys(var.functions), route.function_key)])
    error_message = "routes must name a function_key of functions: ${join(", ", keys(var.functions))}."
  }

  validation {
    condition     = alltrue([for route in var.routes : try(route.http.vpc_link_key, null) == null ? true : contains(keys(var.vpc_links), route.http.vpc_link_key)])
    error_message = "routes must name a vpc_link_key of vpc_links: ${join(", ", keys(var.vpc_links))}."
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.http == null ? true : can(regex(route.http.plain_http && route.http.vpc_link_key != null ? "^http://\\S+$" : "^https://\\S+$", route.http.url))
    ])
    error_message = "routes with http must have a url that begins with https://, or with http:// where a VPC link and plain_http = true say so."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.aws_service == null ? true : can(regex("^arn:[a-z-]+:apigateway:[a-z0-9-]+:[a-z0-9.-]+:(path|action)/.+$", route.aws_service.uri))])
    error_message = "routes with aws_service must have a uri such as arn:aws:apigateway:us-east-1:sqs:path/123456789012/orders or arn:aws:apigateway:us-east-1:states:action/StartExecution."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.aws_service == null ? true : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", route.aws_service.role_arn))])
    error_message = "routes with aws_service must have the role_arn of a role that apigateway.amazonaws.com may assume, such as arn:aws:iam::123456789012:role/send-orders."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.mock == null ? true : !strcontains(jsonencode(route.mock.headers), "'")])
    error_message = "routes with mock must have headers without single quotes."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.timeout >= 0.05 && route.timeout <= 300])
    error_message = "routes must have a timeout of 0.05 to 300 seconds."
  }

  # https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: the quota can be raised for the others.
  validation {
    condition     = var.endpoint_configuration.types[0] != "EDGE" || alltrue([for route in var.routes : route.timeout <= 29])
    error_message = "routes must have a timeout of at most 29 seconds where endpoint_configuration.types is [\"EDGE\"]."
  }

  # what is checked

  validation {
    condition     = alltrue(flatten([for route in var.routes : [for name in keys(route.parameters) : can(regex("^(header|querystring)\\.[a-zA-Z0-9_$-]+$", name))]]))
    error_message = "routes must have parameters such as querystring.page or header.X-Request-Id; those of the path are known from it."
  }

  validation {
    condition     = alltrue(flatten([for route in var.routes : [for model in values(route.models) : contains(keys(var.models), model)]]))
    error_message = "routes must name models that exist: ${join(", ", keys(var.models))}."
  }

  # how much

  validation {
    condition     = alltrue([for route in var.routes : route.throttling == null ? true : route.throttling.rate_limit > 0 && route.throttling.burst_limit > 0])
    error_message = "routes must have a throttling above 0; 0 refuses every request."
  }

  validation {
    condition     = alltrue([for key, route in var.routes : !startswith(key, "ANY ") || route.throttling == null])
    error_message = "routes with ANY must not have throttling: API Gateway keeps it for single methods."
  }

  validation {
    condition     = alltrue([for key, route in var.routes : startswith(key, "GET ") || route.cache == null])
    error_message = "routes must have a cache only with GET."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.cache == null ? true : route.cache.ttl_seconds >= 1 && route.cache.ttl_seconds <= 3600])
    error_message = "routes must have a cache of 1 to 3600 ttl_seconds."
  }

  validation {
    condition     = var.cache_cluster_size != null || alltrue([for route in var.routes : route.cache == null])
    error_message = "routes with cache need a cache_cluster_size."
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.cache == null ? true : route.public || route.cache.shared_by_all_callers || contains(keys(route.parameters), "header.Authorization")
    ])
    error_message = "routes with cache would give one caller's answer to the next: add header.Authorization to parameters, or say cache.shared_by_all_callers = true."
  }
}

variable "vpc_links" {
  description = "Network load balancers that routes reach through VPC links, by key. A REST API links to no other kind."
  type        = map(object({ nlb_arn = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for link in var.vpc_links : can(regex("^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/net/.+$", link.nlb_arn))])
    error_message = "vpc_links must have the nlb_arn of a network load balancer; to reach an application load balancer, put one before it or use an HTTP API."
  }
}
