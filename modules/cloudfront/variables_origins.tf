variable "origins" {
  description = "Where content comes from, by key: each is a bucket (`s3`), a Lambda function URL (`lambda_url`), something in a VPC (`vpc`, such as an internal load balancer), or any other host (`custom`). Times are in seconds."
  type = map(object({
    s3 = optional(object({
      bucket              = string
      region              = optional(string)      # null: the provider's
      bucket_policy_owner = optional(string)      # distribution, or external: its owner adds output bucket_policies
      legacy_oai          = optional(bool, false) # true: origin access identity, without SSE-KMS and newer regions
    }))
    lambda_url = optional(object({
      url           = string
      function_name = string
      qualifier     = optional(string)
    }))
    vpc = optional(object({
      arn         = string
      domain_name = string
      http_port   = optional(number, 80)
      https_port  = optional(number, 443)
      plain_http  = optional(bool, false)
    }))
    custom = optional(object({
      domain_name = string
      http_port   = optional(number, 80)
      https_port  = optional(number, 443)
      plain_http  = optional(bool, false)
    }))

    path                = optional(string, "")
    headers             = optional(map(string), {})
    connection_attempts = optional(number, 3)
    connection_timeout  = optional(number, 10)
    read_timeout        = optional(number, 30) # not of buckets, nor the next
    keepalive_timeout   = optional(number, 5)
    shield_region       = optional(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.origins) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "origins must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.origins))}."
  }

  validation {
    condition = alltrue([
      for origin in var.origins : length([for kind in [origin.s3, origin.lambda_url, origin.vpc, origin.custom] : true if kind != null]) == 1
    ])
    error_message = "origins must be one of s3, lambda_url, vpc or custom each."
  }

  validation {
    condition = length(distinct([for origin in var.origins : origin.s3.bucket if try(origin.s3.bucket_policy_owner == "distribution", false)])) == length([
      for origin in var.origins : true if try(origin.s3.bucket_policy_owner == "distribution", false)
    ])
    error_message = "origins must not write the policy of one bucket twice: set s3.bucket_policy_owner = \"external\" on all but one origin of the bucket."
  }

  # A bucket has one policy, and the last to write it wins in silence: so there is no default.
  validation {
    condition     = alltrue([for origin in var.origins : contains(["distribution", "external"], coalesce(origin.s3.bucket_policy_owner, "?")) if origin.s3 != null])
    error_message = "origins must say who writes the policy of their bucket: s3.bucket_policy_owner = \"distribution\", where nobody else does, or \"external\", where its owner adds output bucket_policies to it."
  }

  validation {
    condition = alltrue([
      for host in concat([for origin in var.origins : origin.custom if origin.custom != null], [for origin in var.origins : origin.vpc if origin.vpc != null]) :
      can(regex("^([a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?\\.)+[a-zA-Z]([a-zA-Z0-9-]*[a-zA-Z0-9])?$", host.domain_name))
    ])
    error_message = "origins must have a domain_name, without https:// or a path: CloudFront asks no IP addresses."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
  validation {
    condition = alltrue([
      for host in concat([for origin in var.origins : origin.custom if origin.custom != null], [for origin in var.origins : origin.vpc if origin.vpc != null]) :
      host.plain_http || !can(regex("\\.elb\\.([a-z0-9-]+\\.)?amazonaws\\.com(\\.cn)?$", host.domain_name))
    ])
    error_message = "origins must not ask a load balancer under its own AWS name by HTTPS: nobody has a certificate for that name, and viewers would get 502. Give a domain_name in DNS that its certificate covers, or plain_http = true."
  }

  validation {
    condition     = alltrue([for origin in var.origins : can(regex("^(/.*[^/])?$", origin.path))])
    error_message = "origins must have a path that starts with a slash and does not end with one, such as /v1."
  }

  validation {
    condition = alltrue([
      for origin in var.origins :
      origin.connection_attempts >= 1 && origin.connection_attempts <= 3 && origin.connection_timeout >= 1 && origin.connection_timeout <= 10
    ])
    error_message = "origins must have connection_attempts of 1 to 3 and a connection_timeout of 1 to 10 seconds."
  }

  validation {
    condition     = alltrue([for origin in var.origins : origin.read_timeout >= 1 && origin.keepalive_timeout >= 1])
    error_message = "origins must have a read_timeout and a keepalive_timeout of at least 1 second."
  }
}

variable "origin_groups" {
  description = "Pairs of origins, by key: the `secondary` is asked where the `primary` answers one of the status codes or not at all."
  type = map(object({
    primary      = string
    secondary    = string
    status_codes = optional(set(number), [500, 502, 503, 504])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue(flatten([
      for group in var.origin_groups : [for key in [group.primary, group.secondary] : contains(keys(var.origins), key)]
    ]))
    error_message = "origin_groups must name keys of origins: ${join(", ", keys(var.origins))}."
  }

  validation {
    condition     = alltrue([for group in var.origin_groups : group.primary != group.secondary])
    error_message = "origin_groups must have a secondary other than the primary."
  }

  validation {
    condition     = length(setintersection(keys(var.origin_groups), keys(var.origins))) == 0
    error_message = "origin_groups must have keys that no origin has."
  }

  validation {
    condition     = alltrue([for key in keys(var.origin_groups) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "origin_groups must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.origin_groups))}."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
  validation {
    condition = alltrue([
      for group in var.origin_groups :
      length(group.status_codes) > 0 && length(setsubtract(group.status_codes, [400, 403, 404, 416, 429, 500, 502, 503, 504])) == 0
    ])
    error_message = "origin_groups must have status_codes out of 400, 403, 404, 416, 429, 500, 502, 503 and 504."
  }
}
