locals {
  _address_rules = {
    allowed = { priority = 0, action = "allow", cidrs = var.allowed_cidrs }
    blocked = { priority = 2, action = "block", cidrs = var.blocked_cidrs }
  }

  # A set holds addresses of one version only. What is allowed goes before what is blocked.
  address_rules = merge([
    for kind, rule in local._address_rules : {
      for version, cidrs in {
        IPV4 = [for cidr in rule.cidrs : cidr if !strcontains(cidr, ":")]
        IPV6 = [for cidr in rule.cidrs : cidr if strcontains(cidr, ":")]
        } : "${kind}-${lower(version)}" => {
        priority = rule.priority + (version == "IPV6" ? 1 : 0)
        action   = rule.action
        version  = version
        cidrs    = cidrs
      } if length(cidrs) > 0
    }
  ]...)

  # Those of rules of one's own, which are of one version each.
  _rule_sets = merge([
    for key, rule in var.rules : {
      for part, conditions in { when = rule.conditions, unless = rule.exceptions } : "${key}-${part}" => {
        version                      = strcontains(conditions.source_cidrs[0], ":") ? "IPV6" : "IPV4"
        cidrs                        = conditions.source_cidrs
      } if length(conditions.source_cidrs) > 0
    }
  ]...)
}

resource "aws_wafv2_ip_set" "this" {
  for_each = merge({ for key, rule in local.address_rules : key => { version = rule.version, cidrs = rule.cidrs } }, local._rule_sets)

  name               = "${var.name}-${each.key}"
  scope              = var.scope
  ip_address_version = each.value.version
  addresses          = each.value.cidrs
  tags               = var.tags

  # Removed after the web ACL let go of it: WAF deletes no set that a rule names.
  lifecycle {
    create_before_destroy = true
  }
}
