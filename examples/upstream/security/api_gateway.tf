# The role with which API Gateway writes logs belongs to the account and region, not to an API: environments say
# api_gateway_account_owner: external.
resource "aws_iam_role" "api_gateway" {
  name                 = "${local.name}-api-gateway-logs"
  description          = "Writes the logs of API Gateway in ${var.aws_region}"
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "apigateway.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "api_gateway" {
  role       = aws_iam_role.api_gateway.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.api_gateway.arn

  # API Gateway tries the role at once.
  depends_on = [aws_iam_role_policy_attachment.api_gateway]
}
