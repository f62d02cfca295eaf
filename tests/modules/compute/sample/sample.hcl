module "compute" {
  source = "./modules/compute"
  
  project_name = "ai-assistant-cli"
  environment  = "dev"
  aws_region   = "us-east-1"
  tags         = local.common_tags
  
  # Networking
  vpc_id                    = module.networking.vpc_id
  private_subnet_ids        = module.networking.private_subnet_ids
  lambda_security_group_id  = module.security.lambda_security_group_id
  
  # AI Services integration
  lambda_bedrock_role_arn   = module.ai_services.lambda_bedrock_role_arn
  knowledge_base_id         = module.ai_services.knowledge_base_id
  bedrock_models            = var.bedrock_models
  
  # Authentication
  identity_center_issuer_url = var.identity_center_issuer_url
  jwt_audience              = var.jwt_audience
}
