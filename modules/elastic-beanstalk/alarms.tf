locals {
  # Enhanced health: 15 is a warning, 20 degraded, 25 severe.
  # https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced-cloudwatch.html
  _health_alarms = {
    for key, name in local.environment_names : "${key}-health" => {
      namespace           = "AWS/ElasticBeanstalk"
      runbook             = "health"
      metric_name         = "EnvironmentHealth"
      dimensions          = { EnvironmentName = name }
      statistic           = "Maximum"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      threshold           = 20
      period              = 60
      evaluation_periods  = 5
      treat_missing_data  = "missing"
      description         = "Elastic Beanstalk environment ${name} is degraded or worse: eb health ${name}, or its log group environment-health.log, says why."
    }
  }

  # Nobody is told of what was paused on purpose.
  _silent = [for key, environment in var.environments : "${key}-health" if environment.paused]
}

module "alarms" {
  source = "../alarms"

  name        = var.name
  topic_arns  = var.alarm_topic_arns
  alarms      = { for name, alarm in local._health_alarms : name => alarm if !contains(local._silent, name) }
  overrides   = { for name, change in var.alarms : name => change if !contains(local._silent, name) }
  runbook     = "elastic-beanstalk"
  runbook_url = var.runbook_url
  tags        = var.tags
}
