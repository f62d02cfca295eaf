# service endpoints

output "lambda_functions" {
  description = "Lambda functions by key: name, arn, alias_name, alias_arn and invoke_arn (callers use the alias), the last version that Terraform published, endpoint (the function URL), who deploys the code (code_owner, code_deploy), runtime_deprecated_on (the day from which Lambda does not patch the runtime any more), dead_letter_queue and succeeded_queue (arn and url, null without one), event_source_ids, alarm_names, and policy: what a role of the security layer has to allow."
  value = {
    for key, function in module.lambda : key => {
      name       = function.name
      arn        = function.arn
      alias_name = function.alias_name
      alias_arn  = function.alias_arn
      invoke_arn = function.invoke_arn
      version    = function.version

      runtime_deprecated_on = function.runtime_deprecated_on

      endpoint    = function.endpoint
      code_owner  = function.code_owner
      code_deploy = function.code_deploy
      alarm_names = function.alarm_names
      policy      = function.policy

      event_source_ids = { for name, arn in local._lambda_source_arns[key] : name => function.event_source_ids[arn] }

      dead_letter_queue = { arn = function.dead_letter_queue_arn, url = function.dead_letter_queue_url }
      succeeded_queue   = { arn = function.succeeded_queue_arn, url = function.succeeded_queue_url }
    }
  }
}

output "lambda_layers" {
  description = "Lambda layers by key: arn and version of the newest version."
  value       = { for key, layer in module.lambda_layer : key => { arn = layer.arn, version = layer.version } }
}

output "api_gateway_rest_apis" {
  description = "REST APIs by key: id, name, arn, endpoint, endpoints at their domains, execution_arn, stage_name, stage_arn, domain_targets, usage_plan_ids, api_key_ids, vpc_link_ids, alarm_names, and deployment_hash, which a canary takes as stable_deployment_hash. Without routes endpoint, stage and hash are null."
  value = {
    for key, api in module.rest_api : key => {
      id              = api.id
      name            = api.name
      arn             = api.arn
      endpoint        = api.endpoint
      endpoints       = api.endpoints
      execution_arn   = api.execution_arn
      stage_name      = api.stage_name
      stage_arn       = api.stage_arn
      invoke_url      = api.invoke_url
      deployment_hash = api.deployment_hash
      domain_targets  = { for name in keys(var.api_gateway_rest_apis[key].domains) : name => module.rest_api_domain[name].target }
      usage_plan_ids  = api.usage_plan_ids
      api_key_ids     = api.api_key_ids
      vpc_link_ids    = api.vpc_link_ids
      alarm_names     = api.alarm_names
    }
  }
}

output "api_gateway_http_apis" {
  description = "HTTP APIs by key: id, name, arn, endpoint, endpoints at their domains, execution_arn, domain_targets, authorizer_ids and alarm_names."
  value = {
    for key, api in module.http_api : key => {
      id             = api.id
      name           = api.name
      arn            = api.arn
      endpoint       = api.endpoint
      endpoints      = api.endpoints
      execution_arn  = api.execution_arn
      domain_targets = api.domain_targets
      authorizer_ids = api.authorizer_ids
      alarm_names    = api.alarm_names
    }
  }
}

output "api_gateway_websocket_apis" {
  description = "WebSocket APIs by key: id, name, arn, stage_name, stage_arn, endpoint to connect to, endpoints at their domains, management_endpoint to send at, execution_arn, manage_connections_arn, domain_targets and alarm_names."
  value = {
    for key, api in module.websocket_api : key => {
      id                     = api.id
      name                   = api.name
      arn                    = api.arn
      stage_name             = api.stage_name
      stage_arn              = api.stage_arn
      endpoint               = api.endpoint
      endpoints              = api.endpoints
      management_endpoint    = api.management_endpoint
      execution_arn          = api.execution_arn
      manage_connections_arn = api.manage_connections_arn
      alarm_names            = api.alarm_names
      domain_targets         = api.domain_targets
    }
  }
}

