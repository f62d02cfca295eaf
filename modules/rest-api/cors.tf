locals {
  _origins = flatten(var.cors_configuration[*].allow_origins)

  # A header is one constant. Of several origins, a template picks the one that asks; API Gateway's own refusals have no
  # templates that could, and may be read by all: no credentials go with them.
  several_origins = length(local._origins) > 1

  _common_headers = merge([
    for cors in var.cors_configuration[*] : {
      for name, value in {
        Access-Control-Allow-Credentials = cors.allow_credentials ? "true" : ""
        Access-Control-Expose-Headers    = join(",", cors.expose_headers)
      } : name => value if value != ""
    }
  ]...)

  _refusal_headers = merge(local._common_headers, {
    for origin in slice(local._origins, 0, min(1, length(local._origins))) :
    "Access-Control-Allow-Origin" => local.several_origins ? "*" : origin
  })

  cors_headers = merge(local._common_headers, {
    for origin in slice(local._origins, 0, min(1, length(local._origins))) :
    (local.several_origins ? "Vary" : "Access-Control-Allow-Origin") => local.several_origins ? "Origin" : origin
  })

  # Clients of HTTP/2 write the header in lower case.
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
  origin_template = !local.several_origins ? "" : join("", [
    "#set($allowed = ${jsonencode(local._origins)})",
    "#set($origin = $input.params().header.get(\"origin\"))",
    "#if(!$origin)#set($origin = $input.params().header.get(\"Origin\"))#end",
    "#if($allowed.contains($origin))#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end",
  ])

  _preflight_headers = merge(local.cors_headers, merge([
    for cors in var.cors_configuration[*] : {
      Access-Control-Allow-Headers = join(",", cors.allow_headers)
      Access-Control-Max-Age       = tostring(cors.max_age)
    }
  ]...))

  cors_response_parameters = { for name, value in local.cors_headers : "method.response.header.${name}" => "'${value}'" }

  # What a browser may do with a path: what the API does there.
  _methods = {
    for path, operations in local.described_paths : path => contains(keys(operations), "x-amazon-apigateway-any-method") ? [
      "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"
    ] : sort(distinct(concat(["OPTIONS"], [for verb in keys(operations) : upper(verb) if contains(local.verbs, verb)])))
  }

  # Answers to preflight requests, which browsers send without credentials, by path.
  preflights = {
    for path, methods in local._methods : path => {
      security = []
      responses = {
        "204" = {
          description = "What pages of ${join(", ", local._origins)} may do"
          headers     = { for name in keys(local._preflight_answers[path]) : name => { schema = { type = "string" } } }
        }
      }
      "x-amazon-apigateway-integration" = {
        type             = "mock"
        contentHandling  = local.text
        requestTemplates = { "application/json" = jsonencode({ statusCode = 204 }) }
        responses = {
          default = merge(
            {
              statusCode         = "204"
              responseParameters = { for name, value in local._preflight_answers[path] : "method.response.header.${name}" => "'${value}'" }
            },
            { for name in ["responseTemplates"] : name => { "application/json" = local.origin_template } if local.several_origins },
          )
        }
      }
    } if var.cors_configuration != null
  }

  _preflight_answers = {
    for path, methods in local._methods : path => merge(local._preflight_headers, {
      Access-Control-Allow-Methods = join(",", methods)
    })
  }

  # Refusals that never reach a backend, such as 401, 403 and 504. Without these headers a page sees a CORS error instead.
  _refusals = var.cors_configuration == null ? {} : { DEFAULT_4XX = {}, DEFAULT_5XX = {} }

  gateway_responses = {
    for type in distinct(concat(keys(local._refusals), keys(var.gateway_responses))) : type => merge(
      {
        responseParameters = {
          for name, value in merge(local._refusal_headers, try(var.gateway_responses[type].headers, {})) :
          "gatewayresponse.header.${name}" => "'${value}'"
        }
        responseTemplates = try(var.gateway_responses[type].templates, { "application/json" = "{\"message\":$context.error.messageString}" })
      },
      { for status in try(var.gateway_responses[type].status_code, null)[*] : "statusCode" => tostring(status) },
    )
  }
}
