variable "authorizers" {
  description = "Who checks callers, by key: `jwt` takes tokens of an issuer for one of the audiences, `lambda` asks a function (modules/lambda), payload 2.0, that answers simply or, without simple_responses, with a policy. `cache_seconds` keeps a function's answer per route and identity."
  type = map(object({
    identity_sources = optional(list(string), ["$request.header.Authorization"])
    jwt = optional(object({
      issuer   = string
      audience = list(string)
    }))
    lambda = optional(object({
      name       = string
      alias_name = string
      invoke_arn = string
    }))
    simple_responses = optional(bool, true)
    cache_seconds    = optional(number, 0)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.authorizers) : can(regex("^[a-zA-Z0-9_-]{1,128}$", key))])
    error_message = "authorizers must have keys of 1 to 128 letters, digits, hyphens or underscores, such as users."
  }

  validation {
    condition     = alltrue([for authorizer in var.authorizers : (authorizer.jwt == null) != (authorizer.lambda == null)])
    error_message = "authorizers must have either jwt or lambda."
  }

  validation {
    condition = alltrue([
      for jwt in values(var.authorizers)[*].jwt : jwt == null ? true : can(regex("^https://[^/?#\\s]+[^?#\\s]*$", jwt.issuer)) && length(jwt.audience) > 0
    ])
    error_message = "authorizers with jwt must have an issuer such as https://login.example.com and at least one audience: else tokens meant for others pass."
  }

  validation {
    condition = alltrue(flatten([
      for authorizer in var.authorizers : [
        length(authorizer.identity_sources) > 0,
        [for source in authorizer.identity_sources : can(regex("^\\$(request\\.(header|querystring)|context|stageVariables)\\.[^\\s]+$", source))],
      ]
    ]))
    error_message = "authorizers must have identity_sources such as $request.header.Authorization: where a request has none of them, AWS answers 401 itself."
  }

  # As long as an answer is kept, a token that was revoked still works.
  validation {
    condition     = alltrue([for authorizer in var.authorizers : authorizer.cache_seconds >= 0 && authorizer.cache_seconds <= 300])
    error_message = "authorizers must have cache_seconds from 0 (never) to 300."
  }

  validation {
    condition     = alltrue([for authorizer in var.authorizers : authorizer.jwt == null || authorizer.cache_seconds == 0 && authorizer.simple_responses])
    error_message = "authorizers with jwt must leave cache_seconds and simple_responses out: they are about functions."
  }
}

