data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  _region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))

  # Every log group of this account and region: API Gateway makes the execution log of each stage, and writes to groups
  # that APIs name.
  _log_groups = "arn:${data.aws_partition.current.partition}:logs:${local._region}:${var.account_id}:*"

  # No aws:SourceAccount here: API Gateway tries the role when it is set, and documents no source keys for that.
  trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "apigateway.amazonaws.com" }
    }]
  }

  # API Gateway refuses a role without any one of these, CreateLogGroup included:
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
  policy = {
    Version = "2012-10-17"
    Statement = [{
      Sid    = "WriteLogs"
      Effect = "Allow"
      Action = [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
      ]
      Resource = local._log_groups
    }]
  }
}

resource "aws_iam_role" "this" {
  name                 = "api-gateway-logs-${local._region}"
  description          = "Writes the logs of every API of API Gateway in ${local._region}."
  assume_role_policy   = jsonencode(local.trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "logs"
  role   = aws_iam_role.this.name
  policy = jsonencode(local.policy)
}

# No reset_on_delete: 5.x warns of it, 6.x has not got it and always resets.
resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.this.arn

  # API Gateway tries the role at once.
  depends_on = [aws_iam_role_policy.this]
}
