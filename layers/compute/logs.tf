# What holds for the log groups of all services: what is masked, and which fields are indexed. Elastic Beanstalk makes its
# groups itself, so an account's own policy has to mask there.
locals {
  # Their lines are ours or API Gateway's, with a request's fields.
  _request_logs = merge(
    { for key, function in module.lambda : "lambda/${key}" => function.log_group_names.function },
    merge([for key, api in module.rest_api : { for kind, name in api.log_group_names : "rest_api/${key}/${kind}" => name }]...),
    merge([for key, api in module.http_api : { for kind, name in api.log_group_names : "http_api/${key}/${kind}" => name }]...),
    merge([for key, api in module.websocket_api : { for kind, name in api.log_group_names : "websocket_api/${key}/${kind}" => name }]...),
    merge([
      for assistant in module.ai_assistant[*].compute_config : merge(
        { for key, function in assistant.functions : "ai_assistant/${key}" => function.log_group_name },
        { for kind, name in assistant.log_group_names : "ai_assistant/${kind}" => name },
      )
    ]...),
    { for key, service in module.ecs_service : "ecs/${key}" => service.log_group_name },
    merge([for batch in module.batch : { for key, name in batch.log_group_names : "batch/${key}" => name }]...),
  )

  # AWS writes these, with fields of its own.
  _other_logs = merge(
    { for cluster in module.ecs_cluster : "ecs_exec" => cluster.exec_log_group_name },
    merge([for cluster in module.eks : { for kind, name in cluster.log_group_names : "eks/${kind}" => name }]...),
    { for key, acl in module.waf : "waf/${key}" => acl.log_group_names.requests },
  )

  _edge_logs = merge(
    merge([for key, distribution in module.cloudfront : { for kind, name in distribution.log_group_names : "cloudfront/${key}/${kind}" => name }]...),
    { for key, acl in module.edge_waf : "waf/${key}" => acl.log_group_names.requests },
  )
}

module "log_group_policies" {
  source = "../../modules/log-group-policies"

  name = local.name_prefix

  log_groups = merge(
    { for key, name in local._request_logs : key => { name = name } },
    { for key, name in local._other_logs : key => { name = name, indexed = false } },
  )

  masking            = var.log_masking
  indexed_fields     = var.log_indexed_fields
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.security.kms_key_arn
}

module "edge_log_group_policies" {
  source    = "../../modules/log-group-policies"
  count     = local._at_the_edge ? 1 : 0
  providers = { aws = aws.us_east_1 }

  name       = "${local.name_prefix}-edge"
  log_groups = { for key, name in local._edge_logs : key => { name = name, indexed = false } }

  masking            = var.log_masking
  indexed_fields     = var.log_indexed_fields
  log_retention_days = var.log_retention_days
  kms_key_arn        = local.edge_kms_key_arn
}
