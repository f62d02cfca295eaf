# Every resource has the tags Project and Environment, by the provider's default_tags; Billing counts by them once the
# payer account has made them cost allocation tags.
module "budget" {
  source = "../../modules/budget"
  count  = var.budget == null ? 0 : 1

  name              = local.name_prefix
  monthly_limit_usd = var.budget.monthly_limit_usd
  emails            = var.budget.emails == null ? var.alarm_emails : var.budget.emails
  actual_percents   = var.budget.actual_percents
  forecast_percents = var.budget.forecast_percents
  cost_tag          = var.budget.cost_tag == null ? { key = "Environment", value = var.environment } : var.budget.cost_tag

  action                   = var.budget.action
  account_id               = data.aws_caller_identity.current.account_id
  permissions_boundary_arn = var.security.permissions_boundary_arn
}

# By tag, so that environments of one account have a monitor each; that of all services is in account_settings.
module "cost_anomalies" {
  source = "../../modules/cost-anomalies"
  count  = var.cost_anomalies == null ? 0 : 1

  name               = local.name_prefix
  emails             = var.cost_anomalies.emails == null ? var.alarm_emails : var.cost_anomalies.emails
  frequency          = var.cost_anomalies.frequency
  topic              = var.cost_anomalies.topic
  min_impact_usd     = var.cost_anomalies.min_impact_usd
  min_impact_percent = var.cost_anomalies.min_impact_percent
  cost_tag           = var.cost_anomalies.cost_tag == null ? { key = "Environment", value = var.environment } : var.cost_anomalies.cost_tag
}
