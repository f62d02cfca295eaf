output "alarm_names" {
  description = "Names of the alarms, by kind: balancer-errors, target-errors, latency, connection-errors, rejected-connections, unhealthy-KEY. Empty without alarm topics."
  value       = module.alarms.names
}

output "arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "arn_suffix" {
  description = "End of the ARN, by which CloudWatch and scaling policies know the load balancer."
  value       = aws_lb.this.arn_suffix
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "dns_name" {
  description = "DNS name of the load balancer."
  value       = aws_lb.this.dns_name
}

output "listener_arns" {
  description = "ARNs of the listeners, by kind: traffic, and test if there is one."
  value       = local.listener_arns
}

output "ingress" {
  description = "Who is let in where traffic is served: `everyone` is true where the whole internet is."
  value = {
    everyone = anytrue([for rule in local.ingress_rules : rule.cidr == local._everyone])
  }
}

output "log_bucket_name" {
  description = "Bucket that takes the logs. Null without logs."
  value       = local._logs_enabled ? local.log_bucket : null
}

output "name" {
  description = "Name of the load balancer."
  value       = aws_lb.this.name
}

output "security_group_id" {
  description = "Security group of the load balancer: what targets let in."
  value       = aws_security_group.this.id
}

output "target_group_arn_suffixes" {
  description = "Ends of the ARNs of the target groups, by key, for scaling on requests per target."
  value       = { for key, group in aws_lb_target_group.this : key => group.arn_suffix }
}

output "target_group_arns" {
  description = "ARNs of the target groups, by key; the second group of a pair is KEY/green."
  value       = { for key, group in aws_lb_target_group.this : key => group.arn }

  # ECS takes a target group only once a listener or rule forwards to it.
  depends_on = [
    aws_lb_listener.this,
    aws_lb_listener.external,
    aws_lb_listener_rule.this,
    aws_lb_listener_rule.external,
  ]
}

output "target_group_names" {
  description = "Names of the target groups, by key, as CodeDeploy wants them."
  value       = { for key, group in aws_lb_target_group.this : key => group.name }
}

output "zone_id" {
  description = "Hosted zone of the DNS name, for alias records."
  value       = aws_lb.this.zone_id
}
