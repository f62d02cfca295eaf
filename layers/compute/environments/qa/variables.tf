# Rendered from layers/compute/variables*.tf: edit there, then run gen-env render. (gen-env a2a56a46ab539094)
# The layer's own blocks, verbatim: its defaults and validations hold here too.

variable "aws_region" {
  description = "Region of the environment, the same as the provider's."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must look like us-east-1."
  }
}

variable "dr_region" {
  description = "Region that holds copies for disaster recovery; the same as aws_region for none elsewhere."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.dr_region))
    error_message = "dr_region must look like us-west-2."
  }
}

variable "environment" {
  description = "Name of the environment, such as dev or prod."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment))
    error_message = "environment must be 1 to 16 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "project_name" {
  description = "Name of the project. With the environment it starts every name that is not given."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.project_name))
    error_message = "project_name must be 2 to 24 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "tags" {
  description = "Tags of everything in the environment, besides Project, Environment, Layer and ManagedBy."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether what holds traffic or state refuses to be destroyed until this is false and applied."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_emails" {
  description = "Addresses that are told of every alarm, critical or warning. Each has to confirm every topic once."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "alarm_emails must be e-mail addresses, such as platform@example.com."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept. Null keeps them as long as each module says."
  type        = number
  default     = null

  validation {
    condition = var.log_retention_days == null ? true : contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "ai_assistant" {
  description = "The AI Assistant's backend. Its names start with <project>-assistant-<environment>; it runs in the private subnets with the security group `lambda`, and calls Bedrock with the security layer's role `role_key`. Null does not deploy it."
  type = object({
    # Bedrock
    role_key             = optional(string, "ai_assistant")
    attach_role_policies = optional(bool)
    knowledge_base_id    = string
    bedrock_models       = list(string)
    bedrock_guardrail = optional(object({
      id      = string
      version = string
    }))

    # who gets in: nobody without both of the first two, which prod insists on
    identity_center_issuer_url = optional(string)
    jwt_audience               = optional(string)
    jwks_uri                   = optional(string)
    cors_allowed_origin        = optional(string)
    jwt_authorizer_in_vpc      = optional(bool)

    # functions
    lambda_runtime              = optional(string)
    lambda_architecture         = optional(string)
    lambda_timeout              = optional(number)
    lambda_memory_size          = optional(number)
    lambda_reserved_concurrency = optional(number) # of each of the three

    # APIs
    api_gateway_stage_name           = optional(string)
    api_gateway_throttle_rate_limit  = optional(number)
    api_gateway_throttle_burst_limit = optional(number)

    # sessions
    dynamodb_billing_mode           = optional(string)
    dynamodb_point_in_time_recovery = optional(bool)
    dynamodb_capacity = optional(object({
      minimum             = optional(number)
      maximum             = optional(number)
      utilization_percent = optional(number)
    }))

    alarm_thresholds = optional(object({
      function_error_percent = optional(number)
      client_error_percent   = optional(number)
      duration_percent       = optional(number)
      minimum_calls          = optional(number)
    }))
  })
  default = null

  validation {
    condition     = var.ai_assistant == null || var.api_gateway_account_owner != null
    error_message = "ai_assistant has APIs that log, for which API Gateway needs a role in the settings of account and region: set api_gateway_account_owner = \"terraform\" to make it here, or \"external\" where it is there already."
  }

  # The longest name, <project>-assistant-<environment>-jwt-authorizer, must fit into Lambda's 64 characters.
  validation {
    condition     = var.ai_assistant == null ? true : length("${var.project_name}-assistant-${var.environment}") <= 49
    error_message = "ai_assistant has too long names: project_name and environment must have at most 38 characters together."
  }

  validation {
    condition = var.ai_assistant == null || var.environment != "prod" ? true : alltrue([
      for value in [var.ai_assistant.identity_center_issuer_url, var.ai_assistant.jwt_audience] : value != null && value != ""
    ])
    error_message = "ai_assistant must have identity_center_issuer_url and jwt_audience in prod; without them nobody gets in."
  }
}

variable "albs" {
  description = "Application load balancers by key, in the private subnets unless public. Services name one by alb_key and target_group_key."
  type = map(object({
    public        = optional(bool)
    ingress_cidrs = optional(map(string))
    web_acl_key   = optional(string)

    https = optional(object({
      certificate_key             = optional(string) # of the security layer, or
      certificate_arn             = optional(string)
      additional_certificate_arns = optional(map(string))
      ssl_policy                  = optional(string)
      trust_store = optional(object({
        bucket         = string
        key            = string
        object_version = optional(string)
      }))
    }))
    plain_http   = optional(bool)
    idle_timeout = optional(number)
    security_headers = optional(object({
      content_security_policy   = optional(string)
      strict_transport_security = optional(string)
      x_content_type_options    = optional(string)
      x_frame_options           = optional(string)
    }))
    test_listener = optional(object({
      port          = optional(number)
      ingress_cidrs = map(string)
    }))

    target_groups = optional(map(object({
      port                 = number
      protocol             = optional(string)
      protocol_version     = optional(string)
      target_type          = optional(string)
      blue_green           = optional(bool)
      algorithm            = optional(string)
      anomaly_mitigation   = optional(bool)
      slow_start           = optional(number)
      deregistration_delay = optional(number)
      stickiness = optional(object({
        duration    = optional(number)
        cookie_name = optional(string)
      }))
      health_check = optional(object({
        path                = optional(string)
        matcher             = optional(string)
        port                = optional(number)
        interval            = optional(number)
        timeout             = optional(number)
        healthy_threshold   = optional(number)
        unhealthy_threshold = optional(number)
      }))
    })))

    default_target_group_key = optional(string)
    traffic_owner            = optional(string)
    rules = optional(map(object({
      priority = number
      conditions = object({
        hosts        = optional(list(string))
        paths        = optional(list(string))
        methods      = optional(list(string))
        source_cidrs = optional(list(string))
        headers      = optional(map(list(string)))
        queries      = optional(map(list(string)))
      })
      target_group_key   = optional(string)
      weights            = optional(map(number))
      stickiness_seconds = optional(number)
      fixed_response = optional(object({
        status_code  = number
        content_type = optional(string)
        message_body = optional(string)
      }))
      redirect = optional(object({
        host      = optional(string)
        path      = optional(string)
        port      = optional(string)
        protocol  = optional(string)
        query     = optional(string)
        permanent = optional(bool)
      }))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.albs) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "albs must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue([
      for alb in var.albs : alb.https == null ? true : (alb.https.certificate_key == null) != (alb.https.certificate_arn == null)
    ])
    error_message = "albs with https must name either a certificate_key of the security layer or a certificate_arn."
  }

  validation {
    condition = alltrue([
      for key in compact(values(var.albs)[*].web_acl_key) : contains([for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"], key)
    ])
    error_message = "albs name a web_acl_key that waf_web_acls does not have for this region; it has ${join(", ", [for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"])}."
  }
}

variable "api_gateway_account_owner" {
  description = "Who makes the role with which API Gateway writes logs, once for each account and region: terraform, where this environment does, or external, where another does. Null means nobody: then APIs that log are refused."
  type        = string
  default     = null

  validation {
    condition     = contains(["terraform", "external"], coalesce(var.api_gateway_account_owner, "external"))
    error_message = "api_gateway_account_owner must be terraform or external."
  }
}

variable "api_gateway_rest_apis" {
  description = "REST APIs by key. An API without name is called <project>-<environment>-<key>. Routes go to a function of lambda_functions by lambda_key, to an http URL, to an aws_service or to a mock; each names its authorization, and everyone is let in by NONE with public = true only. An API without routes has no stage."
  type = map(object({
    name        = optional(string)
    description = optional(string)

    # what it does: routes, or a document
    routes = optional(map(object({
      authorization    = optional(string)
      public           = optional(bool)
      authorizer_key   = optional(string)
      scopes           = optional(list(string))
      api_key_required = optional(bool)
      lambda_key       = optional(string)
      http = optional(object({
        url          = string
        method       = optional(string)
        vpc_link_key = optional(string)
        plain_http   = optional(bool)
        parameters   = optional(map(string))
      }))
      aws_service = optional(object({
        uri        = string
        role_key   = optional(string) # of the security layer, or
        role_arn   = optional(string)
        method     = optional(string)
        parameters = optional(map(string))
        templates  = optional(map(string))
        responses  = optional(map(object({ status_code = number, templates = optional(map(string)) })))
      }))
      mock = optional(object({
        status_code  = optional(number)
        content_type = optional(string)
        body         = optional(string)
        headers      = optional(map(string))
      }))
      timeout    = optional(number)
      parameters = optional(map(bool))
      models     = optional(map(string))
      throttling = optional(object({ rate_limit = number, burst_limit = number }))
      cache      = optional(object({ ttl_seconds = optional(number), shared_by_all_callers = optional(bool) }))
    })), {})
    openapi = optional(object({
      filename    = string                     # relative to the environment's folder; a template that says ${invoke_arns["KEY"]}
      lambda_keys = optional(list(string), []) # of the functions that it names
      routes = optional(map(object({
        public     = optional(bool)
        throttling = optional(object({ rate_limit = number, burst_limit = number }))
        cache      = optional(object({ ttl_seconds = optional(number) }))
      })))
    }))
    models             = optional(map(string)) # JSON schemas as text
    vpc_links          = optional(map(object({ nlb_arn = string })))
    binary_media_types = optional(list(string))

    # who may call it, and how much of it
    authorizers = optional(map(object({
      lambda_key    = optional(string)
      token         = optional(object({ header = optional(string), pattern = optional(string) }))
      request       = optional(object({ identity_sources = optional(list(string)) }))
      cognito       = optional(object({ user_pool_arns = list(string), header = optional(string) }))
      cache_seconds = optional(number)
    })), {})
    cors_configuration = optional(object({
      allow_origin      = string
      allow_headers     = optional(list(string))
      expose_headers    = optional(list(string))
      allow_credentials = optional(bool)
      max_age           = optional(number)
    }))
    gateway_responses = optional(map(object({
      status_code = optional(number)
      headers     = optional(map(string))
      templates   = optional(map(string))
    })))
    throttling = optional(object({ rate_limit = optional(number), burst_limit = optional(number) }))
    usage_plans = optional(map(object({
      description      = optional(string)
      throttling       = object({ rate_limit = number, burst_limit = number })
      quota            = optional(object({ limit = number, period = optional(string), offset = optional(number) }))
      route_throttling = optional(map(object({ rate_limit = number, burst_limit = number })))
      api_keys         = optional(map(object({ description = optional(string), enabled = optional(bool) })))
    })))
    web_acl_key = optional(string)

    # where
    endpoint_configuration = optional(object({
      types            = optional(list(string))
      vpc_endpoint_ids = optional(list(string))
    }))
    domains = optional(map(object({
      certificate_key           = optional(string) # of the security layer, or
      certificate_arn           = optional(string)
      ownership_certificate_arn = optional(string)
      paths                     = optional(list(string))
      trust_store               = optional(object({ uri = string, version = optional(string) }))
      route53                   = optional(object({ zone_id = string }))
    })), {})
    default_endpoint_enabled = optional(bool)

    # stage
    stage_name         = optional(string)
    stage_variables    = optional(map(string))
    cache_cluster_size = optional(string)
    canary = optional(object({
      percent                = number
      stable_deployment_hash = string
      stage_variables        = optional(map(string))
    }))

    # observability
    access_logs_enabled      = optional(bool)
    execution_log_level      = optional(string)
    detailed_metrics_enabled = optional(bool)
    tracing_enabled          = optional(bool)
    alarm_thresholds = optional(object({
      errors                = optional(number)
      latency               = optional(number)
      client_error_percent  = optional(number)
      client_error_requests = optional(number)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.api_gateway_rest_apis) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "api_gateway_rest_apis must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.api_gateway_rest_apis))}."
  }

  validation {
    condition = length(var.api_gateway_rest_apis) == length(distinct([
      for key, api in var.api_gateway_rest_apis : coalesce(api.name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "api_gateway_rest_apis must have different names; two have the same name."
  }

  validation {
    condition = var.api_gateway_account_owner != null || alltrue([
      for api in var.api_gateway_rest_apis : api.access_logs_enabled == false && api.execution_log_level == "OFF"
      if length(api.routes) > 0 || api.openapi != null
    ])
    error_message = "api_gateway_rest_apis write logs, for which API Gateway needs a role in the settings of account and region: set api_gateway_account_owner = \"terraform\" to make it here, or \"external\" where it is there already."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for route in api.routes : length([for given in [route.lambda_key, route.http, route.aws_service, route.mock] : true if given != null]) == 1
      ]
    ]))
    error_message = "api_gateway_rest_apis must have routes with one of lambda_key, http, aws_service or mock."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for key in compact(concat(values(api.routes)[*].lambda_key, values(api.authorizers)[*].lambda_key, flatten(api.openapi[*].lambda_keys))) :
        contains(keys(var.lambda_functions), key)
      ]
    ]))
    error_message = "api_gateway_rest_apis name a lambda_key that lambda_functions does not have; it has ${join(", ", keys(var.lambda_functions))}."
  }

  # The timeout of a function that names none is longer.
  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for route in api.routes : [
          for key, function in var.lambda_functions : function.timeout == null ? false : function.timeout <= coalesce(route.timeout, 29)
          if route.lambda_key == key
        ]
      ]
    ]))
    error_message = "api_gateway_rest_apis have routes to functions that may take longer than the 29 seconds API Gateway waits: set a timeout of at most 29 in lambda_functions, let the route put work into a queue, or give the route a timeout as long, once the account's quota is raised."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for authorizer in api.authorizers : (authorizer.lambda_key != null) == (authorizer.token != null || authorizer.request != null)
      ]
    ]))
    error_message = "api_gateway_rest_apis must have authorizers with a lambda_key for token and request, and without one for cognito."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for key in compact(values(api.routes)[*].authorizer_key) : contains(keys(api.authorizers), key)
      ]
    ]))
    error_message = "api_gateway_rest_apis have routes with an authorizer_key that their authorizers do not have; there are ${join(", ", flatten([for key, api in var.api_gateway_rest_apis : [for name in keys(api.authorizers) : "${name} of ${key}"]]))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for service in values(api.routes)[*].aws_service : (service.role_key == null) != (service.role_arn == null) if service != null
      ]
    ]))
    error_message = "api_gateway_rest_apis must have routes to an aws_service with either a role_key of the security layer or a role_arn."
  }

  validation {
    condition = alltrue([
      for key in compact(values(var.api_gateway_rest_apis)[*].web_acl_key) : contains([for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"], key)
    ])
    error_message = "api_gateway_rest_apis name a web_acl_key that waf_web_acls does not have for this region; it has ${join(", ", [for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"])}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for domain in api.domains : (domain.certificate_key == null) != (domain.certificate_arn == null)
      ]
    ]))
    error_message = "api_gateway_rest_apis must have domains with either a certificate_key of the security layer or a certificate_arn."
  }
}

