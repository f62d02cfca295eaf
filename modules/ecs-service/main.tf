locals {
  rolling = var.blue_green == null

  # What Terraform leaves alone is written in the resource and cannot depend on a value, so there are two, of which one exists:
  #   service   Terraform deploys: it leaves the count to Application Auto Scaling
  #   external  CodeDeploy or a pipeline deploys: it leaves task definition, load balancer and capacity to them as well
  # One resource does not do. One that ignores task_definition never deploys; and one that asks for what is live needs to read it before
  # it exists. `track_latest` of the task definition would deploy what a pipeline has registered and not deployed, or what was rolled back.
  service = one(concat(module.service, module.external))

  settings = {
    name                        = var.name
    cluster                     = var.cluster_name
    task_definition             = aws_ecs_task_definition.this.arn
    desired_count               = local.desired_count
    minimum_healthy_percent     = var.deployment_minimum_healthy_percent
    maximum_percent             = var.deployment_maximum_percent
    health_check_grace_period   = var.health_check_grace_period
    rolling                     = local.rolling
    rollback_enabled            = var.rollback_enabled
    wait_for_steady_state       = var.wait_for_steady_state
    fargate                     = local.fargate
    exec_enabled                = var.exec != null
    capacity                    = var.capacity_provider_strategy
    subnet_ids                  = var.subnet_ids
    security_group_ids          = concat(aws_security_group.this[*].id, var.security_group_ids)
    load_balancers              = var.load_balancers
    alarm_names                 = local.deployment_alarm_names
    registry_arns               = aws_service_discovery_service.this[*].arn
    service_connect             = var.service_connect
    service_connect_log_options = merge(local._log_options, { "awslogs-stream-prefix" = "service-connect" })
    tags                        = var.tags
  }
}

module "service" {
  source = "./service"
  count  = var.deployment_owner == "terraform" ? 1 : 0

  settings = local.settings

  # Tasks need their permissions from the first to the last.
  depends_on = [aws_iam_role_policy.execution, aws_iam_role_policy.task]
}

module "external" {
  source = "./external"
  count  = var.deployment_owner == "external" ? 1 : 0

  settings = local.settings

  depends_on = [aws_iam_role_policy.execution, aws_iam_role_policy.task]
}

check "availability" {
  assert {
    condition     = length(var.subnet_ids) != 1
    error_message = "Service ${var.name} stops with its one availability zone: give subnet_ids a second subnet."
  }
}
