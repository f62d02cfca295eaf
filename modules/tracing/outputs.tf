output "groups" {
  description = "Groups by name: arn and filter_expression."
  value       = { for name, group in aws_xray_group.this : name => { arn = group.arn, filter_expression = group.filter_expression } }
}

output "sampling_rule_arns" {
  description = "ARNs of the sampling rules, by name."
  value       = { for name, rule in aws_xray_sampling_rule.this : name => rule.arn }
}
