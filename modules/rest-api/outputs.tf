output "access_log_group_name" {
  description = "Log group of the access log. Null without one."
  value       = one(aws_cloudwatch_log_group.access[*].name)
}

output "alarm_arns" {
  description = "ARNs of the alarms, by kind: errors, latency, client-errors. Empty without alarm topics."
  value = merge(
    { for kind, alarm in aws_cloudwatch_metric_alarm.this : kind => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.client_errors : "client-errors" => alarm.arn },
  )
}

output "api_key_ids" {
  description = "Ids of the API keys, by PLAN/KEY: `aws apigateway get-api-key --include-value --api-key ID` shows a value."
  value       = { for key, each in aws_api_gateway_api_key.this : key => each.id }
}

output "arn" {
  description = "ARN of the API."
  value       = aws_api_gateway_rest_api.this.arn
}

output "deployment_hash" {
  description = "What is deployed, in a word: stable_deployment_hash of a canary that is to stand beside it. Null without routes."
  value       = one(aws_api_gateway_deployment.this[*].triggers.redeployment)
}

output "domain_targets" {
  description = "Where DNS sends each domain, by name: its target's name and zone_id."
  value       = local._targets
}

output "execution_arn" {
  description = "ARN that permissions to call the API begin with."
  value       = aws_api_gateway_rest_api.this.execution_arn
}

output "execution_log_group_name" {
  description = "Log group of the execution log. Null without one."
  value       = one(aws_cloudwatch_log_group.execution[*].name)
}

output "id" {
  description = "Id of the API."
  value       = aws_api_gateway_rest_api.this.id
}

output "invoke_url" {
  description = "URL that AWS gives the stage; closed where the API has domains. Null without routes."
  value       = one(aws_api_gateway_stage.this[*].invoke_url)
}

output "name" {
  description = "Name of the API."
  value       = aws_api_gateway_rest_api.this.name
}

output "stage_arn" {
  description = "ARN of the stage. Null without routes."
  value       = one(aws_api_gateway_stage.this[*].arn)
}

output "stage_name" {
  description = "Name of the stage. Null without routes."
  value       = one(aws_api_gateway_stage.this[*].stage_name)
}

output "usage_plan_ids" {
  description = "Ids of the usage plans, by name."
  value       = { for name, plan in aws_api_gateway_usage_plan.this : name => plan.id }
}

output "vpc_link_ids" {
  description = "Ids of the VPC links, by key."
  value       = { for key, link in aws_api_gateway_vpc_link.this : key => link.id }
}
