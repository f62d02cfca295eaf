locals {
  # As CloudWatch and autoscaling name them: app/NAME/ID and targetgroup/NAME/ID.
  load_balancer_names = { for key, each in var.load_balancers : key => split(":loadbalancer/", each.load_balancer_arn)[1] }
  target_group_names  = { for key, each in var.load_balancers : key => split(":", each.target_group_arn)[5] }

  schedules = merge(var.autoscaling[*].schedules...)
  steps     = merge(var.autoscaling[*].steps...)
  scalable  = one(concat(aws_appautoscaling_target.this, aws_appautoscaling_target.scheduled))

  _load_targets = {
    cpu    = { metric = "ECSServiceAverageCPUUtilization", value = one(var.autoscaling[*].cpu_percent), label = null }
    memory = { metric = "ECSServiceAverageMemoryUtilization", value = one(var.autoscaling[*].memory_percent), label = null }
  }

  _request_targets = {
    for key in keys(var.load_balancers) : "requests-${key}" => {
      metric = "ALBRequestCountPerTarget"
      value  = one(var.autoscaling[*].requests_per_target)
      label  = "${local.load_balancer_names[key]}/${local.target_group_names[key]}"
    }
  }

  targets = { for key, target in merge(local._load_targets, local._request_targets) : key => target if target.value != null }
}

resource "aws_appautoscaling_target" "this" {
  count = var.autoscaling != null && length(local.schedules) == 0 ? 1 : 0

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster_name}/${local.service.name}"
  min_capacity       = var.paused ? 0 : var.autoscaling.min
  max_capacity       = var.paused ? 0 : var.autoscaling.max
  tags               = var.tags

  suspended_state {
    dynamic_scaling_in_suspended  = var.paused
    dynamic_scaling_out_suspended = var.paused
    scheduled_scaling_suspended   = var.paused
  }
}

# With schedules: each sets the limits when its time comes, and Terraform only sets the first.
resource "aws_appautoscaling_target" "scheduled" {
  count = length(local.schedules) > 0 ? 1 : 0

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster_name}/${local.service.name}"
  min_capacity       = var.autoscaling.min
  max_capacity       = var.autoscaling.max
  tags               = var.tags

  lifecycle {
    ignore_changes = [min_capacity, max_capacity]
  }
}

resource "aws_appautoscaling_policy" "target" {
  for_each = local.targets

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = local.scalable.service_namespace
  scalable_dimension = local.scalable.scalable_dimension
  resource_id        = local.scalable.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.value
    scale_in_cooldown  = var.autoscaling.scale_in_cooldown
    scale_out_cooldown = var.autoscaling.scale_out_cooldown

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
      resource_label         = each.value.label
    }
  }
}

resource "aws_appautoscaling_policy" "step" {
  for_each = local.steps

  name               = "${var.name}-${each.key}"
  policy_type        = "StepScaling"
  service_namespace  = local.scalable.service_namespace
  scalable_dimension = local.scalable.scalable_dimension
  resource_id        = local.scalable.resource_id

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    metric_aggregation_type = "Average"
    cooldown                = each.value.when == "above" ? var.autoscaling.scale_out_cooldown : var.autoscaling.scale_in_cooldown

    dynamic "step_adjustment" {
      for_each = each.value.adjustments

      content {
        metric_interval_lower_bound = step_adjustment.value.from
        metric_interval_upper_bound = step_adjustment.value.to
        scaling_adjustment          = step_adjustment.value.change
      }
    }
  }
}

# Scales; tells nobody.
resource "aws_cloudwatch_metric_alarm" "step" {
  for_each = local.steps

  alarm_name          = "${var.name}-scale-${each.key}"
  alarm_description   = "Scales ECS service ${var.name}."
  namespace           = each.value.namespace
  metric_name         = each.value.metric_name
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.periods
  comparison_operator = each.value.when == "above" ? "GreaterThanOrEqualToThreshold" : "LessThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.step[each.key].arn]
  tags                = var.tags
}

resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = local.schedules

  name               = "${var.name}-${each.key}"
  service_namespace  = local.scalable.service_namespace
  scalable_dimension = local.scalable.scalable_dimension
  resource_id        = local.scalable.resource_id
  schedule           = each.value.schedule
  timezone           = each.value.timezone

  scalable_target_action {
    min_capacity = each.value.min
    max_capacity = each.value.max
  }
}
