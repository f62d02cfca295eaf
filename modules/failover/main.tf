locals {
  targets = { PRIMARY = var.primary, SECONDARY = var.secondary }

  # A distribution is healthy as far as Route 53 can tell: its zone is the one of all of them.
  # https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
  evaluated = { for role, target in local.targets : role => coalesce(target.target_health_evaluated, target.zone_id != "Z2FDTNDATAQYW2") }

  # What Route 53 asks, from several of its regions, over the internet.
  _checks = {
    PRIMARY   = var.health_check
    SECONDARY = var.secondary_health_check
  }
  checks = { for role, check in local._checks : role => check if check != null }

  records = merge([
    for role in keys(local.targets) : {
      for type in var.ipv6_enabled ? ["A", "AAAA"] : ["A"] : "${role}/${type}" => { role = role, type = type }
    }
  ]...)
}

resource "aws_route53_health_check" "this" {
  for_each = local.checks

  type              = each.value.search_string == null ? each.value.type : "${each.value.type}_STR_MATCH"
  fqdn              = coalesce(each.value.fqdn, local.targets[each.key].dns_name)
  port              = each.value.port
  resource_path     = each.value.path
  search_string     = each.value.search_string
  request_interval  = each.value.interval_seconds
  failure_threshold = each.value.failure_threshold
  regions           = each.value.regions
  measure_latency   = each.value.latency_measured
  enable_sni        = each.value.type == "HTTPS"

  tags = merge(var.tags, { Name = "${var.record_name} ${lower(each.key)}" })

  # Type, interval and latency are never changed in place, and a record always has one.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "this" {
  for_each = local.records

  zone_id         = var.zone_id
  name            = var.record_name
  type            = each.value.type
  set_identifier  = lower(each.value.role)
  health_check_id = try(aws_route53_health_check.this[each.value.role].id, null)

  failover_routing_policy {
    type = each.value.role
  }

  alias {
    name                   = local.targets[each.value.role].dns_name
    zone_id                = local.targets[each.value.role].zone_id
    evaluate_target_health = local.evaluated[each.value.role]
  }
}
