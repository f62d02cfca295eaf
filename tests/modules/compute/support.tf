# What the README's examples refer to, besides the sample's own modules.

resource "aws_kms_key" "main" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for principal in [{ AWS = "arn:aws:iam::123456789012:root" }, { Service = "logs.us-east-1.amazonaws.com" }] :
      { Effect = "Allow", Principal = principal, Action = "kms:*", Resource = "*" }
    ]
  })
}

resource "aws_sns_topic" "alarms" {
  name = "alarms"
}

module "api_gateway_account" {
  source = "../../modules/api-gateway-account"

  account_id = "123456789012"
}
