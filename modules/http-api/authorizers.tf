locals {
  lambda_authorizers = { for key, authorizer in var.authorizers : key => authorizer if authorizer.lambda != null }

  # An answer that is kept counts for its route alone: what is allowed on one says nothing about the next.
  identity_sources = {
    for key, authorizer in var.authorizers : key => concat(
      authorizer.identity_sources,
      authorizer.cache_seconds > 0 ? ["$context.routeKey"] : [],
    )
  }
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each = var.authorizers

  api_id = aws_apigatewayv2_api.this.id
  # Another kind is another authorizer, and two of an API have two names.
  name             = each.value.lambda == null ? each.key : "${each.key}-lambda"
  authorizer_type  = each.value.lambda == null ? "JWT" : "REQUEST"
  identity_sources = local.identity_sources[each.key]

  # lambda
  authorizer_uri                    = one(each.value.lambda[*].invoke_arn)
  authorizer_payload_format_version = each.value.lambda == null ? null : "2.0"
  enable_simple_responses           = each.value.lambda == null ? null : each.value.simple_responses
  authorizer_result_ttl_in_seconds  = each.value.lambda == null ? null : each.value.cache_seconds

  dynamic "jwt_configuration" {
    for_each = each.value.jwt[*]

    content {
      issuer   = jwt_configuration.value.issuer
      audience = jwt_configuration.value.audience
    }
  }

  # Routes move on before the old one goes.
  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.authorizer_kind[each.key]]
  }
}

# The provider changes the kind in place, but cannot take jwt_configuration back: it would plan to for ever.
resource "terraform_data" "authorizer_kind" {
  for_each = var.authorizers

  input = each.value.lambda == null ? "JWT" : "REQUEST"
}

resource "aws_lambda_permission" "authorizer" {
  for_each = local.lambda_authorizers

  statement_id  = "${var.name}-authorizer-${substr(sha1(each.key), 0, 8)}"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = each.value.lambda.name
  qualifier     = each.value.lambda.alias_name
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/authorizers/${aws_apigatewayv2_authorizer.this[each.key].id}"
}
