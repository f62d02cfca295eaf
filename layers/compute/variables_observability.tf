variable "dashboard_enabled" {
  description = "Whether the environment has a CloudWatch dashboard, with a section for each service that it runs. AWS charges a few dollars a month from an account's fourth on."
  type        = bool
  default     = true
  nullable    = false
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}
