locals {
  _eks_principals = {
    for name, entry in var.eks_access_entries :
    name => entry.role_key == null ? entry.principal_arn : var.security.role_arns[entry.role_key]
  }

  # EKS takes a role or user once. With its ARN as the key, an entry that gets another name stays the entry that it was; with
  # the name as the key, the new one would be made while the old one is still there.
  _eks_access_entries = {
    for name, entry in var.eks_access_entries :
    local._eks_principals[name] => merge(entry, { principal_arn = local._eks_principals[name] })
  }
}

module "eks" {
  source = "../../modules/eks"
  count  = var.enable_eks ? 1 : 0

  name               = "${local.name_prefix}-eks"
  account_id         = data.aws_caller_identity.current.account_id
  kubernetes_version = var.eks_cluster_version
  support_type       = var.eks_support_type

  # What EKS never changes.
  secrets_key       = var.eks_secrets_key
  service_ipv4_cidr = var.eks_service_ipv4_cidr

  # network
  subnet_ids              = var.networking.private_subnet_ids
  security_group_ids      = [for key in var.eks_security_group_keys : var.networking.security_group_ids[key]]
  zonal_shift_enabled     = var.eks_zonal_shift_enabled
  endpoint_private_access = var.eks_cluster_endpoint_private_access
  endpoint_public_access  = var.eks_cluster_endpoint_public_access
  public_access_cidrs     = var.eks_public_access_cidrs

  # capacity
  node_groups                = var.eks_node_groups
  node_policy_arns           = var.eks_node_policy_arns
  node_security_group_ids    = [for key in var.eks_node_security_group_keys : var.networking.security_group_ids[key]]
  volume_kms_key_arn         = var.eks_volume_kms_key_arn
  cluster_autoscaler_enabled = var.eks_cluster_autoscaler_enabled
  fargate_profiles           = var.eks_fargate_profiles
  addons                     = var.eks_addons

  # access
  access_entries           = local._eks_access_entries
  administrator_required   = var.eks_administrator_required
  oidc_provider_enabled    = var.eks_oidc_provider_enabled
  workloads                = var.eks_workloads
  permissions_boundary_arn = var.security.permissions_boundary_arn

  # logs and alarms
  kms_key_arn        = var.security.kms_key_arn
  log_retention_days = var.log_retention_days
  alarm_topic_arns   = local.service_topic_arns
  runbook_url        = var.runbook_url
  alarms             = var.eks_alarms

  # The provider's default tags do not reach instances and volumes that EKS makes.
  tags = merge(var.tags, { Project = var.project_name, Environment = var.environment })
}
