resource "aws_ecs_service" "this" {
  name            = var.settings.name
  cluster         = var.settings.cluster
  task_definition = var.settings.task_definition
  desired_count   = var.settings.desired_count

  # deployment
  deployment_minimum_healthy_percent = var.settings.minimum_healthy_percent
  deployment_maximum_percent         = var.settings.maximum_percent
  availability_zone_rebalancing      = var.settings.maximum_percent > 100 ? "ENABLED" : "DISABLED"
  health_check_grace_period_seconds  = length(var.settings.load_balancers) > 0 ? var.settings.health_check_grace_period : null
  force_new_deployment               = var.settings.rolling # else a change of capacity would replace the service
  wait_for_steady_state              = var.settings.wait_for_steady_state

  platform_version        = var.settings.fargate ? "LATEST" : null
  enable_execute_command  = var.settings.exec_enabled
  enable_ecs_managed_tags = true
  propagate_tags          = "SERVICE"

  # Never launch_type: changing from it to a strategy replaces the service.
  dynamic "capacity_provider_strategy" {
    for_each = var.settings.capacity

    content {
      capacity_provider = capacity_provider_strategy.key
      base              = capacity_provider_strategy.value.base
      weight            = capacity_provider_strategy.value.weight
    }
  }

  # Zones first: that is what rebalancing asks for.
  dynamic "ordered_placement_strategy" {
    for_each = var.settings.fargate ? [] : [["spread", "attribute:ecs.availability-zone"], ["binpack", "memory"]]
    iterator = placement

    content {
      type  = placement.value[0]
      field = placement.value[1]
    }
  }

  network_configuration {
    subnets          = var.settings.subnet_ids
    security_groups  = var.settings.security_group_ids
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = var.settings.load_balancers

    content {
      target_group_arn = load_balancer.value.target_group_arn
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
    }
  }

  deployment_controller {
    type = var.settings.rolling ? "ECS" : "CODE_DEPLOY"
  }

  dynamic "deployment_circuit_breaker" {
    for_each = var.settings.rolling ? [true] : []

    content {
      enable   = true
      rollback = var.settings.rollback_enabled
    }
  }

  # Written off where there is none, and with a name: the provider cannot take the block away again, nor send it without a name.
  dynamic "alarms" {
    for_each = var.settings.rolling ? [var.settings.alarm_names] : []

    content {
      alarm_names = length(alarms.value) > 0 ? alarms.value : ["${var.settings.name}-none"]
      enable      = length(alarms.value) > 0
      rollback    = length(alarms.value) > 0 && var.settings.rollback_enabled
    }
  }

  dynamic "service_registries" {
    for_each = var.settings.registry_arns

    content {
      registry_arn = service_registries.value
    }
  }

  # Written off where there is none: ECS keeps it as disabled, and every plan would take it away again.
  dynamic "service_connect_configuration" {
    for_each = var.settings.rolling ? [true] : []

    content {
      enabled   = var.settings.service_connect != null
      namespace = one(var.settings.service_connect[*].namespace_arn)

      dynamic "log_configuration" {
        for_each = var.settings.service_connect[*]

        content {
          log_driver = "awslogs"
          options    = var.settings.service_connect_log_options
        }
      }

      dynamic "service" {
        for_each = merge(var.settings.service_connect[*].services...)

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

  tags = var.settings.tags

  lifecycle {
    ignore_changes = [desired_count] # Application Auto Scaling's, see ../scaling.tf
  }
}