variable "api_gateway_http_apis" {
  description = "HTTP APIs by key. An API without name is called <project>-<environment>-<key>. Routes go to a function of lambda_functions by lambda_key, to a load balancer of albs by alb_key, or to a url; each names its authorization, and everyone is let in by NONE with public = true only."
  type = map(object({
    name            = optional(string)
    description     = optional(string)
    ip_address_type = optional(string)

    routes = optional(map(object({
      authorization      = optional(string)
      public             = optional(bool)
      authorizer_key     = optional(string)
      scopes             = optional(list(string))
      lambda_key         = optional(string)
      alb_key            = optional(string)
      server_name        = optional(string) # of the load balancer's certificate
      url                = optional(string)
      timeout            = optional(number)
      request_parameters = optional(map(string))
      throttling         = optional(object({ rate_limit = number, burst_limit = number }))
    })), {})

    authorizers = optional(map(object({
      identity_sources = optional(list(string))
      jwt              = optional(object({ issuer = string, audience = list(string) }))
      lambda_key       = optional(string)
      simple_responses = optional(bool)
      cache_seconds    = optional(number)
    })), {})

    cors_configuration = optional(object({
      allow_origins     = list(string)
      allow_methods     = optional(list(string))
      allow_headers     = optional(list(string))
      expose_headers    = optional(list(string))
      allow_credentials = optional(bool)
      max_age           = optional(number)
    }))

    throttling = optional(object({
      rate_limit  = optional(number)
      burst_limit = optional(number)
    }))

    # of the VPC link, besides its own group
    security_group_keys = optional(list(string), [])

    # domains
    domains = optional(map(object({
      certificate_key           = optional(string) # of the security layer, or
      certificate_arn           = optional(string)
      ownership_certificate_arn = optional(string)
      paths                     = optional(list(string))
      trust_store               = optional(object({ uri = string, version = optional(string) }))
      route53                   = optional(object({ zone_id = string }))
    })), {})
    shared_domains = optional(map(object({
      domain_name = string
      path        = optional(string)
    })))
    default_endpoint_enabled = optional(bool)

    # observability
    detailed_metrics_enabled = optional(bool)
    alarm_thresholds = optional(object({
      errors  = optional(number)
      latency = optional(number)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.api_gateway_http_apis) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "api_gateway_http_apis must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.api_gateway_http_apis))}."
  }

  validation {
    condition = length(var.api_gateway_http_apis) == length(distinct([
      for key, api in var.api_gateway_http_apis : coalesce(api.name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "api_gateway_http_apis must have different names; two have the same name."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for route in api.routes : length([for given in [route.lambda_key, route.alb_key, route.url] : true if given != null]) == 1
      ]
    ]))
    error_message = "api_gateway_http_apis must have routes with one of lambda_key, alb_key or url."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key in compact(concat(values(api.routes)[*].lambda_key, values(api.authorizers)[*].lambda_key)) : contains(keys(var.lambda_functions), key)
      ]
    ]))
    error_message = "api_gateway_http_apis name a lambda_key that lambda_functions does not have; it has ${join(", ", keys(var.lambda_functions))}."
  }

  # A timeout that is left out is the module's, which AWS waits for.
  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key, function in var.lambda_functions : function.timeout == null ? true : function.timeout <= 30
        if contains(compact(values(api.routes)[*].lambda_key), key)
      ]
    ]))
    error_message = "api_gateway_http_apis have routes to functions that may take longer than the 30 seconds AWS waits: lower the timeout in lambda_functions to 30, or let the route put work into a queue."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key in compact(values(api.routes)[*].authorizer_key) : contains(keys(api.authorizers), key)
      ]
    ]))
    error_message = "api_gateway_http_apis have routes with an authorizer_key that their authorizers do not have; there are ${join(", ", flatten([for key, api in var.api_gateway_http_apis : [for name in keys(api.authorizers) : "${name} of ${key}"]]))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key in compact(values(api.routes)[*].alb_key) : contains(keys(var.albs), key)
      ]
    ]))
    error_message = "api_gateway_http_apis name an alb_key that albs does not have; it has ${join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for route in api.routes : (route.server_name != null) == contains(
          [for key, alb in var.albs : key if alb.https != null], coalesce(route.alb_key, "(none)")
        )
      ]
    ]))
    error_message = "api_gateway_http_apis must have a server_name, as in the certificate, in routes to load balancers with https, and in no others."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for domain in api.domains : (domain.certificate_key == null) != (domain.certificate_arn == null)
      ]
    ]))
    error_message = "api_gateway_http_apis must have domains with either a certificate_key of the security layer or a certificate_arn."
  }
}

