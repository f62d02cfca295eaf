locals {
  url_enabled = var.function_url != null
  url_public  = anytrue(var.function_url[*].allow_public)

  # What Terraform must know of the type to plan it without a request.
  # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
  _permission_properties = {
    Id                    = { type = "string" }
    Action                = { type = "string" }
    FunctionName          = { type = "string" }
    InvokedViaFunctionUrl = { type = "boolean" }
    Principal             = { type = "string" }
  }

  _permission_schema = {
    typeName             = "AWS::Lambda::Permission"
    description          = "Permission to invoke a function."
    additionalProperties = false
    required             = ["FunctionName", "Action", "Principal"]
    properties           = local._permission_properties
    readOnlyProperties   = ["/properties/Id"]
    createOnlyProperties = [for name in keys(local._permission_properties) : "/properties/${name}" if name != "Id"]
    primaryIdentifier    = ["/properties/FunctionName", "/properties/Id"]
  }
}

resource "aws_lambda_function_url" "this" {
  #checkov:skip=CKV_AWS_258:NONE comes only with function_url.allow_public, which says what it does.
  count = local.url_enabled ? 1 : 0

  function_name      = local.alias.function_name
  qualifier          = local.alias.name
  authorization_type = local.url_public ? "NONE" : "AWS_IAM"
  invoke_mode        = var.function_url.streaming ? "RESPONSE_STREAM" : "BUFFERED"

  dynamic "cors" {
    for_each = var.function_url.cors[*]

    content {
      allow_origins     = cors.value.allow_origins
      allow_methods     = cors.value.allow_methods
      allow_headers     = cors.value.allow_headers
      expose_headers    = cors.value.expose_headers
      allow_credentials = cors.value.allow_credentials
      max_age           = cors.value.max_age
    }
  }

  # Without it the provider would add this statement itself, and never take it away.
  depends_on = [aws_lambda_permission.public_url]
}

# Since October 2025 AWS wants two permissions for a public URL: to call the URL, and to invoke the function through it.
# https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html

resource "aws_lambda_permission" "public_url" {
  #checkov:skip=CKV_AWS_301:Made only with function_url.allow_public, which says what it does.
  count = local.url_public ? 1 : 0

  statement_id           = "FunctionURLAllowPublicAccess" # the name that the provider would give it
  function_name          = local.alias.function_name
  qualifier              = local.alias.name
  action                 = "lambda:InvokeFunctionUrl"
  principal              = "*"
  function_url_auth_type = "NONE"
}

# aws_lambda_permission has no invoked_via_function_url before provider 6.29, and without that condition everybody could
# invoke the function by its ARN. Cloud Control has it.
resource "aws_cloudcontrolapi_resource" "public_invocation" {
  count = local.url_public ? 1 : 0

  type_name = local._permission_schema.typeName
  schema    = jsonencode(local._permission_schema)

  desired_state = jsonencode({
    Action                = "lambda:InvokeFunction"
    FunctionName          = local.alias.arn
    InvokedViaFunctionUrl = true
    Principal             = "*"
  })
}
