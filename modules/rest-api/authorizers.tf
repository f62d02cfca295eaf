locals {
  _token_schemes = {
    for key, authorizer in var.authorizers : key => {
      type                           = "apiKey"
      in                             = "header"
      name                           = authorizer.token.header
      "x-amazon-apigateway-authtype" = "custom"
      "x-amazon-apigateway-authorizer" = {
        type                         = "token"
        authorizerUri                = var.functions[authorizer.token.function_key].invoke_arn
        authorizerResultTtlInSeconds = authorizer.cache_seconds
        identityValidationExpression = authorizer.token.pattern
      }
    } if authorizer.token != null
  }

  # OpenAPI knows one header for each scheme; AWS reads the sources of its extension.
  _request_schemes = {
    for key, authorizer in var.authorizers : key => {
      type                           = "apiKey"
      in                             = "header"
      name                           = "Unused"
      "x-amazon-apigateway-authtype" = "custom"
      "x-amazon-apigateway-authorizer" = {
        type                         = "request"
        authorizerUri                = var.functions[authorizer.request.function_key].invoke_arn
        authorizerResultTtlInSeconds = authorizer.cache_seconds
        identitySource               = join(", ", [for source in authorizer.request.identity_sources : "method.request.${source}"])
      }
    } if authorizer.request != null
  }

  _cognito_schemes = {
    for key, authorizer in var.authorizers : key => {
      type                           = "apiKey"
      in                             = "header"
      name                           = authorizer.cognito.header
      "x-amazon-apigateway-authtype" = "cognito_user_pools"
      "x-amazon-apigateway-authorizer" = {
        type         = "cognito_user_pools"
        providerARNs = authorizer.cognito.user_pool_arns
      }
    } if authorizer.cognito != null
  }

  security_schemes = merge(local._token_schemes, local._request_schemes, local._cognito_schemes, {
    api_key = { type = "apiKey", in = "header", name = "x-api-key" }
    iam     = { type = "apiKey", in = "header", name = "Authorization", "x-amazon-apigateway-authtype" = "awsSigv4" }
  })
}
