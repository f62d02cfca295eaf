output "findings_log_group_name" {
  description = "Name of the log group of what was found. Null unless masking has findings_enabled."
  value       = one(aws_cloudwatch_log_group.findings[*].name)
}
