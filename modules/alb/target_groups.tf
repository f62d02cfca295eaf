locals {
  _green_groups = { for key, group in var.target_groups : "${key}/green" => group if group.blue_green }
  _groups       = merge(var.target_groups, local._green_groups)

  # Changes with whatever replaces the group, so that the new one is made before the old one goes. AWS allows 32 characters.
  _group_hashes = {
    for key, group in local._groups : key => substr(sha1(join("/", [
      var.name, key, group.target_type, group.port, group.protocol, group.protocol_version, var.vpc_id
    ])), 0, 6)
  }
  _group_names = { for key in keys(local._groups) : key => trim(substr(replace("${var.name}-${key}", "/", "-"), 0, 25), "-") }

  # What a target that speaks gRPC answers without a health service of its own.
  _health_path    = { GRPC = "/AWS.ALB/healthcheck" }
  _health_matcher = { GRPC = "12" }

  target_groups = {
    for key, group in local._groups : key => merge(group, {
      name = "${local._group_names[key]}-${local._group_hashes[key]}"
      health_check = merge(group.health_check, {
        path    = coalesce(group.health_check.path, lookup(local._health_path, group.protocol_version, "/"))
        matcher = coalesce(group.health_check.matcher, lookup(local._health_matcher, group.protocol_version, "200"))
        port    = coalesce(group.health_check.port, "traffic-port")
      })
    })
  }

  # Where the test listener sends what is meant for a group: to the green one of a pair.
  test_keys = merge(
    { for key in keys(local._groups) : key => key },
    { for key, group in var.target_groups : key => "${key}/green" if group.blue_green },
  )
}

resource "aws_lb_target_group" "this" {
  #checkov:skip=CKV_AWS_378:TLS ends at the load balancer unless the group says protocol = "HTTPS"; targets take traffic from its security group only.
  for_each = local.target_groups

  name             = each.value.name
  vpc_id           = var.vpc_id
  target_type      = each.value.target_type
  port             = each.value.port
  protocol         = each.value.protocol
  protocol_version = each.value.protocol_version

  # balancing
  load_balancing_algorithm_type     = each.value.algorithm
  load_balancing_anomaly_mitigation = each.value.anomaly_mitigation ? "on" : "off"
  slow_start                        = each.value.slow_start
  deregistration_delay              = each.value.deregistration_delay

  health_check {
    protocol            = each.value.protocol
    port                = each.value.health_check.port
    path                = each.value.health_check.path
    matcher             = each.value.health_check.matcher
    interval            = each.value.health_check.interval
    timeout             = each.value.health_check.timeout
    healthy_threshold   = each.value.health_check.healthy_threshold
    unhealthy_threshold = each.value.health_check.unhealthy_threshold
  }

  # Written also where it is off: of a block that goes away the provider takes no notice.
  stickiness {
    enabled         = each.value.stickiness != null
    type            = try(each.value.stickiness.cookie_name, null) == null ? "lb_cookie" : "app_cookie"
    cookie_name     = try(each.value.stickiness.cookie_name, null)
    cookie_duration = try(each.value.stickiness.duration, 86400)
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}
