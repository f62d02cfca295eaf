locals {
  # Load balancers that are origins, by distribution and origin: those in private subnets through a VPC origin, the public
  # ones as any host.
  _alb_origins = {
    for name, distribution in var.cloudfront_distributions : name => {
      for key, origin in distribution.origins : key => [
        for alb_key in origin.alb_key[*] : {
          public      = var.albs[alb_key].public == true
          arn         = module.alb[alb_key].arn
          domain_name = origin.domain_name == null ? module.alb[alb_key].dns_name : origin.domain_name
          plain_http  = var.albs[alb_key].https == null
        }
      ]
    }
  }

  # URLs of the APIs that are origins, by distribution and origin; the stage of a REST API is their path.
  _api_urls = {
    for name, distribution in var.cloudfront_distributions : name => {
      for key, origin in distribution.origins : key => concat(
        [for api_key in origin.http_api_key[*] : module.http_api[api_key].endpoint],
        [for api_key in origin.rest_api_key[*] : module.rest_api[api_key].invoke_url],
      )
    }
  }

  # What the keys of origins stand for, by distribution and origin.
  _origins = {
    for name, distribution in var.cloudfront_distributions : name => {
      for key, origin in distribution.origins : key => merge(origin, {
        custom = one(concat(
          origin.custom[*],
          [for url in local._api_urls[name][key] : { domain_name = split("/", url)[2] }],
          [for alb in local._alb_origins[name][key] : { domain_name = alb.domain_name, plain_http = alb.plain_http } if alb.public],
        ))
        vpc = one(concat(
          origin.vpc[*],
          [for alb in local._alb_origins[name][key] : { arn = alb.arn, domain_name = alb.domain_name, plain_http = alb.plain_http } if !alb.public],
        ))
        path = one(concat(
          [for url in local._api_urls[name][key] : "${trimsuffix(replace(url, "/^https:\\/\\/[^\\/]+/", ""), "/")}${origin.path == null ? "" : origin.path}"],
          [for path in [origin.path] : path if length(local._api_urls[name][key]) == 0],
        ))
      })
    }
  }
}

module "cloudfront" {
  source    = "../../modules/cloudfront"
  for_each  = var.cloudfront_distributions
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  name        = "${local.name_prefix}-${each.key}"
  description = each.value.description
  account_id  = data.aws_caller_identity.current.account_id

  # viewers
  enabled = each.value.enabled
  aliases = each.value.aliases
  certificate_arn = (
    each.value.certificate_key == null ? each.value.certificate_arn : var.security.certificate_arns[each.value.certificate_key]
  )
  web_acl_arn         = one([for key in each.value.web_acl_key[*] : module.edge_waf[key].arn])
  allowed_countries   = each.value.allowed_countries
  blocked_countries   = each.value.blocked_countries
  default_root_object = each.value.default_root_object
  error_responses     = each.value.error_responses
  http_version        = each.value.http_version
  ipv6_enabled        = each.value.ipv6_enabled
  price_class         = each.value.price_class

  # origins and behaviors
  origins                   = local._origins[each.key]
  origin_groups             = each.value.origin_groups
  behaviors                 = each.value.behaviors
  continuous_deployment     = each.value.continuous_deployment
  cache_policies            = each.value.cache_policies
  origin_request_policies   = each.value.origin_request_policies
  response_headers_policies = each.value.response_headers_policies
  security_headers          = each.value.security_headers
  public_keys               = each.value.public_keys
  key_groups                = each.value.key_groups

  # functions
  functions = each.value.functions == null ? null : {
    for key, function in each.value.functions : key => merge(function, {
      file = one([for file in function.file[*] : "${path.root}/${file}"])
    })
  }
  key_value_stores = each.value.key_value_stores
  edge_functions = each.value.edge_functions == null ? null : {
    for key, function in each.value.edge_functions : key => merge(function, {
      filename = one([for file in function.filename[*] : "${path.root}/${file}"])
    })
  }
  permissions_boundary_arn = var.security.permissions_boundary_arn

  # logs, metrics and alarms
  access_log_bucket          = each.value.access_log_bucket
  access_log_fields          = each.value.access_log_fields
  access_logs_enabled        = each.value.access_logs_enabled
  realtime_logs              = each.value.realtime_logs
  log_retention_days         = var.log_retention_days
  kms_key_arn                = var.security.kms_key_arn
  us_east_1_kms_key_arn      = local.edge_kms_key_arn
  additional_metrics_enabled = each.value.additional_metrics_enabled
  alarm_topic_arns           = local.edge_service_topic_arns
  runbook_url                = var.runbook_url
  alarms                     = each.value.alarms
}

locals {
  # What distributions stand in front of.
  _origin_keys = {
    for kind in ["alb_key", "http_api_key", "rest_api_key"] : kind => distinct(flatten([
      for distribution in var.cloudfront_distributions : [for origin in distribution.origins : origin[kind][*]]
    ]))
  }

  _open_albs = [for key in local._origin_keys.alb_key : key if var.albs[key].public == true && module.alb[key].ingress.everyone]
  _open_apis = concat(
    [for key in local._origin_keys.rest_api_key : key if var.api_gateway_rest_apis[key].web_acl_key == null],
    [for key in local._origin_keys.http_api_key : key if anytrue([for route in coalesce(var.api_gateway_http_apis[key].routes, {}) : route.authorization == "NONE"])],
  )
}

check "load_balancers_behind_cloudfront" {
  assert {
    condition     = length(local._open_albs) == 0
    error_message = "Load balancers are behind CloudFront and open to everyone, who then get around the distribution and its web ACL: ${join(", ", local._open_albs)}. Set ingress_cloudfront = true, or public = false for a VPC origin."
  }
}

check "apis_behind_cloudfront" {
  assert {
    condition     = length(local._open_apis) == 0
    error_message = "APIs are behind CloudFront and open to everyone at their own URLs, around the distribution's web ACL: ${join(", ", local._open_apis)}. Give a REST API a web_acl_key, and every route of an HTTP API an authorizer."
  }
}
