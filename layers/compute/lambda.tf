# By function: what it names by a key of the data layer, by ARN.
locals {
  _lambda_tables = {
    for key, function in var.lambda_functions : key => {
      for name, table in function.tables : name => { arn = table.key == null ? table.arn : var.data.table_arns[table.key], access = table.access }
    }
  }

  _lambda_queues = {
    for key, function in var.lambda_functions : key => {
      for name, queue in function.queues : name => { arn = queue.key == null ? queue.arn : var.data.queue_arns[queue.key], access = queue.access }
    }
  }

  _lambda_secrets = {
    for key, function in var.lambda_functions : key => {
      for name, secret in function.secrets : name => secret.key == null ? secret.arn : var.data.secret_arns[secret.key]
    }
  }

  _lambda_source_arns = {
    for key, function in var.lambda_functions : key => {
      for name, source in function.event_sources : name => source.key == null ? source.arn : var.data.queue_arns[source.key]
    }
  }

  # By ARN, not by name: a renamed source is the same source, and Lambda takes none twice.
  _lambda_event_sources = {
    for key, function in var.lambda_functions : key => {
      for name, source in function.event_sources : local._lambda_source_arns[key][name] => merge(source, { arn = local._lambda_source_arns[key][name] })
    }
  }

  _lambda_s3_packages = {
    for key, function in var.lambda_functions : key => one([
      for package in function.s3_package[*] : merge(package, { bucket = package.bucket == null ? var.data.artifact_bucket : package.bucket })
    ])
  }
}

module "lambda_layer" {
  source   = "../../modules/lambda-layer"
  for_each = var.lambda_layers

  name                     = "${local.name_prefix}-${each.key}"
  description              = each.value.description
  filename                 = each.value.filename == null ? null : "${path.root}/${each.value.filename}"
  s3_package               = each.value.s3_package
  compatible_architectures = each.value.compatible_architectures
  compatible_runtimes      = each.value.compatible_runtimes
}

module "lambda" {
  source   = "../../modules/lambda"
  for_each = var.lambda_functions

  name        = coalesce(each.value.function_name, "${local.name_prefix}-${each.key}")
  description = each.value.description
  account_id  = data.aws_caller_identity.current.account_id

  # code
  runtime            = each.value.runtime
  handler            = each.value.handler
  filename           = each.value.filename == null ? null : "${path.root}/${each.value.filename}"
  s3_package         = local._lambda_s3_packages[each.key]
  image              = each.value.image
  architecture       = each.value.architecture
  code_owner         = each.value.code_owner
  code_signing       = each.value.code_signing
  layer_arns         = concat(each.value.layer_arns, [for key in each.value.layer_keys : module.lambda_layer[key].arn])
  snap_start_enabled = each.value.snap_start_enabled

  # new versions
  alias_name  = each.value.alias_name
  canary      = each.value.canary
  code_deploy = each.value.code_deploy

  # size
  memory_size             = each.value.memory_size
  ephemeral_storage_size  = each.value.ephemeral_storage_size
  timeout                 = each.value.timeout
  reserved_concurrency    = each.value.reserved_concurrency
  account_concurrency     = var.lambda_account_concurrency
  provisioned_concurrency = each.value.provisioned_concurrency
  paused                  = each.value.paused

  environment_variables = merge({ ENVIRONMENT = var.environment }, each.value.environment_variables)

  # Private subnets and the shared group, unless the function says otherwise.
  vpc_config = each.value.vpc_enabled ? {
    subnet_ids = (
      each.value.vpc_config.subnet_ids != null ? each.value.vpc_config.subnet_ids : var.networking.private_subnet_ids
    )
    security_group_ids = (
      each.value.vpc_config.security_group_ids != null ? each.value.vpc_config.security_group_ids : [
        for key in each.value.vpc_config.security_group_keys : var.networking.security_group_ids[key]
      ]
    )
  } : null

  file_system = each.value.file_system

  # who and what invokes it
  event_sources    = local._lambda_event_sources[each.key]
  async_invocation = each.value.async_invocation
  function_url     = each.value.function_url
  permissions      = each.value.permissions

  # what the code uses
  tables        = local._lambda_tables[each.key]
  queues        = local._lambda_queues[each.key]
  secrets       = local._lambda_secrets[each.key]
  buckets       = each.value.buckets
  topics        = each.value.topics
  data_key_arns = each.value.data_key_arns

  # failures
  dead_letter_queue_enabled = each.value.dead_letter_queue_enabled
  alarm_topic_arns          = local.service_topic_arns
  runbook_url               = var.runbook_url
  alarms                    = each.value.alarms

  # logs and traces
  log_level          = coalesce(each.value.log_level, var.lambda_log_level)
  log_retention_days = var.log_retention_days
  tracing_enabled    = each.value.tracing_enabled

  # permissions
  create_role              = each.value.role_key == null
  external_role_arn        = each.value.role_key == null ? null : var.security.role_arns[each.value.role_key]
  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
  policy_statements        = each.value.policy_statements
}

# What an API lets in at once against what its function takes at once. Without a limit of its own the API has the account's.
locals {
  _bursts = flatten([
    for apis in [var.api_gateway_http_apis, var.api_gateway_rest_apis, var.api_gateway_websocket_apis] : [
      for api_key, api in apis : [
        for route_key, route in coalesce(api.routes, {}) : {
          api      = api_key
          route    = route_key
          function = route.lambda_key
          burst    = try(route.throttling.burst_limit, api.throttling.burst_limit, null)
          at_once  = try(var.lambda_functions[route.lambda_key].reserved_concurrency, null)
        }
      ]
    ]
  ])

  _bursts_refused = [
    for each in local._bursts : "${each.route} of API ${each.api} lets ${each.burst} requests in at once and function ${each.function} takes ${each.at_once}"
    if each.burst == null || each.at_once == null ? false : each.burst > each.at_once
  ]
}

check "bursts" {
  assert {
    condition     = length(local._bursts_refused) == 0
    error_message = "Requests get an error while others are answered: ${join("; ", local._bursts_refused)}. Lower throttling.burst_limit, or raise reserved_concurrency."
  }
}
