locals {
  # From the API alone, not its stage: a function whose role has this policy may be what the routes wait for.
  stage_arn              = "${aws_apigatewayv2_api.this.execution_arn}/${var.stage_name}"
  manage_connections_arn = "${local.stage_arn}/*/@connections/*"

  manage_connections_policy = {
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ManageConnections"
      Effect   = "Allow"
      Action   = "execute-api:ManageConnections"
      Resource = local.manage_connections_arn
    }]
  }
}

resource "aws_iam_role_policy" "sender" {
  for_each = var.sender_role_names

  name   = "${var.name}-${var.stage_name}-connections"
  role   = each.value
  policy = jsonencode(local.manage_connections_policy)
}
