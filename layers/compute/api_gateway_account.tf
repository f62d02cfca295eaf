locals {
  # APIs that log wait for the role by this, where it is made here.
  api_gateway_logging_ready = anytrue(concat(
    module.api_gateway_account[*].logging_ready,
    [var.api_gateway_account_owner == "external"],
  ))
}

module "api_gateway_account" {
  source = "../../modules/api-gateway-account"
  count  = var.api_gateway_account_owner == "terraform" ? 1 : 0

  account_id               = data.aws_caller_identity.current.account_id
  permissions_boundary_arn = var.security.permissions_boundary_arn
}
