data "aws_partition" "current" {}

locals {
  _iam = "arn:${data.aws_partition.current.partition}:iam::${coalesce(var.account_id, "none")}"

  # https://docs.aws.amazon.com/cost-management/latest/userguide/cross-service-confused-deputy-prevention.html
  trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "budgets.amazonaws.com" }
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:budgets::${coalesce(var.account_id, "none")}:budget/*" }
        StringEquals = { "aws:SourceAccount" = var.account_id }
      }
    }]
  }

  # Attach and detach the one policy, at the roles that are named: no more than AWS's own policy for Budgets needs for it,
  # AWSBudgetsActions_RolePolicyForResourceAdministrationWithSSM.
  policy = {
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AttachPolicy"
      Effect    = "Allow"
      Action    = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
      Resource  = [for name in try(sort(var.action.role_names), []) : "${local._iam}:role/${name}"]
      Condition = { ArnEquals = { "iam:PolicyARN" = try(var.action.policy_arn, null) } }
    }]
  }
}

resource "aws_iam_role" "action" {
  count = var.action == null ? 0 : 1

  name                 = "${var.name}-budget"
  description          = "Attaches a policy once the budget ${var.name} is spent."
  assume_role_policy   = jsonencode(local.trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "action" {
  count = var.action == null ? 0 : 1

  name   = "budget"
  role   = aws_iam_role.action[0].name
  policy = jsonencode(local.policy)
}

resource "aws_budgets_budget_action" "this" {
  count = var.action == null ? 0 : 1

  budget_name        = aws_budgets_budget.this.name
  action_type        = "APPLY_IAM_POLICY"
  approval_model     = var.action.approval
  notification_type  = "ACTUAL"
  execution_role_arn = aws_iam_role.action[0].arn
  tags               = var.tags

  action_threshold {
    action_threshold_type  = "PERCENTAGE"
    action_threshold_value = var.action.percent
  }

  definition {
    iam_action_definition {
      policy_arn = var.action.policy_arn
      roles      = var.action.role_names
    }
  }

  dynamic "subscriber" {
    for_each = var.emails

    content {
      address           = subscriber.value
      subscription_type = "EMAIL"
    }
  }

  # Budgets tries the role at once.
  depends_on = [aws_iam_role_policy.action]
}