output "ai_assistant" {
  description = "The AI Assistant's backend: URLs, functions, table, log groups, alarms, authorization and role policies. Null where it is not deployed."
  value       = one(module.ai_assistant[*].compute_config)
}

output "load_balancers" {
  description = "Application load balancers by key: name, arn, dns_name and zone_id, log_bucket_name, and what deployments switch: listener_arns, target_group_names and target_group_arns; alarm_names."
  value = {
    for key, alb in module.alb : key => {
      name               = alb.name
      arn                = alb.arn
      dns_name           = alb.dns_name
      zone_id            = alb.zone_id
      log_bucket_name    = alb.log_bucket_name
      listener_arns      = alb.listener_arns
      target_group_names = alb.target_group_names
      target_group_arns  = alb.target_group_arns
      alarm_names        = alb.alarm_names
    }
  }
}

output "ecs" {
  description = "ECS: cluster_name, cluster_arn, EC2's autoscaling_group_name, instance_role_arn and instance_role_name, and services by key, with what deployments from outside need: task_definition_json to register the next revision with, app_spec and code_deploy. service_arns are by key too. Null without ECS."
  value = one([
    for cluster in module.ecs_cluster : {
      cluster_name           = cluster.name
      cluster_arn            = cluster.arn
      autoscaling_group_name = cluster.autoscaling_group_name
      instance_role_arn      = cluster.instance_role_arn
      instance_role_name     = cluster.instance_role_name
      service_arns           = { for key, service in module.ecs_service : key => service.arn }

      services = {
        for key, service in module.ecs_service : key => {
          name                   = service.name
          arn                    = service.arn
          task_definition_family = service.task_definition_family
          task_definition_arn    = service.task_definition_arn
          task_definition_json   = service.task_definition_json
          app_spec               = service.app_spec
          code_deploy            = service.code_deploy
          execution_role_arn     = service.execution_role_arn
          task_role_name         = service.task_role_name
          service_discovery_arn  = service.service_discovery_arn
        }
      }
    }
  ])
}

output "eks" {
  description = "EKS cluster: name, arn, endpoint, certificate_authority, kubernetes_version with the day its standard support ends, OIDC issuer and provider, node groups with their Auto Scaling groups, alarm_names, secrets_key_arn. Null without EKS."
  value = one([
    for cluster in module.eks : {
      name                    = cluster.name
      arn                     = cluster.arn
      endpoint                = cluster.endpoint
      certificate_authority   = cluster.certificate_authority
      kubernetes_version      = cluster.kubernetes_version
      standard_support_ends   = cluster.standard_support_ends
      oidc_issuer_url         = cluster.oidc_issuer_url
      oidc_provider_arn       = cluster.oidc_provider_arn
      node_group_names        = cluster.node_group_names
      autoscaling_group_names = cluster.autoscaling_group_names
      fargate_profile_arns    = cluster.fargate_profile_arns
      secrets_key_arn         = cluster.secrets_key_arn
      alarm_names             = cluster.alarm_names
    }
  ])
}

output "waf_web_acls" {
  description = "Web ACLs by key: arn and alarm_names; what is of scope CLOUDFRONT is in us-east-1."
  value = {
    for key, acl in merge(module.waf, module.edge_waf) : key => {
      arn         = acl.arn
      alarm_names = acl.alarm_names
    }
  }
}

output "cloudfront_distributions" {
  description = "CloudFront distributions by key: id, arn, domain_name, staging_domain_name and hosted_zone_id; bucket_policies to add to buckets of others; public_key_ids that signers name; key_value_store_arns to write to; edge_role_names to attach policies to; realtime_log_stream_arn to read; alarm_names, in us-east-1."
  value = {
    for key, distribution in module.cloudfront : key => {
      id                      = distribution.id
      arn                     = distribution.arn
      domain_name             = distribution.domain_name
      staging_domain_name     = distribution.staging_domain_name
      hosted_zone_id          = distribution.hosted_zone_id
      bucket_policies         = distribution.bucket_policies
      public_key_ids          = distribution.public_key_ids
      key_value_store_arns    = distribution.key_value_store_arns
      edge_role_names         = distribution.edge_role_names
      realtime_log_stream_arn = distribution.realtime_log_stream_arn
      alarm_names             = distribution.alarm_names
    }
  }
}

