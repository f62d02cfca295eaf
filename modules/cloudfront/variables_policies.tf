variable "cache_policies" {
  description = "Cache policies by key: how many seconds answers are kept, and which cookies, headers and query strings they depend on (`behavior`: none, whitelist, allExcept or all, as far as CloudFront has it)."
  type = map(object({
    min_ttl       = optional(number, 0)
    default_ttl   = optional(number, 86400)
    max_ttl       = optional(number, 31536000)
    cookies       = optional(object({ behavior = string, names = optional(set(string), []) }), { behavior = "none" })
    headers       = optional(object({ behavior = string, names = optional(set(string), []) }), { behavior = "none" })
    query_strings = optional(object({ behavior = string, names = optional(set(string), []) }), { behavior = "none" })
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.cache_policies) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "cache_policies must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.cache_policies))}."
  }

  validation {
    condition     = alltrue([for policy in var.cache_policies : policy.min_ttl >= 0 && policy.min_ttl <= policy.default_ttl && policy.default_ttl <= policy.max_ttl])
    error_message = "cache_policies must have 0 <= min_ttl <= default_ttl <= max_ttl."
  }

  validation {
    condition = alltrue(flatten([
      for policy in var.cache_policies : [
        for part in [policy.cookies, policy.headers, policy.query_strings] :
        contains(["whitelist", "allExcept"], part.behavior) == (length(part.names) > 0)
      ]
    ]))
    error_message = "cache_policies must have names with the behavior whitelist or allExcept, and only there."
  }
}

variable "key_groups" {
  description = "Who may sign URLs and cookies, by key: keys of public_keys."
  type        = map(set(string))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.key_groups) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "key_groups must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.key_groups))}."
  }

  validation {
    condition     = alltrue(flatten([for members in var.key_groups : [length(members) > 0, [for key in members : contains(keys(var.public_keys), key)]]]))
    error_message = "key_groups must name keys of public_keys: ${join(", ", keys(var.public_keys))}."
  }
}

variable "origin_request_policies" {
  description = "Origin request policies by key: what is sent to origins besides what the cache depends on. Behaviors as in cache_policies, and for headers allViewer and allViewerAndWhitelistCloudFront."
  type = map(object({
    cookies       = optional(object({ behavior = string, names = optional(set(string), []) }), { behavior = "none" })
    headers       = optional(object({ behavior = string, names = optional(set(string), []) }), { behavior = "none" })
    query_strings = optional(object({ behavior = string, names = optional(set(string), []) }), { behavior = "none" })
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.origin_request_policies) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "origin_request_policies must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.origin_request_policies))}."
  }

  validation {
    condition = alltrue(flatten([
      for policy in var.origin_request_policies : [
        for part in [policy.cookies, policy.headers, policy.query_strings] :
        contains(["whitelist", "allExcept", "allViewerAndWhitelistCloudFront"], part.behavior) == (length(part.names) > 0)
      ]
    ]))
    error_message = "origin_request_policies must have names with the behavior whitelist, allExcept or allViewerAndWhitelistCloudFront, and only there."
  }
}

variable "public_keys" {
  description = "Public keys of those who sign URLs and cookies, in PEM, by key. The private ones stay with the signers."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.public_keys) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "public_keys must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.public_keys))}."
  }

  validation {
    condition     = alltrue([for pem in var.public_keys : startswith(trimspace(pem), "-----BEGIN PUBLIC KEY-----")])
    error_message = "public_keys must be PEM texts that start with -----BEGIN PUBLIC KEY-----."
  }
}

variable "response_headers_policies" {
  description = "Response headers policies by key, besides `security`: CORS, further headers, and headers to remove. All have the security headers as well."
  type = map(object({
    cors = optional(object({
      allow_origins     = set(string)
      allow_methods     = optional(set(string), ["GET", "HEAD", "OPTIONS"])
      allow_headers     = optional(set(string), ["*"])
      expose_headers    = optional(set(string), [])
      allow_credentials = optional(bool, false)
      max_age           = optional(number, 600)
    }))
    headers         = optional(map(string), {})
    removed_headers = optional(set(string), ["Server", "X-Powered-By"])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.response_headers_policies) : can(regex("^[a-z][a-z0-9-]{0,23}$", key)) && key != "security"])
    error_message = "response_headers_policies must have keys of 1 to 24 small letters, digits or hyphens, a letter first, other than security; got ${join(", ", keys(var.response_headers_policies))}."
  }

  # https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS#credentialed_requests_and_wildcards
  validation {
    condition = alltrue([
      for policy in var.response_headers_policies : policy.cors == null ? true :
      !policy.cors.allow_credentials || !contains(setunion(policy.cors.allow_origins, policy.cors.allow_methods, policy.cors.allow_headers), "*")
    ])
    error_message = "response_headers_policies with cors.allow_credentials must name origins, methods and headers instead of \"*\"."
  }
}

variable "security_headers" {
  description = "Headers that answers carry: those of the policy `security`, which behaviors have unless they name another, and of response_headers_policies. An empty text leaves one to the origins."
  type = object({
    content_security_policy   = optional(string, "base-uri 'self'; frame-ancestors 'none'; object-src 'none'; upgrade-insecure-requests")
    permissions_policy        = optional(string, "camera=(), geolocation=(), microphone=(), payment=()")
    referrer_policy           = optional(string, "strict-origin-when-cross-origin")
    strict_transport_security = optional(number, 31536000) # seconds, for subdomains too; 0 leaves it to the origins
    x_content_type_options    = optional(string, "nosniff")
    x_frame_options           = optional(string, "DENY")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["", "nosniff"], var.security_headers.x_content_type_options)
    error_message = "security_headers.x_content_type_options must be nosniff or empty."
  }

  validation {
    condition     = contains(["", "DENY", "SAMEORIGIN"], var.security_headers.x_frame_options)
    error_message = "security_headers.x_frame_options must be DENY, SAMEORIGIN or empty."
  }

  validation {
    condition     = var.security_headers.strict_transport_security == 0 || var.security_headers.strict_transport_security >= 31536000
    error_message = "security_headers.strict_transport_security must be at least 31536000 seconds, a year, or 0 to leave it to the origins."
  }
}
