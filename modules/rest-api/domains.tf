locals {
  # Clients are kept to a domain for what stands before it or for its client certificates: no second door then.
  default_endpoint_closed = length(var.domains) + length(var.shared_domains) > 0 && !var.default_endpoint_enabled

  _edge               = local.endpoint_type == "EDGE"
  _certificate_region = local._edge ? "us-east-1" : local.region

  _own_mappings = merge([
    for name, domain in var.domains : { for path in domain.paths : "${name}/${path}" => { domain_name = name, path = path } }
  ]...)

  # The names of domains have a dot, so "shared" is none of them.
  mappings = merge(local._own_mappings, { for key, domain in var.shared_domains : "shared/${key}" => domain })

  # The API's URLs at its domains, by mapping.
  urls = {
    for key, mapping in local.mappings : key => "https://${mapping.domain_name}${mapping.path == "" ? "" : "/${mapping.path}"}"
  }

  records = merge([
    for name, domain in var.domains : { for type in ["A", "AAAA"] : "${name}/${type}" => { name = name, type = type } }
    if domain.route53 != null
  ]...)
}

resource "aws_api_gateway_domain_name" "this" {
  for_each = var.domains

  domain_name                            = each.key
  certificate_arn                        = local._edge ? each.value.certificate_arn : null
  regional_certificate_arn               = local._edge ? null : each.value.certificate_arn
  ownership_verification_certificate_arn = each.value.ownership_certificate_arn
  security_policy                        = "TLS_1_2"

  endpoint_configuration {
    types = [local.endpoint_type]
  }

  dynamic "mutual_tls_authentication" {
    for_each = each.value.trust_store[*]

    content {
      truststore_uri     = mutual_tls_authentication.value.uri
      truststore_version = mutual_tls_authentication.value.version
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = split(":", each.value.certificate_arn)[3] == local._certificate_region
      error_message = "Domain ${each.key} of REST API ${var.name} takes a certificate of ${local._certificate_region} only: request it there instead of ${each.value.certificate_arn}."
    }
  }
}

resource "aws_api_gateway_base_path_mapping" "this" {
  for_each = local.has_routes ? local.mappings : {}

  api_id      = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this[0].stage_name
  domain_name = each.value.domain_name
  base_path   = each.value.path

  # Domains of this module have to be there first; domain_name alone, a plain text, does not say so.
  depends_on = [aws_api_gateway_domain_name.this]
}

resource "aws_route53_record" "this" {
  #checkov:skip=CKV2_AWS_23:The alias names the domain above, which checkov does not find behind for_each.
  for_each = local.records

  zone_id = var.domains[each.value.name].route53.zone_id
  name    = each.value.name
  type    = each.value.type

  alias {
    name                   = local._targets[each.value.name].name
    zone_id                = local._targets[each.value.name].zone_id
    evaluate_target_health = false
  }
}

locals {
  # Where a domain's traffic goes: CloudFront for an edge-optimised API.
  _targets = {
    for name, domain in aws_api_gateway_domain_name.this : name => {
      name    = local._edge ? domain.cloudfront_domain_name : domain.regional_domain_name
      zone_id = local._edge ? domain.cloudfront_zone_id : domain.regional_zone_id
    }
  }
}
