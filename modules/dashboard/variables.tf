variable "name" {
  description = "Name of the dashboard, unique in the account."
  type        = string

  # PutDashboard, DashboardName
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,255}$", var.name))
    error_message = "name must be 1 to 255 letters, digits, hyphens or underscores."
  }
}

variable "sections" {
  description = "What is shown, from top to bottom: a heading, the state of alarms, and a graph for each metric with a line for each thing."
  type = list(object({
    title      = string
    namespace  = string                     # of metrics that say none, such as AWS/Lambda
    lines      = map(map(string))           # dimensions by label: a line in every graph
    alarm_arns = optional(list(string), []) # whose state stands above the graphs
    region     = optional(string)           # null: the provider's; CloudFront publishes in us-east-1 only
    metrics = list(object({
      title       = string
      metric_name = string
      statistic   = string           # Sum, Average, Maximum, p95, ...
      namespace   = optional(string) # null: the section's
    }))
  }))
  nullable = false

  validation {
    condition     = alltrue(flatten([for section in var.sections : [for metric in section.metrics : can(regex("^(Average|Maximum|Minimum|SampleCount|Sum|p[0-9]{1,2}([.][0-9]+)?)$", metric.statistic))]]))
    error_message = "sections have a statistic that is none of Average, Maximum, Minimum, SampleCount, Sum and percentiles such as p95."
  }
}
