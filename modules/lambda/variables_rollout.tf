variable "alias_name" {
  description = "Alias that callers invoke."
  type        = string
  default     = "live"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]*[a-zA-Z_-][a-zA-Z0-9_-]*$", var.alias_name)) && length(var.alias_name) <= 128
    error_message = "alias_name must be 1 to 128 letters, digits, hyphens or underscores, and not only digits."
  }
}

variable "canary" {
  description = "Lets the newest version take `percent` of the invocations, while `stable_version` keeps the others. Null gives it all of them."
  type = object({
    stable_version = string
    percent        = number
  })
  default = null

  validation {
    condition     = var.canary == null ? true : can(regex("^[0-9]+$", var.canary.stable_version))
    error_message = "canary must have the number of a published version as stable_version, such as \"3\"."
  }

  validation {
    condition     = var.canary == null ? true : var.canary.percent > 0 && var.canary.percent < 100
    error_message = "canary must have a percent above 0 and below 100; leave canary out for all invocations."
  }

  validation {
    condition     = var.canary == null || var.code_owner == "terraform"
    error_message = "canary needs code_owner = \"terraform\"; who deploys the code from outside moves the alias too."
  }

  # https://github.com/hashicorp/terraform/issues/24957: InvalidParameterValueException, "Alias with weights can not be used with
  # Provisioned Concurrency".
  validation {
    condition     = var.canary == null || var.provisioned_concurrency == null
    error_message = "canary and provisioned_concurrency exclude each other: Lambda keeps nothing warm behind an alias with weights."
  }
}

variable "code_deploy" {
  description = "Lets CodeDeploy move the alias step by step, and back when an alarm goes off: its own `error-rate`, when more than 5 % of a minute's invocations fail, or those of alarm_names. Null moves it at once."
  type = object({
    deployment_config_name = optional(string, "CodeDeployDefault.LambdaCanary10Percent5Minutes")
    alarm_names            = optional(list(string), [])
  })
  default = null

  validation {
    condition = var.code_deploy == null ? true : (
      !startswith(var.code_deploy.deployment_config_name, "CodeDeployDefault.") || startswith(var.code_deploy.deployment_config_name, "CodeDeployDefault.Lambda")
    )
    error_message = "code_deploy must have a deployment_config_name for Lambda, such as CodeDeployDefault.LambdaCanary10Percent5Minutes."
  }

  validation {
    condition     = var.code_deploy == null || var.code_owner == "external"
    error_message = "code_deploy needs code_owner = \"external\"; otherwise Terraform would move the alias too."
  }

  validation {
    condition = var.code_deploy == null ? true : length(var.code_deploy.alarm_names) > 0 || (
      var.alarm_topic_arns != null && try(var.alarms["error-rate"].enabled, true) != false
    )
    error_message = "code_deploy needs alarm_topic_arns or alarm_names: without an alarm a bad version is never taken back."
  }
}
