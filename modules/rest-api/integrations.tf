locals {
  # Templates read text. Where binary_media_types take a request for bytes, as */* takes every one, API Gateway answers 500
  # to a template that has not been given text:
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
  text = "CONVERT_TO_TEXT"

  _to_functions = {
    for key, route in var.routes : key => {
      type            = "aws_proxy"
      httpMethod      = "POST"
      uri             = var.functions[route.function_key].invoke_arn
      timeoutInMillis = route.timeout * 1000
    } if route.function_key != null
  }

  _to_http = {
    for key, route in var.routes : key => merge(
      {
        type            = "http_proxy"
        httpMethod      = coalesce(route.http.method, local._routes[key].method)
        uri             = route.http.url
        timeoutInMillis = route.timeout * 1000
        # AWS fills in {id} of the URL only where it is told to.
        requestParameters = merge(
          {
            for name in local._routes[key].path_parameters :
            "integration.request.path.${name}" => "method.request.path.${name}" if strcontains(route.http.url, "{${name}}")
          },
          route.http.parameters,
        )
      },
      { for name in ["connectionType"] : name => "VPC_LINK" if route.http.vpc_link_key != null },
      { for link in route.http.vpc_link_key[*] : "connectionId" => aws_api_gateway_vpc_link.this[link].id },
    ) if route.http != null
  }

  _to_aws_services = {
    for key, route in var.routes : key => merge({ for name in ["contentHandling"] : name => local.text if length(route.aws_service.templates) > 0 }, {
      type                = "aws"
      httpMethod          = route.aws_service.method
      uri                 = route.aws_service.uri
      credentials         = route.aws_service.role_arn
      timeoutInMillis     = route.timeout * 1000
      requestParameters   = route.aws_service.parameters
      requestTemplates    = route.aws_service.templates
      passthroughBehavior = length(route.aws_service.templates) > 0 ? "never" : "when_no_templates"
      responses = {
        for pattern, response in route.aws_service.responses : pattern => {
          statusCode         = tostring(response.status_code)
          responseTemplates  = local._service_templates[key][pattern]
          responseParameters = local.cors_response_parameters
        }
      }
    }) if route.aws_service != null
  }

  # Without a template of the route's, what the service says is passed on by one that also picks the origin.
  _service_templates = {
    for key, route in var.routes : key => {
      for pattern, response in route.aws_service.responses : pattern => {
        for type, template in merge(
          { for type in ["application/json"] : type => "$input.body" if local.several_origins },
          response.templates,
        ) : type => "${local.origin_template}${template}"
      }
    } if route.aws_service != null
  }

  _to_mocks = {
    for key, route in var.routes : key => {
      type             = "mock"
      contentHandling  = local.text
      requestTemplates = { "application/json" = jsonencode({ statusCode = route.mock.status_code }) }
      responses = {
        default = {
          statusCode        = tostring(route.mock.status_code)
          responseTemplates = { (route.mock.content_type) = "${local.origin_template}${route.mock.body}" }
          responseParameters = merge(local.cors_response_parameters, {
            for name, value in route.mock.headers : "method.response.header.${name}" => "'${value}'"
          })
        }
      }
    } if route.mock != null
  }

  # What of a request tells one cached answer from the next: all that the route says it looks at.
  _cache_keys = {
    for key, route in var.routes : key => {
      cacheNamespace = substr(sha1(key), 0, 8)
      cacheKeyParameters = concat(
        [for name in local._routes[key].path_parameters : "method.request.path.${name}"],
        [for name in keys(route.parameters) : "method.request.${name}"],
      )
    } if route.cache != null
  }

  integrations = {
    for key, integration in merge(local._to_functions, local._to_http, local._to_aws_services, local._to_mocks) :
    key => merge(integration, try(local._cache_keys[key], {}))
  }

  _own_answers = merge(
    { for key, route in var.routes : key => distinct(values(route.aws_service.responses)[*].status_code) if route.aws_service != null },
    { for key, route in var.routes : key => [route.mock.status_code] if route.mock != null },
  )

  # Backends of proxies say themselves what they answer; for the rest AWS wants each status with its headers.
  responses = {
    for key, route in var.routes : key => {
      for status in try(local._own_answers[key], [200]) : tostring(status) => {
        description = "Answer ${status}"
        headers = {
          for name in keys(merge(
            contains(keys(local._own_answers), key) ? local.cors_headers : {},
            route.mock == null ? {} : route.mock.headers,
          )) : name => { schema = { type = "string" } }
        }
      }
    }
  }
}
