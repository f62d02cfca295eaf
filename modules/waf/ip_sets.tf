locals {
  # A set holds addresses of one version only. What is allowed goes before what is blocked.
  _ip_sets = {
    allowed-ipv4 = { priority = 0, action = "allow", version = "IPV4", cidrs = [for cidr in var.allowed_cidrs : cidr if !strcontains(cidr, ":")] }
    allowed-ipv6 = { priority = 1, action = "allow", version = "IPV6", cidrs = [for cidr in var.allowed_cidrs : cidr if strcontains(cidr, ":")] }
    blocked-ipv4 = { priority = 2, action = "block", version = "IPV4", cidrs = [for cidr in var.blocked_cidrs : cidr if !strcontains(cidr, ":")] }
    blocked-ipv6 = { priority = 3, action = "block", version = "IPV6", cidrs = [for cidr in var.blocked_cidrs : cidr if strcontains(cidr, ":")] }
  }

  ip_sets = { for name, set in local._ip_sets : name => set if length(set.cidrs) > 0 }
}

resource "aws_wafv2_ip_set" "this" {
  for_each = local.ip_sets

  name               = "${var.name}-${each.key}"
  scope              = var.scope
  ip_address_version = each.value.version
  addresses          = each.value.cidrs
  tags               = var.tags
}
