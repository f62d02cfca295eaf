output "alarm" {
  description = "ARN of the alarm by its name in CloudWatch, as `dependencies` of what stands on this service."
  value       = { (local.alarm_name) = aws_cloudwatch_composite_alarm.this.arn }
}

output "alarm_name" {
  description = "Name of the alarm in CloudWatch."
  value       = aws_cloudwatch_composite_alarm.this.alarm_name
}