variable "routes" {
  description = "Where requests go, by route key such as `GET /orders`, `ANY /{proxy+}` or `$default`: to a `lambda` (modules/lambda), a `load_balancer` through the VPC link, or a `url`. `authorization` is AWS_IAM, JWT, CUSTOM (a function), or NONE with public = true. `timeout` is in seconds; `throttling` replaces the API's."
  type = map(object({
    authorization  = optional(string)
    public         = optional(bool, false)
    authorizer_key = optional(string)
    scopes         = optional(list(string), [])

    lambda = optional(object({
      name       = string
      alias_name = string
      invoke_arn = string
    }))
    load_balancer = optional(object({
      listener_arn = string
      server_name  = optional(string)
      plain_http   = optional(bool, false)
      port         = optional(number)
    }))
    url = optional(string)

    timeout            = optional(number, 30)
    request_parameters = optional(map(string), {})
    throttling = optional(object({
      rate_limit  = number
      burst_limit = number
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.routes) : can(regex("^(\\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /[^\\s]*)$", key))
    ])
    error_message = "routes must have keys of a method in capitals and a path, such as GET /orders, or $default; got ${join(", ", keys(var.routes))}."
  }

  validation {
    condition = alltrue([
      for route in var.routes : length([for given in [route.lambda, route.load_balancer, route.url] : true if given != null]) == 1
    ])
    error_message = "routes must have one of lambda, load_balancer or url."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.authorization != null])
    error_message = "routes must name their authorization, AWS_IAM, JWT, CUSTOM, or NONE with public = true; missing in ${join(", ", [for key, route in var.routes : key if route.authorization == null])}."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.authorization == null ? true : contains(["AWS_IAM", "CUSTOM", "JWT", "NONE"], route.authorization)])
    error_message = "routes must have the authorization AWS_IAM, JWT, CUSTOM or NONE."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.authorization != "NONE" || route.public])
    error_message = "routes with authorization = \"NONE\" are open to everyone and must say public = true: ${join(", ", [for key, route in var.routes : key if route.authorization == "NONE" && !route.public])}."
  }

  validation {
    condition     = alltrue([for route in var.routes : !route.public || route.authorization == "NONE" || route.authorization == null])
    error_message = "routes with public = true must have authorization = \"NONE\": ${join(", ", [for key, route in var.routes : key if route.public && route.authorization != "NONE"])}."
  }

  validation {
    condition = alltrue([
      for route in var.routes : contains(
        [for key, authorizer in var.authorizers : key if(authorizer.lambda == null) == (route.authorization == "JWT")],
        coalesce(route.authorizer_key, "(none)"),
      ) if contains(["CUSTOM", "JWT"], coalesce(route.authorization, "NONE"))
    ])
    error_message = "routes with JWT must have the authorizer_key of an authorizer with jwt (${join(", ", [for key, authorizer in var.authorizers : key if authorizer.jwt != null])}), routes with CUSTOM one with lambda (${join(", ", [for key, authorizer in var.authorizers : key if authorizer.lambda != null])})."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.authorizer_key == null || !contains(["AWS_IAM", "NONE"], coalesce(route.authorization, "JWT"))])
    error_message = "routes with AWS_IAM or NONE must not have an authorizer_key: nobody would ask it."
  }

  validation {
    condition     = alltrue([for route in var.routes : length(route.scopes) == 0 || route.authorization == "JWT"])
    error_message = "routes must have scopes only with authorization = \"JWT\"."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.url == null ? true : can(regex("^https://[^\\s]+$", route.url))])
    error_message = "routes must have a url that begins with https://."
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.load_balancer == null ? true : (route.load_balancer.server_name == null) == route.load_balancer.plain_http
    ])
    error_message = "routes to a load_balancer must have either its server_name, as in its certificate, or plain_http = true."
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.load_balancer == null ? true : can(regex("^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:listener/(app|net)/.+$", route.load_balancer.listener_arn))
    ])
    error_message = "routes to a load_balancer must have the listener_arn of an application or network load balancer."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.timeout >= 0.05 && route.timeout <= 30])
    error_message = "routes must have a timeout of 0.05 to 30 seconds; AWS waits no longer."
  }

  validation {
    condition = alltrue(flatten([
      for route in var.routes : [
        for name in keys(route.request_parameters) : can(regex("^((append|overwrite|remove):(header|querystring)\\..+|overwrite:path)$", name)) && route.lambda == null
      ]
    ]))
    error_message = "routes must have request_parameters such as \"overwrite:path\" or \"append:header.name\", and none with lambda, which gets the request as it is."
  }

  validation {
    condition     = alltrue([for route in var.routes : route.throttling == null ? true : route.throttling.rate_limit > 0 && route.throttling.burst_limit > 0])
    error_message = "routes must have a throttling above 0; 0 refuses every request."
  }
}

variable "vpc_link" {
  description = "Where routes to load balancers leave from: subnets of two availability zones, and further security groups besides its own. The link is made only where a route needs it."
  type = object({
    vpc_id             = string
    vpc_cidr_block     = string
    subnet_ids         = list(string)
    security_group_ids = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.vpc_link != null || alltrue([for route in var.routes : route.load_balancer == null])
    error_message = "vpc_link must be given for routes to a load_balancer."
  }

  validation {
    condition     = var.vpc_link == null ? true : can(cidrhost(var.vpc_link.vpc_cidr_block, 0))
    error_message = "vpc_link.vpc_cidr_block must be a range of addresses, such as 10.0.0.0/16."
  }

  validation {
    condition     = var.vpc_link == null ? true : length(var.vpc_link.subnet_ids) >= 2
    error_message = "vpc_link.subnet_ids must have at least two subnets, in different availability zones."
  }
}
