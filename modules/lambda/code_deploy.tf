# CodeDeploy moves the alias to a version that was published outside Terraform, and back when an alarm goes off.
locals {
  code_deploy_alarms = concat([for name, alarm in module.alarms.names : alarm if name == "error-rate"], flatten(var.code_deploy[*].alarm_names))

  _code_deploy_name      = "${var.name}-codedeploy"
  code_deploy_role_name  = length(local._code_deploy_name) <= 64 ? local._code_deploy_name : "${substr(var.name, 0, 44)}-${substr(sha1(var.name), 0, 8)}-codedeploy"
  _code_deploy_functions = [local.function_arn, "${local.function_arn}:*"]

  code_deploy_trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codedeploy.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  }

  code_deploy_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "MoveAlias"
        Effect   = "Allow"
        Action   = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"]
        Resource = local._code_deploy_functions
      },
      {
        # Composite alarms are described only to whoever may describe all.
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
        Sid      = "WatchAlarms"
        Effect   = "Allow"
        Action   = "cloudwatch:DescribeAlarms"
        Resource = "*"
      },
    ]
  }
}

resource "aws_iam_role" "code_deploy" {
  count = var.code_deploy == null ? 0 : 1

  name                 = local.code_deploy_role_name
  description          = "Deployments of Lambda function ${var.name}."
  assume_role_policy   = jsonencode(local.code_deploy_trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "code_deploy" {
  #checkov:skip=CKV_AWS_355:CloudWatch describes composite alarms only to whoever may describe all alarms.
  count = var.code_deploy == null ? 0 : 1

  name   = "code-deploy"
  role   = aws_iam_role.code_deploy[0].name
  policy = jsonencode(local.code_deploy_policy)
}

resource "aws_codedeploy_app" "this" {
  count = var.code_deploy == null ? 0 : 1

  name             = var.name
  compute_platform = "Lambda"
  tags             = var.tags
}

resource "aws_codedeploy_deployment_group" "this" {
  count = var.code_deploy == null ? 0 : 1

  app_name               = aws_codedeploy_app.this[0].name
  deployment_group_name  = var.name
  deployment_config_name = var.code_deploy.deployment_config_name
  service_role_arn       = aws_iam_role.code_deploy[0].arn

  deployment_style {
    deployment_type   = "BLUE_GREEN"
    deployment_option = "WITH_TRAFFIC_CONTROL"
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }

  alarm_configuration {
    enabled = true
    alarms  = local.code_deploy_alarms
  }

  tags = var.tags

  # Deployments need the role's permissions from the first to the last.
  depends_on = [aws_iam_role_policy.code_deploy]
}
