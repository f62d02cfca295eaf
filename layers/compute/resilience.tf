locals {
  _backed_up = var.backups == null ? {} : merge(
    { for table in module.ai_assistant[*].compute_config.sessions_table : "sessions" => table.arn },
    { for key in var.backups.table_keys : "table-${key}" => var.data.table_arns[key] },
    { for key, arn in var.backups.resource_arns : "named-${key}" => arn },
  )
}

module "backup" {
  source = "../../modules/backup"
  count  = var.backups == null ? 0 : 1

  name          = local.name_prefix
  account_id    = data.aws_caller_identity.current.account_id
  resource_arns = local._backed_up

  # when, for how long and where
  schedule          = var.backups.schedule
  retention_days    = var.backups.retention_days
  cold_storage_days = var.backups.cold_storage_days
  copy_vault_arn    = var.backups.copy_vault_arn
  lock              = var.backups.lock
  restore_test      = var.backups.restore_test
  force_destroy     = !var.deletion_protection

  # keys and roles
  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
}

# Two targets of one name, by what the environment calls them.
locals {
  _failover_targets = merge(
    { for key, alb in module.alb : "alb/${key}" => { dns_name = alb.dns_name, zone_id = alb.zone_id } },
    { for key, distribution in module.cloudfront : "distribution/${key}" => { dns_name = distribution.domain_name, zone_id = distribution.hosted_zone_id } },
    { for name, domain in module.rest_api_domain : "domain/${name}" => { dns_name = domain.target.name, zone_id = domain.target.zone_id } },
    merge([
      for api in concat(values(module.http_api), values(module.websocket_api)) : {
        for name, target in api.domain_targets : "domain/${name}" => { dns_name = target.name, zone_id = target.zone_id }
      }
    ]...),
  )

  _failovers = {
    for key, failover in var.failovers : key => {
      for role, target in { primary = failover.primary, secondary = failover.secondary } : role => merge(
        { target_health_evaluated = target.target_health_evaluated },
        (
          target.alb_key != null ? local._failover_targets["alb/${target.alb_key}"] :
          target.distribution_key != null ? local._failover_targets["distribution/${target.distribution_key}"] :
          target.api_domain != null ? local._failover_targets["domain/${target.api_domain}"] :
          { dns_name = target.dns_name, zone_id = target.zone_id }
        ),
      )
    }
  }
}

module "failover" {
  source    = "../../modules/failover"
  for_each  = var.failovers
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  # who goes where
  name         = "${local.name_prefix}-${each.key}"
  zone_id      = each.value.zone_id
  record_name  = each.value.record_name
  ipv6_enabled = each.value.ipv6_enabled
  primary      = local._failovers[each.key].primary
  secondary    = local._failovers[each.key].secondary

  # who asks, and whom it tells
  health_check           = each.value.health_check
  secondary_health_check = each.value.secondary_health_check
  alarms                 = each.value.alarms
  alarm_topic_arns       = local.edge_alarm_topic_arns
  runbook_url            = var.runbook_url
}
