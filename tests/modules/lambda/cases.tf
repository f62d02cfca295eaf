# Cases beyond the README's, in the same plan.

locals {
  account_id = "123456789012"
  handler    = "lambda_function.lambda_handler"
}

# Everything that can be off, is off.
module "off" {
  source = "../../modules/lambda"

  name                      = "off"
  handler                   = local.handler
  account_id                = local.account_id
  dead_letter_queue_enabled = false
  tracing_enabled           = false
  paused                    = true
  reserved_concurrency      = 5
  provisioned_concurrency   = { min = 1, max = 2 }

  event_sources = {
    clicks = { type = "kinesis", arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks" }
  }
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/lambda"

  name                      = "nulls"
  handler                   = local.handler
  account_id                = local.account_id
  account_concurrency       = null
  alarm_topic_arns          = null
  alarms                    = null
  alias_name                = null
  architecture              = null
  async_invocation          = null
  buckets                   = null
  canary                    = null
  code_deploy               = null
  code_owner                = null
  code_signing              = null
  create_role               = null
  data_key_arns             = null
  dead_letter_queue_enabled = null
  description               = null
  environment_variables     = null
  ephemeral_storage_size    = null
  event_sources             = null
  external_role_arn         = null
  file_system               = null
  filename                  = null
  function_url              = null
  image                     = null
  kms_key_arn               = null
  layer_arns                = null
  log_level                 = null
  log_retention_days        = null
  memory_size               = null
  paused                    = null
  permissions               = null
  permissions_boundary_arn  = null
  policy_statements         = null
  provisioned_concurrency   = null
  queues                    = null
  reserved_concurrency      = null
  runtime                   = null
  s3_package                = null
  secrets                   = null
  snap_start_enabled        = null
  tables                    = null
  tags                      = null
  timeout                   = null
  topics                    = null
  tracing_enabled           = null
  vpc_config                = null
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/lambda"

  name        = "dependent"
  handler     = local.handler
  account_id  = local.account_id
  code_owner  = "external"
  kms_key_arn = aws_kms_key.main.arn

  vpc_config = {
    subnet_ids         = module.networking.private_subnet_ids
    security_group_ids = values(module.networking.security_group_ids)
  }

  # What only the apply will know.
  code_deploy             = {}
  alarm_topic_arns        = { critical = [aws_sns_topic.alarms.arn], warning = [] }
  tables                  = { ORDERS_TABLE = { arn = aws_dynamodb_table.orders.arn, access = "read" } }
  queues                  = { SHIPPING_QUEUE = { arn = aws_sqs_queue.shipping.arn, access = "send" } }
  secrets                 = { PARTNER_KEY = aws_secretsmanager_secret.partner.arn }
  topics                  = { NEWS_TOPIC = aws_sns_topic.alarms.arn }
  data_key_arns           = [aws_kms_key.main.arn]
  provisioned_concurrency = { min = 1, max = 2 }
  function_url            = { allow_public = true }

  event_sources = {
    orders  = { type = "sqs", arn = aws_sqs_queue.orders.arn, visibility_timeout_seconds = 200 }
    changes = { type = "dynamodb", arn = aws_dynamodb_table.orders.stream_arn, failure_destination = { type = "sns", arn = aws_sns_topic.alarms.arn } }
  }

  async_invocation = {
    on_success = { type = "sns", arn = aws_sns_topic.alarms.arn }
    on_failure = {}
  }

  permissions = {
    rule = { principal = "events.amazonaws.com", source_arn = aws_sns_topic.alarms.arn, through_url = true }
  }

  depends_on = [aws_sns_topic.alarms]
}

# Everything at once, with nothing left to the apply.
module "full" {
  source = "../../modules/lambda"

  name          = "full"
  handler       = local.handler
  account_id    = local.account_id
  kms_key_arn   = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  data_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"]

  s3_package             = { bucket = "packages", key = "full-1.zip" }
  layer_arns             = ["arn:aws:lambda:us-east-1:123456789012:layer:shared:3"]
  code_signing           = { profile_version_arns = ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/main/abc"] }
  ephemeral_storage_size = 2048
  reserved_concurrency   = 50

  provisioned_concurrency = { min = 2 }

  event_sources = {
    changes = { type = "dynamodb", arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000" }
    clicks = {
      type                        = "kinesis"
      arn                         = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks"
      partial_batch_response      = false
      bisect_on_error             = false
      starting_position           = "AT_TIMESTAMP"
      starting_position_timestamp = "2026-01-01T00:00:00Z"
      failure_destination         = { type = "s3", arn = "arn:aws:s3:::failures" }
    }
    orders = {
      type                       = "sqs"
      arn                        = "arn:aws:sqs:us-east-1:123456789012:orders"
      visibility_timeout_seconds = 200
      max_concurrency            = 10
      filters                    = ["{\"body\":{\"kind\":[\"order\"]}}"]
    }
  }

  async_invocation = {
    on_success = {}
    on_failure = { type = "eventbridge", arn = "arn:aws:events:us-east-1:123456789012:event-bus/failures" }
  }

  function_url = { streaming = true, cors = { allow_origins = ["https://www.example.com"], allow_credentials = true } }

  permissions = {
    cdn = { principal = "cloudfront.amazonaws.com", source_arn = "arn:aws:cloudfront::123456789012:distribution/E1", through_url = true }
  }

  buckets = { INVOICES = { arn = "arn:aws:s3:::invoices", access = "write" } }
  queues = {
    INBOX  = { arn = "arn:aws:sqs:us-east-1:123456789012:inbox", access = "receive" }
    OUTBOX = { arn = "arn:aws:sqs:us-east-1:123456789012:outbox", access = "send" }
  }
  secrets = {
    DB_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1b2c3"
    FLAGS     = "arn:aws:ssm:us-east-1:123456789012:parameter/flags"
  }
  tables = {
    ORDERS   = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders", access = "read" }
    SESSIONS = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/sessions", access = "write" }
  }
  topics = { NEWS = "arn:aws:sns:us-east-1:123456789012:news" }

  vpc_config = {
    subnet_ids         = ["subnet-1", "subnet-2"]
    security_group_ids = ["sg-1"]
  }

  file_system = { file_system_id = "fs-1", access_point_id = "fsap-1", mount_path = "/mnt/data" }
}

# The longest legal name, every permission, all known at plan time; a log level of the caller's own; one subnet only.
module "long" {
  source = "../../modules/lambda"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-123"
  handler                  = local.handler
  runtime                  = "python3.9"
  account_id               = local.account_id
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  alarm_topic_arns         = { critical = ["arn:aws:sns:us-east-1:123456789012:pager"], warning = ["arn:aws:sns:us-east-1:123456789012:alarms"] }
  alarms                   = { errors = { threshold = 3, severity = "warning" }, throttles = { enabled = false } }
  environment_variables    = { LOG_LEVEL = "ERROR" }
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  vpc_config = {
    subnet_ids         = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
}

# Differs from it in the last letter only; permissions of the caller's own; a package that exists.
module "long_twin" {
  source = "../../modules/lambda"

  name       = "a123456789-123456789-123456789-123456789-123456789-123456789-124"
  handler    = local.handler
  account_id = local.account_id
  filename   = "package.zip"
  canary     = { stable_version = "3", percent = 10 }

  policy_statements = {
    ReadOrders = {
      actions    = ["dynamodb:GetItem"]
      resources  = ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"]
      conditions = { StringEquals = { "dynamodb:Attributes" = ["id"] } }
    }
    WriteMetrics = {
      actions             = ["cloudwatch:PutMetricData"]
      allow_all_resources = true
    }
  }
}
