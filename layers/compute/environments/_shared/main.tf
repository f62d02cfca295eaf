# Rendered from layers/compute/variables*.tf: edit there, then .venv/bin/gen-env render --all. (gen-env c6beecfd304ce4e3)
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
  aws_region                             = var.aws_region
  environment                            = var.environment
  project_name                           = var.project_name
  tags                                   = var.tags
  deletion_protection                    = var.deletion_protection
  alarm_emails                           = var.alarm_emails
  log_retention_days                     = var.log_retention_days
  account_settings                       = var.account_settings
  ai_assistant                           = var.ai_assistant
  albs                                   = var.albs
  api_gateway_account_owner              = var.api_gateway_account_owner
  api_gateway_rest_apis                  = var.api_gateway_rest_apis
  api_gateway_http_apis                  = var.api_gateway_http_apis
  api_gateway_websocket_apis             = var.api_gateway_websocket_apis
  batch_alarms                           = var.batch_alarms
  batch_compute_environments             = var.batch_compute_environments
  batch_default_egress_enabled           = var.batch_default_egress_enabled
  batch_egress                           = var.batch_egress
  batch_ingress                          = var.batch_ingress
  batch_job_definitions                  = var.batch_job_definitions
  batch_job_queues                       = var.batch_job_queues
  batch_security_group_keys              = var.batch_security_group_keys
  batch_volume_kms_key_arn               = var.batch_volume_kms_key_arn
  cloudfront_distributions               = var.cloudfront_distributions
  budget                                 = var.budget
  cost_anomalies                         = var.cost_anomalies
  enable_ecs                             = var.enable_ecs
  ecs_capacity_providers                 = var.ecs_capacity_providers
  ecs_cluster_alarms                     = var.ecs_cluster_alarms
  ecs_default_capacity_provider_strategy = var.ecs_default_capacity_provider_strategy
  ecs_ec2                                = var.ecs_ec2
  ecs_namespace                          = var.ecs_namespace
  ecs_storage_kms_key_arn                = var.ecs_storage_kms_key_arn
  ecs_enable_container_insights          = var.ecs_enable_container_insights
  ecs_services                           = var.ecs_services
  enable_eks                             = var.enable_eks
  eks_access_entries                     = var.eks_access_entries
  eks_addons                             = var.eks_addons
  eks_administrator_required             = var.eks_administrator_required
  eks_alarms                             = var.eks_alarms
  eks_cluster_autoscaler_enabled         = var.eks_cluster_autoscaler_enabled
  eks_cluster_endpoint_private_access    = var.eks_cluster_endpoint_private_access
  eks_cluster_endpoint_public_access     = var.eks_cluster_endpoint_public_access
  eks_cluster_version                    = var.eks_cluster_version
  eks_fargate_profiles                   = var.eks_fargate_profiles
  eks_node_groups                        = var.eks_node_groups
  eks_node_policy_arns                   = var.eks_node_policy_arns
  eks_node_security_group_keys           = var.eks_node_security_group_keys
  eks_oidc_provider_enabled              = var.eks_oidc_provider_enabled
  eks_public_access_cidrs                = var.eks_public_access_cidrs
  eks_secrets_key                        = var.eks_secrets_key
  eks_security_group_keys                = var.eks_security_group_keys
  eks_service_ipv4_cidr                  = var.eks_service_ipv4_cidr
  eks_support_type                       = var.eks_support_type
  eks_volume_kms_key_arn                 = var.eks_volume_kms_key_arn
  eks_workloads                          = var.eks_workloads
  eks_zonal_shift_enabled                = var.eks_zonal_shift_enabled
  elastic_beanstalk_applications         = var.elastic_beanstalk_applications
  lambda_functions                       = var.lambda_functions
  lambda_account_concurrency             = var.lambda_account_concurrency
  lambda_layers                          = var.lambda_layers
  lambda_log_level                       = var.lambda_log_level
  log_indexed_fields                     = var.log_indexed_fields
  log_masking                            = var.log_masking
  dashboard_enabled                      = var.dashboard_enabled
  runbook_url                            = var.runbook_url
  service_health                         = var.service_health
  backups                                = var.backups
  failovers                              = var.failovers
  tracing                                = var.tracing
  waf_web_acls                           = var.waf_web_acls
}
