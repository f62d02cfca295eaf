# One API and its variants, each of which changes one input.

locals {
  base = {
    name          = "base"
    description   = null
    tags          = {}
    alarms        = {}
    statements    = {}
    level         = "ERROR"
    cache_seconds = 0
    models        = { Order = "{\"type\":\"object\"}" }
    header        = "1"
    origin        = "https://www.example.com"
    endpoints     = []
    media_types   = []
    domains       = {}
    route         = { throttling = null, timeout = 29, scopes = [] }
  }

  variants = {
    base              = {}
    description       = { description = "Changed" }
    level             = { level = "INFO" }
    name              = { name = "changed" }
    tags              = { tags = { changed = "yes" } }
    alarms            = { alarms = { errors = { threshold = 1 } } }
    policy            = { statements = { Office = { conditions = { IpAddress = { "aws:SourceIp" = ["192.0.2.0/24"] } } } } }
    throttling        = { route = { throttling = { rate_limit = 1, burst_limit = 1 }, timeout = 29, scopes = [] } }
    authorizer        = { cache_seconds = 60 }
    cors              = { origin = "https://changed.example.com" }
    domains           = { domains = { "api.example.com" = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" } } }
    endpoints         = { endpoints = ["vpce-1"] }
    gateway_responses = { header = "2" }
    media_types       = { media_types = ["image/png"] }
    models            = { models = { Order = "{\"type\":\"array\"}" } }
    timeout           = { route = { throttling = null, timeout = 10, scopes = [] } }
  }
}

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "tokens" {
  source = "./function"

  name = "tokens"
}

module "variant" {
  source   = "../../modules/rest-api"
  for_each = { for key, change in local.variants : key => merge(local.base, change) }

  name                  = each.value.name
  description           = each.value.description
  account_logging_ready = true
  execution_log_level   = each.value.level
  alarms                = each.value.alarms
  policy_statements     = each.value.statements
  binary_media_types    = each.value.media_types
  models                = each.value.models
  domains               = each.value.domains
  tags                  = each.value.tags
  functions             = { tokens = module.tokens }
  authorizers           = { users = { token = { function_key = "tokens" }, cache_seconds = each.value.cache_seconds } }
  cors_configuration    = { allow_origins = [each.value.origin] }
  gateway_responses     = { THROTTLED = { headers = { Retry-After = each.value.header } } }

  endpoint_configuration = {
    types            = [length(each.value.endpoints) > 0 ? "PRIVATE" : "REGIONAL"]
    vpc_endpoint_ids = each.value.endpoints
  }

  routes = {
    "PUT /orders" = {
      authorization  = "CUSTOM"
      authorizer_key = "users"
      function_key   = "tokens"
      models         = { "application/json" = "Order" }
      throttling     = each.value.route.throttling
      timeout        = each.value.route.timeout
    }
  }
}
