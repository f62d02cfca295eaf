# Cases beyond the README's, in the same plan.

locals {
  account_id = "123456789012"
  python     = "^64bit Amazon Linux 2023 v.* running Python 3.13$"
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/elastic-beanstalk"

  name                     = "nulls"
  account_id               = local.account_id
  vpc_id                   = "vpc-1"
  subnet_ids               = ["subnet-1"]
  alarm_topic_arns         = null
  alarms                   = null
  default_egress_enabled   = null
  ingress                  = null
  configuration_templates  = null
  description              = null
  egress                   = null
  kms_key_arn              = null
  log_retention_days       = null
  permissions_boundary_arn = null
  policy_statements        = null
  tags                     = null
  version_lifecycle        = null
  versions                 = null

  environments = {
    live = { platform = local.python, min_size = 1, max_size = 1 }
  }
}

# An application alone: whoever deploys makes environments.
module "off" {
  source = "../../modules/elastic-beanstalk"

  name         = "off"
  account_id   = local.account_id
  vpc_id       = "vpc-1"
  subnet_ids   = ["subnet-1"]
  environments = {}
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/elastic-beanstalk"

  name             = "dependent"
  account_id       = local.account_id
  vpc_id           = module.networking.vpc_id
  subnet_ids       = module.networking.private_subnet_ids
  kms_key_arn      = aws_kms_key.main.arn
  alarm_topic_arns = { critical = [aws_sns_topic.alarms.arn], warning = [] }
  alarms           = { web-health = { threshold = 25 } }

  environments = {
    web = {
      platform = local.python
      secrets  = { DATABASE_URL = aws_secretsmanager_secret.database.arn }

      load_balancer = {
        subnet_ids        = module.networking.private_subnet_ids
        ingress_cidrs     = ["10.0.0.0/16"]
        plain_http        = true
        associate_web_acl = true
        web_acl_arn       = aws_sns_topic.alarms.arn
      }
    }
  }

  depends_on = [aws_sns_topic.alarms]
}

# The longest names and the rest of the options.
module "long" {
  source = "../../modules/elastic-beanstalk"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789"
  account_id               = local.account_id
  vpc_id                   = "vpc-1"
  subnet_ids               = ["subnet-2", "subnet-1"]
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  version_lifecycle        = { max_age_days = 90 }

  default_egress_enabled = false

  egress = {
    endpoints = { port = 443, security_group_id = "sg-3" }
    database  = { port = 5432, security_group_id = "sg-2" }
    streams   = { port = 9092, to_port = 9096, prefix_list_id = "pl-1" }
  }

  ingress = { metrics = { port = 9100, security_group_id = "sg-4" } }

  policy_statements = {
    ReadOrders = { actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"] }
  }

  environments = {
    "e123456789-123456789-12" = {
      platform        = local.python
      paused          = true
      managed_updates = { enabled = false }

      load_balancer = {
        subnet_ids      = ["subnet-1", "subnet-2"]
        ingress_cidrs   = ["10.0.0.0/8"]
        certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        access_logs     = { bucket = "logs" }
      }
    }
  }
}

# Differs from it in the last letter only.
module "long_twin" {
  source = "../../modules/elastic-beanstalk"

  name       = "a123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456780"
  account_id = local.account_id
  vpc_id     = "vpc-1"
  subnet_ids = ["subnet-1"]

  environments = {
    "e123456789-123456789-12" = { platform = local.python, min_size = 1, max_size = 1 }
    "e123456789-123456789-10" = { platform = local.python, min_size = 1, max_size = 1 }
    worker = {
      tier     = "worker"
      platform = "64bit Amazon Linux 2023 v4.7.1 running Python 3.13" # one that is gone: nobody looks it up
      worker   = { queue_url = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs", queue_arn = "arn:aws:sqs:us-east-1:123456789012:jobs" }
    }
  }
}
