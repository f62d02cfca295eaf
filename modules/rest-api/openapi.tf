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

  # Never empty: the provider takes that for one that nobody says, and keeps the last.
  description = var.description != null ? var.description : try(local._described.info.description, "REST API ${var.name}.")

  # Settings of the API are arguments of its resource, and here only lest the import take them away for a moment.
  _settings = merge(
    { x-amazon-apigateway-api-key-source = var.api_key_source },
    { for name in ["x-amazon-apigateway-binary-media-types"] : name => var.binary_media_types if length(var.binary_media_types) > 0 },
    { for size in var.minimum_compression_size[*] : "x-amazon-apigateway-minimum-compression-size" => size },
  )

  body = jsonencode(merge(local._deployed, local._settings, {
    info = merge(local._described.info, { title = var.name, description = local.description })
  }))

  deployment_hash = sha1(jsonencode({
    document = { for name, value in local._deployed : name => value if name != "info" }
    settings = local._settings
    policy   = { statements = var.policy_statements, private = local.private ? var.endpoint_configuration.vpc_endpoint_ids : [] }
  }))
}

# One owner for each setting: a document that says one of these as well would have its change undone without a word, for the
# provider compares what was imported with its state (the evidence is in policy.tf).
locals {
  _owners = {
    x-amazon-apigateway-api-key-source           = "api_key_source"
    x-amazon-apigateway-binary-media-types       = "binary_media_types"
    x-amazon-apigateway-endpoint-configuration   = "endpoint_configuration and default_endpoint_enabled"
    x-amazon-apigateway-minimum-compression-size = "minimum_compression_size"
    x-amazon-apigateway-policy                   = "policy_statements"
  }

  owned_elsewhere = var.openapi == null ? {} : merge(
    { for name, owner in local._owners : name => owner if can(local._described[name]) },
    {
      for name in ["servers.x-amazon-apigateway-endpoint-configuration"] : name => "endpoint_configuration and default_endpoint_enabled"
      if anytrue([for server in try(local._described.servers, []) : can(server["x-amazon-apigateway-endpoint-configuration"])])
    },
    { for name in ["info.description"] : name => "either that or description" if var.description != null && can(local._described.info.description) },
    {
      for type in setintersection(keys(var.gateway_responses), keys(try(local._described["x-amazon-apigateway-gateway-responses"], {}))) :
      "x-amazon-apigateway-gateway-responses.${type}" => "it in gateway_responses alone"
    },
  )
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
