resource "aws_cloudfront_cache_policy" "this" {
  for_each = var.cache_policies

  name        = "${local.stem}-${each.key}"
  comment     = "Cache of distribution ${var.name}."
  min_ttl     = each.value.min_ttl
  default_ttl = each.value.default_ttl
  max_ttl     = each.value.max_ttl

  parameters_in_cache_key_and_forwarded_to_origin {
    # Without a time to live nothing is kept, and CloudFront refuses to distinguish encodings.
    enable_accept_encoding_brotli = each.value.max_ttl > 0
    enable_accept_encoding_gzip   = each.value.max_ttl > 0

    cookies_config {
      cookie_behavior = each.value.cookies.behavior

      dynamic "cookies" {
        for_each = length(each.value.cookies.names) > 0 ? [each.value.cookies.names] : []

        content {
          items = cookies.value
        }
      }
    }

    headers_config {
      header_behavior = each.value.headers.behavior

      dynamic "headers" {
        for_each = length(each.value.headers.names) > 0 ? [each.value.headers.names] : []

        content {
          items = headers.value
        }
      }
    }

    query_strings_config {
      query_string_behavior = each.value.query_strings.behavior

      dynamic "query_strings" {
        for_each = length(each.value.query_strings.names) > 0 ? [each.value.query_strings.names] : []

        content {
          items = query_strings.value
        }
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_origin_request_policy" "this" {
  for_each = var.origin_request_policies

  name    = "${local.stem}-${each.key}"
  comment = "Requests of distribution ${var.name} to its origins."

  cookies_config {
    cookie_behavior = each.value.cookies.behavior

    dynamic "cookies" {
      for_each = length(each.value.cookies.names) > 0 ? [each.value.cookies.names] : []

      content {
        items = cookies.value
      }
    }
  }

  headers_config {
    header_behavior = each.value.headers.behavior

    dynamic "headers" {
      for_each = length(each.value.headers.names) > 0 ? [each.value.headers.names] : []

      content {
        items = headers.value
      }
    }
  }

  query_strings_config {
    query_string_behavior = each.value.query_strings.behavior

    dynamic "query_strings" {
      for_each = length(each.value.query_strings.names) > 0 ? [each.value.query_strings.names] : []

      content {
        items = query_strings.value
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
