data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  name        = "${var.project_name}-${var.environment}"
  _partition  = data.aws_partition.current.partition
  _dns_suffix = data.aws_partition.current.dns_suffix
  region      = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))

  # Lambda takes roles of its own account only, so the role tells the account: known before anything is applied, also
  # where the caller says depends_on, and without a request.
  account_id = provider::aws::arn_parse(var.lambda_bedrock_role_arn).account_id

  _settings = merge(
    {
      ENVIRONMENT         = var.environment
      SESSIONS_TABLE_NAME = local.sessions_table_name
      USER_INDEX_NAME     = local.user_index_name
      KNOWLEDGE_BASE_ID   = var.knowledge_base_id
      BEDROCK_MODELS      = jsonencode(var.bedrock_models)
      BEDROCK_REGION      = var.aws_region
    },
    var.bedrock_guardrail == null ? {} : {
      BEDROCK_GUARDRAIL_ID      = var.bedrock_guardrail.id
      BEDROCK_GUARDRAIL_VERSION = var.bedrock_guardrail.version
    },
  )

  _functions = {
    main = {
      description = "Answers the REST API of the AI Assistant."
      handler     = "backend.handler.handler"
      timeout     = var.lambda_timeout
      reserved    = var.lambda_reserved_concurrency
      settings = {
        API_ROOT_PATH        = "/${var.api_gateway_stage_name}"
        CORS_ALLOWED_ORIGINS = var.cors_allowed_origin
      }
    }
    websocket = {
      description = "Carries the conversations of the AI Assistant over WebSocket."
      handler     = "websocket_handler.handler.handler"
      timeout     = var.lambda_timeout
      reserved    = var.lambda_reserved_concurrency
      settings    = { WEBSOCKET_API_ENDPOINT = module.websocket_api.management_endpoint }
    }

    # The same code with executions of its own: answers of half a minute, which fill the other's, let nobody wait at the door.
    connections = {
      description = "Opens and closes the WebSocket connections of the AI Assistant."
      handler     = "websocket_handler.handler.handler"
      timeout     = min(10, var.lambda_timeout)
      reserved    = -1
      settings    = { WEBSOCKET_API_ENDPOINT = module.websocket_api.management_endpoint }
    }
  }
}

module "function" {
  source   = "../lambda"
  for_each = local._functions

  name        = "${local.name}-${each.key}"
  description = each.value.description
  account_id  = local.account_id

  # code: the placeholder, until somebody deploys the real one
  code_owner   = "external"
  filename     = "${path.module}/placeholder.zip"
  handler      = each.value.handler
  runtime      = var.lambda_runtime
  architecture = var.lambda_architecture

  # size
  memory_size          = var.lambda_memory_size
  timeout              = each.value.timeout
  reserved_concurrency = each.value.reserved

  environment_variables = merge(local._settings, each.value.settings)

  vpc_config = {
    subnet_ids         = var.private_subnet_ids
    security_group_ids = [var.lambda_security_group_id]
  }

  # Both APIs wait for the answer: there are no asynchronous events that could be lost.
  dead_letter_queue_enabled = false

  # permissions
  create_role       = false
  external_role_arn = terraform_data.role_arn.output
  policy_statements = local.policy_statements
  kms_key_arn       = var.kms_key_arn

  # logs and traces
  log_level          = var.lambda_log_level
  log_retention_days = var.log_retention_days

  tags = var.tags
}
