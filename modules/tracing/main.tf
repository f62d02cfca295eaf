locals {
  # https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html, complex keywords
  filters = {
    for name, group in var.groups : name => coalesce(
      group.filter_expression, join(" OR ", [for service in sort(group.services) : "service(\"${service}\")"]),
    )
  }
}

resource "aws_xray_group" "this" {
  for_each = var.groups

  group_name        = each.key
  filter_expression = local.filters[each.key]
  tags              = var.tags

  # Always written: AWS keeps what it was told, also where nothing is said any more.
  insights_configuration {
    insights_enabled      = each.value.insights_enabled
    notifications_enabled = each.value.insights_enabled && each.value.notifications_enabled
  }
}

resource "aws_xray_sampling_rule" "this" {
  for_each = var.sampling_rules

  rule_name = each.key
  priority  = each.value.priority
  version   = 1 # the only one there is
  tags      = var.tags

  # which requests
  service_name = each.value.service_name
  service_type = each.value.service_type
  host         = each.value.host
  http_method  = each.value.http_method
  url_path     = each.value.url_path
  resource_arn = each.value.resource_arn
  attributes   = each.value.attributes

  # how many of them
  reservoir_size = each.value.reservoir_size
  fixed_rate     = each.value.fixed_rate
}
