output "alarm_names" {
  description = "Names of the alarms, by kind: blocked-requests. Empty without alarm topics."
  value       = module.alarms.names
}

output "arn" {
  description = "ARN of the web ACL."
  value       = aws_wafv2_web_acl.this.arn
}

output "capacity" {
  description = "Capacity units that the rules take. 1500 are in the price, 5000 the most."
  value       = aws_wafv2_web_acl.this.capacity
}

output "id" {
  description = "Id of the web ACL."
  value       = aws_wafv2_web_acl.this.id
}

output "log_group_arn" {
  description = "ARN of the log group."
  value       = aws_cloudwatch_log_group.this.arn
}

output "log_group_names" {
  description = "Names of the log groups, by kind: requests."
  value       = { requests = aws_cloudwatch_log_group.this.name }
}

output "name" {
  description = "Name of the web ACL."
  value       = aws_wafv2_web_acl.this.name
}
