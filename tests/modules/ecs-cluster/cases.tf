# Cases beyond the README's, in the same plan.

locals {
  account_id = "123456789012"
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/ecs-cluster"

  name                               = "nulls"
  account_id                         = local.account_id
  alarm_topic_arns                   = null
  alarms                             = null
  capacity_providers                 = null
  container_insights                 = null
  default_capacity_provider_strategy = null
  ec2                                = null
  kms_key_arn                        = null
  log_retention_days                 = null
  namespace                          = null
  namespace_ports                    = null
  permissions_boundary_arn           = null
  storage_kms_key_arn                = null
  tags                               = null
}

# Topics alone make no alarm: there is no EC2 capacity to watch. Names for Service Connect only.
module "http" {
  source = "../../modules/ecs-cluster"

  name               = "http"
  account_id         = local.account_id
  container_insights = "disabled"
  alarm_topic_arns   = { critical = ["arn:aws:sns:us-east-1:123456789012:alarms"], warning = [] }

  namespace = {
    name = "http"
    type = "http"
  }
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/ecs-cluster"

  name                = "dependent"
  account_id          = local.account_id
  capacity_providers  = ["EC2"]
  kms_key_arn         = aws_kms_key.main.arn
  storage_kms_key_arn = aws_kms_key.storage.arn
  alarm_topic_arns    = { critical = [aws_sns_topic.alarms.arn], warning = [aws_sns_topic.alarms.arn] }

  ec2 = {
    subnet_ids         = module.networking.private_subnet_ids
    security_group_ids = values(module.networking.security_group_ids)
  }

  namespace = {
    name   = "dependent.internal"
    vpc_id = module.networking.vpc_id
  }

  depends_on = [aws_sns_topic.alarms]
}

# The longest name; all known at plan time.
module "long" {
  source = "../../modules/ecs-cluster"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789"
  account_id               = local.account_id
  capacity_providers       = ["EC2"]
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  storage_kms_key_arn      = "arn:aws:kms:us-east-1:123456789012:key/66666666-2222-3333-4444-555555555555"

  ec2 = {
    subnet_ids         = ["subnet-1", "subnet-2"]
    security_group_ids = ["sg-1"]
    min_size           = 1
    target_capacity    = 80
    volume_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/77777777-2222-3333-4444-555555555555"
  }
}

# Differs from it in the last letter only.
module "long_twin" {
  source = "../../modules/ecs-cluster"

  name               = "a123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456780"
  account_id         = local.account_id
  capacity_providers = ["EC2"]

  ec2 = {
    subnet_ids         = ["subnet-1", "subnet-2"]
    security_group_ids = ["sg-1"]
    instance_type      = "g5.xlarge"
  }
}
