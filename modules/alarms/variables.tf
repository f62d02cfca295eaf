variable "alarms" {
  description = "Alarms by name. An alarm watches one metric, or an `expression` over `metrics` by id. `{threshold}` and `{floor}` in a description or expression stand for the values in force. `runbook` is the section of the page about the alarm, by default its name. `statistic` is Sum, Average, Maximum, Minimum, SampleCount or a percentile such as p99; `period` is in seconds."
  type = map(object({
    description         = string
    severity            = optional(string, "critical")
    runbook             = optional(string)
    namespace           = optional(string)
    metric_name         = optional(string)
    dimensions          = optional(map(string), {})
    statistic           = optional(string, "Sum")
    expression          = optional(string)
    label               = optional(string)
    comparison_operator = optional(string, "GreaterThanThreshold")
    threshold           = number
    floor               = optional(number)
    period              = optional(number, 300)
    evaluation_periods  = optional(number, 1)
    datapoints_to_alarm = optional(number)
    treat_missing_data  = optional(string, "notBreaching")

    metrics = optional(map(object({
      namespace   = string
      metric_name = string
      dimensions  = map(string)
      statistic   = optional(string, "Sum")
    })), {})
  }))

  validation {
    condition     = alltrue([for alarm in var.alarms : (alarm.metric_name == null) != (alarm.expression == null)])
    error_message = "alarms must have either a metric_name or an expression."
  }

  validation {
    condition     = alltrue([for alarm in var.alarms : contains(["critical", "warning"], alarm.severity)])
    error_message = "alarms must have the severity critical or warning."
  }
}

variable "name" {
  description = "Name of what is watched. Starts the name of every alarm."
  type        = string
}

variable "overrides" {
  description = "Changes to alarms, by name. What is null stays as the alarm has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
  type = map(object({
    enabled             = optional(bool)
    severity            = optional(string)
    threshold           = optional(number)
    floor               = optional(number)
    period              = optional(number)
    evaluation_periods  = optional(number)
    datapoints_to_alarm = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.overrides), keys(var.alarms))) == 0
    error_message = "alarms names ${join(", ", setsubtract(keys(var.overrides), keys(var.alarms)))}, which ${var.name} does not have; its alarms are ${join(", ", keys(var.alarms))}."
  }

  validation {
    condition     = alltrue([for change in var.overrides : change.severity == null ? true : contains(["critical", "warning"], change.severity)])
    error_message = "alarms must have the severity critical or warning."
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, Period; below a minute only for metrics
  # that somebody sends so often, which AWS's own are not.
  validation {
    condition = alltrue([
      for change in var.overrides : change.period == null ? true : change.period >= 60 && change.period % 60 == 0
    ])
    error_message = "alarms must have a period of 60 seconds or a multiple of it."
  }

  validation {
    condition = alltrue([
      for change in var.overrides : change.evaluation_periods == null ? true : change.evaluation_periods >= 1 && floor(change.evaluation_periods) == change.evaluation_periods
    ])
    error_message = "alarms must have evaluation_periods of 1 or more, a whole number."
  }

  validation {
    condition = alltrue([
      for name, change in var.overrides : change.datapoints_to_alarm == null ? true : (
        change.datapoints_to_alarm >= 1 && floor(change.datapoints_to_alarm) == change.datapoints_to_alarm
        && change.datapoints_to_alarm <= (change.evaluation_periods != null ? change.evaluation_periods : try(var.alarms[name].evaluation_periods, 1))
      )
    ])
    error_message = "alarms must have datapoints_to_alarm from 1 to evaluation_periods, a whole number."
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, EvaluationPeriods
  validation {
    condition = alltrue([
      for name, change in var.overrides : alltrue([
        for alarm in [{
          period  = change.period != null ? change.period : try(var.alarms[name].period, 60)
          periods = change.evaluation_periods != null ? change.evaluation_periods : try(var.alarms[name].evaluation_periods, 1)
        }] : alarm.period * alarm.periods <= (alarm.period < 3600 ? 86400 : 604800)
      ])
    ])
    error_message = "alarms must look back, period x evaluation_periods, no longer than a day; with a period of an hour or more, a week."
  }

  validation {
    condition = alltrue([
      for name, change in var.overrides : change.floor == null ? true : change.floor >= 0 && try(var.alarms[name].floor, 0) != null
    ])
    error_message = "alarms must have a floor of 0 or more, and only where the alarm is a share of requests: ${join(", ", [for name, alarm in var.alarms : name if alarm.floor != null])}."
  }
}

variable "runbook" {
  description = "Page of the runbooks about these alarms, without .md; every description names it. Null names none."
  type        = string
  default     = null
}

variable "runbook_url" {
  description = "Where the runbooks are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository."
  type        = string
  default     = "docs/runbooks"
  nullable    = false

  validation {
    condition     = can(regex("^(docs/runbooks|https://[^\\s]{1,250})$", var.runbook_url))
    error_message = "runbook_url must be an https:// address of at most 258 characters, such as https://github.com/acme/platform/blob/main/docs/runbooks."
  }
}

variable "tags" {
  description = "Tags of the alarms."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "topic_arns" {
  description = "SNS topics to tell, by severity, when an alarm goes off and when all is well again. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null

  validation {
    condition = var.topic_arns == null ? true : alltrue([
      for arn in flatten(values(var.topic_arns)) : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))
    ])
    error_message = "alarm_topic_arns must be ARNs of SNS topics, such as arn:aws:sns:us-east-1:123456789012:alarms."
  }
}
