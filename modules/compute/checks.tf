check "region" {
  assert {
    condition     = var.aws_region == local.region
    error_message = "aws_region is ${var.aws_region}, but the provider works in ${local.region}: everything is made there, and Bedrock is called in ${var.aws_region}."
  }
}

check "authorization" {
  assert {
    condition     = local.auth_enabled
    error_message = local.auth_message
  }
}

check "network" {
  assert {
    condition     = var.internet_reachable
    error_message = "The WebSocket function of ${local.name} cannot answer without a way to the internet: the API's @connections address is public and AWS has no VPC endpoint for it. Give the private subnets a NAT gateway."
  }

  assert {
    condition     = var.internet_reachable || !var.jwt_authorizer_in_vpc
    error_message = "The authorizer of ${local.name} cannot fetch the issuer's keys without a way to the internet, and refuses everybody: say jwt_authorizer_in_vpc = false."
  }
}

check "bursts" {
  assert {
    condition     = var.lambda_reserved_concurrency == null ? true : var.api_gateway_throttle_burst_limit <= var.lambda_reserved_concurrency
    error_message = "The APIs of ${local.name} let ${var.api_gateway_throttle_burst_limit} requests in at once and each function takes ${coalesce(var.lambda_reserved_concurrency, 0)}: the others get an error. Lower api_gateway_throttle_burst_limit, or raise lambda_reserved_concurrency."
  }
}
