# CodeDeploy moves the alias to a version that was published outside Terraform, and back when an alarm goes off.
locals {
  code_deploy_alarms = concat(aws_cloudwatch_metric_alarm.error_rate[*].alarm_name, flatten(var.code_deploy[*].alarm_names))

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

# A share, not a number, so that one threshold fits every load.
resource "aws_cloudwatch_metric_alarm" "error_rate" {
  count = var.code_deploy != null && length(var.alarm_topic_arns) > 0 ? 1 : 0

  alarm_name          = "${var.name}-error-rate"
  alarm_description   = "More than ${var.code_deploy.max_error_percent} % of the invocations of function ${var.name} fail: a running deployment is taken back."
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.code_deploy.max_error_percent
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags

  metric_query {
    id          = "rate"
    expression  = "100 * errors / invocations"
    label       = "Failed invocations in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "Errors", invocations = "Invocations" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/Lambda"
        metric_name = metric_query.value
        dimensions  = { FunctionName = var.name, Resource = "${var.name}:${var.alias_name}" }
        period      = 60
        stat        = "Sum"
      }
    }
  }
}
