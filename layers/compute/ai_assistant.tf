locals {
  # A name of its own: the functions of the layer, and tables of the data layer, are <project>-<environment>-<key> too.
  ai_assistant_name = "${var.project_name}-assistant"
}

# modules/compute is the AI Assistant's backend; the name is historical. See docs/decisions/0001.
module "ai_assistant" {
  source = "../../modules/compute"
  count  = var.ai_assistant == null ? 0 : 1

  project_name = local.ai_assistant_name
  environment  = var.environment
  aws_region   = var.aws_region
  tags         = {} # the provider's default_tags are everywhere

  # network
  vpc_id                   = var.networking.vpc_id
  private_subnet_ids       = var.networking.private_subnet_ids
  lambda_security_group_id = var.networking.security_group_ids["lambda"]
  jwt_authorizer_in_vpc    = var.ai_assistant.jwt_authorizer_in_vpc
  internet_reachable       = var.ai_assistant.internet_reachable

  # Bedrock
  lambda_bedrock_role_arn = var.security.role_arns[var.ai_assistant.role_key]
  attach_role_policies    = var.ai_assistant.attach_role_policies
  knowledge_base_id       = var.ai_assistant.knowledge_base_id
  bedrock_models          = var.ai_assistant.bedrock_models
  bedrock_guardrail       = var.ai_assistant.bedrock_guardrail

  # who gets in
  identity_center_issuer_url = var.ai_assistant.identity_center_issuer_url
  jwt_audience               = var.ai_assistant.jwt_audience
  jwks_uri                   = var.ai_assistant.jwks_uri
  cors_allowed_origin        = var.ai_assistant.cors_allowed_origin

  # functions
  lambda_runtime              = var.ai_assistant.lambda_runtime
  lambda_architecture         = var.ai_assistant.lambda_architecture
  lambda_timeout              = var.ai_assistant.lambda_timeout
  lambda_memory_size          = var.ai_assistant.lambda_memory_size
  lambda_reserved_concurrency = var.ai_assistant.lambda_reserved_concurrency
  lambda_log_level            = var.lambda_log_level

  # APIs
  associate_web_acl                = var.ai_assistant.web_acl_key != null
  web_acl_arn                      = var.ai_assistant.web_acl_key == null ? null : module.waf[var.ai_assistant.web_acl_key].arn
  api_gateway_stage_name           = var.ai_assistant.api_gateway_stage_name
  api_gateway_throttle_rate_limit  = var.ai_assistant.api_gateway_throttle_rate_limit
  api_gateway_throttle_burst_limit = var.ai_assistant.api_gateway_throttle_burst_limit

  # sessions
  dynamodb_billing_mode           = var.ai_assistant.dynamodb_billing_mode
  dynamodb_capacity               = var.ai_assistant.dynamodb_capacity
  dynamodb_point_in_time_recovery = var.ai_assistant.dynamodb_point_in_time_recovery
  deletion_protection             = var.deletion_protection

  # logs and alarms
  account_logging_ready = local.api_gateway_logging_ready
  log_retention_days    = var.log_retention_days
  alarms                = var.ai_assistant.alarms
  alarm_topic_arns      = local.service_topic_arns
  runbook_url           = var.runbook_url

  # keys and roles
  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
}
