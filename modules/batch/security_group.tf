resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5:Attached to the compute environments of this module, through a list that checkov does not follow.
  count = length(local.managed) > 0 ? 1 : 0

  name        = "batch-${var.name}"
  description = "Jobs and instances of Batch ${var.name}."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "batch-${var.name}" })
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = { for name, rule in local._egress : name => rule if length(local.managed) > 0 }

  security_group_id            = aws_security_group.this[0].id
  description                  = each.key
  cidr_ipv4                    = each.value.cidr_ipv4
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = coalesce(each.value.to_port, each.value.port)
  tags                         = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = { for name, rule in var.ingress : name => rule if length(local.managed) > 0 }

  security_group_id            = aws_security_group.this[0].id
  description                  = each.key
  cidr_ipv4                    = each.value.cidr_ipv4
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = coalesce(each.value.to_port, each.value.port)
  tags                         = var.tags
}

# The nodes of a multinode job talk to one another.
resource "aws_vpc_security_group_ingress_rule" "nodes" {
  count = local.multinode ? 1 : 0

  security_group_id            = aws_security_group.this[0].id
  description                  = "Nodes of one job."
  referenced_security_group_id = aws_security_group.this[0].id
  ip_protocol                  = "-1"
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "nodes" {
  count = local.multinode ? 1 : 0

  security_group_id            = aws_security_group.this[0].id
  description                  = "Nodes of one job."
  referenced_security_group_id = aws_security_group.this[0].id
  ip_protocol                  = "-1"
  tags                         = var.tags
}

locals {
  # Images, logs, secrets and AWS Batch itself are all behind HTTPS.
  _https = {
    https = { port = 443, to_port = null, protocol = "tcp", cidr_ipv4 = "0.0.0.0/0", prefix_list_id = null, security_group_id = null }
  }
  _egress = merge({ for name, rule in local._https : name => rule if var.default_egress_enabled }, var.egress)

  multinode = length(local.managed) > 0 && anytrue([for definition in var.job_definitions : definition.nodes != null])
}
