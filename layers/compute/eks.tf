module "eks" {
  source = "../../modules/eks"
  count  = var.enable_eks ? 1 : 0

  name               = "${local.name_prefix}-eks"
  account_id         = data.aws_caller_identity.current.account_id
  kubernetes_version = var.eks_cluster_version
  support_type       = var.eks_support_type

  # network
  subnet_ids              = var.networking.private_subnet_ids
  endpoint_private_access = var.eks_cluster_endpoint_private_access
  endpoint_public_access  = var.eks_cluster_endpoint_public_access
  public_access_cidrs     = var.eks_public_access_cidrs

  # capacity
  node_groups      = var.eks_node_groups
  fargate_profiles = var.eks_fargate_profiles
  addons           = var.eks_addons

  # access
  access_entries = {
    for name, entry in var.eks_access_entries : name => merge(entry, {
      principal_arn = entry.role_key == null ? entry.principal_arn : var.security.role_arns[entry.role_key]
    })
  }
  workloads                = var.eks_workloads
  permissions_boundary_arn = var.security.permissions_boundary_arn

  # logs and alarms
  kms_key_arn        = var.security.kms_key_arn
  log_retention_days = var.log_retention_days
  alarm_topic_arns   = local.alarm_topic_arns.critical

  # The provider's default tags do not reach instances and volumes that EKS makes.
  tags = merge(var.tags, { Project = var.project_name, Environment = var.environment })
}
