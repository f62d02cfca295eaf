data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_region" "us_east_1" {
  provider = aws.us_east_1
}

locals {
  partition = data.aws_partition.current.partition

  # The attribute's name depends on the version of the provider.
  region         = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))
  _second_region = lookup(data.aws_region.us_east_1, "region", lookup(data.aws_region.us_east_1, "name", null))

  # The shortest limit is that of log deliveries: 60 characters, of which a key may take 25.
  stem = length(var.name) <= 30 ? var.name : "${substr(var.name, 0, 21)}-${substr(sha1(var.name), 0, 8)}"

  comment = var.description == null ? var.name : var.description

  # The origin of the last behavior, or the first of its group.
  _rest_origin_keys = [
    for behavior in var.behaviors : try(var.origin_groups[behavior.origin_key].primary, behavior.origin_key) if behavior.path == null
  ]
  _index              = one([for key, origin in var.origins : "index.html" if contains(local._rest_origin_keys, key) && origin.s3 != null])
  default_root_object = var.default_root_object == null ? local._index : var.default_root_object

  geo_restriction_type = length(var.allowed_countries) > 0 ? "whitelist" : length(var.blocked_countries) > 0 ? "blacklist" : "none"

  # CloudFront's certificate is for its own domain name; what viewers then negotiate is not ours to say.
  default_certificate      = length(var.aliases) == 0
  minimum_protocol_version = local.default_certificate ? null : "TLSv1.2_2021"
}

# Keep the same as staging.tf but for what that says. Two resources, because this one refers to the deployment policy, which refers
# to the other: Terraform takes no such circle between instances of one resource. A test holds the pair equal.
resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_68:A web ACL is another module's; web_acl_arn attaches it, and each environment decides.
  #checkov:skip=CKV_AWS_86:Access logs go by CloudWatch's log delivery (logs.tf), the second version, which checkov does not see.
  #checkov:skip=CKV_AWS_174:TLSv1.2_2021 with a certificate; without one it is CloudFront's own name, whose TLS is CloudFront's.
  #checkov:skip=CKV_AWS_305:Buckets get index.html; load balancers and APIs answer / themselves.
  #checkov:skip=CKV_AWS_310:Failover needs a second origin: origin_groups makes it where there is one.
  #checkov:skip=CKV_AWS_374:Countries are a decision of each distribution: allowed_countries and blocked_countries.
  #checkov:skip=CKV2_AWS_32:Every behavior has a response headers policy: security, unless it names another.
  #checkov:skip=CKV2_AWS_42:A distribution without aliases has CloudFront's certificate; aliases need certificate_arn.
  #checkov:skip=CKV2_AWS_47:The rule group for Log4j is in modules/waf by default, outside of what this module sees.
  comment                         = local.comment
  enabled                         = var.enabled
  aliases                         = keys(var.aliases)
  default_root_object             = local.default_root_object
  http_version                    = var.http_version
  is_ipv6_enabled                 = var.ipv6_enabled
  price_class                     = var.price_class
  web_acl_id                      = var.web_acl_arn
  continuous_deployment_policy_id = local.continuous_deployment_policy_id

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
    for_each = [for behavior in local.behaviors : behavior if behavior.path == null]

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
    for_each = [for behavior in local.behaviors : behavior if behavior.path != null]

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

  tags = merge(var.tags, { Name = var.name })

  lifecycle {
    precondition {
      condition     = local._second_region == "us-east-1"
      error_message = "Distribution ${var.name} needs a provider of us-east-1, not ${local._second_region}: call the module with providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }."
    }
  }
}

resource "aws_cloudfront_monitoring_subscription" "this" {
  count = var.additional_metrics_enabled ? 1 : 0

  distribution_id = aws_cloudfront_distribution.this.id

  monitoring_subscription {
    realtime_metrics_subscription_config {
      realtime_metrics_subscription_status = "Enabled"
    }
  }
}
