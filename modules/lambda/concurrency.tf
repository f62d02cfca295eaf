# Reserved concurrency is the function's own; here is what is kept warm behind the alias.
locals {
  # A paused function has no concurrency that could be provisioned.
  provisioned = [for warm in var.provisioned_concurrency[*] : warm if !var.paused]
  schedules   = merge(local.provisioned[*].schedules...)
  # The first limits; a schedule that runs once a day may set others.
  max_provisioned = [for warm in local.provisioned : coalesce(warm.max, warm.min)]

  autoscaled = anytrue([for warm in local.provisioned : warm.max != null || length(warm.schedules) > 0])
  scalable   = one(concat(aws_appautoscaling_target.this, aws_appautoscaling_target.scheduled))
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  count = length(local.provisioned) > 0 && !local.autoscaled ? 1 : 0

  function_name                     = local.alias.function_name
  qualifier                         = local.alias.name
  provisioned_concurrent_executions = local.provisioned[0].min
}

# Autoscaling changes the number, so Terraform only sets the first. A target with min = max does not replace the variant above:
# Application Auto Scaling enforces limits only when a policy or a schedule acts, so that a changed number would stay on paper.
resource "aws_lambda_provisioned_concurrency_config" "autoscaled" {
  count = local.autoscaled ? 1 : 0

  function_name                     = local.alias.function_name
  qualifier                         = local.alias.name
  provisioned_concurrent_executions = local.provisioned[0].min

  lifecycle {
    ignore_changes = [provisioned_concurrent_executions]
  }
}

resource "aws_appautoscaling_target" "this" {
  count = local.autoscaled && length(local.schedules) == 0 ? 1 : 0

  service_namespace  = "lambda"
  scalable_dimension = "lambda:function:ProvisionedConcurrency"
  resource_id        = "function:${var.name}:${var.alias_name}"
  min_capacity       = local.provisioned[0].min
  max_capacity       = local.max_provisioned[0]
  tags               = var.tags

  depends_on = [aws_lambda_provisioned_concurrency_config.autoscaled]
}

# With schedules: every one sets the limits when its time comes, and Terraform only sets the first.
resource "aws_appautoscaling_target" "scheduled" {
  count = length(local.schedules) > 0 ? 1 : 0

  service_namespace  = "lambda"
  scalable_dimension = "lambda:function:ProvisionedConcurrency"
  resource_id        = "function:${var.name}:${var.alias_name}"
  min_capacity       = local.provisioned[0].min
  max_capacity       = local.max_provisioned[0]
  tags               = var.tags

  depends_on = [aws_lambda_provisioned_concurrency_config.autoscaled]

  lifecycle {
    ignore_changes = [min_capacity, max_capacity]
  }
}

resource "aws_appautoscaling_policy" "this" {
  count = local.autoscaled ? 1 : 0

  name               = "${var.name}-utilization"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = local.scalable.service_namespace
  scalable_dimension = local.scalable.scalable_dimension
  resource_id        = local.scalable.resource_id

  target_tracking_scaling_policy_configuration {
    target_value = local.provisioned[0].target_percent / 100

    predefined_metric_specification {
      predefined_metric_type = "LambdaProvisionedConcurrencyUtilization"
    }
  }
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
