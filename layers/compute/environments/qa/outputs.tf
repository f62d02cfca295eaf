# Rendered from layers/compute/outputs.tf: edit there, then run gen-env render. (gen-env 0142bdd7fc5fbe58)

output "lambda_functions" {
  description = "Lambda functions by key: name, arn, alias_arn and invoke_arn. Callers use the alias."
  value       = module.layer.lambda_functions
}

output "load_balancers" {
  description = "Application load balancers by key: arn, dns_name and zone_id."
  value       = module.layer.load_balancers
}

output "ecs" {
  description = "ECS cluster by name and arn, and the ARNs of its services by key. Null without ECS."
  value       = module.layer.ecs
}

output "eks" {
  description = "EKS cluster: name, arn, endpoint, certificate_authority and oidc_provider_arn. Null without EKS."
  value       = module.layer.eks
}

output "iam_role_arns" {
  description = "Roles of the workloads by service and key, for policies of other layers."
  value       = module.layer.iam_role_arns
}

output "kms_key_arn" {
  description = "Key that encrypts logs, queues, topics and environment variables. Null leaves it to keys that AWS owns."
  value       = module.layer.kms_key_arn
}

output "security_group_ids" {
  description = "Security groups by service and key; networking's own under `shared`."
  value       = module.layer.security_group_ids
}

output "alarm_topic_arn" {
  description = "SNS topic that every alarm of the environment goes to."
  value       = module.layer.alarm_topic_arn
}

output "log_group_names" {
  description = "CloudWatch log groups by service and key."
  value       = module.layer.log_group_names
}

output "environment" {
  description = "Name, region and account of the environment, and which container services it runs."
  value       = module.layer.environment
}