variable "api_gateway_websocket_apis" {
  description = "WebSocket APIs by key. An API without name is called <project>-<environment>-<key>. Routes and the authorizer name functions of lambda_functions by lambda_key; the functions of sender_lambda_keys may send to connections."
  type = map(object({
    name            = optional(string)
    description     = optional(string)
    ip_address_type = optional(string)
    stage_name      = optional(string)

    routes = optional(map(object({
      authorization = optional(string) # of $connect
      public        = optional(bool)
      lambda_key    = string
      response      = optional(bool)
      timeout       = optional(number)
      throttling    = optional(object({ rate_limit = number, burst_limit = number }))
    })), {})
    route_selection_expression = optional(string)

    authorizer = optional(object({
      lambda_key       = string
      identity_sources = optional(list(string))
    }))
    sender_lambda_keys = optional(list(string), [])

    throttling = optional(object({
      rate_limit  = optional(number)
      burst_limit = optional(number)
    }))

    # domains
    domains = optional(map(object({
      certificate_key = optional(string) # of the security layer, or
      certificate_arn = optional(string)
      paths           = optional(list(string))
      route53         = optional(object({ zone_id = string }))
    })), {})
    shared_domains = optional(map(object({
      domain_name = string
      path        = optional(string)
    })))
    default_endpoint_enabled = optional(bool)

    # observability
    access_logs_enabled      = optional(bool)
    execution_log_level      = optional(string)
    detailed_metrics_enabled = optional(bool)
    alarm_thresholds = optional(object({
      errors  = optional(number)
      latency = optional(number)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.api_gateway_websocket_apis) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "api_gateway_websocket_apis must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.api_gateway_websocket_apis))}."
  }

  validation {
    condition = length(var.api_gateway_websocket_apis) == length(distinct([
      for key, api in var.api_gateway_websocket_apis : coalesce(api.name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "api_gateway_websocket_apis must have different names; two have the same name."
  }

  validation {
    condition = var.api_gateway_account_owner != null || alltrue([
      for api in var.api_gateway_websocket_apis : api.access_logs_enabled == false && api.execution_log_level == "OFF" if length(api.routes) > 0
    ])
    error_message = "api_gateway_websocket_apis write logs, for which API Gateway needs a role in the settings of account and region: set api_gateway_account_owner = \"terraform\" to make it here, or \"external\" where it is there already."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_websocket_apis : [
        for key in concat(values(api.routes)[*].lambda_key, api.authorizer[*].lambda_key, api.sender_lambda_keys) : contains(keys(var.lambda_functions), key)
      ]
    ]))
    error_message = "api_gateway_websocket_apis name a function that lambda_functions does not have; it has ${join(", ", keys(var.lambda_functions))}."
  }

  # The timeout that a function has by default is longer.
  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_websocket_apis : [
        for key, function in var.lambda_functions : function.timeout == null ? false : function.timeout <= 29
        if contains(values(api.routes)[*].lambda_key, key)
      ]
    ]))
    error_message = "api_gateway_websocket_apis have routes to functions that may take longer than the 29 seconds AWS waits: give them a timeout of at most 29 in lambda_functions."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_websocket_apis : [
        for domain in api.domains : (domain.certificate_key == null) != (domain.certificate_arn == null)
      ]
    ]))
    error_message = "api_gateway_websocket_apis must have domains with either a certificate_key of the security layer or a certificate_arn."
  }
}

