# Rendered from layers/compute/outputs.tf: edit there, then .venv/bin/gen-env render --all. (gen-env da77827e538f1de0)

output "lambda_functions" {
  description = "Lambda functions by key: name, arn, alias_name, alias_arn and invoke_arn (callers use the alias), function_url, and who deploys the code: code_owner, code_deploy."
  value       = module.layer.lambda_functions
}

output "api_gateway_rest_apis" {
  description = "REST APIs by key: id, execution_arn, stage_name, invoke_url and domain_targets. Without routes stage_name and invoke_url are null."
  value       = module.layer.api_gateway_rest_apis
}

output "api_gateway_http_apis" {
  description = "HTTP APIs by key: id, endpoint, endpoints at their domains and execution_arn."
  value       = module.layer.api_gateway_http_apis
}

output "api_gateway_websocket_apis" {
  description = "WebSocket APIs by key: id, endpoint to connect to, management_endpoint to send at, execution_arn and manage_connections_arn."
  value       = module.layer.api_gateway_websocket_apis
}

output "ai_assistant" {
  description = "The AI Assistant's backend: URLs, functions, table, log groups, alarms, authorization and role policies. Null where it is not deployed."
  value       = module.layer.ai_assistant
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

output "cloudfront_distributions" {
  description = "CloudFront distributions by key: id, arn, domain_name and hosted_zone_id."
  value       = module.layer.cloudfront_distributions
}

output "elastic_beanstalk_applications" {
  description = "Elastic Beanstalk applications by key: name, and environments with name, arn, cname, endpoint_url and queues."
  value       = module.layer.elastic_beanstalk_applications
}

output "batch" {
  description = "Batch: compute_environment_arns, job_queues and job_definitions by key, the last two with name and arn. Null without Batch."
  value       = module.layer.batch
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

output "alarm_topic_arns" {
  description = "SNS topics that the environment's alarms go to, by severity: critical and warning."
  value       = module.layer.alarm_topic_arns
}

output "edge_alarm_topic_arns" {
  description = "SNS topics in us-east-1 that the alarms of distributions and their web ACLs go to, by severity. Null without any."
  value       = module.layer.edge_alarm_topic_arns
}

output "log_group_names" {
  description = "CloudWatch log groups by service and key."
  value       = module.layer.log_group_names
}

output "environment" {
  description = "Name, region and account of the environment, and which container services it runs."
  value       = module.layer.environment
}
