output "arns" {
  description = "ARNs of the alarms, by the name that overrides know them by."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.arn }
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name => alarm.arn if local.alarms[name].severity == "critical" }
}

output "names" {
  description = "Names of the alarms in CloudWatch, by the name that overrides know them by."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.alarm_name }
}

output "runbook" {
  description = "Where the page about these alarms is. Null without one."
  value       = local.runbook
}
