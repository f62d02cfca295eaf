locals {
  # Nothing of a profile can be changed in place, so the name tells its versions apart, as for node groups.
  _fargate_profiles = {
    for key, profile in var.fargate_profiles : key => merge(profile, {
      subnet_ids = profile.subnet_ids == null ? var.subnet_ids : profile.subnet_ids
    })
  }

  fargate_profile_names = {
    for key, profile in local._fargate_profiles :
    key => "${key}-${substr(sha1(jsonencode([profile.selectors, sort(profile.subnet_ids)])), 0, 6)}"
  }
}

resource "aws_eks_fargate_profile" "this" {
  for_each = local._fargate_profiles

  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = local.fargate_profile_names[each.key]
  pod_execution_role_arn = aws_iam_role.fargate[0].arn
  subnet_ids             = each.value.subnet_ids

  dynamic "selector" {
    for_each = each.value.selectors

    content {
      namespace = selector.value.namespace
      labels    = selector.value.labels
    }
  }

  tags = var.tags

  depends_on = [aws_iam_role_policy_attachment.fargate]

  lifecycle {
    create_before_destroy = true
  }
}