variable "batch_compute_environments" {
  description = "Where Batch jobs run, by key, in the private subnets: `type` FARGATE, FARGATE_SPOT, EC2, SPOT or UNMANAGED, sizes in vCPUs. `eks_namespace` runs them as pods of the environment's EKS cluster. Empty deploys nothing of Batch."
  type = map(object({
    type                   = string
    max_vcpus              = optional(number)
    min_vcpus              = optional(number)
    instance_types         = optional(list(string))
    image_type             = optional(string)
    volume_size            = optional(number)
    bid_percentage         = optional(number)
    update_timeout_minutes = optional(number)
    paused                 = optional(bool)
    eks_namespace          = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = var.enable_eks || alltrue([for each in var.batch_compute_environments : each.eks_namespace == null])
    error_message = "batch_compute_environments with an eks_namespace need a cluster: set enable_eks to true."
  }
}

variable "batch_job_definitions" {
  description = "Batch jobs by key: what runs (`memory` in MiB), on `platform` FARGATE, EC2 or EKS. Secrets are keys of the data layer's secret_arns, or ARNs. `schedules` submit it, `array_size` times at once."
  type = map(object({
    platform             = optional(string)
    nodes                = optional(number)
    parameters           = optional(map(string))
    scheduling_priority  = optional(number)
    service_account_name = optional(string)
    timeout_seconds      = optional(number)

    container = object({
      image                    = string
      command                  = optional(list(string))
      vcpus                    = optional(number)
      memory                   = optional(number)
      gpus                     = optional(number)
      architecture             = optional(string)
      environment              = optional(map(string))
      ephemeral_storage_gib    = optional(number)
      privileged               = optional(bool)
      readonly_root_filesystem = optional(bool)
      run_as_root              = optional(bool)
      secrets                  = optional(map(string))
      user                     = optional(string)
      writable_paths           = optional(list(string))

      volumes = optional(map(object({
        file_system_id  = string
        access_point_id = optional(string)
        mount_path      = string
        read_only       = optional(bool)
      })))
    })

    retry = optional(object({
      attempts = optional(number)
      causes   = optional(list(string)) # SPOT_INTERRUPTION, IMAGE_PULL, ANY
      rules = optional(list(object({
        action           = string
        on_exit_code     = optional(string)
        on_reason        = optional(string)
        on_status_reason = optional(string)
      })))
    }))

    schedules = optional(map(object({
      expression = string
      timezone   = optional(string)
      queue_key  = string
      array_size = optional(number)
      parameters = optional(map(string))
      paused     = optional(bool)
    })), {})

    buckets = optional(map(object({ arn = string, access = string })))

    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.batch_job_definitions) == 0 || length(var.batch_compute_environments) > 0
    error_message = "batch_job_definitions need batch_compute_environments to run in."
  }

  validation {
    condition = alltrue(flatten([
      for each in var.batch_job_definitions : [
        for schedule in each.schedules : contains(keys(var.batch_job_queues), schedule.queue_key)
      ]
    ]))
    error_message = "batch_job_definitions must have schedules with a queue_key out of batch_job_queues: ${join(", ", keys(var.batch_job_queues))}."
  }
}

variable "batch_job_queues" {
  description = "Batch queues by key: `compute_environment_keys` in the order of preference. A job that cannot start is cancelled after `misconfigured_seconds` or `no_capacity_seconds`; 0 waits for ever."
  type = map(object({
    compute_environment_keys = list(string)
    priority                 = optional(number)
    paused                   = optional(bool)
    misconfigured_seconds    = optional(number)
    no_capacity_seconds      = optional(number)

    fair_share = optional(object({
      compute_reservation = optional(number)
      share_decay_seconds = optional(number)
      weights             = optional(map(number))
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for each in var.batch_job_queues : length(setsubtract(each.compute_environment_keys, keys(var.batch_compute_environments))) == 0
    ])
    error_message = "batch_job_queues must name compute_environment_keys out of batch_compute_environments: ${join(", ", keys(var.batch_compute_environments))}."
  }
}

variable "cloudfront_distributions" {
  description = "CloudFront distributions by key. Origins are buckets, load balancers of albs by alb_key (the private ones through a VPC origin), APIs by http_api_key or rest_api_key, functions by URL, or any host; what is not a key is as in modules/cloudfront."
  type = map(object({
    description = optional(string)

    # viewers
    enabled             = optional(bool)
    aliases             = optional(map(object({ zone = optional(object({ id = string })) })))
    certificate_key     = optional(string) # of the security layer and in us-east-1, or
    certificate_arn     = optional(string)
    web_acl_key         = optional(string) # of scope CLOUDFRONT
    allowed_countries   = optional(set(string))
    blocked_countries   = optional(set(string))
    default_root_object = optional(string)
    error_responses = optional(map(object({
      response_code = optional(number)
      page_path     = optional(string)
      cache_seconds = optional(number)
    })))
    http_version = optional(string)
    ipv6_enabled = optional(bool)
    price_class  = optional(string)

    # origins and behaviors
    origins = map(object({
      alb_key      = optional(string)
      domain_name  = optional(string) # with alb_key: a name of the load balancer that its certificate is for
      http_api_key = optional(string)
      rest_api_key = optional(string)
      s3 = optional(object({
        bucket                = string
        region                = optional(string)
        bucket_policy_enabled = optional(bool)
        legacy_oai            = optional(bool)
      }))
      lambda_url = optional(object({
        url           = string
        function_name = string
        qualifier     = optional(string)
      }))
      vpc = optional(object({
        arn         = string
        domain_name = string
        http_port   = optional(number)
        https_port  = optional(number)
        plain_http  = optional(bool)
      }))
      custom = optional(object({
        domain_name = string
        http_port   = optional(number)
        https_port  = optional(number)
        plain_http  = optional(bool)
      }))
      path                = optional(string)
      headers             = optional(map(string))
      connection_attempts = optional(number)
      connection_timeout  = optional(number)
      read_timeout        = optional(number)
      keepalive_timeout   = optional(number)
      shield_region       = optional(string)
    }))
    origin_groups = optional(map(object({
      primary      = string
      secondary    = string
      status_codes = optional(set(number))
    })))

    behaviors = list(object({
      path                    = optional(string)
      origin_key              = string
      viewer_protocol_policy  = optional(string)
      plain_http_allowed      = optional(bool)
      methods                 = optional(set(string))
      cached_methods          = optional(set(string))
      compress                = optional(bool)
      key_group_keys          = optional(list(string))
      cache_policy            = optional(string)
      origin_request_policy   = optional(string)
      response_headers_policy = optional(string)
      functions               = optional(map(string))
      edge_functions          = optional(map(string))
    }))
    continuous_deployment = optional(object({
      enabled         = optional(bool)
      weight          = optional(number)
      session_seconds = optional(object({ idle = number, maximum = number }))
      header          = optional(object({ name = string, value = string }))
      behaviors = optional(list(object({
        path                    = optional(string)
        origin_key              = string
        viewer_protocol_policy  = optional(string)
        plain_http_allowed      = optional(bool)
        methods                 = optional(set(string))
        cached_methods          = optional(set(string))
        compress                = optional(bool)
        key_group_keys          = optional(list(string))
        cache_policy            = optional(string)
        origin_request_policy   = optional(string)
        response_headers_policy = optional(string)
        functions               = optional(map(string))
        edge_functions          = optional(map(string))
      })))
    }))

    # policies
    cache_policies = optional(map(object({
      min_ttl       = optional(number)
      default_ttl   = optional(number)
      max_ttl       = optional(number)
      cookies       = optional(object({ behavior = string, names = optional(set(string)) }))
      headers       = optional(object({ behavior = string, names = optional(set(string)) }))
      query_strings = optional(object({ behavior = string, names = optional(set(string)) }))
    })))
    origin_request_policies = optional(map(object({
      cookies       = optional(object({ behavior = string, names = optional(set(string)) }))
      headers       = optional(object({ behavior = string, names = optional(set(string)) }))
      query_strings = optional(object({ behavior = string, names = optional(set(string)) }))
    })))
    response_headers_policies = optional(map(object({
      cors = optional(object({
        allow_origins     = set(string)
        allow_methods     = optional(set(string))
        allow_headers     = optional(set(string))
        expose_headers    = optional(set(string))
        allow_credentials = optional(bool)
        max_age           = optional(number)
      }))
      headers         = optional(map(string))
      removed_headers = optional(set(string))
    })))
    security_headers = optional(object({
      content_security_policy   = optional(string)
      permissions_policy        = optional(string)
      referrer_policy           = optional(string)
      strict_transport_security = optional(number)
      x_content_type_options    = optional(string)
      x_frame_options           = optional(string)
    }))
    public_keys = optional(map(string))
    key_groups  = optional(map(set(string)))

    # functions; files are relative to the environment's folder
    functions = optional(map(object({
      code                = optional(string)
      file                = optional(string)
      comment             = optional(string)
      runtime             = optional(string)
      publish             = optional(bool)
      key_value_store_key = optional(string)
    })))
    key_value_stores = optional(map(string))
    edge_functions = optional(map(object({
      filename              = optional(string)
      handler               = optional(string)
      runtime               = optional(string)
      memory_size           = optional(number)
      timeout               = optional(number)
      include_body          = optional(bool)
      skip_destroy          = optional(bool)
      architecture          = optional(string)
      environment_variables = optional(map(string))
    })))

    # logs, metrics and alarms
    access_logs_enabled = optional(bool)
    access_log_bucket   = optional(object({ arn = string, format = optional(string) }))
    access_log_fields   = optional(list(string))
    realtime_logs = optional(object({
      sampling_percent = optional(number)
      retention_hours  = optional(number)
      shards           = optional(number)
      fields           = optional(set(string))
    }))
    additional_metrics_enabled = optional(bool)
    alarm_thresholds = optional(object({
      error_percent     = optional(number)
      origin_latency_ms = optional(number)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.cloudfront_distributions) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "cloudfront_distributions must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.cloudfront_distributions))}."
  }

  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [
        for origin in distribution.origins : length([
          for kind in [origin.alb_key, origin.http_api_key, origin.rest_api_key, origin.s3, origin.lambda_url, origin.vpc, origin.custom] :
          true if kind != null
        ]) == 1
      ]
    ]))
    error_message = "cloudfront_distributions must have origins that are one of alb_key, http_api_key, rest_api_key, s3, lambda_url, vpc or custom each."
  }

  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [
        for origin in distribution.origins : origin.alb_key == null ? true : contains(keys(var.albs), origin.alb_key)
      ]
    ]))
    error_message = "cloudfront_distributions name an alb_key that albs does not have; it has ${join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [for origin in distribution.origins : origin.domain_name == null || origin.alb_key != null]
    ]))
    error_message = "cloudfront_distributions must have origins with domain_name only beside alb_key; any other host is custom.domain_name."
  }

  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [
        for origin in distribution.origins : origin.http_api_key == null ? true : contains(keys(var.api_gateway_http_apis), origin.http_api_key)
      ]
    ]))
    error_message = "cloudfront_distributions name an http_api_key that api_gateway_http_apis does not have; it has ${join(", ", keys(var.api_gateway_http_apis))}."
  }

  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [
        for origin in distribution.origins : origin.rest_api_key == null ? true : contains(keys(var.api_gateway_rest_apis), origin.rest_api_key)
      ]
    ]))
    error_message = "cloudfront_distributions name a rest_api_key that api_gateway_rest_apis does not have; it has ${join(", ", keys(var.api_gateway_rest_apis))}."
  }

  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [
        for origin in distribution.origins : origin.rest_api_key == null ? true : try(
          (length(var.api_gateway_rest_apis[origin.rest_api_key].routes) > 0 || var.api_gateway_rest_apis[origin.rest_api_key].openapi != null)
          && (length(var.api_gateway_rest_apis[origin.rest_api_key].domains) == 0 || var.api_gateway_rest_apis[origin.rest_api_key].default_endpoint_enabled == true),
          true
        )
      ]
    ]))
    error_message = "cloudfront_distributions name a rest_api_key of an API whose own URL is closed: one without routes has none, and for one with domains use custom.domain_name, or default_endpoint_enabled = true."
  }

  validation {
    condition     = alltrue([for distribution in var.cloudfront_distributions : distribution.certificate_key == null || distribution.certificate_arn == null])
    error_message = "cloudfront_distributions must name either a certificate_key of the security layer or a certificate_arn, not both."
  }

  validation {
    condition = alltrue([
      for distribution in var.cloudfront_distributions : distribution.web_acl_key == null ? true :
      contains([for key, acl in var.waf_web_acls : key if acl.scope == "CLOUDFRONT"], distribution.web_acl_key)
    ])
    error_message = "cloudfront_distributions name a web_acl_key that waf_web_acls does not have with scope = \"CLOUDFRONT\"; it has ${join(", ", [for key, acl in var.waf_web_acls : key if acl.scope == "CLOUDFRONT"])}."
  }
}

