module "elastic_beanstalk" {
  source   = "../../modules/elastic-beanstalk"
  for_each = var.elastic_beanstalk_applications

  name        = "${local.name_prefix}-${each.key}"
  description = each.value.description
  account_id  = data.aws_caller_identity.current.account_id
  vpc_id      = var.networking.vpc_id
  subnet_ids  = var.networking.private_subnet_ids

  versions          = each.value.versions
  version_lifecycle = each.value.version_lifecycle

  environments = {
    for key, it in each.value.environments : key => merge(it, {
      load_balancer = it.load_balancer == null ? null : merge(it.load_balancer, {
        subnet_ids        = it.load_balancer.public == true ? var.networking.public_subnet_ids : var.networking.private_subnet_ids
        ingress_cidrs     = coalesce(it.load_balancer.ingress_cidrs, it.load_balancer.public == true ? ["0.0.0.0/0"] : [var.networking.vpc_cidr_block])
        certificate_arn   = it.load_balancer.certificate_key == null ? null : var.security.certificate_arns[it.load_balancer.certificate_key]
        associate_web_acl = it.load_balancer.web_acl_key != null
        web_acl_arn       = it.load_balancer.web_acl_key == null ? null : module.waf[it.load_balancer.web_acl_key].arn
      })
      worker = it.worker == null ? null : merge(it.worker, {
        queue_arn = var.data.queue_arns[it.worker.queue_key]
        # arn:aws:sqs:REGION:ACCOUNT:NAME
        queue_url = "https://sqs.${split(":", var.data.queue_arns[it.worker.queue_key])[3]}.${data.aws_partition.current.dns_suffix}/${split(":", var.data.queue_arns[it.worker.queue_key])[4]}/${split(":", var.data.queue_arns[it.worker.queue_key])[5]}"
      })
      secrets = {
        for name, secret in coalesce(it.secrets, {}) : name => startswith(secret, "arn:") ? secret : var.data.secret_arns[secret]
      }
    })
  }
  configuration_templates = each.value.configuration_templates

  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
  policy_statements        = each.value.policy_statements
  log_retention_days       = var.log_retention_days
  alarm_topic_arns         = local.alarm_topic_arns.critical
}
