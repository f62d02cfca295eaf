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
}