variable "enable_ecs" {
  description = "Whether the environment runs ECS: the cluster, and the services of ecs_services."
  type        = bool
  default     = false
  nullable    = false
}

variable "ecs_capacity_providers" {
  description = "Where tasks may run: FARGATE, FARGATE_SPOT, and EC2, a keyword for an Auto Scaling group that the cluster makes. Null means FARGATE and FARGATE_SPOT."
  type        = list(string)
  default     = null
}

variable "ecs_ec2" {
  description = "Instances of the capacity provider EC2, where ecs_capacity_providers names it."
  type = object({
    instance_type = optional(string)
    min_size      = optional(number)
    max_size      = optional(number)
  })
  default  = {}
  nullable = false
}

variable "ecs_enable_container_insights" {
  description = "Whether ECS keeps metrics of containers: per task as well in the environment prod."
  type        = bool
  default     = true
  nullable    = false
}

variable "ecs_services" {
  description = "ECS services by key. Containers are as in the ECS API; load_balancer names a load balancer and a target group of albs by key."
  type = map(object({
    task_definition = object({
      family                = optional(string)
      cpu                   = optional(string)
      memory                = optional(string)
      architecture          = optional(string)
      ephemeral_storage_gib = optional(number)

      containers = list(object({
        name                   = string
        image                  = string
        command                = optional(list(string))
        cpu                    = optional(number)
        dependsOn              = optional(list(object({ containerName = string, condition = string })))
        dockerLabels           = optional(map(string))
        entryPoint             = optional(list(string))
        environment            = optional(list(object({ name = string, value = string })))
        essential              = optional(bool)
        firelensConfiguration  = optional(object({ type = string, options = optional(map(string)) }))
        memory                 = optional(number)
        memoryReservation      = optional(number)
        readonlyRootFilesystem = optional(bool)
        secrets                = optional(list(object({ name = string, valueFrom = string })))
        startTimeout           = optional(number)
        stopTimeout            = optional(number)
        systemControls         = optional(list(object({ namespace = string, value = string })))
        ulimits                = optional(list(object({ name = string, softLimit = number, hardLimit = number })))
        user                   = optional(string)
        workingDirectory       = optional(string)
        writablePaths          = optional(list(string))

        healthCheck = optional(object({
          command     = list(string)
          interval    = optional(number)
          retries     = optional(number)
          startPeriod = optional(number)
          timeout     = optional(number)
        }))

        linuxParameters = optional(object({
          capabilities       = optional(object({ add = optional(list(string)), drop = optional(list(string)) }))
          initProcessEnabled = optional(bool)
        }))

        logConfiguration = optional(object({
          logDriver = string
          options   = optional(map(string))
        }))

        mountPoints = optional(list(object({
          sourceVolume  = string
          containerPath = string
          readOnly      = optional(bool)
        })))

        portMappings = optional(list(object({
          containerPort = number
          protocol      = optional(string)
          name          = optional(string)
          appProtocol   = optional(string)
        })))

        restartPolicy = optional(object({
          enabled              = bool
          ignoredExitCodes     = optional(list(number))
          restartAttemptPeriod = optional(number)
        }))
      }))

      volumes = optional(map(object({
        efs = optional(object({
          file_system_id  = string
          access_point_id = optional(string)
          root_directory  = optional(string)
          read_only       = optional(bool)
        }))
      })))
    })

    # capacity
    desired_count = optional(number)
    paused        = optional(bool)
    capacity_provider_strategy = optional(map(object({
      base   = optional(number)
      weight = optional(number)
    })))
    autoscaling = optional(object({
      min                 = number
      max                 = number
      cpu_percent         = optional(number)
      memory_percent      = optional(number)
      requests_per_target = optional(number)
      scale_in_cooldown   = optional(number)
      scale_out_cooldown  = optional(number)

      steps = optional(map(object({
        namespace   = string
        metric_name = string
        dimensions  = optional(map(string))
        statistic   = optional(string)
        period      = optional(number)
        periods     = optional(number)
        when        = string
        threshold   = number
        adjustments = list(object({ from = optional(number), to = optional(number), change = number }))
      })))

      schedules = optional(map(object({
        schedule = string
        timezone = optional(string)
        min      = number
        max      = number
      })))
    }))

    # network
    load_balancer = optional(object({
      alb_key          = string
      target_group_key = string
      container_name   = string
      container_port   = number
    }))
    service_discovery = optional(bool, false)
    service_connect   = optional(map(object({ port_name = string, port = number })))

    # deployments
    deployment_owner = optional(string)
    blue_green = optional(object({
      deployment_config_name   = optional(string)
      termination_wait_minutes = optional(number)
    }))

    # permissions
    exec_enabled = optional(bool, false)
    secrets      = optional(map(string))
    queues       = optional(map(object({ arn = string, access = string })))
    tables       = optional(map(object({ arn = string, access = string })))
    buckets      = optional(map(object({ arn = string, access = string })))
    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.ecs_services) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "ecs_services must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.ecs_services))}."
  }

  validation {
    condition = alltrue([
      for service in var.ecs_services : service.load_balancer == null ? true : contains(keys(var.albs), service.load_balancer.alb_key)
    ])
    error_message = "ecs_services name an alb_key that albs does not have; it has ${join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue([
      for service in var.ecs_services : service.load_balancer == null ? true : contains(
        try(keys(var.albs[service.load_balancer.alb_key].target_groups), [service.load_balancer.target_group_key]),
        service.load_balancer.target_group_key
      )
    ])
    error_message = "ecs_services name a target_group_key that its load balancer does not have; there are ${join(", ", flatten([for key, alb in var.albs : [for group in keys(alb.target_groups == null ? {} : alb.target_groups) : "${group} of ${key}"]]))}."
  }

  validation {
    condition     = alltrue([for service in var.ecs_services : service.blue_green == null || service.load_balancer != null])
    error_message = "ecs_services with blue_green need a load_balancer, whose target group has blue_green = true."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [
        for provider in keys(service.capacity_provider_strategy == null ? {} : service.capacity_provider_strategy) :
        contains(coalesce(var.ecs_capacity_providers, ["FARGATE", "FARGATE_SPOT"]), provider)
      ]
    ]))
    error_message = "ecs_services name a capacity provider that ecs_capacity_providers does not list; it lists ${join(", ", coalesce(var.ecs_capacity_providers, ["FARGATE", "FARGATE_SPOT"]))}."
  }
}

