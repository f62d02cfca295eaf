locals {
  # The kinds of instances there are: ecs, eks or both.
  _instance_kinds = toset(values(local.kinds))

  # AWS Batch runs ECS clusters of its own. Their names start with AWSBatch, as AWS's policy of its service-linked role has it
  # (BatchServiceRolePolicy); those of older compute environments held _Batch_.
  _cluster_names       = ["AWSBatch*", "*_Batch_*"]
  _clusters            = [for name in local._cluster_names : "arn:${local.partition}:ecs:${local.scope}:cluster/${name}"]
  _container_instances = [for name in local._cluster_names : "arn:${local.partition}:ecs:${local.scope}:container-instance/${name}/*"]

  # What the ECS agent does, in clusters of AWS Batch only: AWS's AmazonEC2ContainerServiceforEC2Role without what is not needed
  # here. tests/modules/test_batch.py says what that is, and why.
  # https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html
  instance_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "JoinClusters"
        Effect = "Allow"
        Action = [
          "ecs:DeregisterContainerInstance",
          "ecs:RegisterContainerInstance",
          "ecs:SubmitAttachmentStateChanges",
          "ecs:SubmitContainerStateChange",
          "ecs:SubmitTaskStateChange",
        ]
        Resource = local._clusters
      },
      {
        # The last one lets an instance that Spot takes back refuse new tasks.
        Sid       = "ReceiveTasks"
        Effect    = "Allow"
        Action    = ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"]
        Resource  = local._container_instances
        Condition = { ArnLike = { "ecs:cluster" = local._clusters } }
      },
      {
        Sid       = "TagItself"
        Effect    = "Allow"
        Action    = "ecs:TagResource"
        Resource  = local._container_instances
        Condition = { StringEquals = { "ecs:CreateAction" = "RegisterContainerInstance" } }
      },
      {
        Sid      = "ReadTags"
        Effect   = "Allow"
        Action   = "ecs:ListTagsForResource"
        Resource = concat(local._container_instances, [for name in local._cluster_names : "arn:${local.partition}:ecs:${local.scope}:task/${name}/*"])
      },
      {
        # ECS knows no resources for this action.
        Sid      = "FindEndpoint"
        Effect   = "Allow"
        Action   = "ecs:DiscoverPollEndpoint"
        Resource = "*"
      },
      {
        # On instances, the log driver has the instance's role, not the execution role.
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${local.partition}:logs:${local.scope}:log-group:/aws/batch/${var.name}-*:*"
      },
    ]
  }

  # https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
  _eks_node_policies = ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"]
}

resource "aws_iam_role" "instance" {
  for_each = local._instance_kinds

  name        = "${local.short_name}-batch-${each.key}-instance"
  description = "Instances that run jobs of Batch ${var.name} on ${upper(each.key)}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${local.dns_suffix}" }
    }]
  })
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "instance" {
  for_each = setintersection(local._instance_kinds, ["ecs"])

  name   = "instance"
  role   = aws_iam_role.instance[each.key].name
  policy = jsonencode(local.instance_policy)
}

resource "aws_iam_role_policy_attachment" "eks_node" {
  for_each = contains(local._instance_kinds, "eks") ? toset(local._eks_node_policies) : []

  role       = aws_iam_role.instance["eks"].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/${each.key}"
}

resource "aws_iam_instance_profile" "this" {
  for_each = local._instance_kinds

  name = aws_iam_role.instance[each.key].name
  role = aws_iam_role.instance[each.key].name
  tags = var.tags
}

# Lets the nodes join; the cluster's own access is somebody else's. A cluster takes a role once, however many environments it has.
resource "aws_eks_access_entry" "node" {
  for_each = toset([for environment in local.machines : environment.eks.cluster_name if environment.eks != null])

  cluster_name  = each.value
  principal_arn = aws_iam_role.instance["eks"].arn
  type          = "EC2_LINUX"
  tags          = var.tags
}
