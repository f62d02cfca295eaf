output "alarm_arns" {
  description = "ARNs of the alarms, by name: client-errors, errors, latency. Empty without alarm topics or routes."
  value       = module.alarms.arns
}

output "alarm_names" {
  description = "Names of the alarms in CloudWatch, by name: client-errors, errors, latency. Empty without alarm topics or routes."
  value       = module.alarms.names
}

output "api_key_ids" {
  description = "Ids of the API keys, by PLAN/KEY: `aws apigateway get-api-key --include-value --api-key ID` shows a value."
  value       = { for name, key in aws_api_gateway_api_key.this : name => key.id }
}

output "arn" {
  description = "ARN of the API."
  value       = aws_api_gateway_rest_api.this.arn
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "deployment_hash" {
  description = "Hash of the deployed definition; note it before changing routes, and pass it as canary.stable_deployment_hash with the change. Null without routes."
  value       = one(aws_api_gateway_deployment.this[*].triggers.redeployment)
}

output "domain_targets" {
  description = "Where DNS sends each domain, by name: its target's name and zone_id."
  value       = local._targets
}

output "endpoint" {
  description = "URL to call the API at: that of the stage, or where that is closed the first at the API's domains. Null without routes."
  value       = one([for stage in aws_api_gateway_stage.this : local.default_endpoint_closed ? values(local.urls)[0] : stage.invoke_url])
}

output "endpoints" {
  description = "URLs at the API's domains, by domain and path."
  value       = local.urls

  depends_on = [aws_api_gateway_base_path_mapping.this]
}

output "execution_arn" {
  description = "ARN that permissions to call the API begin with."
  value       = aws_api_gateway_rest_api.this.execution_arn
}

output "id" {
  description = "Id of the API."
  value       = aws_api_gateway_rest_api.this.id
}

output "invoke_url" {
  description = "URL that AWS gives the stage; closed where the API has domains. Null without routes."
  value       = one(aws_api_gateway_stage.this[*].invoke_url)
}

output "log_group_names" {
  description = "Names of the log groups, by kind: access, execution, as far as there are any."
  value = {
    for kind, groups in { access = local.access_log_groups, execution = aws_cloudwatch_log_group.execution } :
    kind => groups[0].name if length(groups) > 0
  }
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
