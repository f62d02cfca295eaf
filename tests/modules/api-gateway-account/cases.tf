# Cases beyond the README's, in the same plan.

resource "aws_sns_topic" "alarms" {
  name = "alarms"
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/api-gateway-account"

  account_id               = "123456789012"
  permissions_boundary_arn = null
  tags                     = null
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/api-gateway-account"

  account_id               = "123456789012"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  tags                     = { Service = "apis" }

  depends_on = [aws_sns_topic.alarms]
}
