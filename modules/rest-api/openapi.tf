# The API is one OpenAPI document, written from the routes or given. Resources of Terraform for each path, method and
# integration would deploy wrongly: a deployment is made before what it replaces goes, so that a route that was removed
# stays (the order of https://github.com/hashicorp/terraform-provider-aws/issues/11344), and an integration of another
# type is deleted right after it was made (https://github.com/hashicorp/terraform-provider-aws/issues/21907).

locals {
  verbs = ["delete", "get", "head", "options", "patch", "post", "put", "x-amazon-apigateway-any-method"]

  _written = {
    openapi    = "3.0.1"
    info       = { version = "1" }
    paths      = local.paths
    components = { schemas = { for name, schema in var.models : name => jsondecode(schema) }, securitySchemes = local.security_schemes }
  }

  # Through text, because the two are of different types.
  _described = jsondecode(var.openapi == null ? jsonencode(local._written) : jsonencode(yamldecode(var.openapi.document)))

  described_paths = local._described.paths

  # What parameters and models a route names is checked, unless a given document decides otherwise.
  _validation = {
    "x-amazon-apigateway-request-validators" = {
      all = { validateRequestBody = true, validateRequestParameters = true }
    }
    "x-amazon-apigateway-request-validator" = "all"
  }

  # An import takes away what the document does not say, if only for a moment: a closed endpoint would be open.
  _endpoint = merge(
    { for name in ["disableExecuteApiEndpoint"] : name => true if local.default_endpoint_closed },
    { for name in ["vpcEndpointIds"] : name => var.endpoint_configuration.vpc_endpoint_ids if local.private },
  )

  _servers = {
    for name in ["servers"] : name => [{ url = "/", "x-amazon-apigateway-endpoint-configuration" = local._endpoint }]
    if length(local._endpoint) > 0
  }

  # All that a deployment keeps.
  _deployed = merge(local._validation, local._described, local._servers, {
    paths = {
      for path, operations in local.described_paths : path => merge(
        { for verb in ["options"] : verb => local.preflights[path] if var.cors_configuration != null },
        operations,
      )
    }
    "x-amazon-apigateway-gateway-responses" = merge(
      local.gateway_responses,
      try(local._described["x-amazon-apigateway-gateway-responses"], {}),
    )
  })

  body = jsonencode(merge(local._deployed, { info = merge(local._described.info, { title = var.name }) }))

  deployment_hash = sha1(jsonencode({
    document           = { for name, value in local._deployed : name => value if name != "info" }
    binary_media_types = var.binary_media_types
  }))
}

# What is wrong with a given document, besides its form.
locals {
  _schemes = [for name, scheme in try(local._described.components.securitySchemes, {}) : name if can(scheme["x-amazon-apigateway-authtype"])]

  _given = merge([
    for path, item in local.described_paths : {
      for verb, operation in item : "${verb == "x-amazon-apigateway-any-method" ? "ANY" : upper(verb)} ${path}" => {
        integrated = can(operation["x-amazon-apigateway-integration"])
        schemes    = flatten([for requirement in try(operation.security, local._described.security, []) : keys(requirement)])
        iam        = try(operation["x-amazon-apigateway-auth"].type, null) == "AWS_IAM"
      } if contains(local.verbs, verb)
    } if var.openapi != null
  ]...)

  _settled = try(var.openapi.routes, {})

  unknown_operations      = setsubtract(keys(local._settled), keys(local._given))
  unintegrated_operations = [for key, operation in local._given : key if !operation.integrated]

  # Browsers send preflight requests without credentials.
  undecided_operations = [
    for key, operation in local._given : key
    if !startswith(key, "OPTIONS ") && !operation.iam && !try(local._settled[key].public, false) && length(setintersection(local._schemes, operation.schemes)) == 0
  ]
}
