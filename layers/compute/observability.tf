# Where every alarm of the environment goes, by severity: critical pages somebody, warning can wait until morning.
module "alarm_topic" {
  source   = "../../modules/alarm-topic"
  for_each = local._alarm_topics

  name        = "${local.name_prefix}-${each.value}"
  emails      = var.alarm_emails
  kms_key_arn = var.security.kms_key_arn
  account_id  = data.aws_caller_identity.current.account_id
}

locals {
  _alarm_topics    = { critical = "alarms", warning = "warnings" }
  alarm_topic_arns = { critical = [module.alarm_topic["critical"].arn], warning = [module.alarm_topic["warning"].arn] }

  # CloudFront's metrics, alarms and logs are in us-east-1: of an environment there they share topic and key, from
  # elsewhere they cannot.
  _in_us_east_1 = var.aws_region == "us-east-1"
  _at_the_edge  = length(var.cloudfront_distributions) + length(local._edge_acls) + length(var.failovers) > 0

  _edge_topic_arns = {
    for severity in keys(local._alarm_topics) : severity => (
      local._in_us_east_1 ? local.alarm_topic_arns[severity] : [for name, topic in module.edge_alarm_topic : topic.arn if name == severity]
    )
  }
  edge_alarm_topic_arns = { critical = local._edge_topic_arns.critical, warning = local._edge_topic_arns.warning }
  edge_kms_key_arn      = local._in_us_east_1 ? var.security.kms_key_arn : null
}

# The alarms of distributions and their web ACLs, for environments outside of us-east-1.
module "edge_alarm_topic" {
  source    = "../../modules/alarm-topic"
  for_each  = local._at_the_edge && !local._in_us_east_1 ? local._alarm_topics : {}
  providers = { aws = aws.us_east_1 }

  name       = "${local.name_prefix}-edge-${each.value}"
  emails     = var.alarm_emails
  account_id = data.aws_caller_identity.current.account_id
}

moved {
  from = module.alarm_topic
  to   = module.alarm_topic["critical"]
}

moved {
  from = module.edge_alarm_topic[0]
  to   = module.edge_alarm_topic["critical"]
}
