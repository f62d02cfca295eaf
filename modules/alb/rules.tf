locals {
  _rules = {
    for key, rule in var.rules : key => merge(rule, {
      action = one([
        for type, given in {
          forward        = rule.target_group_key != null || rule.weights != null
          fixed-response = rule.fixed_response != null
          redirect       = rule.redirect != null
        } : type if given
      ])

      # Each a list of at most one list: for a condition block or for none.
      values = {
        for kind in ["hosts", "paths", "methods", "source_cidrs"] : kind => [
          for values in [rule.conditions[kind]] : values if length(values) > 0
        ]
      }
    })
  }

  # Every listener that serves has every rule. Keyed by what a listener has once: its priorities. So a rule may have another
  # name, and two may change places, without taking a priority that is not free yet.
  rules = merge([
    for kind in keys(local._serving) : {
      for key, rule in local._rules : "${kind}/${rule.priority}" => merge(rule, {
        name              = "${kind}/${key}"
        listener          = kind
        target_group_keys = [for group in rule.target_group_key[*] : kind == "test" ? local.test_keys[group] : group]
      })
    }
  ]...)
}

# The rules when Terraform decides where traffic goes. Keep the same as in external.tf but for lifecycle.
resource "aws_lb_listener_rule" "this" {
  for_each = { for key, rule in local.rules : key => rule if var.traffic_owner == "terraform" }

  listener_arn = aws_lb_listener.this[each.value.listener].arn
  priority     = each.value.priority

  # conditions
  dynamic "condition" {
    for_each = each.value.values.hosts

    content {
      host_header {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.values.paths

    content {
      path_pattern {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.values.methods

    content {
      http_request_method {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.values.source_cidrs

    content {
      source_ip {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.conditions.headers

    content {
      http_header {
        http_header_name = condition.key
        values           = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.conditions.queries

    content {
      dynamic "query_string" {
        for_each = condition.value

        content {
          key   = condition.key
          value = query_string.value
        }
      }
    }
  }

  action {
    type             = each.value.action
    target_group_arn = one([for key in each.value.target_group_keys : aws_lb_target_group.this[key].arn])

    dynamic "forward" {
      for_each = each.value.weights[*]

      content {
        dynamic "target_group" {
          for_each = forward.value

          content {
            arn    = aws_lb_target_group.this[target_group.key].arn
            weight = target_group.value
          }
        }

        dynamic "stickiness" {
          for_each = each.value.stickiness_seconds[*]

          content {
            enabled  = true
            duration = stickiness.value
          }
        }
      }
    }

    dynamic "fixed_response" {
      for_each = each.value.fixed_response[*]

      content {
        status_code  = fixed_response.value.status_code
        content_type = fixed_response.value.content_type
        message_body = fixed_response.value.message_body
      }
    }

    dynamic "redirect" {
      for_each = each.value.redirect[*]

      content {
        host        = redirect.value.host
        path        = redirect.value.path
        port        = redirect.value.port
        protocol    = redirect.value.protocol
        query       = redirect.value.query
        status_code = redirect.value.permanent ? "HTTP_301" : "HTTP_302"
      }
    }
  }

  tags = merge(var.tags, { Name = each.value.name })
}
