module "batch" {
  source = "../../modules/batch"
  count  = length(var.batch_compute_environments) > 0 ? 1 : 0

  name       = local.name_prefix
  account_id = data.aws_caller_identity.current.account_id
  vpc_id     = var.networking.vpc_id
  subnet_ids = var.networking.private_subnet_ids

  compute_environments = {
    for key, each in var.batch_compute_environments : key => merge(each, {
      eks = each.eks_namespace == null ? null : {
        cluster_arn  = module.eks[0].arn
        cluster_name = module.eks[0].name
        namespace    = each.eks_namespace
      }
    })
  }
  job_queues = var.batch_job_queues

  job_definitions = {
    for key, each in var.batch_job_definitions : key => merge(each, {
      container = merge(each.container, {
        secrets = {
          for name, secret in coalesce(each.container.secrets, {}) :
          name => startswith(secret, "arn:") ? secret : var.data.secret_arns[secret]
        }
      })
    })
  }

  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
  log_retention_days       = var.log_retention_days
  alarm_topic_arns         = local.alarm_topic_arns.critical

  # The provider's default tags do not reach instances and volumes that Batch makes.
  tags = merge(var.tags, { Project = var.project_name, Environment = var.environment })
}