output "elastic_beanstalk_applications" {
  description = "Elastic Beanstalk applications by key: name, alarm_names, and environments with name, arn, cname, endpoint_url and queues."
  value = {
    for key, application in module.elastic_beanstalk : key => {
      name         = application.application_name
      environments = application.environments
      alarm_names  = application.alarm_names
    }
  }
}

output "batch" {
  description = "Batch: compute_environment_arns, job_queues and job_definitions by key, the last two with name and arn; not_submitted_queue_url, where scheduled jobs are that Batch did not accept; alarm_names. Null without Batch."
  value = one([
    for batch in module.batch : {
      compute_environment_arns = batch.compute_environment_arns
      job_queues               = batch.job_queues
      job_definitions          = batch.job_definitions
      not_submitted_queue_url  = batch.not_submitted_queue_url
      alarm_names              = batch.alarm_names
    }
  ])
}

# security integration

output "iam_role_arns" {
  description = "Roles of the workloads by service and key, for policies of other layers."
  value = {
    batch = merge(flatten([
      for batch in module.batch : [
        batch.job_role_arns, { for kind, arn in batch.instance_role_arns : "instances/${kind}" => arn },
      ]
    ])...)
    cloudfront = merge([
      for key, distribution in module.cloudfront : { for kind, arn in distribution.role_arns : "${key}/${kind}" => arn }
    ]...)
    ecs = { for key, service in module.ecs_service : key => service.task_role_arn }
    eks = merge(flatten([
      for cluster in module.eks : [
        cluster.workload_role_arns,
        { for name, arn in cluster.addon_role_arns : "addon/${name}" => arn },
        { for kind, arn in { cluster = cluster.role_arn, fargate = cluster.fargate_role_arn, nodes = cluster.node_role_arn } : kind => arn if arn != null },
      ]
    ])...)
    elastic_beanstalk = { for key, application in module.elastic_beanstalk : key => application.instance_role_arn }
    lambda            = { for key, function in module.lambda : key => function.role_arn }
  }
}

output "kms_key_arn" {
  description = "Key that encrypts logs, queues, topics and environment variables. Null leaves it to keys that AWS owns."
  value       = var.security.kms_key_arn
}

output "security_group_ids" {
  description = "Security groups by service and key; networking's own under `shared`."
  value = {
    shared            = var.networking.security_group_ids
    alb               = { for key, alb in module.alb : key => alb.security_group_id }
    batch             = { for batch in module.batch : "jobs" => batch.security_group_id }
    ecs               = { for key, service in module.ecs_service : key => service.security_group_id }
    eks               = { for cluster in module.eks : "cluster" => cluster.cluster_security_group_id }
    elastic_beanstalk = { for key, application in module.elastic_beanstalk : key => application.security_group_id }
    http_api          = { for key, api in module.http_api : key => api.vpc_link_security_group_id }
  }
}

# monitoring integration

output "alarm_names" {
  description = "CloudWatch alarms by service and key."
  value = {
    ecs = merge(
      { for cluster in module.ecs_cluster : "cluster" => cluster.alarm_names },
      { for key, service in module.ecs_service : key => service.alarm_names },
    )
  }
}

output "dashboard" {
  description = "CloudWatch dashboard of the environment: name, arn and url. Null without one."
  value       = one([for dashboard in module.dashboard : { name = dashboard.name, arn = dashboard.arn, url = dashboard.url }])
}

output "saved_query_ids" {
  description = "Queries of Logs Insights by name, without the environment's name before them: their ids."
  value       = module.saved_queries.query_ids
}

output "xray" {
  description = "X-Ray: groups by name, with arn and filter_expression, and sampling_rule_arns by name."
  value       = { groups = module.tracing.groups, sampling_rule_arns = module.tracing.sampling_rule_arns }
}

