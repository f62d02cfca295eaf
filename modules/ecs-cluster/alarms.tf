# Above 100 % for a quarter of an hour: tasks wait for instances that do not come.
resource "aws_cloudwatch_metric_alarm" "capacity" {
  count = local.ec2_enabled && length(var.alarm_topic_arns) > 0 ? 1 : 0

  alarm_name          = "${var.name}-capacity"
  alarm_description   = "Cluster ${var.name} needs more instances than it gets: raise ec2.max_size, or read the activities of Auto Scaling group ${local.ec2_name}."
  namespace           = "AWS/ECS/ManagedScaling"
  metric_name         = "CapacityProviderReservation"
  dimensions          = { ClusterName = var.name, CapacityProviderName = local.ec2_name }
  statistic           = "Average"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 100
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}
