locals {
  # IAM allows 64 characters.
  _role_name = "${var.name}-ecs-instance"
  role_name  = length(local._role_name) <= 64 ? local._role_name : "${substr(var.name, 0, 42)}-${substr(sha1(var.name), 0, 8)}-ecs-instance"

  _instance_arns = "arn:${data.aws_partition.current.partition}:ecs:${local._scope}:container-instance/${var.name}/*"

  ec2_trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" }
    }]
  }

  # What the ECS agent does, in this cluster only. Images are pulled and logs written by the tasks' execution roles.
  ec2_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "JoinCluster"
        Effect = "Allow"
        Action = [
          "ecs:DeregisterContainerInstance",
          "ecs:RegisterContainerInstance",
          "ecs:SubmitAttachmentStateChanges",
          "ecs:SubmitContainerStateChange",
          "ecs:SubmitTaskStateChange",
        ]
        Resource = local.arn
      },
      {
        Sid       = "ReceiveTasks"
        Effect    = "Allow"
        Action    = ["ecs:Poll", "ecs:StartTelemetrySession"]
        Resource  = local._instance_arns
        Condition = { ArnEquals = { "ecs:cluster" = local.arn } }
      },
      {
        # ECS knows no resources for this action.
        Sid      = "FindEndpoint"
        Effect   = "Allow"
        Action   = "ecs:DiscoverPollEndpoint"
        Resource = "*"
      },
    ]
  }
}

resource "aws_iam_role" "ec2" {
  count = local.ec2_enabled ? 1 : 0

  name                 = local.role_name
  description          = "Instances of ECS cluster ${var.name}."
  assume_role_policy   = jsonencode(local.ec2_trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "ec2" {
  count = local.ec2_enabled ? 1 : 0

  name   = "instance"
  role   = aws_iam_role.ec2[0].name
  policy = jsonencode(local.ec2_policy)
}

resource "aws_iam_instance_profile" "ec2" {
  count = local.ec2_enabled ? 1 : 0

  name = local.role_name
  role = aws_iam_role.ec2[0].name
  tags = var.tags
}
