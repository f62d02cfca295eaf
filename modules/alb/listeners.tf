locals {
  # The listener that serves traffic. What is on port 80 keeps its name, whether it serves traffic or redirects, so that a
  # change from one to the other takes no port from another listener.
  traffic      = var.https == null ? "http" : "traffic"
  traffic_port = var.https == null ? 80 : 443
  trust_store  = one(var.https[*].trust_store)

  # HSTS means nothing over plain HTTP.
  strict_transport_security = var.https == null ? "" : var.security_headers.strict_transport_security

  _default_keys = var.default_target_group_key[*]

  _serving = merge(
    { (local.traffic) = { port = local.traffic_port, keys = local._default_keys } },
    { for test in var.test_listener[*] : "test" => { port = test.port, keys = [for key in local._default_keys : local.test_keys[key]] } },
  )

  listeners = merge(
    { for kind, listener in local._serving : kind => {
      port              = listener.port
      encrypted         = var.https != null
      action            = length(listener.keys) == 0 ? "fixed-response" : "forward"
      target_group_keys = listener.keys
      owner             = var.traffic_owner
    } },
    # Where a redirect goes is no deployment's to decide.
    { for https in var.https[*] : "http" => { port = 80, encrypted = false, action = "redirect", target_group_keys = [], owner = "terraform" } },
  )

  # Each exists in exactly one of the two variants; everything else reads from here.
  _all_listener_arns = { for kind, listener in merge(aws_lb_listener.this, aws_lb_listener.external) : kind => listener.arn }
  listener_arns = merge(
    { traffic = local._all_listener_arns[local.traffic] },
    { for kind, arn in local._all_listener_arns : kind => arn if kind == "test" },
  )
}

# The listeners when Terraform decides where traffic goes. Keep the same as external.tf but for lifecycle.
resource "aws_lb_listener" "this" {
  #checkov:skip=CKV_AWS_2:HTTP only where plain_http asks for it; else there is a certificate.
  #checkov:skip=CKV_AWS_103:https.ssl_policy allows TLS 1.2 and 1.3 only; plain_http has none.
  for_each = { for kind, listener in local.listeners : kind => listener if listener.owner == "terraform" }

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
}

resource "aws_lb_listener_certificate" "this" {
  for_each = var.https == null ? {} : var.https.additional_certificate_arns

  listener_arn    = local.listener_arns.traffic
  certificate_arn = each.value
}

# The CAs of client certificates: listeners refuse connections without a certificate of theirs.
resource "aws_lb_trust_store" "this" {
  count = local.trust_store == null ? 0 : 1

  name                                     = local.name
  ca_certificates_bundle_s3_bucket         = local.trust_store.bucket
  ca_certificates_bundle_s3_key            = local.trust_store.key
  ca_certificates_bundle_s3_object_version = local.trust_store.object_version
  tags                                     = var.tags

  # Removed after the listeners stopped asking for certificates.
  lifecycle {
    create_before_destroy = true
  }
}
