output "api_gateway_rest_api_url" {
  description = "URL of the REST API's stage; routes follow it, such as /api/v1/health."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "api_gateway_websocket_url" {
  description = "URL of the WebSocket API's stage, wss://…."
  value       = aws_apigatewayv2_stage.this.invoke_url
}

output "compute_config" {
  description = "Everything that others need to work with the assistant: APIs, functions, table, log groups, alarms, authorization, Bedrock and the role's policies."
  value = {
    project_name = var.project_name
    environment  = var.environment
    region       = local.region
    account_id   = local.account_id

    # Lambda needs no vpc_id; it says which VPC the subnets and the security group are of.
    network = {
      vpc_id             = var.vpc_id
      subnet_ids         = var.private_subnet_ids
      security_group_ids = [var.lambda_security_group_id]
    }

    rest_api = {
      id            = aws_api_gateway_rest_api.this.id
      name          = aws_api_gateway_rest_api.this.name
      execution_arn = aws_api_gateway_rest_api.this.execution_arn
      stage_name    = aws_api_gateway_stage.this.stage_name
      stage_arn     = aws_api_gateway_stage.this.arn
      url           = aws_api_gateway_stage.this.invoke_url
    }

    websocket_api = {
      id                  = aws_apigatewayv2_api.this.id
      name                = aws_apigatewayv2_api.this.name
      execution_arn       = aws_apigatewayv2_api.this.execution_arn
      stage_name          = aws_apigatewayv2_stage.this.name
      stage_arn           = aws_apigatewayv2_stage.this.arn
      url                 = aws_apigatewayv2_stage.this.invoke_url
      management_endpoint = local.websocket_management_endpoint
    }

    functions = {
      for key, function in merge(module.function, { jwt-authorizer = module.authorizer }) : key => {
        name           = function.name
        arn            = function.arn
        alias_arn      = function.alias_arn
        alias_name     = function.alias_name
        code_owner     = "external"
        role_arn       = function.role_arn
        log_group_name = function.log_group_name
      }
    }

    sessions_table = {
      name       = aws_dynamodb_table.sessions.name
      arn        = aws_dynamodb_table.sessions.arn
      user_index = local.user_index_name
    }

    log_group_names = {
      apis                = aws_cloudwatch_log_group.api.name
      rest_execution      = aws_cloudwatch_log_group.rest_execution.name
      websocket_execution = aws_cloudwatch_log_group.websocket_execution.name
    }

    alarm_arns = { for key, alarm in merge(aws_cloudwatch_metric_alarm.rate, aws_cloudwatch_metric_alarm.threshold) : key => alarm.arn }

    authorization = {
      enabled    = local.auth_enabled
      issuer_url = var.identity_center_issuer_url
      audience   = var.jwt_audience
      message    = local.auth_enabled ? "Tokens of ${var.identity_center_issuer_url} for ${var.jwt_audience} are good." : local.auth_message
    }

    bedrock = {
      region            = var.aws_region
      knowledge_base_id = var.knowledge_base_id
      models            = var.bedrock_models
    }

    # For whoever owns the role, where attach_role_policies is false.
    role = {
      arn               = var.lambda_bedrock_role_arn
      policies_attached = var.attach_role_policies
      policies          = { for key, policy in local.role_policies : key => jsonencode(policy) }
    }
  }
}

output "dynamodb_sessions_table_name" {
  description = "Name of the sessions table."
  value       = aws_dynamodb_table.sessions.name
}

output "lambda_jwt_authorizer_function_name" {
  description = "Name of the function that checks tokens."
  value       = module.authorizer.name
}

output "lambda_main_function_name" {
  description = "Name of the function behind the REST API."
  value       = module.function["main"].name
}

output "lambda_websocket_function_name" {
  description = "Name of the function behind the WebSocket API."
  value       = module.function["websocket"].name
}
