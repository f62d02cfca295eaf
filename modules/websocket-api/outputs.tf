output "alarm_arns" {
  description = "ARNs of the alarms, by name: execution-errors, integration-errors, latency. Empty without alarm topics or routes."
  value       = module.alarms.arns
}

output "alarm_names" {
  description = "Names of the alarms in CloudWatch, by name: execution-errors, integration-errors, latency. Empty without alarm topics or routes."
  value       = module.alarms.names
}

output "arn" {
  description = "ARN of the API."
  value       = aws_apigatewayv2_api.this.arn
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "domain_targets" {
  description = "Where DNS sends each domain, by name: its target's name and zone_id."
  value = {
    for name, domain in aws_apigatewayv2_domain_name.this : name => {
      name    = domain.domain_name_configuration[0].target_domain_name
      zone_id = domain.domain_name_configuration[0].hosted_zone_id
    }
  }
}

output "endpoint" {
  description = "URL to connect to: the one that AWS gives the stage, or where that is closed the first at the API's domains. Null without routes."
  value       = one([for stage in aws_apigatewayv2_stage.this : local.default_endpoint_closed ? "wss://${values(local.addresses)[0]}" : stage.invoke_url])
}

output "endpoints" {
  description = "URLs at the API's domains, by domain and path."
  value       = { for key, address in local.addresses : key => "wss://${address}" }

  depends_on = [aws_apigatewayv2_api_mapping.this]
}

output "execution_arn" {
  description = "ARN that begins those of the stage's routes, for policies that allow execute-api:Invoke: append /$connect."
  value       = local.stage_arn
}

output "id" {
  description = "Id of the API."
  value       = aws_apigatewayv2_api.this.id
}

output "log_group_names" {
  description = "Names of the log groups, by kind: access, execution, as far as there are any."
  value = {
    for kind, groups in { access = local.access_log_groups, execution = aws_cloudwatch_log_group.execution } :
    kind => groups[0].name if length(groups) > 0
  }
}

output "manage_connections_arn" {
  description = "ARN of the stage's connections, to allow execute-api:ManageConnections on."
  value       = local.manage_connections_arn
}

output "manage_connections_policy_json" {
  description = "Policy that allows to send to, look up and close the stage's connections."
  value       = jsonencode(local.manage_connections_policy)
}

# From the API alone, not its stage: the functions that the routes wait for may have it in their environment.
output "management_endpoint" {
  description = "URL for clients of the API Gateway Management API, which send to connections."
  value = (
    local.default_endpoint_closed ? "https://${values(local.addresses)[0]}" : "${replace(aws_apigatewayv2_api.this.api_endpoint, "wss://", "https://")}/${var.stage_name}"
  )
}

output "name" {
  description = "Name of the API."
  value       = aws_apigatewayv2_api.this.name
}

output "stage_arn" {
  description = "ARN of the stage. Null without routes."
  value       = one(aws_apigatewayv2_stage.this[*].arn)
}

output "stage_name" {
  description = "Name of the stage."
  value       = var.stage_name
}
