locals {
  # ignore_changes takes no expressions, so there are three copies of the service, of which one exists. They differ in
  # nothing but their label, whose task definition they run, and what Terraform leaves alone:
  #   this        Terraform deploys and counts                    nothing
  #   autoscaled  Terraform deploys, autoscaling counts           desired_count
  #   external    CodeDeploy or a pipeline deploys and counts     desired_count, task_definition, load_balancer, capacity
  # README.md says how to move a running service from one to another.
  service = one(concat(aws_ecs_service.this, aws_ecs_service.autoscaled, aws_ecs_service.external))
  variant = var.deployment_owner == "external" ? "external" : (var.autoscaling != null ? "autoscaled" : "this")

  # scale
  _usual_count  = var.autoscaling != null ? var.autoscaling.min : 2
  _wanted_count = var.desired_count != null ? var.desired_count : local._usual_count
  desired_count = var.paused ? 0 : local._wanted_count

  # What autoscaling and its schedules never go below.
  minimum_tasks = min(concat(
    [var.autoscaling != null ? var.autoscaling.min : local._wanted_count],
    values(local.schedules)[*].min,
  )...)

  # deployment
  rolling   = var.blue_green == null
  balancing = var.deployment_maximum_percent > 100 ? "ENABLED" : "DISABLED"

  # Zones first: that is what rebalancing asks for.
  placement = local.fargate ? [] : [
    { type = "spread", field = "attribute:ecs.availability-zone" },
    { type = "binpack", field = "memory" },
  ]

  network = {
    subnets         = var.subnet_ids
    security_groups = concat(aws_security_group.this[*].id, var.security_group_ids)
  }

  service_connect_log_options = merge(local._log_options, { "awslogs-stream-prefix" = "service-connect" })
}

resource "aws_ecs_service" "this" {
  count = local.variant == "this" ? 1 : 0

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
}

check "availability" {
  assert {
    condition     = length(var.subnet_ids) != 1
    error_message = "Service ${var.name} stops with its one availability zone: give subnet_ids a second subnet."
  }
}
