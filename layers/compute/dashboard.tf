# What the environment shows of itself: a section for each service that it runs, with the state of its alarms and a line in
# each graph for each thing.
locals {
  _alarm_arn_prefix = "arn:${data.aws_partition.current.partition}:cloudwatch:${local._region}:${data.aws_caller_identity.current.account_id}:alarm:"

  _request_metrics = [
    { title = "Requests", metric_name = "Count", statistic = "Sum" },
    { title = "Latency in ms, slowest 5 %", metric_name = "Latency", statistic = "p95" },
  ]

  _sections = [
    {
      title     = "Distributions"
      namespace = "AWS/CloudFront"
      region    = "us-east-1"
      lines     = { for key, distribution in module.cloudfront : key => { DistributionId = distribution.id, Region = "Global" } }
      alarms    = [] # in us-east-1, and a dashboard shows alarms of its own region only
      metrics = [
        { title = "Requests", metric_name = "Requests", statistic = "Sum" },
        { title = "Client errors in %", metric_name = "4xxErrorRate", statistic = "Average" },
        { title = "Server errors in %", metric_name = "5xxErrorRate", statistic = "Average" },
        { title = "Bytes to viewers", metric_name = "BytesDownloaded", statistic = "Sum" },
      ]
    },
    {
      title     = "Load balancers"
      namespace = "AWS/ApplicationELB"
      lines     = { for key, alb in module.alb : key => { LoadBalancer = alb.arn_suffix } }
      alarms    = flatten([for alb in module.alb : values(alb.alarm_names)])
      metrics = [
        { title = "Requests", metric_name = "RequestCount", statistic = "Sum" },
        { title = "Server errors of targets", metric_name = "HTTPCode_Target_5XX_Count", statistic = "Sum" },
        { title = "Server errors of the balancer", metric_name = "HTTPCode_ELB_5XX_Count", statistic = "Sum" },
        { title = "Response time in s, slowest 5 %", metric_name = "TargetResponseTime", statistic = "p95" },
        { title = "Connections", metric_name = "ActiveConnectionCount", statistic = "Sum" },
        { title = "Rejected connections", metric_name = "RejectedConnectionCount", statistic = "Sum" },
      ]
    },
    {
      title     = "REST APIs"
      namespace = "AWS/ApiGateway"
      lines = merge(
        { for key, api in module.rest_api : key => { ApiName = api.name, Stage = api.stage_name } if length(var.api_gateway_rest_apis[key].routes) > 0 },
        { for assistant in local._assistants : "AI Assistant" => { ApiName = assistant.rest_api.name, Stage = assistant.rest_api.stage_name } },
      )
      alarms = flatten([for api in module.rest_api : values(api.alarm_names)])
      metrics = concat(local._request_metrics, [
        { title = "Client errors", metric_name = "4XXError", statistic = "Sum" },
        { title = "Server errors", metric_name = "5XXError", statistic = "Sum" },
      ])
    },
    {
      title     = "HTTP APIs"
      namespace = "AWS/ApiGateway"
      lines     = { for key, api in module.http_api : key => { ApiId = api.id } }
      alarms    = flatten([for api in module.http_api : values(api.alarm_names)])
      metrics = concat(local._request_metrics, [
        { title = "Client errors", metric_name = "4xx", statistic = "Sum" },
        { title = "Server errors", metric_name = "5xx", statistic = "Sum" },
      ])
    },
    {
      title     = "WebSocket APIs"
      namespace = "AWS/ApiGateway"
      lines = merge(
        { for key, api in module.websocket_api : key => { ApiId = api.id } },
        { for assistant in local._assistants : "AI Assistant" => { ApiId = assistant.websocket_api.id } },
      )
      alarms = flatten([for api in module.websocket_api : values(api.alarm_names)])
      metrics = [
        { title = "Connections opened", metric_name = "ConnectCount", statistic = "Sum" },
        { title = "Messages", metric_name = "MessageCount", statistic = "Sum" },
        { title = "Failed integrations", metric_name = "IntegrationError", statistic = "Sum" },
        { title = "Latency in ms, slowest 5 %", metric_name = "IntegrationLatency", statistic = "p95" },
      ]
    },
    {
      title     = "Functions"
      namespace = "AWS/Lambda"
      lines     = { for key, function in module.lambda : key => { FunctionName = function.name } }
      alarms    = flatten([for function in module.lambda : values(function.alarm_names)])
      metrics   = local._function_metrics
    },
    {
      title     = "AI Assistant: functions"
      namespace = "AWS/Lambda"
      lines     = merge([for assistant in local._assistants : { for key, function in assistant.functions : key => { FunctionName = function.name } }]...)
      alarms    = flatten([for assistant in local._assistants : [for arn in values(assistant.alarm_arns) : trimprefix(arn, local._alarm_arn_prefix)]])
      metrics   = local._function_metrics
    },
    {
      title     = "AI Assistant: sessions"
      namespace = "AWS/DynamoDB"
      lines     = { for assistant in local._assistants : "sessions" => { TableName = assistant.sessions_table.name } }
      alarms    = []
      metrics = [
        { title = "Units read", metric_name = "ConsumedReadCapacityUnits", statistic = "Sum" },
        { title = "Units written", metric_name = "ConsumedWriteCapacityUnits", statistic = "Sum" },
        { title = "Reads that were throttled", metric_name = "ReadThrottleEvents", statistic = "Sum" },
        { title = "Writes that were throttled", metric_name = "WriteThrottleEvents", statistic = "Sum" },
      ]
    },
    {
      title     = "ECS services"
      namespace = "AWS/ECS"
      lines     = { for key, service in module.ecs_service : key => { ClusterName = module.ecs_cluster[0].name, ServiceName = service.name } }
      alarms    = flatten([for service in concat(values(module.ecs_service), module.ecs_cluster) : values(service.alarm_names)])
      metrics = concat(
        [
          { title = "CPU in %", metric_name = "CPUUtilization", statistic = "Average", namespace = null },
          { title = "Memory in %", metric_name = "MemoryUtilization", statistic = "Average", namespace = null },
        ],
        [
          for title, name in { "Running tasks" = "RunningTaskCount", "Pending tasks" = "PendingTaskCount" } :
          { title = title, metric_name = name, statistic = "Average", namespace = "ECS/ContainerInsights" } if var.ecs_enable_container_insights
        ],
      )
    },
    {
      title     = "Kubernetes"
      namespace = "AWS/EKS"
      lines     = { for cluster in module.eks : "cluster" => { ClusterName = cluster.name } }
      alarms    = flatten([for cluster in module.eks : values(cluster.alarm_names)])
      metrics = concat(
        [
          { title = "Pods that wait for a node", metric_name = "scheduler_pending_pods_UNSCHEDULABLE", statistic = "Maximum", namespace = null },
          { title = "Server errors of the API", metric_name = "apiserver_request_total_5XX", statistic = "Sum", namespace = null },
          { title = "Slow reads of the API in s", metric_name = "apiserver_request_duration_seconds_GET_P99", statistic = "Maximum", namespace = null },
          { title = "Bytes that etcd keeps", metric_name = "etcd_mvcc_db_total_size_in_use_in_bytes", statistic = "Maximum", namespace = null },
        ],
        [
          for title, name in {
            "CPU of nodes in %"    = "node_cpu_utilization"
            "Memory of nodes in %" = "node_memory_utilization"
            "Disks of nodes in %"  = "node_filesystem_utilization"
            "Failed nodes"         = "cluster_failed_node_count"
          } : { title = title, metric_name = name, statistic = "Maximum", namespace = "ContainerInsights" }
          if contains(keys(var.eks_addons), "amazon-cloudwatch-observability")
        ],
      )
    },
    {
      title     = "Elastic Beanstalk"
      namespace = "AWS/ElasticBeanstalk"
      lines = merge([
        for application in module.elastic_beanstalk : { for environment in application.environments : environment.name => { EnvironmentName = environment.name } }
      ]...)
      alarms  = flatten([for application in module.elastic_beanstalk : values(application.alarm_names)])
      metrics = [{ title = "Health: 0 ok, 15 warning, 20 degraded, 25 severe", metric_name = "EnvironmentHealth", statistic = "Maximum" }]
    },
    {
      title     = "Batch"
      namespace = "AWS/Batch"
      lines     = merge([for batch in module.batch : { for key, queue in batch.job_queues : key => { JobQueueName = queue.name } }]...)
      alarms    = flatten([for batch in module.batch : values(batch.alarm_names)])
      metrics = [
        { title = "Jobs submitted", metric_name = "JobsSubmitted", statistic = "Sum" },
        { title = "Jobs failed", metric_name = "JobsMovedToFailed", statistic = "Sum" },
        { title = "Longest wait for capacity", metric_name = "JobAttemptRunnableToStartingDuration", statistic = "Maximum" },
      ]
    },
  ]

  _function_metrics = [
    { title = "Calls", metric_name = "Invocations", statistic = "Sum" },
    { title = "Failed calls", metric_name = "Errors", statistic = "Sum" },
    { title = "Throttled calls", metric_name = "Throttles", statistic = "Sum" },
    { title = "Duration in ms, slowest 5 %", metric_name = "Duration", statistic = "p95" },
    { title = "Running at once", metric_name = "ConcurrentExecutions", statistic = "Maximum" },
  ]
}

module "dashboard" {
  source = "../../modules/dashboard"
  count  = var.dashboard_enabled ? 1 : 0

  name = local.name_prefix

  sections = [
    for section in local._sections : {
      title      = section.title
      namespace  = section.namespace
      region     = try(section.region, null)
      lines      = section.lines
      metrics    = [for metric in section.metrics : { title = metric.title, metric_name = metric.metric_name, statistic = metric.statistic, namespace = try(metric.namespace, null) }]
      alarm_arns = [for name in section.alarms : "${local._alarm_arn_prefix}${name}"]
    } if length(section.lines) > 0
  ]
}
