# The routes, as operations of an OpenAPI document.

locals {
  _places = { header = "header", querystring = "query" }

  _routes = {
    for key, route in var.routes : key => {
      method = split(" ", key)[0]
      path   = split(" ", key)[1]
      # {proxy+} is the parameter proxy.
      path_parameters = flatten(regexall("\\{([^}+]+)\\+?\\}", key))
    }
  }

  _parameters = {
    for key, route in var.routes : key => concat(
      [
        for name in local._routes[key].path_parameters : {
          name     = name
          in       = "path"
          required = true
          schema   = { type = "string" }
        }
      ],
      [
        for name, required in route.parameters : {
          name     = split(".", name)[1]
          in       = local._places[split(".", name)[0]]
          required = required
          schema   = { type = "string" }
        }
      ],
    )
  }

  # An empty list opens the route to everyone.
  _security = {
    for key, route in var.routes : key => concat(
      [for scheme in compact([route.authorization == "AWS_IAM" ? "iam" : route.authorizer_key]) : { (scheme) = route.scopes }],
      [for scheme in ["api_key"] : { (scheme) = [] } if route.api_key_required],
    )
  }

  _request_bodies = {
    for key, route in var.routes : key => {
      required = true
      content  = { for type, model in route.models : type => { schema = { "$ref" = "#/components/schemas/${model}" } } }
    } if length(route.models) > 0
  }

  _operations = {
    for key, route in var.routes : key => merge(
      {
        parameters                        = local._parameters[key]
        security                          = local._security[key]
        responses                         = local.responses[key]
        "x-amazon-apigateway-integration" = local.integrations[key]
      },
      { for name in ["requestBody"] : name => local._request_bodies[key] if length(route.models) > 0 },
    )
  }

  paths = {
    for path in distinct(values(local._routes)[*].path) : path => {
      for key, route in local._routes : route.method == "ANY" ? "x-amazon-apigateway-any-method" : lower(route.method) => local._operations[key]
      if route.path == path
    }
  }
}
