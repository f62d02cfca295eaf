locals {
  _security = var.security_headers

  # The preset is a policy like the others, without anything of its own.
  response_headers_policies = merge(
    { security = { cors = null, headers = {}, removed_headers = ["Server", "X-Powered-By"] } },
    var.response_headers_policies,
  )

  _permissions_policy = local._security.permissions_policy == "" ? {} : { Permissions-Policy = local._security.permissions_policy }
}

resource "aws_cloudfront_response_headers_policy" "this" {
  #checkov:skip=CKV_AWS_259:A year with subdomains is the preset; preload would bind the whole domain in browsers for good.
  for_each = local.response_headers_policies

  name    = "${local.stem}-${each.key}"
  comment = "Headers of answers of distribution ${var.name}."

  security_headers_config {
    # An origin knows better where its scripts come from.
    dynamic "content_security_policy" {
      for_each = local._security.content_security_policy == "" ? [] : [local._security.content_security_policy]

      content {
        content_security_policy = content_security_policy.value
        override                = false
      }
    }

    dynamic "content_type_options" {
      for_each = local._security.x_content_type_options == "" ? [] : [true]

      content {
        override = content_type_options.value
      }
    }

    dynamic "frame_options" {
      for_each = local._security.x_frame_options == "" ? [] : [local._security.x_frame_options]

      content {
        frame_option = frame_options.value
        override     = true
      }
    }

    dynamic "referrer_policy" {
      for_each = local._security.referrer_policy == "" ? [] : [local._security.referrer_policy]

      content {
        referrer_policy = referrer_policy.value
        override        = true
      }
    }

    dynamic "strict_transport_security" {
      for_each = local._security.strict_transport_security == 0 ? [] : [local._security.strict_transport_security]

      content {
        access_control_max_age_sec = strict_transport_security.value
        include_subdomains         = true
        override                   = true
      }
    }
  }

  dynamic "custom_headers_config" {
    for_each = length(merge(local._permissions_policy, each.value.headers)) > 0 ? [merge(local._permissions_policy, each.value.headers)] : []

    content {
      dynamic "items" {
        for_each = custom_headers_config.value

        content {
          header   = items.key
          value    = items.value
          override = true
        }
      }
    }
  }

  dynamic "remove_headers_config" {
    for_each = length(each.value.removed_headers) > 0 ? [each.value.removed_headers] : []

    content {
      dynamic "items" {
        for_each = remove_headers_config.value

        content {
          header = items.value
        }
      }
    }
  }

  dynamic "cors_config" {
    for_each = each.value.cors[*]

    content {
      access_control_allow_credentials = cors_config.value.allow_credentials
      access_control_max_age_sec       = cors_config.value.max_age
      origin_override                  = true

      access_control_allow_origins {
        items = cors_config.value.allow_origins
      }

      access_control_allow_methods {
        items = cors_config.value.allow_methods
      }

      access_control_allow_headers {
        items = cors_config.value.allow_headers
      }

      dynamic "access_control_expose_headers" {
        for_each = length(cors_config.value.expose_headers) > 0 ? [cors_config.value.expose_headers] : []

        content {
          items = access_control_expose_headers.value
        }
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
