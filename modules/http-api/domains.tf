locals {
  # Clients are kept to a domain for what stands before it or for its client certificates: no second door then.
  _has_domain             = length(var.domains) + length(var.shared_domains) > 0
  default_endpoint_closed = local._has_domain && !var.default_endpoint_enabled

  _own_mappings = merge([
    for name, domain in var.domains : { for path in domain.paths : "${name}/${path}" => { domain_name = name, path = path } }
  ]...)

  # The names of domains have a dot, so "shared" is none of them.
  mappings = merge(local._own_mappings, { for key, domain in var.shared_domains : "shared/${key}" => domain })

  # The API's URLs at its domains, by mapping.
  urls = {
    for key, mapping in local.mappings : key => "https://${mapping.domain_name}${mapping.path == "" ? "" : "/${mapping.path}"}"
  }

  _record_types = var.ip_address_type == "dualstack" ? ["A", "AAAA"] : ["A"]

  records = merge([
    for name, domain in var.domains : { for type in local._record_types : "${name}/${type}" => { name = name, type = type } }
    if domain.route53 != null
  ]...)
}

resource "aws_apigatewayv2_domain_name" "this" {
  for_each = var.domains

  domain_name = each.key

  domain_name_configuration {
    certificate_arn                        = each.value.certificate_arn
    ownership_verification_certificate_arn = each.value.ownership_certificate_arn
    endpoint_type                          = "REGIONAL"
    security_policy                        = "TLS_1_2"
    ip_address_type                        = var.ip_address_type
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
      condition     = split(":", each.value.certificate_arn)[3] == local.region
      error_message = "Domain ${each.key} of HTTP API ${var.name} is in ${local.region} and takes a certificate of that region only: request it there instead of ${each.value.certificate_arn}."
    }
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  for_each = local.mappings

  api_id          = aws_apigatewayv2_api.this.id
  stage           = aws_apigatewayv2_stage.this.id
  domain_name     = each.value.domain_name
  api_mapping_key = each.value.path

  # Domains of this module have to be there first; domain_name alone, a plain text, does not say so.
  depends_on = [aws_apigatewayv2_domain_name.this]
}

resource "aws_route53_record" "this" {
  for_each = local.records

  zone_id = var.domains[each.value.name].route53.zone_id
  name    = each.value.name
  type    = each.value.type

  alias {
    name                   = aws_apigatewayv2_domain_name.this[each.value.name].domain_name_configuration[0].target_domain_name
    zone_id                = aws_apigatewayv2_domain_name.this[each.value.name].domain_name_configuration[0].hosted_zone_id
    evaluate_target_health = false
  }
}
