data "aws_region" "current" {}

locals {
  region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))

  # AWS deploys no API without methods.
  has_routes = length(var.routes) > 0 || var.openapi != null
  deployed   = local.has_routes ? 1 : 0

  endpoint_type = var.endpoint_configuration.types[0]
  private       = local.endpoint_type == "PRIVATE"
}

# An import overwrites what the document does not say, and the provider then puts back what its state still holds of
# arguments that are not given. So a setting is said here, whatever its value, and by nothing else: see openapi.tf.
resource "aws_api_gateway_rest_api" "this" {
  #checkov:skip=CKV_AWS_237:It changes in place, name included; only its deployments are replaced, the new one first.
  name                         = var.name
  description                  = local.description
  body                         = local.has_routes ? local.body : null
  api_key_source               = var.api_key_source
  binary_media_types           = var.binary_media_types
  minimum_compression_size     = var.minimum_compression_size == null ? -1 : var.minimum_compression_size
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

    precondition {
      condition     = length(local.owned_elsewhere) == 0
      error_message = "REST API ${var.name} has ${join(", ", keys(local.owned_elsewhere))} in openapi.document, which the provider would put back to what it was: give ${join(", ", values(local.owned_elsewhere))} instead."
    }
  }
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

  # A link that the stage still calls cannot go.
  lifecycle {
    create_before_destroy = true
  }
}
