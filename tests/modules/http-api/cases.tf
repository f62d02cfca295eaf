# Cases beyond the README's, in the same plan.

locals {
  listener = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener"
  function = {
    name       = "known"
    alias_name = "live"
    invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:known:live/invocations"
  }
}

# The specification's sample: CORS for every origin, and no routes.
module "fast" {
  source = "../../modules/http-api"

  name        = "fast-api"
  description = "High-performance HTTP API"

  cors_configuration = {
    allow_origins = ["*"]
    allow_methods = ["GET", "POST", "PUT", "DELETE"]
    allow_headers = ["content-type", "authorization"]
  }
}

# Everything that can be off, is off; a link that no route needs is not made.
module "off" {
  source = "../../modules/http-api"

  name     = "off"
  routes   = {}
  vpc_link = { vpc_id = "vpc-1", vpc_cidr_block = "10.0.0.0/16", subnet_ids = ["subnet-1", "subnet-2"] }
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/http-api"

  name                     = "nulls"
  alarms                   = null
  alarm_topic_arns         = null
  default_endpoint_enabled = null
  description              = null
  detailed_metrics_enabled = null
  ip_address_type          = null
  kms_key_arn              = null
  log_retention_days       = null
  shared_domains           = null
  tags                     = null
  throttling               = { rate_limit = null, burst_limit = null }
  vpc_link                 = { vpc_id = "vpc-1", vpc_cidr_block = "10.0.0.0/16", subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = null }

  authorizers = {
    users = {
      identity_sources = null
      jwt              = { issuer = "https://login.example.com/", audience = ["shop"] }
      lambda           = null
      simple_responses = null
      cache_seconds    = null
    }
  }

  cors_configuration = {
    allow_origins     = ["https://www.example.com"]
    allow_methods     = null
    allow_headers     = null
    expose_headers    = null
    allow_credentials = null
    max_age           = null
  }

  domains = {
    "nulls.example.com" = {
      certificate_arn           = "arn:aws:acm:us-east-1:123456789012:certificate/1"
      ownership_certificate_arn = null
      paths                     = null
      trust_store               = null
      route53                   = null
    }
  }

  routes = {
    "GET /nulls" = {
      authorization      = "AWS_IAM"
      public             = null
      authorizer_key     = null
      scopes             = null
      lambda             = local.function
      load_balancer      = null
      url                = null
      timeout            = null
      request_parameters = null
      throttling         = null
    }
  }
}

# A caller with depends_on postpones the module's data source to the apply.
module "dependent" {
  source = "../../modules/http-api"

  name             = "dependent"
  vpc_link         = { vpc_id = module.networking.vpc_id, vpc_cidr_block = module.networking.vpc_cidr_block, subnet_ids = module.networking.private_subnet_ids }
  authorizers      = { partners = { lambda = module.authorizer, simple_responses = false } }
  domains          = { "dependent.example.com" = { certificate_arn = aws_acm_certificate.api.arn, route53 = { zone_id = aws_route53_zone.main.zone_id } } }
  shared_domains   = { orders = { domain_name = aws_route53_zone.main.name, path = "orders" } }
  alarm_topic_arns = { critical = [aws_sns_topic.alarms.arn], warning = [] }

  routes = {
    "ANY /"              = { authorization = "CUSTOM", authorizer_key = "partners", lambda = module.orders }
    "ANY /web/{proxy+}"  = { authorization = "AWS_IAM", load_balancer = { listener_arn = module.web.listener_arns.traffic, plain_http = true } }
    "PUT /topics/{name}" = { authorization = "AWS_IAM", url = "https://${aws_sns_topic.alarms.name}.example.com" }
  }

  depends_on = [aws_sns_topic.alarms]
}

# The longest legal name, every method, load balancers on three ports, a default endpoint beside the domain.
module "long" {
  source = "../../modules/http-api"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-123"
  domains                  = { "long.example.com" = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" } }
  default_endpoint_enabled = true
  detailed_metrics_enabled = true
  vpc_link                 = { vpc_id = "vpc-1", vpc_cidr_block = "10.0.0.0/16", subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = ["sg-1"] }

  routes = {
    "ANY /a/{id}/b/{proxy+}" = { authorization = "AWS_IAM", lambda = local.function }
    "GET /"                  = { authorization = "AWS_IAM", lambda = local.function }
    "POST /tls"              = { authorization = "AWS_IAM", load_balancer = { listener_arn = "${local.listener}/app/a/1/2", server_name = "a.example.com" } }
    "POST /other"            = { authorization = "AWS_IAM", load_balancer = { listener_arn = "${local.listener}/net/b/1/2", server_name = "b.example.com", port = 8443 } }
    "POST /again"            = { authorization = "AWS_IAM", load_balancer = { listener_arn = "${local.listener}/net/b/1/2", server_name = "b.example.com", port = 8443 } }
    "POST /plain"            = { authorization = "AWS_IAM", load_balancer = { listener_arn = "${local.listener}/app/c/1/2", plain_http = true } }
  }
}
