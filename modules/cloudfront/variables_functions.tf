variable "edge_functions" {
  description = "Lambda@Edge functions by key, made and published in us-east-1. A package that does not exist yet is a placeholder that changes nothing. `skip_destroy` leaves the function when it is removed here: CloudFront takes hours to give its copies back, and until then Lambda refuses to delete it."
  type = map(object({
    filename     = optional(string) # .zip, relative to where Terraform runs
    handler      = optional(string, "index.handler")
    runtime      = optional(string, "nodejs22.x")
    memory_size  = optional(number, 128)
    timeout      = optional(number, 5)
    include_body = optional(bool, false)
    skip_destroy = optional(bool, true)

    # There to be refused with a reason: Terraform would drop unknown attributes in silence.
    architecture          = optional(string, "x86_64")
    environment_variables = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.edge_functions) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "edge_functions must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.edge_functions))}."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
  validation {
    condition     = alltrue([for function in var.edge_functions : function.architecture == "x86_64"])
    error_message = "edge_functions must have the architecture x86_64, the only one of Lambda@Edge: leave architecture out and build the package for x86_64."
  }

  validation {
    condition     = alltrue([for function in var.edge_functions : length(function.environment_variables) == 0])
    error_message = "edge_functions must not have environment_variables, which Lambda@Edge does not know: put values into the package, or send them as headers of the origin."
  }

  validation {
    condition     = alltrue([for function in var.edge_functions : can(regex("^(nodejs[0-9]+\\.x|python3\\.[0-9]+)$", function.runtime))])
    error_message = "edge_functions must have a runtime of Node.js or Python, such as nodejs22.x or python3.13: Lambda@Edge has no others."
  }

  validation {
    condition     = alltrue([for function in var.edge_functions : function.filename == null ? true : endswith(function.filename, ".zip")])
    error_message = "edge_functions must have a filename that ends in .zip."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-lambda-at-edge
  validation {
    condition     = alltrue([for function in var.edge_functions : function.timeout >= 1 && function.timeout <= 30])
    error_message = "edge_functions must have a timeout of 1 to 30 seconds."
  }

  validation {
    condition     = alltrue([for function in var.edge_functions : function.memory_size >= 128 && function.memory_size <= 10240])
    error_message = "edge_functions must have a memory_size of 128 to 10240 MB."
  }
}

variable "functions" {
  description = "CloudFront Functions by key: JavaScript, as text in `code` or in a `file`, which reads `key_value_store_key`. Published at once unless `publish` is false."
  type = map(object({
    code                = optional(string)
    file                = optional(string) # relative to where Terraform runs
    comment             = optional(string)
    runtime             = optional(string, "cloudfront-js-2.0")
    publish             = optional(bool, true)
    key_value_store_key = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.functions) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "functions must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.functions))}."
  }

  validation {
    condition     = alltrue([for function in var.functions : (function.code == null) != (function.file == null)])
    error_message = "functions must have either code or a file."
  }

  validation {
    condition     = alltrue([for function in var.functions : function.file == null ? true : fileexists(function.file)])
    error_message = "functions name a file that does not exist: ${join(", ", [for function in var.functions : function.file if function.file != null])}."
  }

  # 13,656 is the length of 10 KB in base64: length() alone counts characters.
  validation {
    condition = alltrue([
      for function in var.functions : length(coalesce(try(filebase64(function.file), null), try(base64encode(function.code), null), "-")) <= 13656
    ])
    error_message = "functions must have at most 10 KB of code; use an edge function for more."
  }

  validation {
    condition = alltrue([
      for function in var.functions : function.key_value_store_key == null ? true : contains(keys(var.key_value_stores), function.key_value_store_key)
    ])
    error_message = "functions name a key_value_store_key that key_value_stores does not have; it has ${join(", ", keys(var.key_value_stores))}."
  }

  validation {
    condition     = alltrue([for function in var.functions : function.key_value_store_key == null || function.runtime != "cloudfront-js-1.0"])
    error_message = "functions with a key value store need the runtime cloudfront-js-2.0."
  }
}

variable "key_value_stores" {
  description = "Key value stores that functions read, by key, and what each is for. Their keys are data and stay with whoever writes them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.key_value_stores) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "key_value_stores must have keys of 1 to 24 small letters, digits or hyphens, a letter first; got ${join(", ", keys(var.key_value_stores))}."
  }
}
