resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5:Attached to the compute environments of this module, through a list that checkov does not follow.
  count = length(local.managed) > 0 ? 1 : 0

  name        = "batch-${var.name}"
  description = "Jobs and instances of Batch ${var.name}. Nothing comes in."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "batch-${var.name}" })
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = length(local.managed) > 0 ? var.egress : {}

  security_group_id            = aws_security_group.this[0].id
  description                  = each.key
  cidr_ipv4                    = each.value.cidr_ipv4
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.port
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
  multinode = length(local.managed) > 0 && anytrue([for each in var.job_definitions : each.nodes != null])
}
