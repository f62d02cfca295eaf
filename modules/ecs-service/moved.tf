# Addresses of former versions.

moved {
  from = aws_ecs_task_definition.external[0]
  to   = aws_ecs_task_definition.this
}

moved {
  from = aws_appautoscaling_target.scheduled[0]
  to   = aws_appautoscaling_target.this[0]
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}

moved {
  from = aws_cloudwatch_metric_alarm.server_errors["main"]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["server-errors-main"]
}

moved {
  from = aws_cloudwatch_metric_alarm.server_errors["main-next"]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["server-errors-main-next"]
}
