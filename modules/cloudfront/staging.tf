locals {
  _staging = var.continuous_deployment == null ? 0 : 1

  # Null leaves a policy attached: https://github.com/hashicorp/terraform-provider-aws/issues/34511
  continuous_deployment_policy_id = one(aws_cloudfront_continuous_deployment_policy.this[*].id)
}

# Sends some viewers to the staging distribution.
resource "aws_cloudfront_continuous_deployment_policy" "this" {
  count = local._staging

  enabled = var.continuous_deployment.enabled

  staging_distribution_dns_names {
    items    = [aws_cloudfront_distribution.staging[0].domain_name]
    quantity = 1
  }

  traffic_config {
    type = var.continuous_deployment.weight == null ? "SingleHeader" : "SingleWeight"

    dynamic "single_header_config" {
      for_each = var.continuous_deployment.header[*]

      content {
        header = single_header_config.value.name
        value  = single_header_config.value.value
      }
    }

    dynamic "single_weight_config" {
      for_each = var.continuous_deployment.weight[*]

      content {
        weight = single_weight_config.value

        dynamic "session_stickiness_config" {
          for_each = var.continuous_deployment.session_seconds[*]

          content {
            idle_ttl    = session_stickiness_config.value.idle
            maximum_ttl = session_stickiness_config.value.maximum
          }
        }
      }
    }
  }

  # Removed after the distribution let go of it.
  lifecycle {
    create_before_destroy = true
  }
}

