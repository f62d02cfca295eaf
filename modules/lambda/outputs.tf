output "alarm_names" {
  description = "Names of the alarms in CloudWatch, by the name that `alarms` knows them by."
  value       = module.alarms.names
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

output "code_deploy" {
  description = "CodeDeploy's application_name and deployment_group_name, to start deployments with. Null without code_deploy."
  value = one([
    for group in aws_codedeploy_deployment_group.this : {
      application_name      = group.app_name
      deployment_group_name = group.deployment_group_name
    }
  ])
}

output "code_owner" {
  description = "Who deploys the code: terraform or external."
  value       = var.code_owner
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue. Null without one."
  value       = one(aws_sqs_queue.dead_letter[*].arn)
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue. Null without one."
  value       = one(aws_sqs_queue.dead_letter[*].url)
}

output "endpoint" {
  description = "HTTPS endpoint of the alias. Null without function_url."
  value       = one(aws_lambda_function_url.this[*].function_url)
}

output "event_source_ids" {
  description = "UUIDs of the event source mappings, by name."
  value       = { for name, mapping in aws_lambda_event_source_mapping.this : name => mapping.uuid }
}

output "invoke_arn" {
  description = "ARN by which API Gateway invokes the alias."
  value       = local.alias.invoke_arn
}

output "log_group_names" {
  description = "Names of the log groups, by kind: function."
  value       = { function = aws_cloudwatch_log_group.this.name }
}

output "name" {
  description = "Name of the function."
  value       = local.function.function_name
}

output "policy" {
  description = "What the function and its code need to be allowed: the policy of the role that is made here, for an external one to be given."
  value       = local.policy
}

output "role_arn" {
  description = "ARN of the execution role."
  value       = local.role_arn
}

output "role_name" {
  description = "Name of the execution role, to attach further policies to. Null for an external one."
  value       = one(aws_iam_role.this[*].name)
}

output "runtime_deprecated_on" {
  description = "Day, as 2029-06-30, from which Lambda does not patch the runtime any more. Null for an image, and for runtimes that this module does not know yet."
  value       = local.runtime_deprecated_on
}

output "succeeded_queue_arn" {
  description = "ARN of the queue that async_invocation.on_success = {} makes. Null without one."
  value       = one(aws_sqs_queue.succeeded[*].arn)
}

output "succeeded_queue_url" {
  description = "URL of the queue that async_invocation.on_success = {} makes. Null without one."
  value       = one(aws_sqs_queue.succeeded[*].url)
}

output "version" {
  description = "Version that Terraform published last."
  value       = local.function.version
}
