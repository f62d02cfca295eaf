# AWS asks it for each new connection, keeps no answer, and checks no message after that.
resource "aws_apigatewayv2_authorizer" "this" {
  count = var.authorizer == null ? 0 : 1

  api_id           = aws_apigatewayv2_api.this.id
  name             = "connect"
  authorizer_type  = "REQUEST"
  authorizer_uri   = var.authorizer.lambda.invoke_arn
  identity_sources = length(var.authorizer.identity_sources) > 0 ? var.authorizer.identity_sources : null
}

resource "aws_lambda_permission" "authorizer" {
  count = var.authorizer == null ? 0 : 1

  statement_id  = "${var.name}-authorizer"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = var.authorizer.lambda.name
  qualifier     = var.authorizer.lambda.alias_name
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/authorizers/${aws_apigatewayv2_authorizer.this[0].id}"
}
