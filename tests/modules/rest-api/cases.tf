# Cases beyond the README's, in the same plan; what they are given is known at plan time.

locals {
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
  health          = { "GET /health" = { authorization = "NONE", public = true, mock = {} } }
}

# The layer's sample: an API that does nothing yet.
module "off" {
  source = "../../modules/rest-api"

  name        = "main-api"
  description = "Main REST API"

  endpoint_configuration = {
    types = ["REGIONAL"]
  }
}

# Everything that can be off, is off.
module "quiet" {
  source = "../../modules/rest-api"

  name                = "quiet"
  access_logs_enabled = false
  execution_log_level = "OFF"
  tracing_enabled     = false
  routes              = local.health
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/rest-api"

  name                     = "nulls"
  access_logs_enabled      = null
  account_logging_ready    = true
  alarms                   = null
  alarm_topic_arns         = null
  access_log_group         = null
  api_key_source           = null
  associate_web_acl        = null
  authorizers              = null
  binary_media_types       = null
  cache_cluster_size       = null
  canary                   = null
  cors_configuration       = null
  default_endpoint_enabled = null
  description              = null
  detailed_metrics_enabled = null
  domains                  = null
  endpoint_configuration   = { types = null, vpc_endpoint_ids = null }
  execution_log_level      = null
  functions                = null
  gateway_responses        = null
  kms_key_arn              = null
  log_retention_days       = null
  minimum_compression_size = null
  models                   = null
  openapi                  = null
  policy_statements        = null
  shared_domains           = null
  stage_name               = null
  stage_variables          = null
  tags                     = null
  throttling               = null
  tracing_enabled          = null
  usage_plans              = null
  vpc_links                = null
  web_acl_arn              = null

  routes = {
    "GET /health" = {
      authorization    = "NONE"
      public           = true
      authorizer_key   = null
      scopes           = null
      api_key_required = null
      function_key     = null
      http             = null
      aws_service      = null
      mock             = { status_code = null, content_type = null, body = null, headers = null }
      timeout          = null
      parameters       = null
      models           = null
      throttling       = null
      cache            = null
    }
  }
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/rest-api"

  name                  = aws_sns_topic.alarms.name
  account_logging_ready = module.api_gateway_account.logging_ready
  alarm_topic_arns      = { critical = [aws_sns_topic.alarms.arn], warning = [] }
  associate_web_acl     = true
  web_acl_arn           = aws_wafv2_web_acl.main.arn
  kms_key_arn           = aws_kms_key.main.arn
  functions             = { orders = module.orders }
  vpc_links             = { internal = { nlb_arn = aws_lb.internal.arn } }
  domains               = { "dependent.example.com" = { certificate_arn = aws_acm_certificate.api.arn } }

  routes = {
    "GET /"      = { authorization = "AWS_IAM", function_key = "orders" }
    "GET /stock" = { authorization = "AWS_IAM", http = { url = "https://stock.example.com", vpc_link_key = "internal" } }
  }

  depends_on = [aws_sns_topic.alarms]
}

# Routes that answer without a function, seen by pages of any origin.
module "services" {
  source = "../../modules/rest-api"

  name                  = "services"
  account_logging_ready = true
  cors_configuration    = { allow_origins = ["*"], allow_headers = ["*"], expose_headers = ["etag"] }
  throttling            = { rate_limit = 20, burst_limit = 10 }
  binary_media_types    = ["image/png"]
  stage_variables       = { backend = "blue" }

  gateway_responses = {
    QUOTA_EXCEEDED = { status_code = 402, templates = { "text/plain" = "Buy more" } }
  }

  routes = {
    "GET /a/{one}/b/{two}" = {
      authorization = "AWS_IAM"
      parameters    = { "querystring.q" = true }
      http = {
        url        = "https://b.example.com/{two}"
        method     = "POST"
        parameters = { "integration.request.header.X-Caller" = "context.identity.caller" }
      }
    }
    "DELETE /a/{one}" = {
      authorization = "AWS_IAM"
      timeout       = 60
      aws_service = {
        uri      = "arn:aws:apigateway:us-east-1:states:action/StartExecution"
        role_arn = "arn:aws:iam::123456789012:role/start"
      }
    }
    "OPTIONS /own" = { authorization = "NONE", public = true, mock = { status_code = 200 } }
    "GET /own" = {
      authorization = "NONE"
      public        = true
      mock          = { status_code = 301, headers = { Location = "https://www.example.com" } }
    }
  }
}

module "closed" {
  source = "../../modules/rest-api"

  name                  = "closed"
  account_logging_ready = true
  routes                = local.health

  endpoint_configuration = {
    types            = ["PRIVATE"]
    vpc_endpoint_ids = ["vpce-1", "vpce-2"]
  }
}

module "edge" {
  source = "../../modules/rest-api"

  name                     = "edge"
  account_logging_ready    = true
  endpoint_configuration   = { types = ["EDGE"] }
  default_endpoint_enabled = true
  domains                  = { "edge.example.com" = { certificate_arn = local.certificate_arn } }
  routes                   = local.health
}

# Clients show a certificate; a tenth of them see what is new.
module "partners" {
  source = "../../modules/rest-api"

  name                  = "partners"
  account_logging_ready = true
  routes                = local.health
  canary                = { percent = 10, stable_deployment_hash = "0123456789abcdef0123456789abcdef01234567" }

  domains = {
    "partners.example.com" = {
      certificate_arn = local.certificate_arn
      trust_store     = { uri = "s3://authorities/partners.pem" }
    }
  }
}

# Pages of several origins, all content types as bytes, a domain that others share, and callers of an office only.
module "shared" {
  source = "../../modules/rest-api"

  name                     = "shared"
  account_logging_ready    = true
  access_log_group         = { name = "/apis", arn = "arn:aws:logs:us-east-1:123456789012:log-group:/apis" }
  binary_media_types       = ["*/*"]
  api_key_source           = "AUTHORIZER"
  minimum_compression_size = 1024
  cors_configuration       = { allow_origins = ["https://www.example.com", "https://shop.example.com"] }
  shared_domains           = { main = { domain_name = "api.example.com", path = "shared" } }

  alarm_topic_arns = { critical = [aws_sns_topic.alarms.arn], warning = [] }
  alarms           = { latency = { threshold = 500, severity = "critical" }, client-errors = { enabled = false } }

  policy_statements = {
    Office = {
      resources  = ["live/GET/*"]
      conditions = { IpAddress = { "aws:SourceIp" = ["192.0.2.0/24"] } }
    }
    Partner = { principals = ["arn:aws:iam::210987654321:root"] }
  }

  routes = merge(local.health, {
    "POST /start" = {
      authorization = "AWS_IAM"
      aws_service = {
        uri       = "arn:aws:apigateway:us-east-1:states:action/StartExecution"
        role_arn  = "arn:aws:iam::123456789012:role/start"
        templates = { "application/json" = "{}" }
      }
    }
  })
}
