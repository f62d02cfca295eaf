locals {
  _service = { ClusterName = var.cluster_name, ServiceName = var.name }

  _load_alarm = {
    severity           = "warning"
    namespace          = "AWS/ECS"
    dimensions         = local._service
    statistic          = "Average"
    threshold          = 90
    period             = 300
    evaluation_periods = 3
  }

  # Each running task sends one sample a minute, with or without Container Insights. A service that never ran sends none, and is not
  # missed; of one that stops, the minutes since count as zero, and then the alarm stays as it is.
  _tasks_alarm = {
    comparison_operator = "LessThanThreshold"
    expression          = "FILL(tasks, 0)"
    label               = "Running tasks"
    metrics             = { tasks = { namespace = "AWS/ECS", metric_name = "CPUUtilization", dimensions = local._service, statistic = "SampleCount" } }
    threshold           = local.minimum_tasks
    period              = 60
    evaluation_periods  = 5
    treat_missing_data  = "ignore"
    description         = "Service ${var.name} runs fewer than {threshold} tasks: its events and log group ${aws_cloudwatch_log_group.this.name} say why."
  }

  # Blue/green deployments move users to and fro between two target groups.
  _next_target_group = {
    for key in keys(var.load_balancers) : "${key}-next" => {
      load_balancer = local.load_balancer_names[key]
      target_group  = split(":", var.blue_green.target_group_arn)[5]
    } if !local.rolling
  }

  _target_groups = merge(local._next_target_group, {
    for key in keys(var.load_balancers) : key => {
      load_balancer = local.load_balancer_names[key]
      target_group  = local.target_group_names[key]
    }
  })

  # A share, not a number, so that one threshold fits every load.
  _server_errors_alarms = {
    for key, names in local._target_groups : "server-errors-${key}" => {
      runbook             = "server-errors"
      description         = "More than {threshold} % of the answers of service ${var.name} are server errors: see log group ${aws_cloudwatch_log_group.this.name}."
      expression          = "IF(FILL(errors, 0) >= {floor}, 100 * FILL(errors, 0) / requests, 0)"
      label               = "Server errors in percent"
      threshold           = 5
      floor               = 3
      period              = 60
      evaluation_periods  = 3
      datapoints_to_alarm = 2

      metrics = {
        for id, metric in { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" } : id => {
          namespace                = "AWS/ApplicationELB"
          metric_name              = metric
          dimensions               = { LoadBalancer = names.load_balancer, TargetGroup = names.target_group }
        }
      }
    }
  }

  # One that sets off any of these is rolled back. Not missing tasks: none run when the first deployment starts, or the one after a pause,
  # and CodeDeploy starts none while such an alarm is on; the circuit breaker and health checks see to tasks that do not come up.
  deployment_alarm_names = [for name in keys(local._server_errors_alarms) : module.alarms.names[name] if contains(keys(module.alarms.names), name)]

  # A service that is meant to run nothing misses nothing.
  _removed = { for name in ["tasks"] : name => { enabled = false } if local.minimum_tasks == 0 || var.paused }
}

module "alarms" {
  source = "../alarms"

  name        = var.name
  topic_arns  = var.alarm_topic_arns
  overrides   = merge(var.alarms, local._removed)
  runbook     = "ecs"
  runbook_url = var.runbook_url
  tags        = var.tags

  alarms = merge(local._server_errors_alarms, {
    cpu = merge(local._load_alarm, {
      metric_name = "CPUUtilization"
      description = "Service ${var.name} uses more than {threshold} % of its CPU: raise task_definition.cpu, or run more tasks."
    })
    memory = merge(local._load_alarm, {
      metric_name = "MemoryUtilization"
      description = "Service ${var.name} uses more than {threshold} % of its memory: raise task_definition.memory before tasks are killed."
    })
    tasks = local._tasks_alarm
  })
}
