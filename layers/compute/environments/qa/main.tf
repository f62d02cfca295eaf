# Rendered from layers/compute/variables.tf: edit there, then run gen-env render. (gen-env 2556e56af504c5c5)
module "layer" {
  source = "../.."

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
    aws.dr        = aws.dr
  }

  # outputs of the layers below, from upstream.tf
  networking = local.networking
  security   = local.security
  data       = local.data

  # decisions of this environment, from terraform.auto.tfvars
  aws_region         = var.aws_region
  dr_region          = var.dr_region
  environment        = var.environment
  project_name       = var.project_name
  tags               = var.tags
  alarm_emails       = var.alarm_emails
  log_retention_days = var.log_retention_days
  enable_ecs         = var.enable_ecs
  enable_eks         = var.enable_eks
  lambda_functions   = var.lambda_functions
  lambda_log_level   = var.lambda_log_level
}
