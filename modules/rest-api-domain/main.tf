data "aws_region" "current" {}

locals {
  region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))

  _edge               = var.endpoint_type == "EDGE"
  _certificate_region = local._edge ? "us-east-1" : local.region

  # Where the domain's traffic goes: CloudFront for an edge-optimised one.
  target = {
    name    = local._edge ? aws_api_gateway_domain_name.this.cloudfront_domain_name : aws_api_gateway_domain_name.this.regional_domain_name
    zone_id = local._edge ? aws_api_gateway_domain_name.this.cloudfront_zone_id : aws_api_gateway_domain_name.this.regional_zone_id
  }
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name                            = var.name
  certificate_arn                        = local._edge ? var.certificate_arn : null
  regional_certificate_arn               = local._edge ? null : var.certificate_arn
  ownership_verification_certificate_arn = var.ownership_certificate_arn
  security_policy                        = "TLS_1_2"

  endpoint_configuration {
    types = [var.endpoint_type]
  }

  dynamic "mutual_tls_authentication" {
    for_each = var.trust_store[*]

    content {
      truststore_uri     = mutual_tls_authentication.value.uri
      truststore_version = mutual_tls_authentication.value.version
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = split(":", var.certificate_arn)[3] == local._certificate_region
      error_message = "Domain ${var.name} of REST APIs takes a certificate of ${local._certificate_region} only: request it there instead of ${var.certificate_arn}."
    }
  }
}

resource "aws_route53_record" "this" {
  #checkov:skip=CKV2_AWS_23:The alias names the domain above, which checkov does not find behind a local.
  for_each = toset(var.route53 == null ? [] : ["A", "AAAA"])

  zone_id = var.route53.zone_id
  name    = var.name
  type    = each.key

  alias {
    name                   = local.target.name
    zone_id                = local.target.zone_id
    evaluate_target_health = false
  }
}
