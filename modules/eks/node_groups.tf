locals {
  _ami_types = {
    al2023       = { arm = "AL2023_ARM_64_STANDARD", x86 = "AL2023_x86_64_STANDARD" }
    bottlerocket = { arm = "BOTTLEROCKET_ARM_64", x86 = "BOTTLEROCKET_x86_64" }
  }

  # Graviton families have a g after the generation: m7g, c6gn, im4gn, t4g; and the first one is a1.
  _processors = {
    for key, group in var.node_groups :
    key => can(regex("^(a1|[a-z]+[0-9]+g[a-z]*)\\.", group.instance_types[0])) ? "arm" : "x86"
  }

  node_groups = {
    for key, group in var.node_groups : key => merge(group, {
      ami_type           = coalesce(group.ami_type, local._ami_types[group.bottlerocket ? "bottlerocket" : "al2023"][local._processors[key]])
      kubernetes_version = coalesce(group.kubernetes_version, var.kubernetes_version)
      subnet_ids         = group.subnet_ids == null ? var.subnet_ids : group.subnet_ids
    })
  }

  # EKS can change none of these in place. With them in the name, the new group can be ready before the old one goes.
  _node_group_identities = {
    for key, group in local.node_groups :
    key => jsonencode([group.ami_type, group.capacity_type, group.instance_types, sort(group.subnet_ids)])
  }

  node_group_names = {
    for key, identity in local._node_group_identities : key => "${key}-${substr(sha1(identity), 0, 6)}"
  }

  # Exactly one of the two variants exists; everything else reads from here.
  node_group = merge(aws_eks_node_group.this, aws_eks_node_group.autoscaled)
}

# A group whose size Terraform sets. The same as the next but for lifecycle, since ignore_changes takes no expressions; a test
# holds them alike. docs/decisions/0011 says why one resource does not do.
resource "aws_eks_node_group" "this" {
  for_each = { for key, group in local.node_groups : key => group if group.scaling == "terraform" }

  cluster_name    = aws_eks_cluster.this.name
  node_group_name = local.node_group_names[each.key]
  node_role_arn   = aws_iam_role.nodes[0].arn
  subnet_ids      = each.value.subnet_ids
  version         = each.value.kubernetes_version

  # machines
  ami_type       = each.value.ami_type
  capacity_type  = each.value.capacity_type
  instance_types = each.value.instance_types

  launch_template {
    id      = aws_launch_template.node[each.key].id
    version = terraform_data.node_template[each.key].output
  }

  scaling_config {
    desired_size = each.value.scaling_config.desired_size
    max_size     = each.value.scaling_config.max_size
    min_size     = each.value.scaling_config.min_size
  }

  update_config {
    max_unavailable_percentage = each.value.max_unavailable_percentage
  }

  node_repair_config {
    enabled = each.value.node_repair_enabled
  }

  # pods
  labels = each.value.labels

  dynamic "taint" {
    for_each = each.value.taints

    content {
      key    = taint.key
      value  = taint.value.value
      effect = taint.value.effect
    }
  }

  tags = var.tags

  # A node is ready only with network and proxy; and it needs its role until it is gone.
  depends_on = [
    aws_eks_addon.before_compute,
    aws_iam_role_policy_attachment.nodes,
  ]

  lifecycle {
    create_before_destroy = true
  }
}

# A group that the Cluster Autoscaler sizes within min_size and max_size; desired_size is where it starts.
resource "aws_eks_node_group" "autoscaled" {
  for_each = { for key, group in local.node_groups : key => group if group.scaling == "autoscaler" }

  cluster_name    = aws_eks_cluster.this.name
  node_group_name = local.node_group_names[each.key]
  node_role_arn   = aws_iam_role.nodes[0].arn
  subnet_ids      = each.value.subnet_ids
  version         = each.value.kubernetes_version

  # machines
  ami_type       = each.value.ami_type
  capacity_type  = each.value.capacity_type
  instance_types = each.value.instance_types

  launch_template {
    id      = aws_launch_template.node[each.key].id
    version = terraform_data.node_template[each.key].output
  }

  scaling_config {
    desired_size = each.value.scaling_config.desired_size
    max_size     = each.value.scaling_config.max_size
    min_size     = each.value.scaling_config.min_size
  }

  update_config {
    max_unavailable_percentage = each.value.max_unavailable_percentage
  }

  node_repair_config {
    enabled = each.value.node_repair_enabled
  }

  # pods
  labels = each.value.labels

  dynamic "taint" {
    for_each = each.value.taints

    content {
      key    = taint.key
      value  = taint.value.value
      effect = taint.value.effect
    }
  }

  tags = var.tags

  depends_on = [
    aws_eks_addon.before_compute,
    aws_iam_role_policy_attachment.nodes,
  ]

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size]
  }
}