variable "enable_eks" {
  description = "Whether the environment runs EKS."
  type        = bool
  default     = false
  nullable    = false
}

variable "eks_access_entries" {
  description = "Who may use the Kubernetes API, by a name of your choice: a role or user, and EKS access policies by name, for the whole cluster or for namespaces. At least one must be an administrator."
  type = map(object({
    role_key          = optional(string) # of the security layer, or
    principal_arn     = optional(string)
    kubernetes_groups = optional(list(string))
    policies          = optional(map(object({ namespaces = optional(list(string)) })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for entry in var.eks_access_entries : (entry.role_key == null) != (entry.principal_arn == null)])
    error_message = "eks_access_entries must name either a role_key of the security layer or a principal_arn."
  }
}

variable "eks_addons" {
  description = "EKS add-ons by name, besides those that come anyway."
  type = map(object({
    enabled                     = optional(bool)
    version                     = optional(string)
    phase                       = optional(string)
    configuration_values        = optional(string)
    resolve_conflicts_on_update = optional(string)
    pod_identity_role_arns      = optional(map(string))
  }))
  default  = {}
  nullable = false
}

variable "eks_cluster_endpoint_private_access" {
  description = "Whether the Kubernetes API is reached from inside the VPC. Null means it is."
  type        = bool
  default     = null
}

variable "eks_cluster_endpoint_public_access" {
  description = "Whether the Kubernetes API is reached from the internet too, from eks_public_access_cidrs. Null means it is not."
  type        = bool
  default     = null
}

variable "eks_cluster_version" {
  description = "Kubernetes version, such as 1.35. Null means the module's, one in standard support."
  type        = string
  default     = null
}

variable "eks_fargate_profiles" {
  description = "Fargate profiles by key: pods that a selector matches run on Fargate."
  type = map(object({
    selectors = list(object({
      namespace = string
      labels    = optional(map(string))
    }))
    subnet_ids = optional(list(string))
  }))
  default  = {}
  nullable = false
}

variable "eks_node_groups" {
  description = "Managed node groups by key. scaling says who owns desired_size: autoscaler or terraform."
  type = map(object({
    instance_types = list(string)
    scaling_config = object({
      desired_size = number
      max_size     = number
      min_size     = number
    })
    capacity_type      = optional(string)
    scaling            = optional(string)
    bottlerocket       = optional(bool)
    ami_type           = optional(string)
    kubernetes_version = optional(string)
    subnet_ids         = optional(list(string))
    disk_size          = optional(number)
    labels             = optional(map(string))
    taints = optional(map(object({
      effect = string
      value  = optional(string)
    })))
    max_unavailable_percentage = optional(number)
    node_repair_enabled        = optional(bool)
    metadata_hop_limit         = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "eks_public_access_cidrs" {
  description = "Addresses that reach the Kubernetes API from the internet, where that is open."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "eks_support_type" {
  description = "STANDARD, where EKS upgrades the cluster at the end of standard support, or EXTENDED, where it stays for another year at six times the price. Null means STANDARD."
  type        = string
  default     = null
}

variable "eks_workloads" {
  description = "Roles of Kubernetes service accounts, by key."
  type = map(object({
    namespace       = string
    service_account = string
    identity        = optional(string)
    policy_arns     = optional(map(string))
    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false
}

variable "elastic_beanstalk_applications" {
  description = "Elastic Beanstalk applications by key, called <project>-<environment>-<key>, with their environments: `platform` is a regular expression for the newest fitting platform. A load balancer is private unless `public`; secrets are keys of the data layer's secret_arns, or ARNs."
  type = map(object({
    description = optional(string)

    versions = optional(map(object({
      bucket      = string
      key         = string
      description = optional(string)
    })))

    version_lifecycle = optional(object({
      max_count     = optional(number)
      max_age_days  = optional(number)
      delete_source = optional(bool)
    }), { max_count = 100 })

    environments = map(object({
      description    = optional(string)
      tier           = optional(string)
      platform       = string
      cname_prefix   = optional(string)
      version        = optional(string)
      version_owner  = optional(string)
      paused         = optional(bool)
      instance_types = optional(list(string))
      min_size       = optional(number)
      max_size       = optional(number)
      volume_size    = optional(number)

      environment_variables = optional(map(string))
      secrets               = optional(map(string))
      tracing_enabled       = optional(bool)

      load_balancer = optional(object({
        public             = optional(bool)
        certificate_key    = optional(string)
        plain_http         = optional(bool)
        ingress_cidrs      = optional(list(string))
        port               = optional(number)
        health_check_path  = optional(string)
        health_check_codes = optional(string)
        stickiness_enabled = optional(bool)
        access_logs        = optional(object({ bucket = string }))
        web_acl_key        = optional(string)
      }))

      worker = optional(object({
        queue_key          = string
        path               = optional(string)
        connections        = optional(number)
        visibility_timeout = optional(number)
      }))

      spot = optional(object({
        on_demand_base    = optional(number)
        on_demand_percent = optional(number)
      }))

      trigger = optional(object({
        metric       = optional(string)
        statistic    = optional(string)
        unit         = optional(string)
        lower        = optional(number)
        upper        = optional(number)
        lower_change = optional(number)
        upper_change = optional(number)
      }))

      schedules = optional(map(object({
        recurrence = string
        min_size   = number
        max_size   = number
      })))

      deployment = optional(object({
        policy              = optional(string)
        batch_percent       = optional(number)
        new_version_percent = optional(number)
        evaluation_minutes  = optional(number)
        timeout_seconds     = optional(number)
      }))

      managed_updates = optional(object({
        enabled          = optional(bool)
        start            = optional(string)
        level            = optional(string)
        instance_refresh = optional(bool)
      }))

      settings = optional(map(string))
    }))

    configuration_templates = optional(map(object({
      platform    = string
      description = optional(string)
      settings    = optional(map(string))
    })))

    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.elastic_beanstalk_applications) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "elastic_beanstalk_applications must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for it in application.environments : try(it.load_balancer.web_acl_key, null) == null ? true : contains([for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"], it.load_balancer.web_acl_key)
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a web_acl_key that waf_web_acls does not have for this region; it has ${join(", ", [for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"])}."
  }
}

variable "lambda_functions" {
  description = "Lambda functions by key. A function without function_name is called <project>-<environment>-<key>; a function runs in the private subnets with the security group `lambda`, unless vpc_config names others or vpc_enabled is false. Tables, queues and secrets are named by their key in the data layer, or by ARN. See modules/lambda for the rest."
  type = map(object({
    # code
    function_name      = optional(string)
    description        = optional(string)
    runtime            = optional(string)
    handler            = optional(string)
    filename           = optional(string) # relative to the environment's folder
    architecture       = optional(string)
    code_owner         = optional(string)
    layer_keys         = optional(list(string), [])
    layer_arns         = optional(list(string), [])
    snap_start_enabled = optional(bool)
    code_signing       = optional(object({ profile_version_arns = list(string), allow_unsigned = optional(bool) }))

    s3_package = optional(object({
      bucket         = optional(string) # left out: the data layer's artifact_bucket
      key            = string
      object_version = optional(string)
    }))

    image = optional(object({
      uri               = string
      command           = optional(list(string))
      entry_point       = optional(list(string))
      working_directory = optional(string)
    }))

    # new versions
    alias_name = optional(string)
    canary     = optional(object({ stable_version = string, percent = number }))

    code_deploy = optional(object({
      deployment_config_name = optional(string)
      max_error_percent      = optional(number)
      alarm_names            = optional(list(string))
    }))

    # size
    memory_size            = optional(number)
    ephemeral_storage_size = optional(number)
    timeout                = optional(number)
    reserved_concurrency   = optional(number)
    paused                 = optional(bool)

    provisioned_concurrency = optional(object({
      min            = number
      max            = optional(number)
      target_percent = optional(number)
      schedules = optional(map(object({
        schedule = string
        timezone = optional(string)
        min      = number
        max      = number
      })))
    }))

    environment_variables = optional(map(string)) # besides ENVIRONMENT and LOG_LEVEL

    # network
    vpc_enabled = optional(bool, true)
    vpc_config = optional(object({
      subnet_ids          = optional(list(string))
      security_group_ids  = optional(list(string))
      security_group_keys = optional(list(string), ["lambda"])
    }), {})

    file_system = optional(object({
      file_system_id  = string
      access_point_id = string
      mount_path      = string
      read_only       = optional(bool)
    }))

    # who and what invokes it
    event_sources = optional(map(object({
      type                        = string
      key                         = optional(string) # of a queue in the data layer
      arn                         = optional(string)
      enabled                     = optional(bool)
      batch_size                  = optional(number)
      batch_window_seconds        = optional(number)
      filters                     = optional(list(string))
      partial_batch_response      = optional(bool)
      visibility_timeout_seconds  = optional(number)
      max_concurrency             = optional(number)
      starting_position           = optional(string)
      starting_position_timestamp = optional(string)
      parallelization_factor      = optional(number)
      tumbling_window_seconds     = optional(number)
      bisect_on_error             = optional(bool)
      max_retries                 = optional(number)
      max_record_age_seconds      = optional(number)
      failure_destination         = optional(object({ type = string, arn = string }))
    })), {})

    async_invocation = optional(object({
      max_retries           = optional(number)
      max_event_age_seconds = optional(number)
      on_success            = optional(object({ type = optional(string), arn = optional(string) }))
      on_failure            = optional(object({ type = optional(string), arn = optional(string) }))
    }))

    function_url = optional(object({
      allow_public = optional(bool)
      streaming    = optional(bool)
      cors = optional(object({
        allow_origins     = list(string)
        allow_methods     = optional(list(string))
        allow_headers     = optional(list(string))
        expose_headers    = optional(list(string))
        allow_credentials = optional(bool)
        max_age           = optional(number)
      }))
    }))

    permissions = optional(map(object({
      principal        = string
      source_arn       = optional(string)
      source_account   = optional(string)
      principal_org_id = optional(string)
      through_url      = optional(bool)
    })))

    # failures, logs and traces
    dead_letter_queue_enabled = optional(bool)
    log_level                 = optional(string)
    tracing_enabled           = optional(bool)

    # what the code uses, by the environment variable that names it
    tables        = optional(map(object({ key = optional(string), arn = optional(string), access = string })), {})
    queues        = optional(map(object({ key = optional(string), arn = optional(string), access = string })), {})
    secrets       = optional(map(object({ key = optional(string), arn = optional(string) })), {})
    buckets       = optional(map(object({ arn = string, access = string })))
    topics        = optional(map(string))
    data_key_arns = optional(list(string))

    # permissions besides those, logging and tracing, by statement id
    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.lambda_functions) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "lambda_functions must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.lambda_functions))}."
  }

  validation {
    condition = length(var.lambda_functions) == length(distinct([
      for key, function in var.lambda_functions : coalesce(function.function_name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "lambda_functions must have different names; two have the same function_name."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [for key in function.layer_keys : contains(keys(var.lambda_layers), key)]
    ]))
    error_message = "lambda_functions name a layer_key that lambda_layers does not have; it has ${join(", ", keys(var.lambda_layers))}."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [
        for it in concat(values(function.tables), values(function.queues)) : (it.key == null) != (it.arn == null)
      ]
    ]))
    error_message = "lambda_functions must name each of their tables and queues by either a key of the data layer or an arn."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [for it in function.secrets : (it.key == null) != (it.arn == null)]
    ]))
    error_message = "lambda_functions must name each of their secrets by either a key of the data layer or an arn."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [
        for it in function.event_sources : (it.key == null) != (it.arn == null) && (it.key == null || it.type == "sqs")
      ]
    ]))
    error_message = "lambda_functions must name each of their event_sources by an arn, or a queue by its key in the data layer."
  }
}

variable "lambda_layers" {
  description = "Lambda layers by key, called <project>-<environment>-<key>: files that functions share and name by layer_keys."
  type = map(object({
    description              = optional(string)
    filename                 = optional(string) # relative to the environment's folder
    s3_package               = optional(object({ bucket = string, key = string, object_version = optional(string) }))
    compatible_architectures = optional(list(string))
    compatible_runtimes      = optional(list(string))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.lambda_layers) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "lambda_layers must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.lambda_layers))}."
  }
}

variable "lambda_log_level" {
  description = "Log level of functions that name none of their own."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.lambda_log_level)
    error_message = "lambda_log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }
}

variable "waf_web_acls" {
  description = "Web ACLs by key: AWS's rule groups, a rate limit, addresses and countries. Load balancers name theirs by web_acl_key; so do distributions, theirs of scope CLOUDFRONT."
  type = map(object({
    scope             = optional(string)
    default_action    = optional(string)
    rate_limit        = optional(number)
    allowed_cidrs     = optional(list(string))
    blocked_cidrs     = optional(list(string))
    blocked_countries = optional(list(string))
    logged_requests   = optional(string)
    managed_rule_groups = optional(map(object({
      priority      = number
      version       = optional(string)
      count_only    = optional(bool)
      counted_rules = optional(list(string))
    })))
  }))
  default  = {}
  nullable = false
}
