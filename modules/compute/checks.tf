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
