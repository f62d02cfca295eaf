# Listeners and rules when a deployment tool decides where traffic goes: the same as in listeners.tf and rules.tf, but
# Terraform sets the actions only once. Two resources each, because ignore_changes takes no expressions, and because no data
# source reads the action of a listener that does not exist yet without failing. A test holds each pair equal.

resource "aws_lb_listener" "external" {
  #checkov:skip=CKV_AWS_2:HTTP only where plain_http asks for it; else there is a certificate.
  #checkov:skip=CKV_AWS_103:https.ssl_policy allows TLS 1.2 and 1.3 only; plain_http has none.
  for_each = { for kind, listener in local.listeners : kind => listener if listener.owner == "external" }

  load_balancer_arn = aws_lb.this.arn
  port              = each.value.port
  protocol          = each.value.encrypted ? "HTTPS" : "HTTP"
  certificate_arn   = each.value.encrypted ? var.https.certificate_arn : null
  ssl_policy        = each.value.encrypted ? var.https.ssl_policy : null

  # response headers
  routing_http_response_server_enabled                         = false
  routing_http_response_content_security_policy_header_value   = var.security_headers.content_security_policy
  routing_http_response_strict_transport_security_header_value = each.value.encrypted ? local.strict_transport_security : ""
  routing_http_response_x_content_type_options_header_value    = var.security_headers.x_content_type_options
  routing_http_response_x_frame_options_header_value           = var.security_headers.x_frame_options

  # Written also where it is off: of a block that goes away the provider takes no notice.
  dynamic "mutual_authentication" {
    for_each = each.value.encrypted ? [true] : []

    content {
      mode            = local.trust_store == null ? "off" : "verify"
      trust_store_arn = one(aws_lb_trust_store.this[*].arn)
    }
  }

  default_action {
    type             = each.value.action
    target_group_arn = one([for key in each.value.target_group_keys : aws_lb_target_group.this[key].arn])

    dynamic "fixed_response" {
      for_each = each.value.action == "fixed-response" ? [404] : []

      content {
        status_code  = fixed_response.value
        content_type = "text/plain"
        message_body = "Not found"
      }
    }

    dynamic "redirect" {
      for_each = each.value.action == "redirect" ? [local.traffic_port] : []

      content {
        protocol    = "HTTPS"
        port        = redirect.value
        status_code = "HTTP_301"
      }
    }
  }

  tags = var.tags

  lifecycle {
    ignore_changes = [default_action]
  }
}

resource "aws_lb_listener_rule" "external" {
  for_each = { for key, rule in local.rules : key => rule if var.traffic_owner == "external" }

  listener_arn = aws_lb_listener.external[each.value.listener].arn
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

  lifecycle {
    ignore_changes = [action]
  }
}
