# The service when Terraform deploys and autoscaling counts: see main.tf.
resource "aws_ecs_service" "autoscaled" {
  count = local.variant == "autoscaled" ? 1 : 0

  name            = var.name
  cluster         = var.cluster_name
  task_definition = aws_ecs_task_definition.this[0].arn
  desired_count   = local.desired_count

  # deployment
  deployment_minimum_healthy_percent = var.deployment_minimum_healthy_percent
  deployment_maximum_percent         = var.deployment_maximum_percent
  availability_zone_rebalancing      = local.balancing
  health_check_grace_period_seconds  = length(var.load_balancers) > 0 ? var.health_check_grace_period : null
  force_new_deployment               = local.rolling # else a change of capacity would replace the service
  wait_for_steady_state              = var.wait_for_steady_state

  platform_version        = local.fargate ? "LATEST" : null
  enable_execute_command  = var.exec != null
  enable_ecs_managed_tags = true
  propagate_tags          = "SERVICE"

  # Never launch_type: changing from it to a strategy replaces the service.
  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_provider_strategy

    content {
      capacity_provider = capacity_provider_strategy.key
      base              = capacity_provider_strategy.value.base
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "ordered_placement_strategy" {
    for_each = local.placement

    content {
      type  = ordered_placement_strategy.value.type
      field = ordered_placement_strategy.value.field
    }
  }

  network_configuration {
    subnets          = local.network.subnets
    security_groups  = local.network.security_groups
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = var.load_balancers

    content {
      target_group_arn = load_balancer.value.target_group_arn
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
    }
  }

  deployment_controller {
    type = local.rolling ? "ECS" : "CODE_DEPLOY"
  }

  dynamic "deployment_circuit_breaker" {
    for_each = local.rolling ? [true] : []

    content {
      enable   = true
      rollback = var.rollback_enabled
    }
  }

  dynamic "alarms" {
    for_each = local.rolling && length(local.deployment_alarm_names) > 0 ? [local.deployment_alarm_names] : []

    content {
      alarm_names = alarms.value
      enable      = true
      rollback    = var.rollback_enabled
    }
  }

  dynamic "service_registries" {
    for_each = aws_service_discovery_service.this

    content {
      registry_arn = service_registries.value.arn
    }
  }

  dynamic "service_connect_configuration" {
    for_each = var.service_connect[*]

    content {
      enabled   = true
      namespace = service_connect_configuration.value.namespace_arn

      log_configuration {
        log_driver = "awslogs"
        options    = local.service_connect_log_options
      }

      dynamic "service" {
        for_each = service_connect_configuration.value.services

        content {
          discovery_name = service.key
          port_name      = service.value.port_name

          client_alias {
            dns_name = service.key
            port     = service.value.port
          }
        }
      }
    }
  }

  tags = var.tags

  # Tasks need their permissions from the first to the last.
  depends_on = [aws_iam_role_policy.execution, aws_iam_role_policy.task]

  lifecycle {
    ignore_changes = [desired_count]
  }
}
