# Enhanced health: 15 is a warning, 20 degraded, 25 severe.
# https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced-cloudwatch.html
resource "aws_cloudwatch_metric_alarm" "health" {
  for_each = { for key, name in local.environment_names : key => name if length(var.alarm_topic_arns) > 0 && !var.environments[key].paused }

  alarm_name          = "${each.value}-health"
  alarm_description   = "Elastic Beanstalk environment ${each.value} is degraded or worse: eb health ${each.value}, or its log group environment-health.log, says why."
  namespace           = "AWS/ElasticBeanstalk"
  metric_name         = "EnvironmentHealth"
  dimensions          = { EnvironmentName = each.value }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 20
  treat_missing_data  = "missing"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}
