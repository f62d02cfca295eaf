# Cases beyond the README's, in the same plan.

# Everything that can be off, is off.
module "off" {
  source    = "../../modules/cloudfront"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  name                       = "off"
  account_id                 = "123456789012"
  enabled                    = false
  ipv6_enabled               = false
  access_logs_enabled        = false
  additional_metrics_enabled = false
  origins                    = { api = { custom = { domain_name = "api.example.com" } } }
  behaviors                  = [{ origin_key = "api", response_headers_policy = "SecurityHeadersPolicy" }]
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source    = "../../modules/cloudfront"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  name       = "nulls"
  account_id = "123456789012"

  origins = {
    plain = {
      s3     = null
      vpc    = null
      custom = { domain_name = "api.example.com", http_port = null, https_port = null, plain_http = null }

      lambda_url          = null
      path                = null
      headers             = null
      connection_attempts = null
      connection_timeout  = null
      read_timeout        = null
      keepalive_timeout   = null
      shield_region       = null
    }
  }
  behaviors = [{
    path                    = null
    origin_key              = "plain"
    viewer_protocol_policy  = null
    plain_http_allowed      = null
    methods                 = null
    cached_methods          = null
    compress                = null
    key_group_keys          = null
    cache_policy            = null
    origin_request_policy   = null
    response_headers_policy = null
    functions               = null
    edge_functions          = null
  }]

  access_log_bucket          = null
  access_log_fields          = null
  access_logs_enabled        = null
  additional_metrics_enabled = null
  alarm_topic_arns           = null
  alarms                     = null
  aliases                    = null
  allowed_countries          = null
  blocked_countries          = null
  cache_policies             = null
  certificate_arn            = null
  continuous_deployment      = null
  default_root_object        = null
  description                = null
  edge_functions             = null
  enabled                    = null
  error_responses            = null
  functions                  = null
  http_version               = null
  ipv6_enabled               = null
  key_groups                 = null
  key_value_stores           = null
  kms_key_arn                = null
  log_retention_days         = null
  origin_groups              = null
  origin_request_policies    = null
  permissions_boundary_arn   = null
  price_class                = null
  public_keys                = null
  realtime_logs              = null
  response_headers_policies  = null
  security_headers           = null
  tags                       = null
  us_east_1_kms_key_arn      = null
  web_acl_arn                = null
}

# Names as long as they may be, plain HTTP where it is asked for, and what the examples leave out.
module "long" {
  source    = "../../modules/cloudfront"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  name        = "a-distribution-with-a-name-that-is-much-longer-than-what-any-of-its-parts-could-be-called-by-itself"
  account_id  = "123456789012"
  description = "Long"

  origins = {
    function-behind-a-url-of = {
      lambda_url = { url = "https://abcdef.lambda-url.us-east-1.on.aws/", function_name = "answer", qualifier = "live" }
      headers    = { X-Origin = "edge" }
    }
    host = {
      custom        = { domain_name = "legacy.example.com", plain_http = true }
      shield_region = "us-east-1"
    }
    elsewhere = { s3 = { bucket = "elsewhere", region = "eu-west-1", bucket_policy_owner = "external" } }
  }

  behaviors = [
    {
      path                   = "/plain/*"
      origin_key             = "host"
      viewer_protocol_policy = "allow-all"
      plain_http_allowed     = true
    },
    { path = "/function/*", origin_key = "function-behind-a-url-of", edge_functions = { viewer-response = "headers" } },
    { path = "/post/*", origin_key = "host", edge_functions = { origin-request = "body", origin-response = "body" } },
    { origin_key = "elsewhere", cache_policy = "Managed-CachingOptimized", functions = { viewer-response = "inline" } },
  ]

  functions      = { inline = { code = "function handler(event) { return event.response; }", publish = false } }
  edge_functions = { headers = {}, body = { include_body = true, runtime = "python3.13", timeout = 30 } }

  realtime_logs     = { shards = 2, retention_hours = 48 }
  access_log_bucket = { arn = "arn:aws:s3:::logs" }
  security_headers = {
    content_security_policy   = ""
    permissions_policy        = ""
    referrer_policy           = ""
    strict_transport_security = 0
    x_content_type_options    = ""
    x_frame_options           = "SAMEORIGIN"
  }
  continuous_deployment = { header = { name = "aws-cf-cd-trial", value = "yes" } }
  http_version          = "http2"
}

module "long_twin" {
  source    = "../../modules/cloudfront"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  name          = "a-distribution-with-a-name-that-is-much-longer-than-what-any-of-its-parts-could-be-called-by-its"
  account_id    = "123456789012"
  origins       = { content = { s3 = { bucket = "twin", bucket_policy_owner = "distribution" } } }
  behaviors     = [{ origin_key = "content" }]
  realtime_logs = {}
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source    = "../../modules/cloudfront"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  name       = "dependent"
  account_id = "123456789012"

  origins = {
    content  = { s3 = { bucket = aws_s3_bucket.dependent.bucket, bucket_policy_owner = "distribution" } }
    identity = { s3 = { bucket = "${aws_s3_bucket.dependent.bucket}-old", bucket_policy_owner = "distribution", legacy_oai = true } }
  }
  behaviors = [
    { path = "/old/*", origin_key = "identity" },
    { origin_key = "content", key_group_keys = ["signers"], functions = { viewer-request = "inline" }, edge_functions = { origin-response = "pass" } },
  ]

  aliases         = { "www.example.com" = { zone = { id = aws_route53_zone.main.zone_id } } }
  certificate_arn = aws_acm_certificate.shop.arn
  web_acl_arn     = aws_wafv2_web_acl.edge.arn

  functions      = { inline = { code = "function handler(event) { return event.request; }" } }
  edge_functions = { pass = {} }
  public_keys    = { signer = file("${path.module}/player.pem") }
  key_groups     = { signers = ["signer"] }

  realtime_logs         = {}
  alarm_topic_arns      = { critical = [aws_sns_topic.edge_alarms.arn], warning = [] }
  continuous_deployment = { weight = 0.1, session_seconds = { idle = 300, maximum = 600 } }
  http_version          = "http2"

  depends_on = [aws_s3_bucket.dependent]
}

resource "aws_s3_bucket" "dependent" {
  bucket = "dependent-123456789012"
}