# The same as in main.tf, but for behaviors, aliases and the policy: viewers come to it by the name of the other one.
resource "aws_cloudfront_distribution" "staging" {
  #checkov:skip=CKV_AWS_68:A web ACL is another module's; web_acl_arn attaches it, and each environment decides.
  #checkov:skip=CKV_AWS_86:Access logs go by CloudWatch's log delivery (logs.tf), the second version, which checkov does not see.
  #checkov:skip=CKV_AWS_174:TLSv1.2_2021 with a certificate; without one it is CloudFront's own name, whose TLS is CloudFront's.
  #checkov:skip=CKV_AWS_305:Buckets get index.html; load balancers and APIs answer / themselves.
  #checkov:skip=CKV_AWS_310:Failover needs a second origin: origin_groups makes it where there is one.
  #checkov:skip=CKV_AWS_374:Countries are a decision of each distribution: allowed_countries and blocked_countries.
  #checkov:skip=CKV2_AWS_32:Every behavior has a response headers policy: security, unless it names another.
  #checkov:skip=CKV2_AWS_42:A distribution without aliases has CloudFront's certificate; aliases need certificate_arn.
  #checkov:skip=CKV2_AWS_47:The rule group for Log4j is in modules/waf by default, outside of what this module sees.
  count = local._staging

  staging             = true
  comment             = local.comment
  enabled             = var.enabled
  default_root_object = local.default_root_object
  http_version        = var.http_version
  is_ipv6_enabled     = var.ipv6_enabled
  price_class         = var.price_class
  web_acl_id          = var.web_acl_arn

  dynamic "origin" {
    for_each = local.origins

    content {
      origin_id                = origin.key
      domain_name              = origin.value.domain_name
      origin_path              = origin.value.path
      origin_access_control_id = origin.value.access_control_id
      connection_attempts      = origin.value.connection_attempts
      connection_timeout       = origin.value.connection_timeout

      dynamic "s3_origin_config" {
        for_each = origin.value.access_identity_paths

        content {
          origin_access_identity = s3_origin_config.value
        }
      }

      dynamic "custom_origin_config" {
        for_each = origin.value.customs

        content {
          http_port                = custom_origin_config.value.http_port
          https_port               = custom_origin_config.value.https_port
          origin_protocol_policy   = custom_origin_config.value.plain_http ? "http-only" : "https-only"
          origin_ssl_protocols     = ["TLSv1.2"]
          origin_read_timeout      = origin.value.read_timeout
          origin_keepalive_timeout = origin.value.keepalive_timeout
        }
      }

      dynamic "vpc_origin_config" {
        for_each = origin.value.vpc_origin_ids

        content {
          vpc_origin_id            = vpc_origin_config.value
          origin_read_timeout      = origin.value.read_timeout
          origin_keepalive_timeout = origin.value.keepalive_timeout
        }
      }

      dynamic "origin_shield" {
        for_each = origin.value.shield_region[*]

        content {
          enabled              = true
          origin_shield_region = origin_shield.value
        }
      }

      dynamic "custom_header" {
        for_each = origin.value.headers

        content {
          name  = custom_header.key
          value = custom_header.value
        }
      }
    }
  }

  dynamic "origin_group" {
    for_each = var.origin_groups

    content {
      origin_id = origin_group.key

      failover_criteria {
        status_codes = origin_group.value.status_codes
      }

      member {
        origin_id = origin_group.value.primary
      }

      member {
        origin_id = origin_group.value.secondary
      }
    }
  }

  dynamic "default_cache_behavior" {
    for_each = [for behavior in local.staging_behaviors : behavior if behavior.path == null]

    content {
      target_origin_id           = default_cache_behavior.value.origin_key
      viewer_protocol_policy     = default_cache_behavior.value.viewer_protocol_policy
      allowed_methods            = default_cache_behavior.value.methods
      cached_methods             = default_cache_behavior.value.cached_methods
      compress                   = default_cache_behavior.value.compress
      trusted_key_groups         = default_cache_behavior.value.key_group_ids
      cache_policy_id            = default_cache_behavior.value.cache_policy_id
      origin_request_policy_id   = default_cache_behavior.value.origin_request_policy_id
      response_headers_policy_id = default_cache_behavior.value.response_headers_policy_id
      realtime_log_config_arn    = default_cache_behavior.value.realtime_log_config_arn

      dynamic "function_association" {
        for_each = default_cache_behavior.value.function_arns

        content {
          event_type   = function_association.key
          function_arn = function_association.value
        }
      }

      dynamic "lambda_function_association" {
        for_each = default_cache_behavior.value.edge_functions

        content {
          event_type   = lambda_function_association.key
          lambda_arn   = lambda_function_association.value.arn
          include_body = lambda_function_association.value.include_body
        }
      }
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = [for behavior in local.staging_behaviors : behavior if behavior.path != null]

    content {
      path_pattern               = ordered_cache_behavior.value.path
      target_origin_id           = ordered_cache_behavior.value.origin_key
      viewer_protocol_policy     = ordered_cache_behavior.value.viewer_protocol_policy
      allowed_methods            = ordered_cache_behavior.value.methods
      cached_methods             = ordered_cache_behavior.value.cached_methods
      compress                   = ordered_cache_behavior.value.compress
      trusted_key_groups         = ordered_cache_behavior.value.key_group_ids
      cache_policy_id            = ordered_cache_behavior.value.cache_policy_id
      origin_request_policy_id   = ordered_cache_behavior.value.origin_request_policy_id
      response_headers_policy_id = ordered_cache_behavior.value.response_headers_policy_id
      realtime_log_config_arn    = ordered_cache_behavior.value.realtime_log_config_arn

      dynamic "function_association" {
        for_each = ordered_cache_behavior.value.function_arns

        content {
          event_type   = function_association.key
          function_arn = function_association.value
        }
      }

      dynamic "lambda_function_association" {
        for_each = ordered_cache_behavior.value.edge_functions

        content {
          event_type   = lambda_function_association.key
          lambda_arn   = lambda_function_association.value.arn
          include_body = lambda_function_association.value.include_body
        }
      }
    }
  }

  dynamic "custom_error_response" {
    for_each = var.error_responses

    content {
      error_code            = custom_error_response.key
      response_code         = custom_error_response.value.response_code
      response_page_path    = custom_error_response.value.page_path
      error_caching_min_ttl = custom_error_response.value.cache_seconds
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = local.geo_restriction_type
      locations        = setunion(var.allowed_countries, var.blocked_countries)
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = local.default_certificate
    acm_certificate_arn            = var.certificate_arn
    minimum_protocol_version       = local.minimum_protocol_version
    ssl_support_method             = local.default_certificate ? null : "sni-only"
  }

  tags = merge(var.tags, { Name = "${var.name}-staging" })

  # Removed after the policy that sends viewers here.
  lifecycle {
    create_before_destroy = true
  }
}
