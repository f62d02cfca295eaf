locals {
  protocol     = var.https == null ? "HTTP" : "HTTPS"
  traffic_port = var.https == null ? 80 : 443
  trust_store  = one(var.https[*].trust_store)

  # HSTS means nothing over plain HTTP.
  strict_transport_security = var.https == null ? "" : var.security_headers.strict_transport_security

  _default_keys = var.default_target_group_key[*]

  _listeners = {
    traffic = { port = local.traffic_port, target_group_keys = local._default_keys }
    test    = { port = one(var.test_listener[*].port), target_group_keys = [for key in local._default_keys : local.test_keys[key]] }
  }

  listeners = { for kind, listener in local._listeners : kind => listener if listener.port != null }

  # Each exists in exactly one of the two variants; everything else reads from here.
  listener_arns = { for kind, listener in merge(aws_lb_listener.this, aws_lb_listener.external) : kind => listener.arn }
}

# The listeners when Terraform decides where traffic goes. Keep the same as external.tf but for lifecycle.
resource "aws_lb_listener" "this" {
  #checkov:skip=CKV_AWS_2:HTTP only where plain_http asks for it; else there is a certificate.
  #checkov:skip=CKV_AWS_103:https.ssl_policy allows TLS 1.2 and 1.3 only; plain_http has none.
  for_each = { for kind, listener in local.listeners : kind => listener if var.traffic_owner == "terraform" }

  load_balancer_arn = aws_lb.this.arn
  port              = each.value.port
  protocol          = local.protocol
  certificate_arn   = one(var.https[*].certificate_arn)
  ssl_policy        = one(var.https[*].ssl_policy)

  # response headers
  routing_http_response_server_enabled                         = false
  routing_http_response_content_security_policy_header_value   = var.security_headers.content_security_policy
  routing_http_response_strict_transport_security_header_value = local.strict_transport_security
  routing_http_response_x_content_type_options_header_value    = var.security_headers.x_content_type_options
  routing_http_response_x_frame_options_header_value           = var.security_headers.x_frame_options

  dynamic "mutual_authentication" {
    for_each = aws_lb_trust_store.this[*].arn

    content {
      mode            = "verify"
      trust_store_arn = mutual_authentication.value
    }
  }

  default_action {
    type             = length(each.value.target_group_keys) == 0 ? "fixed-response" : "forward"
    target_group_arn = one([for key in each.value.target_group_keys : aws_lb_target_group.this[key].arn])

    dynamic "fixed_response" {
      for_each = length(each.value.target_group_keys) == 0 ? [404] : []

      content {
        status_code  = fixed_response.value
        content_type = "text/plain"
        message_body = "Not found"
      }
    }
  }

  tags = var.tags
}

resource "aws_lb_listener" "redirect" {
  count = var.https == null ? 0 : 1

  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      protocol    = "HTTPS"
      port        = local.traffic_port
      status_code = "HTTP_301"
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
}
