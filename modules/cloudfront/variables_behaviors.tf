locals {
  # The ids are the same in every account, so that a plan needs nobody's answer. Names are the documentation's:
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  managed_cache_policy_ids = {
    Amplify                                   = "2e54312d-136d-493c-8eb9-b001f22f67d2"
    CachingDisabled                           = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    CachingOptimized                          = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    CachingOptimizedForUncompressedObjects    = "b2884449-e4de-46a7-ac36-70bc7f1ddd6d"
    Elemental-MediaPackage                    = "08627262-05a9-4f76-9ded-b50ca2e3a84f"
    UseOriginCacheControlHeaders              = "83da9c7e-98b4-4e11-a168-04f0df8e2c65"
    UseOriginCacheControlHeaders-QueryStrings = "4cc15a8a-d715-48a4-82b8-cc0b614638fe"
  }

  managed_origin_request_policy_ids = {
    AllViewer                                   = "216adef6-5c7f-47e4-b989-5492eafa07d3"
    AllViewerAndCloudFrontHeaders-2022-06       = "33f36d7e-f396-46d9-90e0-52428a34d9dc"
    AllViewerExceptHostHeader                   = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    CORS-CustomOrigin                           = "59781a5b-3903-41f3-afcb-af62929ccde1"
    CORS-S3Origin                               = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
    Elemental-MediaTailor-PersonalizedManifests = "775133bc-15f2-49f9-abea-afb2e0bf67d2"
    HostHeaderOnly                              = "bf0718e1-ba1e-49d1-88b1-f726733018ae"
    UserAgentRefererHeaders                     = "acba4595-bd28-49b8-b9fe-13317c0390fa"
  }

  managed_response_headers_policy_ids = {
    CORS-With-Preflight                           = "5cc3b908-e619-4b99-88e5-2cf7f45965bd"
    CORS-and-SecurityHeadersPolicy                = "e61eb60c-9c35-4d20-a928-2b84e02af89c"
    CORS-with-preflight-and-SecurityHeadersPolicy = "eaab4381-ed33-4a86-88ca-d9558dc6cd63"
    SecurityHeadersPolicy                         = "67f7725c-6f97-4210-82d7-5512b31e9d03"
    SimpleCORS                                    = "60669652-455b-4ae9-85a4-c4c02393f86c"
  }

  _cache_policies            = concat(keys(var.cache_policies), keys(local.managed_cache_policy_ids))
  _origin_request_policies   = concat(keys(var.origin_request_policies), keys(local.managed_origin_request_policy_ids))
  _response_headers_policies = concat(["security"], keys(var.response_headers_policies), keys(local.managed_response_headers_policy_ids))

  # What a staging distribution tries is held to the same rules.
  _staging_behaviors = try(var.continuous_deployment.behaviors, null) == null ? [] : var.continuous_deployment.behaviors

  # What a request is sent with, by the names of policies: those that hand on the viewer's Host header, which API Gateway, Lambda and
  # S3 know nobody by. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
  _host_policies = concat(
    ["AllViewer", "AllViewerAndCloudFrontHeaders-2022-06", "HostHeaderOnly"],
    [for key, policy in var.origin_request_policies : key if contains(["allViewer", "allViewerAndWhitelistCloudFront"], policy.headers.behavior)],
    [for key, policy in merge(var.origin_request_policies, var.cache_policies) : key if policy.headers.behavior == "whitelist" && contains([for name in policy.headers.names : lower(name)], "host")],
  )

  # Origins that answer by the name that AWS gave them only, and groups of such.
  _named_origins = [
    for key, origin in var.origins : key if origin.s3 != null || origin.lambda_url != null || can(regex(
      "\\.(execute-api|lambda-url|s3)\\..*(amazonaws\\.com|on\\.aws)(\\.cn)?$", try(origin.custom.domain_name, "")
    ))
  ]
  _named_origins_or_groups = concat(local._named_origins, [
    for key, group in var.origin_groups : key if contains(local._named_origins, group.primary) || contains(local._named_origins, group.secondary)
  ])
}

