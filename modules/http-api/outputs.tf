output "alarm_arns" {
  description = "ARNs of the alarms, by name: client-errors, errors, latency. Empty without alarm topics."
  value       = module.alarms.arns
}

output "alarm_names" {
  description = "Names of the alarms in CloudWatch, by name: client-errors, errors, latency. Empty without alarm topics."
  value       = module.alarms.names
}

output "arn" {
  description = "ARN of the API."
  value       = aws_apigatewayv2_api.this.arn
}

output "authorizer_ids" {
  description = "Ids of the authorizers, by key."
  value       = { for key, authorizer in aws_apigatewayv2_authorizer.this : key => authorizer.id }
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
  description = "URL to call the API at: the one that AWS gives it, or where that is closed the first at its domains."
  value       = local.default_endpoint_closed ? values(local.urls)[0] : aws_apigatewayv2_api.this.api_endpoint
}

output "endpoints" {
  description = "URLs at the API's domains, by domain and path."
  value       = local.urls

  depends_on = [aws_apigatewayv2_api_mapping.this]
}

output "execution_arn" {
  description = "ARN that begins those of the stage's routes, for policies that allow execute-api:Invoke: append /METHOD/path."
  value       = aws_apigatewayv2_stage.this.execution_arn
}

output "id" {
  description = "Id of the API."
  value       = aws_apigatewayv2_api.this.id
}

output "log_group_names" {
  description = "Names of the log groups, by kind: access."
  value       = { access = aws_cloudwatch_log_group.access.name }
}

output "name" {
  description = "Name of the API."
  value       = aws_apigatewayv2_api.this.name
}

output "vpc_link_security_group_id" {
  description = "Security group of the VPC link: what load balancers let in. Null without routes to load balancers."
  value       = one(aws_security_group.vpc_link[*].id)
}
