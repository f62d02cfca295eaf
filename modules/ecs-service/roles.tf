data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  dns_suffix = data.aws_partition.current.dns_suffix
  region     = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null)) # new in provider 6, old in 5
  scope      = "${local.region}:${var.account_id}"

  # Spelled out, not read from the resource, so that a first plan shows the whole policy.
  log_group_arn = "arn:${local.partition}:logs:${local.scope}:log-group:/aws/ecs/${var.name}"

  # IAM allows 64 characters.
  _short_name = length(var.name) <= 50 ? var.name : "${substr(var.name, 0, 41)}-${substr(sha1(var.name), 0, 8)}"

  trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${local.scope}:*" }
        StringEquals = { "aws:SourceAccount" = var.account_id }
      }
    }]
  }
}

# Starts tasks: pulls images, reads secrets, writes logs. The code never has it.
resource "aws_iam_role" "execution" {
  name                 = "${local._short_name}-execution"
  description          = "Starts the tasks of ECS service ${var.name}."
  assume_role_policy   = jsonencode(local.trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "execution" {
  name   = "execution"
  role   = aws_iam_role.execution.name
  policy = jsonencode(local.execution_policy)
}

# What the code itself may do.
resource "aws_iam_role" "task" {
  name                 = "${local._short_name}-task"
  description          = "Code of ECS service ${var.name}."
  assume_role_policy   = jsonencode(local.trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "task" {
  count = length(local.task_statements) > 0 ? 1 : 0

  name   = "task"
  role   = aws_iam_role.task.name
  policy = jsonencode(local.task_policy)
}
