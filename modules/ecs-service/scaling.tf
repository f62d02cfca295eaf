locals {
  # As CloudWatch and autoscaling name them: app/NAME/ID and targetgroup/NAME/ID.
  load_balancer_names = { for key, balancer in var.load_balancers : key => split(":loadbalancer/", balancer.load_balancer_arn)[1] }
  target_group_names  = { for key, balancer in var.load_balancers : key => split(":", balancer.target_group_arn)[5] }

  schedules = merge(var.autoscaling[*].schedules...)
  steps     = merge(var.autoscaling[*].steps...)

  # count
  _usual_count  = var.autoscaling != null ? var.autoscaling.min : 2
  _wanted_count = var.desired_count != null ? var.desired_count : local._usual_count
  desired_count = var.paused ? 0 : local._wanted_count

  # Whether it is ours to say how many tasks run.
  counted = var.deployment_owner == "terraform" || var.autoscaling != null

  _usual_limits = (
    var.autoscaling != null
    ? { min = var.autoscaling.min, max = var.autoscaling.max }
    : { min = local._wanted_count, max = local._wanted_count }
  )
  limits = var.paused ? { min = 0, max = 0 } : local._usual_limits

  # What autoscaling and its schedules never go below.
  minimum_tasks = min(concat([local._usual_limits.min], values(local.schedules)[*].min)...)

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

# Counts the tasks, with autoscaling or without it: then between equal limits. Terraform itself never does, so that autoscaling comes
# and goes without a new service. Registering a target brings the count within its limits, without any policy or alarm:
# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
# What somebody does to the count from outside stays until the limits change, and no plan shows it.
resource "aws_appautoscaling_target" "this" {
  count = local.counted ? 1 : 0

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster_name}/${local.service.name}"
  min_capacity       = local.limits.min
  max_capacity       = local.limits.max
  tags               = var.tags

  # Schedules change the limits when their time comes. Without them the target is registered anew when its limits change; the tasks run on.
  lifecycle {
    ignore_changes       = [min_capacity, max_capacity]
    replace_triggered_by = [terraform_data.limits]
  }
}

# A target takes its policies and scheduled actions with it, so they are made anew as well.
resource "terraform_data" "limits" {
  input = length(local.schedules) > 0 ? "schedules" : "${local.limits.min} to ${local.limits.max}"
}

resource "aws_appautoscaling_policy" "target" {
  for_each = local.targets

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[0].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.value
    scale_in_cooldown  = var.autoscaling.scale_in_cooldown
    scale_out_cooldown = var.autoscaling.scale_out_cooldown

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
      resource_label         = each.value.label
    }
  }

  lifecycle {
    replace_triggered_by = [terraform_data.limits]
  }
}

resource "aws_appautoscaling_policy" "step" {
  for_each = local.steps

  name               = "${var.name}-${each.key}"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[0].resource_id

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

  lifecycle {
    replace_triggered_by = [terraform_data.limits]
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
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  schedule           = each.value.schedule
  timezone           = each.value.timezone

  scalable_target_action {
    min_capacity = each.value.min
    max_capacity = each.value.max
  }

  lifecycle {
    replace_triggered_by = [terraform_data.limits]
  }
}
