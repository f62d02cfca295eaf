output "alarm_arns" {
  description = "ARNs of the alarms, by the name that `alarms` knows them by. Empty without EC2 capacity or alarm_topic_arns."
  value       = module.alarms.arns
}

output "alarm_names" {
  description = "Names of the alarms in CloudWatch, by the name that `alarms` knows them by. Empty without EC2 capacity or alarm_topic_arns."
  value       = module.alarms.names
}

# Services refer to the cluster through these two, so they come after its capacity and go before it.
output "arn" {
  description = "ARN of the cluster."
  value       = aws_ecs_cluster.this.arn
  depends_on  = [aws_ecs_cluster_capacity_providers.this]
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "name" {
  description = "Name of the cluster."
  value       = aws_ecs_cluster.this.name
  depends_on  = [aws_ecs_cluster_capacity_providers.this]
}

output "autoscaling_group_name" {
  description = "Name of the Auto Scaling group. Null without EC2 capacity."
  value       = one(aws_autoscaling_group.ec2[*].name)
}

output "capacity_provider_names" {
  description = "Names of the capacity providers as services need them, by keyword: FARGATE, FARGATE_SPOT, EC2."
  value       = { for provider in var.capacity_providers : provider => local.provider_names[provider] }
}

output "exec_log_group_arn" {
  description = "ARN of the log group of ECS Exec."
  value       = aws_cloudwatch_log_group.exec.arn
}

output "exec_log_group_name" {
  description = "Name of the log group of ECS Exec."
  value       = aws_cloudwatch_log_group.exec.name
}

output "instance_role_arn" {
  description = "ARN of the instances' role. Null without EC2 capacity."
  value       = one(aws_iam_role.ec2[*].arn)
}

output "instance_role_name" {
  description = "Name of the instances' role, to attach further policies to. Null without EC2 capacity."
  value       = one(aws_iam_role.ec2[*].name)
}

output "namespace_arn" {
  description = "ARN of the Cloud Map namespace, for Service Connect. Null without one."
  value       = one(local.namespace[*].arn)
}

output "namespace_id" {
  description = "Id of the Cloud Map namespace, for service discovery. Null without one."
  value       = one(local.namespace[*].id)
}

output "namespace_security_group_ids" {
  description = "Security group of services that call one another, as a list for `security_group_ids` of modules/ecs-service. Empty without a namespace, and with one of type http that has no namespace_ports."
  value       = aws_security_group.namespace[*].id
}
