# Rendered from layers/compute/outputs.tf: edit there, then .venv/bin/gen-env render --all. (gen-env 50eb6887495ed318)

output "lambda_functions" {
  description = "Lambda functions by key: name, arn, alias_name, alias_arn and invoke_arn (callers use the alias), the last version that Terraform published, endpoint (the function URL), who deploys the code (code_owner, code_deploy), runtime_deprecated_on (the day from which Lambda does not patch the runtime any more), dead_letter_queue and succeeded_queue (arn and url, null without one), event_source_ids, alarm_names, and policy: what a role of the security layer has to allow."
  value       = module.layer.lambda_functions
}

output "lambda_layers" {
  description = "Lambda layers by key: arn and version of the newest version."
  value       = module.layer.lambda_layers
}

output "api_gateway_rest_apis" {
  description = "REST APIs by key: id, name, arn, endpoint, endpoints at their domains, execution_arn, stage_name, stage_arn, domain_targets, usage_plan_ids, api_key_ids, vpc_link_ids, alarm_names, and deployment_hash, which a canary takes as stable_deployment_hash. Without routes endpoint, stage and hash are null."
  value       = module.layer.api_gateway_rest_apis
}

output "api_gateway_http_apis" {
  description = "HTTP APIs by key: id, name, arn, endpoint, endpoints at their domains, execution_arn, domain_targets, authorizer_ids and alarm_names."
  value       = module.layer.api_gateway_http_apis
}

output "api_gateway_websocket_apis" {
  description = "WebSocket APIs by key: id, name, arn, stage_name, stage_arn, endpoint to connect to, endpoints at their domains, management_endpoint to send at, execution_arn, manage_connections_arn, domain_targets and alarm_names."
  value       = module.layer.api_gateway_websocket_apis
}

output "ai_assistant" {
  description = "The AI Assistant's backend: URLs, functions, table, log groups, alarms, authorization and role policies. Null where it is not deployed."
  value       = module.layer.ai_assistant
}

output "load_balancers" {
  description = "Application load balancers by key: name, arn, dns_name and zone_id, log_bucket_name, and what deployments switch: listener_arns, target_group_names and target_group_arns; alarm_names."
  value       = module.layer.load_balancers
}

output "ecs" {
  description = "ECS: cluster_name, cluster_arn, EC2's autoscaling_group_name, instance_role_arn and instance_role_name, and services by key, with what deployments from outside need: task_definition_json to register the next revision with, app_spec and code_deploy. service_arns are by key too. Null without ECS."
  value       = module.layer.ecs
}

output "eks" {
  description = "EKS cluster: name, arn, endpoint, certificate_authority, kubernetes_version with the day its standard support ends, OIDC issuer and provider, node groups with their Auto Scaling groups, alarm_names, secrets_key_arn. Null without EKS."
  value       = module.layer.eks
}

output "waf_web_acls" {
  description = "Web ACLs by key: arn and alarm_names; what is of scope CLOUDFRONT is in us-east-1."
  value       = module.layer.waf_web_acls
}

output "cloudfront_distributions" {
  description = "CloudFront distributions by key: id, arn, domain_name, staging_domain_name and hosted_zone_id; bucket_policies to add to buckets of others; public_key_ids that signers name; key_value_store_arns to write to; edge_role_names to attach policies to; realtime_log_stream_arn to read; alarm_names, in us-east-1."
  value       = module.layer.cloudfront_distributions
}

output "elastic_beanstalk_applications" {
  description = "Elastic Beanstalk applications by key: name, alarm_names, and environments with name, arn, cname, endpoint_url and queues."
  value       = module.layer.elastic_beanstalk_applications
}

output "batch" {
  description = "Batch: compute_environment_arns, job_queues and job_definitions by key, the last two with name and arn; not_submitted_queue_url, where scheduled jobs are that Batch did not accept; alarm_names. Null without Batch."
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

output "alarm_names" {
  description = "CloudWatch alarms by service and key."
  value       = module.layer.alarm_names
}

output "dashboard" {
  description = "CloudWatch dashboard of the environment: name, arn and url. Null without one."
  value       = module.layer.dashboard
}

output "saved_query_ids" {
  description = "Queries of Logs Insights by name, without the environment's name before them: their ids."
  value       = module.layer.saved_query_ids
}

output "xray" {
  description = "X-Ray: groups by name, with arn and filter_expression, and sampling_rule_arns by name."
  value       = module.layer.xray
}

output "backup" {
  description = "Backups: vault_name, vault_arn, plan_arn and role_arn. Null without any."
  value       = module.layer.backup
}

output "failovers" {
  description = "Names with a second target by key: record_name, health_check_ids, and alarm_names, in us-east-1."
  value       = module.layer.failovers
}

output "budget" {
  description = "Budget of the environment: name and arn. Null without one."
  value       = module.layer.budget
}

output "cost_anomaly_monitor" {
  description = "Monitor of the environment's costs: name and arn. Null without one."
  value       = module.layer.cost_anomaly_monitor
}

output "account_settings" {
  description = "What the account has by this environment: cost_export (arn and bucket_name) and cost_anomaly_monitor (name and arn), each null without one. Null where the environment owns no settings."
  value       = module.layer.account_settings
}

output "alarm_topic_arns" {
  description = "SNS topics that the environment's alarms go to, by severity: critical and warning."
  value       = module.layer.alarm_topic_arns
}

output "edge_alarm_topic_arns" {
  description = "SNS topics in us-east-1 that the alarms of distributions and their web ACLs go to, by severity. Null without any."
  value       = module.layer.edge_alarm_topic_arns
}

output "service_health" {
  description = "Names of the composite alarms that tell of unhealthy services, by kind and key, such as function-orders; those of distributions are in us-east-1."
  value       = module.layer.service_health
}

output "log_group_names" {
  description = "CloudWatch log groups by service and key."
  value       = module.layer.log_group_names
}

output "environment" {
  description = "Name, region and account of the environment, and which container services it runs."
  value       = module.layer.environment
}
