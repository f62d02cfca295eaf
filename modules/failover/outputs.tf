output "alarm_names" {
  description = "Names of the alarms in us-east-1, by kind: primary, secondary. Empty without alarm topics."
  value       = module.alarms.names
}

output "health_check_ids" {
  description = "Health checks by what they ask: primary, and secondary where it is asked."
  value       = { for role, check in aws_route53_health_check.this : lower(role) => check.id }
}

output "record_name" {
  description = "Name that people use."
  value       = var.record_name
}
