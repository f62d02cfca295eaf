variable "dashboard_enabled" {
  description = "Whether the environment has a CloudWatch dashboard, with a section for each service that it runs. AWS charges a few dollars a month from an account's fourth on."
  type        = bool
  default     = true
  nullable    = false
}
