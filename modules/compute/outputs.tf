output "api_gateway_rest_api_url" {
  description = "URL of the REST API's stage; routes follow it, such as /api/v1/health."
  value       = module.rest_api.invoke_url
}

output "api_gateway_websocket_url" {
  description = "URL of the WebSocket API's stage, wss://…."
  value       = module.websocket_api.endpoint
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
      id            = module.rest_api.id
      name          = module.rest_api.name
      execution_arn = module.rest_api.execution_arn
      stage_name    = module.rest_api.stage_name
      stage_arn     = module.rest_api.stage_arn
      url           = module.rest_api.invoke_url
    }

    websocket_api = {
      id                  = module.websocket_api.id
      name                = module.websocket_api.name
      execution_arn       = trimsuffix(module.websocket_api.execution_arn, "/${var.api_gateway_stage_name}")
      stage_name          = module.websocket_api.stage_name
      stage_arn           = module.websocket_api.stage_arn
      url                 = module.websocket_api.endpoint
      management_endpoint = module.websocket_api.management_endpoint
    }

    functions = {
      for key, function in merge(module.function, { jwt-authorizer = module.authorizer }) : key => {
        name           = function.name
        arn            = function.arn
        alias_arn      = function.alias_arn
        alias_name     = function.alias_name
        code_owner     = "external"
        role_arn       = function.role_arn
        log_group_name = function.log_group_names.function
      }
    }

    sessions_table = {
      name       = aws_dynamodb_table.sessions.name
      arn        = aws_dynamodb_table.sessions.arn
      user_index = local.user_index_name
    }

    log_group_names = {
      apis                = aws_cloudwatch_log_group.api.name
      rest_execution      = module.rest_api.log_group_names.execution
      websocket_execution = module.websocket_api.log_group_names.execution
    }

    # By the names that alarms knows them by.
    alarm_arns = merge(
      module.alarms.arns,
      { for name, arn in module.rest_api.alarm_arns : "rest-api-${name}" => arn },
      { for name, arn in module.websocket_api.alarm_arns : "websocket-api-${name}" => arn },
    )
    critical_alarms = merge(module.alarms.critical_alarms, module.rest_api.critical_alarms, module.websocket_api.critical_alarms)

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
