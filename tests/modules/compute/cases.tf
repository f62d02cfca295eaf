# Cases beyond the README's, in the same plan.

locals {
  required = {
    project_name             = "ai-assistant"
    aws_region               = "us-east-1"
    vpc_id                   = "vpc-1"
    private_subnet_ids       = ["subnet-1", "subnet-2"]
    lambda_security_group_id = "sg-1"
    lambda_bedrock_role_arn  = "arn:aws:iam::123456789012:role/assistants/bedrock"
    knowledge_base_id        = "KB12345678"
    bedrock_models           = ["amazon.nova-lite-v1:0"]
  }
}

# Prod with everything on, all of it known at plan time; the longest name there can be.
module "full" {
  source = "../../modules/compute"

  project_name             = "a123456789-123456789-123456789-123456789-123"
  environment              = "prod"
  aws_region               = local.required.aws_region
  tags                     = { Service = "assistant" }
  vpc_id                   = local.required.vpc_id
  private_subnet_ids       = local.required.private_subnet_ids
  lambda_security_group_id = local.required.lambda_security_group_id
  lambda_bedrock_role_arn  = local.required.lambda_bedrock_role_arn
  knowledge_base_id        = local.required.knowledge_base_id
  bedrock_models           = local.required.bedrock_models

  identity_center_issuer_url = "https://issuer.example.com"
  jwt_audience               = "assistant"
  jwks_uri                   = "https://issuer.example.com/keys"
  cors_allowed_origin        = "https://assistant.example.com"
  bedrock_guardrail          = { id = "abc123", version = "1" }
  kms_key_arn                = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  permissions_boundary_arn   = "arn:aws:iam::123456789012:policy/boundary"
  alarm_topic_arns           = { critical = ["arn:aws:sns:us-east-1:123456789012:alarms"], warning = ["arn:aws:sns:us-east-1:123456789012:warnings"] }
  dynamodb_billing_mode      = "PROVISIONED"
}

# Everything that can be off, is off.
module "off" {
  source = "../../modules/compute"

  project_name             = local.required.project_name
  environment              = "off"
  aws_region               = "eu-west-1"
  tags                     = {}
  vpc_id                   = local.required.vpc_id
  private_subnet_ids       = local.required.private_subnet_ids
  lambda_security_group_id = local.required.lambda_security_group_id
  lambda_bedrock_role_arn  = local.required.lambda_bedrock_role_arn
  knowledge_base_id        = local.required.knowledge_base_id
  bedrock_models           = local.required.bedrock_models

  account_logging_ready           = true
  attach_role_policies            = false
  internet_reachable              = false
  jwt_authorizer_in_vpc           = false
  lambda_reserved_concurrency     = -1
  dynamodb_point_in_time_recovery = false

  alarms = {
    main-errors            = { threshold = 1 }
    rest-api-client-errors = { enabled = false }
    rest-api-latency       = { evaluation_periods = 3 }
    websocket-api-latency  = { threshold = 5000 }
  }
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/compute"

  project_name             = local.required.project_name
  environment              = "nulls"
  aws_region               = local.required.aws_region
  tags                     = {}
  vpc_id                   = local.required.vpc_id
  private_subnet_ids       = local.required.private_subnet_ids
  lambda_security_group_id = local.required.lambda_security_group_id
  lambda_bedrock_role_arn  = local.required.lambda_bedrock_role_arn
  knowledge_base_id        = local.required.knowledge_base_id
  bedrock_models           = local.required.bedrock_models

  account_logging_ready            = null
  alarms                           = null
  alarm_topic_arns                 = null
  api_gateway_stage_name           = null
  api_gateway_throttle_burst_limit = null
  api_gateway_throttle_rate_limit  = null
  attach_role_policies             = null
  bedrock_guardrail                = null
  cors_allowed_origin              = null
  deletion_protection              = null
  dynamodb_billing_mode            = null
  dynamodb_capacity                = null
  dynamodb_point_in_time_recovery  = null
  identity_center_issuer_url       = null
  internet_reachable               = null
  jwks_uri                         = null
  jwt_audience                     = null
  jwt_authorizer_in_vpc            = null
  kms_key_arn                      = null
  lambda_architecture              = null
  lambda_log_level                 = null
  lambda_memory_size               = null
  lambda_reserved_concurrency      = null
  lambda_runtime                   = null
  lambda_timeout                   = null
  log_retention_days               = null
  permissions_boundary_arn         = null
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/compute"

  project_name             = local.required.project_name
  environment              = "dependent"
  aws_region               = local.required.aws_region
  tags                     = {}
  vpc_id                   = module.networking.vpc_id
  private_subnet_ids       = module.networking.private_subnet_ids
  lambda_security_group_id = module.security.lambda_security_group_id
  lambda_bedrock_role_arn  = module.ai_services.lambda_bedrock_role_arn
  knowledge_base_id        = local.required.knowledge_base_id
  bedrock_models           = local.required.bedrock_models
  internet_reachable       = false
  kms_key_arn              = aws_kms_key.main.arn

  depends_on = [aws_sns_topic.alarms]
}

# What the owner of the role is given; the policy for connections is known after the apply only.
output "policies_of_others" {
  value = {
    attached = module.off.compute_config.role.policies_attached
    main     = module.off.compute_config.role.policies.main
  }
}