variable "behaviors" {
  description = "What happens to requests, in order: the first whose `path` matches decides. The last has no path and takes the rest. Policies are keys of this module's or names of AWS's managed ones; functions are keys by event."
  type = list(object({
    path       = optional(string)
    origin_key = string # of origins or origin_groups

    viewer_protocol_policy = optional(string, "redirect-to-https")
    plain_http_allowed     = optional(bool, false)
    methods                = optional(set(string), ["GET", "HEAD", "OPTIONS"])
    cached_methods         = optional(set(string), ["GET", "HEAD"])
    compress               = optional(bool, true)
    key_group_keys         = optional(list(string), []) # not empty: signed URLs or cookies only

    cache_policy            = optional(string, "CachingOptimized")
    origin_request_policy   = optional(string)
    response_headers_policy = optional(string, "security")

    functions      = optional(map(string), {})
    edge_functions = optional(map(string), {})
  }))
  nullable = false

  validation {
    condition = alltrue([
      for list in [var.behaviors, local._staging_behaviors] :
      alltrue([for index, behavior in list : (behavior.path == null) == (index == length(list) - 1)])
    ]) && length(var.behaviors) > 0
    error_message = "behaviors must have a path each but the last, which has none and takes the rest."
  }

  validation {
    condition = alltrue([
      for list in [var.behaviors, local._staging_behaviors] : length(distinct(list[*].path)) == length(list)
    ])
    error_message = "behaviors must have a path each of their own: of two with the same, the second would never be asked."
  }

  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      contains(concat(keys(var.origins), keys(var.origin_groups)), behavior.origin_key)
    ])
    error_message = "behaviors name an origin_key that is in neither origins nor origin_groups; there are ${join(", ", concat(keys(var.origins), keys(var.origin_groups)))}."
  }

  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      contains(["redirect-to-https", "https-only", "allow-all"], behavior.viewer_protocol_policy)
    ])
    error_message = "behaviors must have the viewer_protocol_policy redirect-to-https or https-only; or allow-all, with plain_http_allowed = true."
  }

  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      behavior.viewer_protocol_policy != "allow-all" || behavior.plain_http_allowed
    ])
    error_message = "behaviors must say plain_http_allowed = true to serve viewers without encryption by viewer_protocol_policy = \"allow-all\"; else leave both out."
  }

  # CloudFront takes these three sets and no other.
  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) : contains(
        ["GET HEAD", "GET HEAD OPTIONS", "DELETE GET HEAD OPTIONS PATCH POST PUT"], join(" ", sort(behavior.methods))
      )
    ])
    error_message = "behaviors must have the methods GET and HEAD; GET, HEAD and OPTIONS; or GET, HEAD, OPTIONS, PUT, POST, PATCH and DELETE."
  }

  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      contains(["GET HEAD", "GET HEAD OPTIONS"], join(" ", sort(behavior.cached_methods)))
      && length(setsubtract(behavior.cached_methods, behavior.methods)) == 0
    ])
    error_message = "behaviors must have the cached_methods GET and HEAD; or GET, HEAD and OPTIONS, where methods has all three."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      !contains(keys(var.origin_groups), behavior.origin_key) || !contains(behavior.methods, "POST")
    ])
    error_message = "behaviors with an origin group must have reading methods only: CloudFront does not fail over what changes something. Give writing paths a behavior with one origin."
  }

  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      contains(local._cache_policies, trimprefix(behavior.cache_policy, "Managed-"))
    ])
    error_message = "behaviors name a cache_policy that does not exist; there are ${join(", ", local._cache_policies)}."
  }

  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) : behavior.origin_request_policy == null ? true :
      contains(local._origin_request_policies, trimprefix(behavior.origin_request_policy, "Managed-"))
    ])
    error_message = "behaviors name an origin_request_policy that does not exist; there are ${join(", ", local._origin_request_policies)}."
  }

  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) : !contains(local._named_origins_or_groups, behavior.origin_key) || !anytrue([
        for policy in [behavior.cache_policy, coalesce(behavior.origin_request_policy, "none")] : contains(local._host_policies, trimprefix(policy, "Managed-"))
      ])
    ])
    error_message = "behaviors must not send the viewer's Host header to APIs, function URLs and buckets, which answer 403 to it: use the origin_request_policy AllViewerExceptHostHeader for ${join(", ", local._named_origins_or_groups)}."
  }

  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      contains(local._response_headers_policies, trimprefix(behavior.response_headers_policy, "Managed-"))
    ])
    error_message = "behaviors name a response_headers_policy that does not exist; there are ${join(", ", local._response_headers_policies)}."
  }

  validation {
    condition = alltrue(flatten([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      [for key in behavior.key_group_keys : contains(keys(var.key_groups), key)]
    ]))
    error_message = "behaviors name key_group_keys that key_groups does not have; it has ${join(", ", keys(var.key_groups))}."
  }

  validation {
    condition = alltrue(flatten([
      for behavior in concat(var.behaviors, local._staging_behaviors) : [
        for event, key in behavior.functions : contains(["viewer-request", "viewer-response"], event) && contains(keys(var.functions), key)
      ]
    ]))
    error_message = "behaviors must have functions by viewer-request or viewer-response, and name keys of functions: ${join(", ", keys(var.functions))}."
  }

  validation {
    condition = alltrue(flatten([
      for behavior in concat(var.behaviors, local._staging_behaviors) : [
        for event, key in behavior.edge_functions :
        can(regex("^(viewer|origin)-(request|response)$", event)) && contains(keys(var.edge_functions), key)
      ]
    ]))
    error_message = "behaviors must have edge_functions by viewer-request, viewer-response, origin-request or origin-response, and name keys of edge_functions: ${join(", ", keys(var.edge_functions))}."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
  validation {
    condition = alltrue([
      for behavior in concat(var.behaviors, local._staging_behaviors) :
      length(behavior.functions) == 0 || !anytrue([for event in keys(behavior.edge_functions) : startswith(event, "viewer-")])
    ])
    error_message = "behaviors must not have functions and edge_functions both at viewer events: CloudFront runs one kind there."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-lambda-at-edge
  validation {
    condition = alltrue(flatten([
      for behavior in concat(var.behaviors, local._staging_behaviors) : [
        for event, key in behavior.edge_functions :
        try(var.edge_functions[key].timeout <= 5 && var.edge_functions[key].memory_size == 128, true) if startswith(event, "viewer-")
      ]
    ]))
    error_message = "behaviors must have edge_functions at viewer events whose timeout is at most 5 seconds and whose memory_size is 128 MB: use the origin event for more."
  }
}

variable "continuous_deployment" {
  description = "Staging distribution that some viewers get: a `weight` of up to 15 in 100, or those who send `header`, whose name starts with aws-cf-cd-. `behaviors` are what it does otherwise; null means the same. CloudFront takes this for a distribution that exists only, so leave it out of the first apply; enabled = false ends it. Null has no staging distribution."
  type = object({
    enabled         = optional(bool, true)
    weight          = optional(number) # from 0 to 0.15
    session_seconds = optional(object({ idle = number, maximum = number }))
    header          = optional(object({ name = string, value = string }))

    behaviors = optional(list(object({
      path       = optional(string)
      origin_key = string

      viewer_protocol_policy = optional(string, "redirect-to-https")
      plain_http_allowed     = optional(bool, false)
      methods                = optional(set(string), ["GET", "HEAD", "OPTIONS"])
      cached_methods         = optional(set(string), ["GET", "HEAD"])
      compress               = optional(bool, true)
      key_group_keys         = optional(list(string), [])

      cache_policy            = optional(string, "CachingOptimized")
      origin_request_policy   = optional(string)
      response_headers_policy = optional(string, "security")

      functions      = optional(map(string), {})
      edge_functions = optional(map(string), {})
    })))
  })
  default = null

  validation {
    condition     = var.continuous_deployment == null ? true : (var.continuous_deployment.weight == null) != (var.continuous_deployment.header == null)
    error_message = "continuous_deployment must have either a weight or a header."
  }

  validation {
    condition     = try(var.continuous_deployment.weight, null) == null ? true : var.continuous_deployment.weight > 0 && var.continuous_deployment.weight <= 0.15
    error_message = "continuous_deployment.weight must be above 0 and at most 0.15, which is 15 in 100."
  }

  validation {
    condition     = try(var.continuous_deployment.header, null) == null ? true : startswith(var.continuous_deployment.header.name, "aws-cf-cd-")
    error_message = "continuous_deployment.header.name must start with aws-cf-cd-."
  }

  validation {
    condition = try(var.continuous_deployment.session_seconds, null) == null ? true : (
      var.continuous_deployment.weight != null
      && var.continuous_deployment.session_seconds.idle >= 300
      && var.continuous_deployment.session_seconds.idle <= var.continuous_deployment.session_seconds.maximum
      && var.continuous_deployment.session_seconds.maximum <= 3600
    )
    error_message = "continuous_deployment.session_seconds must go with a weight and have 300 <= idle <= maximum <= 3600."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/continuous-deployment-quotas-considerations.html
  validation {
    condition     = var.continuous_deployment == null ? true : contains(["http1.1", "http2"], var.http_version)
    error_message = "continuous_deployment needs http_version = \"http2\": CloudFront does not do it with HTTP/3."
  }
}
