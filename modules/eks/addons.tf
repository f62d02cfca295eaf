locals {
  _addons_before_compute = ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"]
  _addons_by_default     = concat(local._addons_before_compute, ["aws-ebs-csi-driver", "coredns"])

  _addon_by_default = {
    enabled                     = true
    version                     = null
    phase                       = null
    configuration_values        = null
    resolve_conflicts_on_update = "OVERWRITE"
    pod_identity_role_arns      = null
  }

  _addons = merge({ for name in local._addons_by_default : name => local._addon_by_default }, var.addons)

  addons = {
    for name, addon in local._addons : name => merge(addon, {
      phase = coalesce(addon.phase, contains(local._addons_before_compute, name) ? "before" : "after")
    }) if addon.enabled
  }

  addons_after_compute = { for name, addon in local.addons : name => addon if addon.phase == "after" }

  # What add-ons may call in AWS, for those that this module knows.
  _addon_roles = {
    amazon-cloudwatch-observability = {
      namespace       = "amazon-cloudwatch"
      service_account = "cloudwatch-agent"
      policies        = ["AWSXrayWriteOnlyAccess", "CloudWatchAgentServerPolicy"]
    }
    aws-ebs-csi-driver = {
      namespace       = "kube-system"
      service_account = "ebs-csi-controller-sa"
      policies        = ["AmazonEBSCSIDriverPolicyV2"] # manages only the volumes that the driver made
    }
    vpc-cni = {
      namespace       = "kube-system"
      service_account = "aws-node"
      policies        = ["AmazonEKS_CNI_Policy"]
    }
  }

  addon_roles = {
    for name, addon in local.addons : name => local._addon_roles[name]
    if contains(keys(local._addon_roles), name) && addon.pod_identity_role_arns == null
  }

  _addon_policies = merge([
    for name, role in local.addon_roles : {
      for policy in role.policies : "${name}/${policy}" => { addon = name, policy = policy }
    }
  ]...)

  _own_addon_identities = {
    for name, role in local.addon_roles : name => { (role.service_account) = aws_iam_role.addon[name].arn }
  }

  # Role ARN by service account, by add-on.
  _addon_identities = {
    for name, addon in local.addons : name => merge(
      lookup(local._own_addon_identities, name, {}),
      addon.pod_identity_role_arns,
    )
  }

  # A group of no nodes may stay that way. CoreDNS tolerates no taint but this one.
  runs_on_nodes = anytrue([
    for group in var.node_groups : group.scaling_config.desired_size > 0 && alltrue([
      for key, taint in group.taints : key == "CriticalAddonsOnly" || taint.effect == "PREFER_NO_SCHEDULE"
    ])
  ])
  runs_on_fargate = length(var.fargate_profiles) > 0
  fargate_only    = local.runs_on_fargate && !local.runs_on_nodes

  # Selectors may hold * and ?.
  _fargate_namespaces = flatten([
    for profile in var.fargate_profiles : [for selector in profile.selectors : selector.namespace]
  ])
  coredns_fits_fargate = !local.fargate_only || anytrue([
    for namespace in local._fargate_namespaces :
    can(regex("^${replace(replace(namespace, "*", ".*"), "?", ".")}$", "kube-system"))
  ])

  # CoreDNS waits for a node for ever unless it is told otherwise.
  _addon_configurations = {
    for name, addon in local.addons : name => (
      name == "coredns" && local.fargate_only
      ? jsonencode(merge({ computeType = "Fargate" }, jsondecode(coalesce(addon.configuration_values, "{}"))))
      : addon.configuration_values
    )
  }

  observability_enabled = contains(keys(local.addons), "amazon-cloudwatch-observability")
}

# Without network, proxy and identity no node gets ready, so these come before the first one.
resource "aws_eks_addon" "before_compute" {
  for_each = { for name, addon in local.addons : name => addon if addon.phase == "before" }

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  configuration_values        = local._addon_configurations[each.key]
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = each.value.resolve_conflicts_on_update

  dynamic "pod_identity_association" {
    for_each = local._addon_identities[each.key]

    content {
      service_account = pod_identity_association.key
      role_arn        = pod_identity_association.value
    }
  }

  tags = var.tags

  depends_on = [aws_iam_role_policy_attachment.addon]
}

# These are healthy only once their pods run somewhere.
resource "aws_eks_addon" "after_compute" {
  for_each = local.addons_after_compute

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  configuration_values        = local._addon_configurations[each.key]
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = each.value.resolve_conflicts_on_update

  dynamic "pod_identity_association" {
    for_each = local._addon_identities[each.key]

    content {
      service_account = pod_identity_association.key
      role_arn        = pod_identity_association.value
    }
  }

  tags = var.tags

  depends_on = [
    aws_cloudwatch_log_group.container_insights,
    aws_eks_fargate_profile.this,
    aws_eks_node_group.autoscaled,
    aws_eks_node_group.this,
    aws_iam_role_policy_attachment.addon,
  ]
}

resource "aws_iam_role" "addon" {
  for_each = local.addon_roles

  name                 = local.role_names["addon/${each.key}"]
  description          = "Add-on ${each.key} of EKS cluster ${var.name}."
  assume_role_policy   = jsonencode(local.pod_identity_trust_policies["addon/${each.key}"])
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "addon" {
  for_each = local._addon_policies

  role       = aws_iam_role.addon[each.value.addon].name
  policy_arn = "${local._policies}/${each.value.policy}"
}
