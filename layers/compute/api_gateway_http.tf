module "http_api" {
  source   = "../../modules/http-api"
  for_each = var.api_gateway_http_apis

  name            = coalesce(each.value.name, "${local.name_prefix}-${each.key}")
  description     = each.value.description
  ip_address_type = each.value.ip_address_type

  # requests
  routes = {
    for key, route in each.value.routes : key => {
      authorization  = route.authorization
      public         = route.public
      authorizer_key = route.authorizer_key
      scopes         = route.scopes

      lambda = one([for lambda_key in route.lambda_key[*] : module.lambda[lambda_key]])
      load_balancer = one([
        for alb_key in route.alb_key[*] : {
          listener_arn = module.alb[alb_key].listener_arns.traffic
          server_name  = route.server_name
          plain_http   = var.albs[alb_key].https == null
        }
      ])
      url = route.url

      timeout            = route.timeout
      request_parameters = route.request_parameters
      throttling         = route.throttling
    }
  }
  authorizers = {
    for key, authorizer in each.value.authorizers : key => {
      identity_sources = authorizer.identity_sources
      jwt              = authorizer.jwt
      lambda           = one([for lambda_key in authorizer.lambda_key[*] : module.lambda[lambda_key]])
      simple_responses = authorizer.simple_responses
      cache_seconds    = authorizer.cache_seconds
    }
  }
  cors_configuration = each.value.cors_configuration
  throttling         = each.value.throttling

  # load balancers
  vpc_link = {
    vpc_id             = var.networking.vpc_id
    vpc_cidr_block     = var.networking.vpc_cidr_block
    subnet_ids         = var.networking.private_subnet_ids
    security_group_ids = [for key in each.value.security_group_keys : var.networking.security_group_ids[key]]
  }

  # domains
  domains = {
    for name, domain in each.value.domains : name => merge(domain, {
      certificate_arn = domain.certificate_key == null ? domain.certificate_arn : var.security.certificate_arns[domain.certificate_key]
    })
  }
  shared_domains           = each.value.shared_domains
  default_endpoint_enabled = each.value.default_endpoint_enabled

  # logs and alarms
  detailed_metrics_enabled = each.value.detailed_metrics_enabled
  log_retention_days       = var.log_retention_days
  kms_key_arn              = var.security.kms_key_arn
  alarm_topic_arns         = local.service_topic_arns
  runbook_url              = var.runbook_url
  alarms                   = each.value.alarms
}
