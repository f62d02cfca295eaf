locals {
  security_groups = {
    alb    = "Load balancers that face the internet"
    ecs    = "ECS tasks"
    eks    = "EKS nodes and pods"
    lambda = "Lambda functions in the VPC"
  }

  from_internet = {
    "alb-http"  = { group = "alb", port = 80, description = "HTTP, to be redirected to HTTPS" }
    "alb-https" = { group = "alb", port = 443, description = "HTTPS from the internet" }
  }

  between_groups = {
    "alb-to-ecs" = { from = "alb", to = "ecs", description = "Load balancers to tasks, on whatever port they listen" }
    "alb-to-eks" = { from = "alb", to = "eks", description = "Load balancers to pods, on whatever port they listen" }
    "eks-to-eks" = { from = "eks", to = "eks", description = "Nodes and pods among themselves" }
  }
}

resource "aws_security_group" "this" {
  for_each = local.security_groups

  name        = "${local.name}-${each.key}"
  description = each.value
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${local.name}-${each.key}" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "internet" {
  for_each = local.from_internet

  security_group_id = aws_security_group.this[each.value.group].id
  description       = each.value.description
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port

  tags = { Name = each.key }
}

resource "aws_vpc_security_group_ingress_rule" "group" {
  for_each = local.between_groups

  security_group_id            = aws_security_group.this[each.value.to].id
  description                  = each.value.description
  referenced_security_group_id = aws_security_group.this[each.value.from].id
  ip_protocol                  = "-1"

  tags = { Name = each.key }
}

resource "aws_vpc_security_group_egress_rule" "group" {
  for_each = local.between_groups

  security_group_id            = aws_security_group.this[each.value.from].id
  description                  = each.value.description
  referenced_security_group_id = aws_security_group.this[each.value.to].id
  ip_protocol                  = "-1"

  tags = { Name = each.key }
}

resource "aws_vpc_security_group_egress_rule" "https" {
  for_each = toset(["ecs", "eks", "lambda"])

  security_group_id = aws_security_group.this[each.key].id
  description       = "HTTPS to AWS and other services"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443

  tags = { Name = "${each.key}-https" }
}
