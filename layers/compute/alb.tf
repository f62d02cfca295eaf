module "alb" {
  source   = "../../modules/alb"
  for_each = var.albs

  name       = "${local.name_prefix}-${each.key}"
  account_id = data.aws_caller_identity.current.account_id

  # network
  public         = each.value.public
  vpc_id         = var.networking.vpc_id
  vpc_cidr_block = var.networking.vpc_cidr_block
  subnet_ids     = each.value.public == true ? var.networking.public_subnet_ids : var.networking.private_subnet_ids

  # clients
  ingress_cidrs           = each.value.ingress_cidrs
  ingress_cloudfront      = each.value.ingress_cloudfront
  ingress_prefix_list_ids = each.value.ingress_prefix_list_ids
  ingress_security_group_ids = merge(
    each.value.ingress_security_group_ids,
    { for key in each.value.ingress_security_group_keys : key => var.networking.security_group_ids[key] },
  )
  security_group_ids = concat(
    each.value.security_group_ids, [for key in each.value.security_group_keys : var.networking.security_group_ids[key]]
  )

  # listeners
  https = each.value.https == null ? null : merge(each.value.https, {
    certificate_arn = (
      each.value.https.certificate_key == null ? each.value.https.certificate_arn : var.security.certificate_arns[each.value.https.certificate_key]
    )
  })
  plain_http                 = each.value.plain_http
  security_headers           = each.value.security_headers
  idle_timeout               = each.value.idle_timeout
  client_keep_alive          = each.value.client_keep_alive
  xff_header_processing_mode = each.value.xff_header_processing_mode
  zonal_shift_enabled        = each.value.zonal_shift_enabled
  test_listener              = each.value.test_listener
  default_target_group_key   = each.value.default_target_group_key
  target_groups              = each.value.target_groups
  rules                      = each.value.rules
  traffic_owner              = each.value.traffic_owner

  # protection
  associate_web_acl   = each.value.web_acl_key != null
  web_acl_arn         = each.value.web_acl_key == null ? null : module.waf[each.value.web_acl_key].arn
  deletion_protection = var.deletion_protection

  # logs and alarms
  access_logs_enabled     = each.value.access_logs_enabled
  connection_logs_enabled = each.value.connection_logs_enabled
  log_bucket              = each.value.log_bucket
  log_retention_days      = var.log_retention_days
  alarm_topic_arns        = local.service_topic_arns
  runbook_url             = var.runbook_url
  alarms                  = each.value.alarms
}
