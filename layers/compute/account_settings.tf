# What an account has once: one of its environments says it. gen-env refuses two.
module "account_settings" {
  source    = "../../modules/account-settings"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }
  count     = var.account_settings == null ? 0 : 1

  account_id                    = data.aws_caller_identity.current.account_id
  transaction_search            = var.account_settings.transaction_search
  compute_optimizer_enabled     = var.account_settings.compute_optimizer_enabled
  cost_optimization_hub_enabled = var.account_settings.cost_optimization_hub_enabled
  cost_allocation_tags          = var.account_settings.cost_allocation_tags
  cost_export                   = var.account_settings.cost_export
  deletion_protection           = var.deletion_protection
}

# The one monitor that AWS has for all services of an account.
module "account_anomalies" {
  source = "../../modules/cost-anomalies"
  count  = try(var.account_settings.cost_anomalies, null) == null ? 0 : 1

  name               = "account"
  emails             = var.account_settings.cost_anomalies.emails == null ? var.alarm_emails : var.account_settings.cost_anomalies.emails
  frequency          = var.account_settings.cost_anomalies.frequency
  topic              = var.account_settings.cost_anomalies.topic
  min_impact_usd     = var.account_settings.cost_anomalies.min_impact_usd
  min_impact_percent = var.account_settings.cost_anomalies.min_impact_percent
}
