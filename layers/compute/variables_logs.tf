variable "log_indexed_fields" {
  description = "Fields of JSON logs that Logs Insights finds without reading all of a log group of functions, APIs, ECS services and jobs, exactly as lines spell them. Left out, they are those of a request, such as request_id, trace_id, route and status; an empty list indexes none."
  type        = set(string)
  default     = null
}

variable "log_masking" {
  description = "What log groups show as asterisks to whoever may not logs:Unmask, in lines that come from now on. `{}` masks e-mail addresses, secret and private keys, bearer tokens and JSON web tokens. Null masks nothing; AWS charges each GB that it searches."
  type = object({
    managed_identifiers = optional(set(string)) # by AWS's names, such as EmailAddress or PhoneNumber-US
    patterns            = optional(map(string)) # regular expressions, by names of one's own
    findings_enabled    = optional(bool)        # keep a record of what was found, in a log group of its own
  })
  default = null
}
