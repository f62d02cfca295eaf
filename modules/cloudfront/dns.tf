locals {
  _zoned = { for name, alias in var.aliases : name => alias.zone if alias.zone != null }

  records = merge([
    for name, zone in local._zoned : {
      for type in var.ipv6_enabled ? ["A", "AAAA"] : ["A"] : "${name}/${type}" => { name = name, type = type, zone_id = zone.id }
    }
  ]...)
}

resource "aws_route53_record" "this" {
  for_each = local.records

  zone_id = each.value.zone_id
  name    = each.value.name
  type    = each.value.type

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false # CloudFront has no health to evaluate
  }
}
