locals {
  origins = {
    for key, origin in var.origins : key => {
      domain_name = one(concat(
        [for s3 in origin.s3[*] : "${s3.bucket}.s3.${s3.region == null ? local.region : s3.region}.${data.aws_partition.current.dns_suffix}"],
        [for lambda in origin.lambda_url[*] : trimsuffix(trimprefix(lambda.url, "https://"), "/")],
        origin.vpc[*].domain_name,
        origin.custom[*].domain_name,
      ))

      # CloudFront signs what it asks of buckets and functions, which then need answer nobody else.
      access_control_id = local._access_controlled[key] == null ? null : aws_cloudfront_origin_access_control.this[key].id

      # Lists of at most one, whose lengths a plan knows.
      access_identity_paths = try(origin.s3.legacy_oai, false) ? [aws_cloudfront_origin_access_identity.this[key].cloudfront_access_identity_path] : []
      vpc_origin_ids        = origin.vpc == null ? [] : [aws_cloudfront_vpc_origin.this[key].id]
      customs = concat(
        [for custom in origin.custom[*] : { http_port = custom.http_port, https_port = custom.https_port, plain_http = custom.plain_http }],
        [for lambda in origin.lambda_url[*] : { http_port = 80, https_port = 443, plain_http = false }],
      )

      path                = origin.path
      headers             = origin.headers
      connection_attempts = origin.connection_attempts
      connection_timeout  = origin.connection_timeout
      read_timeout        = origin.read_timeout
      keepalive_timeout   = origin.keepalive_timeout
      shield_region       = origin.shield_region
    }
  }

  # By the kind of origin; null where CloudFront signs nothing.
  _access_controlled = {
    for key, origin in var.origins : key => origin.lambda_url != null ? "lambda" : try(!origin.s3.legacy_oai, false) ? "s3" : null
  }

  distribution_arns = merge(
    { this = aws_cloudfront_distribution.this.arn },
    { for staging in aws_cloudfront_distribution.staging : "staging" => staging.arn },
  )

  _read_statements = {
    for key, origin in var.origins : key => concat(
      [for identity in [for id, identity in aws_cloudfront_origin_access_identity.this : identity if id == key] : {
        Sid       = "ReadByDistribution"
        Effect    = "Allow"
        Principal = { AWS = identity.iam_arn }
        Action    = "s3:GetObject"
        Resource  = "arn:${local.partition}:s3:::${origin.s3.bucket}/*"
      }],
      [for kind in local._access_controlled[key][*] : {
        Sid       = "ReadByDistribution"
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "s3:GetObject"
        Resource  = "arn:${local.partition}:s3:::${origin.s3.bucket}/*"
        Condition = { StringEquals = { "AWS:SourceArn" = values(local.distribution_arns) } }
      }],
    ) if origin.s3 != null
  }

  bucket_policies = {
    for key, origin in var.origins : key => {
      Version = "2012-10-17"
      Statement = concat(local._read_statements[key], [{
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:${local.partition}:s3:::${origin.s3.bucket}", "arn:${local.partition}:s3:::${origin.s3.bucket}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }])
    } if origin.s3 != null
  }
}

resource "aws_cloudfront_origin_access_control" "this" {
  for_each = { for key, kind in local._access_controlled : key => kind if kind != null }

  name                              = "${local.stem}-${each.key}"
  description                       = "Origin ${each.key} of distribution ${var.name}."
  origin_access_control_origin_type = each.value
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"

  # Removed after the distribution let go of it; so is everything that a distribution refers to.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_origin_access_identity" "this" {
  for_each = { for key, origin in var.origins : key => origin.s3 if try(origin.s3.legacy_oai, false) }

  comment = "Origin ${each.key} of distribution ${var.name}."

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_vpc_origin" "this" {
  for_each = { for key, origin in var.origins : key => origin.vpc if origin.vpc != null }

  vpc_origin_endpoint_config {
    name                   = "${local.stem}-${each.key}"
    arn                    = each.value.arn
    http_port              = each.value.http_port
    https_port             = each.value.https_port
    origin_protocol_policy = each.value.plain_http ? "http-only" : "https-only"

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

# The whole policy, in place of any other: only of buckets that leave theirs to the distribution. Keyed by bucket, not by origin,
# since a policy that another origin's key took over would be removed with the old key.
resource "aws_s3_bucket_policy" "owned" {
  for_each = { for key, origin in var.origins : origin.s3.bucket => merge(origin.s3, { key = key }) if try(origin.s3.bucket_policy_owner == "distribution", false) }

  bucket = each.key
  policy = jsonencode(local.bucket_policies[each.value.key])

  lifecycle {
    precondition {
      condition     = each.value.region == null ? true : each.value.region == local.region
      error_message = "Bucket ${each.key} is in ${coalesce(each.value.region, "?")}, outside of the provider's ${local.region}: set s3.bucket_policy_owner = \"external\" and add output bucket_policies to the bucket where it is made."
    }
  }
}

# Its instances were known by origin. They are forgotten, not destroyed: the new ones write the same policies.
removed {
  from = aws_s3_bucket_policy.this

  lifecycle {
    destroy = false
  }
}

locals {
  # Lambda asks for both actions since October 2025.
  _lambda_permissions = merge(flatten([
    for key, origin in var.origins : [
      for action in ["InvokeFunctionUrl", "InvokeFunction"] : [
        for name in var.continuous_deployment == null ? ["this"] : ["this", "staging"] :
        { "${key}/${action}/${name}" = { origin = origin.lambda_url, action = "lambda:${action}", distribution = name } }
      ]
    ] if origin.lambda_url != null
  ])...)
}

resource "aws_lambda_permission" "this" {
  for_each = local._lambda_permissions

  action        = each.value.action
  function_name = each.value.origin.function_name
  qualifier     = each.value.origin.qualifier
  principal     = "cloudfront.amazonaws.com"
  source_arn    = local.distribution_arns[each.value.distribution]
}
