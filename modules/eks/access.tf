locals {
  access_policies = merge([
    for key, entry in var.access_entries : {
      for policy, scope in entry.policies : "${key}/${policy}" => {
        entry      = key
        policy     = policy
        namespaces = scope.namespaces
      }
    }
  ]...)
}

# Nodes and Fargate pods need no entry here: EKS makes theirs with the node group and the profile.
resource "aws_eks_access_entry" "this" {
  for_each = var.access_entries

  cluster_name      = aws_eks_cluster.this.name
  principal_arn     = each.value.principal_arn
  kubernetes_groups = each.value.kubernetes_groups
  tags              = var.tags
}

resource "aws_eks_access_policy_association" "this" {
  for_each = local.access_policies

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.this[each.value.entry].principal_arn
  policy_arn    = "arn:${local._partition}:eks::aws:cluster-access-policy/${each.value.policy}"

  access_scope {
    type       = length(each.value.namespaces) > 0 ? "namespace" : "cluster"
    namespaces = each.value.namespaces
  }
}
