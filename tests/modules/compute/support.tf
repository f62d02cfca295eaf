# What the README's examples refer to, besides the sample's own modules.

resource "aws_kms_key" "main" {
  enable_key_rotation = true
}

resource "aws_sns_topic" "alarms" {
  name = "alarms"
}

module "api_gateway_account" {
  source = "../../modules/api-gateway-account"

  account_id = "123456789012"
}
