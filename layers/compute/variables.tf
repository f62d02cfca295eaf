# What every service shares; a service's own are in variables_<service>.tf. A default that belongs to one module stands
# there, not here: an attribute left out arrives as null, and the module puts its own in.

# environment

variable "aws_region" {
  description = "Region of the environment, the same as the provider's."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must look like us-east-1."
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

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "tags must not start with aws:, which is AWS's own."
  }
}

variable "deletion_protection" {
  description = "Whether what holds traffic or state refuses to be destroyed until this is false and applied."
  type        = bool
  default     = true
  nullable    = false
}

# observability

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
