data "aws_region" "current" {}

locals {
  # AWS deploys no API without methods.
  has_routes = length(var.routes) > 0 || var.openapi != null
  deployed   = local.has_routes ? 1 : 0

  endpoint_type = var.endpoint_configuration.types[0]
  private       = local.endpoint_type == "PRIVATE"
}

resource "aws_api_gateway_rest_api" "this" {
  #checkov:skip=CKV_AWS_237:It changes in place, name included; only its deployments are replaced, the new one first.
  name                         = var.name
  description                  = var.description
  body                         = local.has_routes ? local.body : null
  binary_media_types           = length(var.binary_media_types) > 0 ? var.binary_media_types : null
  disable_execute_api_endpoint = local.default_endpoint_closed

  endpoint_configuration {
    types            = [local.endpoint_type]
    vpc_endpoint_ids = local.private ? var.endpoint_configuration.vpc_endpoint_ids : null
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(local.undecided_operations) == 0
      error_message = "REST API ${var.name} would open ${join(", ", local.undecided_operations)} to everyone: give the operations a security scheme with x-amazon-apigateway-authtype, or say openapi.routes[\"METHOD /path\"].public = true."
    }

    precondition {
      condition     = length(local.unintegrated_operations) == 0
      error_message = "REST API ${var.name} has no x-amazon-apigateway-integration for ${join(", ", local.unintegrated_operations)}: say in openapi.document where the requests go."
    }

    precondition {
      condition     = length(local.unknown_operations) == 0
      error_message = "REST API ${var.name} has no ${join(", ", local.unknown_operations)} in openapi.document; openapi.routes can name ${join(", ", keys(local._given))}."
    }
  }
}

# A resource of its own, because the API's id is in it. AWS shows whole ARNs, so the short form would differ for ever.
resource "aws_api_gateway_rest_api_policy" "this" {
  count = local.private ? 1 : 0

  rest_api_id = aws_api_gateway_rest_api.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Invoke"
        Effect    = "Allow"
        Principal = "*"
        Action    = "execute-api:Invoke"
        Resource  = "${aws_api_gateway_rest_api.this.execution_arn}/*"
      },
      {
        Sid       = "OnlyThroughEndpoints"
        Effect    = "Deny"
        Principal = "*"
        Action    = "execute-api:Invoke"
        Resource  = "${aws_api_gateway_rest_api.this.execution_arn}/*"
        Condition = { StringNotEquals = { "aws:SourceVpce" = var.endpoint_configuration.vpc_endpoint_ids } }
      },
    ]
  })
}

# One statement per function, whatever the number of routes: a function's policy has room for about fifty.
resource "aws_lambda_permission" "this" {
  for_each = var.functions

  statement_id  = "${var.name}-${substr(sha1(each.key), 0, 8)}"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = each.value.name
  qualifier     = each.value.alias_name
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*"
}

resource "aws_api_gateway_vpc_link" "this" {
  for_each = var.vpc_links

  name        = "${var.name}-${each.key}"
  description = "To load balancer ${each.key} of REST API ${var.name}."
  target_arns = [each.value.nlb_arn]
  tags        = var.tags
}