output "backup" {
  description = "Backups: vault_name, vault_arn, plan_arn and role_arn. Null without any."
  value = one([
    for backup in module.backup : {
      vault_name = backup.vault_name
      vault_arn  = backup.vault_arn
      plan_arn   = backup.plan_arn
      role_arn   = backup.role_arn
    }
  ])
}

output "failovers" {
  description = "Names with a second target by key: record_name, health_check_ids, and alarm_names, in us-east-1."
  value = {
    for key, failover in module.failover : key => {
      record_name      = failover.record_name
      health_check_ids = failover.health_check_ids
      alarm_names      = failover.alarm_names
    }
  }
}

output "budget" {
  description = "Budget of the environment: name and arn. Null without one."
  value       = one([for budget in module.budget : { name = budget.name, arn = budget.arn }])
}

output "cost_anomaly_monitor" {
  description = "Monitor of the environment's costs: name and arn. Null without one."
  value       = one([for monitor in module.cost_anomalies : { name = monitor.name, arn = monitor.arn }])
}

output "account_settings" {
  description = "What the account has by this environment: cost_export (arn and bucket_name) and cost_anomaly_monitor (name and arn), each null without one. Null where the environment owns no settings."
  value = one([
    for settings in module.account_settings : {
      cost_export          = settings.cost_export
      cost_anomaly_monitor = one([for monitor in module.account_anomalies : { name = monitor.name, arn = monitor.arn }])
    }
  ])
}

output "alarm_topic_arns" {
  description = "SNS topics that the environment's alarms go to, by severity: critical and warning."
  value       = { for severity, topic in module.alarm_topic : severity => topic.arn }
}

output "edge_alarm_topic_arns" {
  description = "SNS topics in us-east-1 that the alarms of distributions and their web ACLs go to, by severity. Null without any."
  value       = local._at_the_edge ? { for severity, arns in local.edge_alarm_topic_arns : severity => one(arns) } : null
}

output "service_health" {
  description = "Names of the composite alarms that tell of unhealthy services, by kind and key, such as function-orders; those of distributions are in us-east-1."
  value = {
    for key, health in merge(module.base_health, module.balancer_health, module.api_health, module.edge_health) : key => health.alarm_name
  }
}

output "log_group_names" {
  description = "CloudWatch log groups by service and key."
  value = {
    batch = merge([for batch in module.batch : batch.log_group_names]...)
    cloudfront = merge([
      for key, distribution in module.cloudfront : { for kind, name in distribution.log_group_names : "${key}/${kind}" => name }
    ]...)
    elastic_beanstalk = merge([
      for key, application in module.elastic_beanstalk : { for environment, prefix in application.log_group_names : "${key}/${environment}" => prefix }
    ]...)
    ecs = { for key, service in module.ecs_service : key => service.log_group_name }
    eks = merge([for cluster in module.eks : cluster.log_group_names]...)
    findings = {
      for key, policies in merge({ all = module.log_group_policies }, { for policies in module.edge_log_group_policies : "edge" => policies }) :
      key => policies.findings_log_group_name if try(var.log_masking.findings_enabled, false) == true
    }
    http_api = merge([
      for key, api in module.http_api : { for kind, name in api.log_group_names : "${key}/${kind}" => name }
    ]...)
    lambda = { for key, function in module.lambda : key => function.log_group_names.function }
    rest_api = merge([
      for key, api in module.rest_api : {
        for kind, name in api.log_group_names : "${key}/${kind}" => name
      }
    ]...)
    waf = { for key, acl in merge(module.waf, module.edge_waf) : key => acl.log_group_names.requests }
    websocket_api = merge([
      for key, api in module.websocket_api : { for kind, name in api.log_group_names : "${key}/${kind}" => name }
    ]...)
  }
}

# what the environment decided

output "environment" {
  description = "Name, region and account of the environment, and which container services it runs."
  value = {
    name       = var.environment
    region     = var.aws_region
    account_id = data.aws_caller_identity.current.account_id
    ecs        = var.enable_ecs
    eks        = var.enable_eks
  }
}
