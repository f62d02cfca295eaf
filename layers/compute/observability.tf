# Where every alarm of the environment goes.
module "alarm_topic" {
  source = "../../modules/alarm-topic"

  name        = "${local.name_prefix}-alarms"
  emails      = var.alarm_emails
  kms_key_arn = var.security.kms_key_arn
  account_id  = data.aws_caller_identity.current.account_id
}
