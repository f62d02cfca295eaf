output "alarm_arns" {
  description = "ARNs of the alarms, by kind: errors, throttles, dead-letters. Empty without alarm topics."
  value       = { for kind, alarm in aws_cloudwatch_metric_alarm.this : kind => alarm.arn }
}

output "alias_arn" {
  description = "ARN of the alias: what callers invoke."
  value       = local.alias.arn
}

output "alias_name" {
  description = "Name of the alias."
  value       = local.alias.name
}

output "arn" {
  description = "ARN of the function, without version or alias."
  value       = local.function.arn
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue. Null without one."
  value       = one(aws_sqs_queue.dead_letter[*].arn)
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue. Null without one."
  value       = one(aws_sqs_queue.dead_letter[*].url)
}

output "invoke_arn" {
  description = "ARN by which API Gateway invokes the alias."
  value       = local.alias.invoke_arn
}

output "log_group_arn" {
  description = "ARN of the log group."
  value       = aws_cloudwatch_log_group.this.arn
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the function."
  value       = local.function.function_name
}

output "role_arn" {
  description = "ARN of the execution role."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the execution role, to attach further policies to."
  value       = aws_iam_role.this.name
}

output "version" {
  description = "Version that Terraform published last."
  value       = local.function.version
}
