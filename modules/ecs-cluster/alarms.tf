locals {
  # Above 100 % for a quarter of an hour: tasks wait for instances that do not come.
  _capacity_alarm = {
    namespace          = "AWS/ECS/ManagedScaling"
    metric_name        = "CapacityProviderReservation"
    dimensions         = { ClusterName = var.name, CapacityProviderName = local.ec2_name }
    statistic          = "Average"
    threshold          = 100
    period             = 300
    evaluation_periods = 3
    description        = "Cluster ${var.name} needs more instances than it gets: raise ec2.max_size, or read the activities of Auto Scaling group ${local.ec2_name}."
  }
}

module "alarms" {
  source = "../alarms"

  name        = var.name
  topic_arns  = var.alarm_topic_arns
  overrides   = var.alarms
  runbook     = "ecs"
  runbook_url = var.runbook_url
  alarms      = { for name, alarm in { capacity = local._capacity_alarm } : name => alarm if local.ec2_enabled }
  tags        = var.tags
}

moved {
  from = aws_cloudwatch_metric_alarm.capacity[0]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["capacity"]
}
