data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  _partition = data.aws_partition.current.partition
  # `region` is what 6.x calls it, `name` what 5.x does; each warns of the other.
  _region   = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))
  _eks_arn  = "arn:${local._partition}:eks:${local._region}:${var.account_id}"
  _policies = "arn:${local._partition}:iam::aws:policy"

  # Spelled out, not read from the cluster, so that a first plan shows the whole policy.
  cluster_arn = "${local._eks_arn}:cluster/${var.name}"

  _role_names = merge(
    { for role in ["cluster", "nodes", "fargate"] : role => "${var.name}-${role}" },
    { for addon in keys(local.addon_roles) : "addon/${addon}" => "${var.name}-addon-${addon}" },
    { for workload in keys(local.workloads) : "workload/${workload}" => "${var.name}-workload-${workload}" },
  )

  # IAM allows 64 characters.
  role_names = {
    for role, name in local._role_names :
    role => length(name) <= 64 ? name : "${substr(name, 0, 55)}-${substr(sha1(name), 0, 8)}"
  }

  # https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
  _cluster_trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks.amazonaws.com" }
      Condition = {
        ArnEquals    = { "aws:SourceArn" = local.cluster_arn }
        StringEquals = { "aws:SourceAccount" = var.account_id }
      }
    }]
  }

  _nodes_trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  }

  _fargate_trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks-fargate-pods.amazonaws.com" }
      Condition = {
        ArnLike      = { "aws:SourceArn" = "${local._eks_arn}:fargateprofile/${var.name}/*" }
        StringEquals = { "aws:SourceAccount" = var.account_id }
      }
    }]
  }

  # What a node needs to join and to pull images. Networking and volumes are the add-ons' roles, not the node's,
  # so that a pod that gets at its node's credentials gets at neither.
  _node_policy_arns = merge(
    {
      join = "${local._policies}/AmazonEKSWorkerNodePolicy"
      pull = "${local._policies}/AmazonEC2ContainerRegistryPullOnly"
    },
    var.node_policy_arns,
  )
}

resource "aws_iam_role" "cluster" {
  name                 = local.role_names["cluster"]
  description          = "Control plane of EKS cluster ${var.name}."
  assume_role_policy   = jsonencode(local._cluster_trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "${local._policies}/AmazonEKSClusterPolicy"
}

resource "aws_iam_role" "nodes" {
  count = length(var.node_groups) > 0 ? 1 : 0

  name                 = local.role_names["nodes"]
  description          = "Nodes of EKS cluster ${var.name}."
  assume_role_policy   = jsonencode(local._nodes_trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "nodes" {
  for_each = { for key, arn in local._node_policy_arns : key => arn if length(var.node_groups) > 0 }

  role       = aws_iam_role.nodes[0].name
  policy_arn = each.value
}

resource "aws_iam_role" "fargate" {
  count = length(var.fargate_profiles) > 0 ? 1 : 0

  name                 = local.role_names["fargate"]
  description          = "Starts the Fargate pods of EKS cluster ${var.name}."
  assume_role_policy   = jsonencode(local._fargate_trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "fargate" {
  count = length(var.fargate_profiles) > 0 ? 1 : 0

  role       = aws_iam_role.fargate[0].name
  policy_arn = "${local._policies}/AmazonEKSFargatePodExecutionRolePolicy"
}
