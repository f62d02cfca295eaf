# Cases beyond the README's, in the same plan; what they are given is known at plan time.

locals {
  account_id      = "123456789012"
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
}

# Everything that can be off, is off.
module "off" {
  source = "../../modules/alb"

  name                    = "off"
  account_id              = local.account_id
  vpc_id                  = "vpc-1"
  vpc_cidr_block          = "10.0.0.0/16"
  subnet_ids              = ["subnet-1", "subnet-2"]
  plain_http              = true
  ingress_cidrs           = {}
  access_logs_enabled     = false
  connection_logs_enabled = false
  deletion_protection     = false
  zonal_shift_enabled     = false
  security_headers        = { x_frame_options = "", x_content_type_options = "" }
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/alb"

  name                       = "nulls"
  account_id                 = local.account_id
  vpc_id                     = "vpc-1"
  vpc_cidr_block             = "10.0.0.0/16"
  subnet_ids                 = ["subnet-1", "subnet-2"]
  access_logs_enabled        = null
  alarm_topic_arns           = null
  alarms                     = null
  associate_web_acl          = null
  client_keep_alive          = null
  connection_logs_enabled    = null
  default_target_group_key   = null
  deletion_protection        = null
  idle_timeout               = null
  ingress_cidrs              = null
  ingress_cloudfront         = null
  ingress_prefix_list_ids    = null
  ingress_security_group_ids = null
  log_bucket                 = null
  log_retention_days         = null
  plain_http                 = null
  public                     = null
  security_group_ids         = null
  security_headers           = null
  tags                       = null
  test_listener              = null
  traffic_owner              = null
  web_acl_arn                = null
  xff_header_processing_mode = null
  zonal_shift_enabled        = null

  https = {
    certificate_arn             = local.certificate_arn
    additional_certificate_arns = null
    ssl_policy                  = null
    trust_store                 = null
  }

  target_groups = {
    web = {
      port                 = 80
      protocol             = null
      protocol_version     = null
      target_type          = null
      blue_green           = null
      algorithm            = null
      anomaly_mitigation   = null
      slow_start           = null
      deregistration_delay = null
      stickiness           = null
      health_check         = null
    }
  }

  rules = {
    web = {
      priority           = 1
      target_group_key   = "web"
      weights            = null
      stickiness_seconds = null
      fixed_response     = null
      redirect           = null

      conditions = {
        hosts        = null
        paths        = ["/web/*"]
        methods      = null
        source_cidrs = null
        headers      = null
        queries      = null
      }
    }
  }
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/alb"

  name              = "dependent"
  account_id        = local.account_id
  vpc_id            = module.networking.vpc_id
  vpc_cidr_block    = module.networking.vpc_cidr_block
  subnet_ids        = module.networking.private_subnet_ids
  https             = { certificate_arn = aws_acm_certificate.main.arn }
  target_groups     = { web = { port = 80, blue_green = true } }
  associate_web_acl = true
  web_acl_arn       = aws_wafv2_web_acl.main.arn
  log_bucket        = { name = aws_sns_topic.alarms.name }

  depends_on = [aws_sns_topic.alarms]
}

# The longest legal name; every kind of client, a pair of groups under rules, a test listener, another tool's traffic.
module "long" {
  source = "../../modules/alb"

  name                       = "a123456789-123456789-123456789-123456789-123456789-123456789-123"
  account_id                 = local.account_id
  public                     = true
  vpc_id                     = "vpc-1"
  vpc_cidr_block             = "10.0.0.0/16"
  subnet_ids                 = ["subnet-1", "subnet-2"]
  ingress_cidrs              = { office = "203.0.113.0/24" }
  ingress_prefix_list_ids    = { cloudfront = "pl-1" }
  ingress_security_group_ids = { vpc-link = "sg-1" }
  security_group_ids         = ["sg-2"]
  traffic_owner              = "external"
  default_target_group_key   = "web"

  https = {
    certificate_arn = local.certificate_arn
    trust_store     = { bucket = "authorities", key = "bundle.pem" }
  }

  test_listener = {
    port          = 9443
    ingress_cidrs = { vpc = "10.0.0.0/16" }
  }

  target_groups = {
    web = { port = 8080, blue_green = true, health_check = { port = 8081 } }
    api = { port = 8080, protocol = "HTTPS", stickiness = { cookie_name = "session", duration = 600 } }
  }

  rules = {
    api     = { priority = 1, conditions = { paths = ["/api/*"] }, target_group_key = "api" }
    web     = { priority = 2, conditions = { hosts = ["web.example.com"] }, target_group_key = "web" }
    shifted = { priority = 3, conditions = { paths = ["/shifted"] }, weights = { web = 1, "web/green" = 3 } }
  }
}

# Differs from it in the last letter only, and in a port.
module "long_twin" {
  source = "../../modules/alb"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-124"
  account_id               = local.account_id
  vpc_id                   = "vpc-1"
  vpc_cidr_block           = "10.0.0.0/16"
  subnet_ids               = ["subnet-1", "subnet-2"]
  https                    = { certificate_arn = local.certificate_arn }
  target_groups            = { web = { port = 9090 } }
  default_target_group_key = "web"
}
