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

variable "service_health" {
  description = "One alarm for each service, which pages somebody while a critical alarm of the service is on, and nobody while what it stands on is unhealthy itself (a load balancer on its ECS services, an API on its functions, a distribution on its origins). The service's own critical alarms then go to the topic of warnings. AWS charges by the composite alarm and month: one for each service, two where it stands on several others."
  type = object({
    enabled           = optional(bool, true) # whether services have this alarm
    wait_seconds      = optional(number)     # for the alarm of what it stands on, before the service is told of
    extension_seconds = optional(number)     # of silence after what it stands on is well again
  })
  default  = {}
  nullable = false
}
