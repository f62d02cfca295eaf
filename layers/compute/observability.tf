# Where every alarm of the environment goes.
module "alarm_topic" {
  source = "../../modules/alarm-topic"

  name        = "${local.name_prefix}-alarms"
  emails      = var.alarm_emails
  kms_key_arn = var.security.kms_key_arn
  account_id  = data.aws_caller_identity.current.account_id
}

locals {
  # CloudFront's metrics, alarms and logs are in us-east-1: of an environment there they share topic and key, from
  # elsewhere they cannot.
  _in_us_east_1 = var.aws_region == "us-east-1"
  _at_the_edge  = length(var.cloudfront_distributions) + length(local._edge_acls) > 0

  edge_alarm_topic_arns = local._in_us_east_1 ? [module.alarm_topic.arn] : module.edge_alarm_topic[*].arn
  edge_kms_key_arn      = local._in_us_east_1 ? var.security.kms_key_arn : null
}

# The alarms of distributions and their web ACLs, for environments outside of us-east-1.
module "edge_alarm_topic" {
  source    = "../../modules/alarm-topic"
  count     = local._at_the_edge && !local._in_us_east_1 ? 1 : 0
  providers = { aws = aws.us_east_1 }

  name       = "${local.name_prefix}-edge-alarms"
  emails     = var.alarm_emails
  account_id = data.aws_caller_identity.current.account_id
}
