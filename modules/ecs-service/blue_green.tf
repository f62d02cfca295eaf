# CodeDeploy starts the next version beside the running one, shows it to testers, moves the users, waits, and stops the
# old one; an alarm at any moment moves them back.
locals {
  _deployed = one([for balancer in values(var.load_balancers) : balancer if !local.rolling])

  _service_arn = "arn:${local.partition}:ecs:${local.scope}:service/${var.cluster_name}/${var.name}"

  _listener_arns = [for arn in var.blue_green[*].listener_arn : arn]

  _test_listener_arns = flatten([for arn in var.blue_green[*].test_listener_arn : arn[*]])

  codedeploy_trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codedeploy.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  }

  codedeploy_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ReplaceTasks"
        Effect = "Allow"
        Action = ["ecs:CreateTaskSet", "ecs:DeleteTaskSet", "ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"]
        Resource = [
          local._service_arn,
          "arn:${local.partition}:ecs:${local.scope}:task-set/${var.cluster_name}/${var.name}/*",
        ]
      },
      {
        Sid       = "RunTasks"
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = [aws_iam_role.execution.arn, aws_iam_role.task.arn]
        Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
      },
      {
        Sid    = "MoveTraffic"
        Effect = "Allow"
        Action = ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"]
        Resource = flatten([
          for arn in concat(local._listener_arns, local._test_listener_arns) :
          [arn, "${replace(arn, ":listener/", ":listener-rule/")}/*"]
        ])
      },
      {
        # Neither service knows resources for these.
        Sid    = "Watch"
        Effect = "Allow"
        Action = [
          "cloudwatch:DescribeAlarms",
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeTargetGroups",
        ]
        Resource = "*"
      },
    ]
  }
}

resource "aws_iam_role" "codedeploy" {
  count = local.rolling ? 0 : 1

  name                 = "${local._short_name}-codedeploy"
  description          = "Deployments of ECS service ${var.name}."
  assume_role_policy   = jsonencode(local.codedeploy_trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "codedeploy" {
  count = local.rolling ? 0 : 1

  name   = "codedeploy"
  role   = aws_iam_role.codedeploy[0].name
  policy = jsonencode(local.codedeploy_policy)
}

resource "aws_codedeploy_app" "this" {
  count = local.rolling ? 0 : 1

  name             = var.name
  compute_platform = "ECS"
  tags             = var.tags
}

resource "aws_codedeploy_deployment_group" "this" {
  count = local.rolling ? 0 : 1

  app_name               = aws_codedeploy_app.this[0].name
  deployment_group_name  = var.name
  deployment_config_name = var.blue_green.deployment_config_name
  service_role_arn       = aws_iam_role.codedeploy[0].arn

  deployment_style {
    deployment_type   = "BLUE_GREEN"
    deployment_option = "WITH_TRAFFIC_CONTROL"
  }

  ecs_service {
    cluster_name = var.cluster_name
    service_name = local.service.name
  }

  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route {
        listener_arns = local._listener_arns
      }

      dynamic "test_traffic_route" {
        for_each = local._test_listener_arns

        content {
          listener_arns = [test_traffic_route.value]
        }
      }

      dynamic "target_group" {
        for_each = [local._deployed.target_group_arn, var.blue_green.target_group_arn]

        content {
          name = split("/", target_group.value)[1]
        }
      }
    }
  }

  blue_green_deployment_config {
    deployment_ready_option {
      action_on_timeout = "CONTINUE_DEPLOYMENT"
    }

    terminate_blue_instances_on_deployment_success {
      action                           = "TERMINATE"
      termination_wait_time_in_minutes = var.blue_green.termination_wait_minutes
    }
  }

  auto_rollback_configuration {
    enabled = var.rollback_enabled
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }

  alarm_configuration {
    enabled = length(local.deployment_alarm_names) > 0
    alarms  = local.deployment_alarm_names
  }

  tags = var.tags

  # Deployments need the role's permissions from the first to the last.
  depends_on = [aws_iam_role_policy.codedeploy]
}
