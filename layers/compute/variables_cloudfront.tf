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
        bucket              = string
        region              = optional(string)
        bucket_policy_owner = optional(string)
        legacy_oai          = optional(bool)
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
    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })))
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
    error_message = "cloudfront_distributions name an alb_key that albs does not have; it has ${length(var.albs) == 0 ? "none" : join(", ", keys(var.albs))}."
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
    error_message = "cloudfront_distributions name an http_api_key that api_gateway_http_apis does not have; it has ${length(var.api_gateway_http_apis) == 0 ? "none" : join(", ", keys(var.api_gateway_http_apis))}."
  }

  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [
        for origin in distribution.origins : origin.rest_api_key == null ? true : contains(keys(var.api_gateway_rest_apis), origin.rest_api_key)
      ]
    ]))
    error_message = "cloudfront_distributions name a rest_api_key that api_gateway_rest_apis does not have; it has ${length(var.api_gateway_rest_apis) == 0 ? "none" : join(", ", keys(var.api_gateway_rest_apis))}."
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

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [
        for origin in distribution.origins : origin.domain_name != null || try(var.albs[origin.alb_key].https, null) == null
      ]
    ]))
    error_message = "cloudfront_distributions must give origins with the alb_key of an HTTPS load balancer a domain_name in DNS that its certificate covers: nobody has a certificate for its AWS name, and viewers would get 502."
  }

  # The module sees the names of APIs, which no first plan knows; here they are keys.
  validation {
    condition = alltrue(flatten([
      for distribution in var.cloudfront_distributions : [
        for behavior in concat(distribution.behaviors, try(coalescelist(distribution.continuous_deployment.behaviors), [])) : [
          for origin_key in [behavior.origin_key, try(distribution.origin_groups[behavior.origin_key].primary, ""), try(distribution.origin_groups[behavior.origin_key].secondary, "")] : !anytrue([
            contains(["AllViewer", "AllViewerAndCloudFrontHeaders-2022-06", "HostHeaderOnly"], trimprefix(coalesce(behavior.origin_request_policy, "none"), "Managed-")),
            startswith(try(distribution.origin_request_policies[behavior.origin_request_policy].headers.behavior, "none"), "allViewer"),
            contains(try([for name in distribution.origin_request_policies[behavior.origin_request_policy].headers.names : lower(name)], []), "host"),
            contains(try([for name in distribution.cache_policies[behavior.cache_policy].headers.names : lower(name)], []), "host"),
          ]) if try(coalesce(distribution.origins[origin_key].http_api_key, distribution.origins[origin_key].rest_api_key), null) != null
        ]
      ]
    ]))
    error_message = "cloudfront_distributions must not send the viewer's Host header to APIs, which answer 403 to it: use the origin_request_policy AllViewerExceptHostHeader for their behaviors."
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
