# Rendered from layers/compute/variables*.tf: edit there, then .venv/bin/gen-env render --all. (gen-env 54c38c63bef0cb1a)
module "layer" {
  source = "../.."

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  # outputs of the layers below, from upstream.tf
  networking = local.networking
  security   = local.security
  data       = local.data

  # decisions of this environment, from terraform.auto.tfvars
  aws_region                          = var.aws_region
  environment                         = var.environment
  project_name                        = var.project_name
  tags                                = var.tags
  deletion_protection                 = var.deletion_protection
  alarm_emails                        = var.alarm_emails
  log_retention_days                  = var.log_retention_days
  ai_assistant                        = var.ai_assistant
  albs                                = var.albs
  api_gateway_account_owner           = var.api_gateway_account_owner
  api_gateway_rest_apis               = var.api_gateway_rest_apis
  api_gateway_http_apis               = var.api_gateway_http_apis
  api_gateway_websocket_apis          = var.api_gateway_websocket_apis
  batch_compute_environments          = var.batch_compute_environments
  batch_job_definitions               = var.batch_job_definitions
  batch_job_queues                    = var.batch_job_queues
  cloudfront_distributions            = var.cloudfront_distributions
  enable_ecs                          = var.enable_ecs
  ecs_capacity_providers              = var.ecs_capacity_providers
  ecs_ec2                             = var.ecs_ec2
  ecs_enable_container_insights       = var.ecs_enable_container_insights
  ecs_services                        = var.ecs_services
  enable_eks                          = var.enable_eks
  eks_access_entries                  = var.eks_access_entries
  eks_addons                          = var.eks_addons
  eks_cluster_endpoint_private_access = var.eks_cluster_endpoint_private_access
  eks_cluster_endpoint_public_access  = var.eks_cluster_endpoint_public_access
  eks_cluster_version                 = var.eks_cluster_version
  eks_fargate_profiles                = var.eks_fargate_profiles
  eks_node_groups                     = var.eks_node_groups
  eks_public_access_cidrs             = var.eks_public_access_cidrs
  eks_support_type                    = var.eks_support_type
  eks_workloads                       = var.eks_workloads
  elastic_beanstalk_applications      = var.elastic_beanstalk_applications
  lambda_functions                    = var.lambda_functions
  lambda_layers                       = var.lambda_layers
  lambda_log_level                    = var.lambda_log_level
  waf_web_acls                        = var.waf_web_acls
}
