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
