variable "enable_ecs" {
  description = "Whether the environment runs ECS: the cluster, and the services of ecs_services."
  type        = bool
  default     = false
  nullable    = false
}

variable "ecs_capacity_providers" {
  description = "Where tasks may run: FARGATE, FARGATE_SPOT, and EC2, a keyword for an Auto Scaling group that the cluster makes. Null means FARGATE and FARGATE_SPOT."
  type        = list(string)
  default     = null
}

variable "ecs_cluster_alarms" {
  description = "Changes to the cluster's alarms, by name: capacity, where ecs_capacity_providers has EC2. What is null stays as the module has it; `enabled = false` removes the alarm."
  type = map(object({
    enabled             = optional(bool)
    severity            = optional(string)
    threshold           = optional(number)
    floor               = optional(number)
    period              = optional(number)
    evaluation_periods  = optional(number)
    datapoints_to_alarm = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "ecs_default_capacity_provider_strategy" {
  description = "Where tasks run whose service does not say so. Null means the first of ecs_capacity_providers."
  type = map(object({
    base   = optional(number)
    weight = optional(number)
  }))
  default = null
}

variable "ecs_ec2" {
  description = "Instances of the capacity provider EC2, where ecs_capacity_providers names it. security_group_keys are of the networking layer."
  type = object({
    security_group_keys = optional(list(string), ["ecs"])
    instance_type       = optional(string)
    min_size            = optional(number)
    max_size            = optional(number)
    target_capacity     = optional(number)
    volume_size         = optional(number)
    volume_kms_key_arn  = optional(string)
  })
  default  = {}
  nullable = false
}

variable "ecs_namespace" {
  description = "Cloud Map namespace by which ECS services find one another: `type` private_dns or http (Service Connect only). A null name means PROJECT-ENVIRONMENT.internal."
  type = object({
    name = optional(string)
    type = optional(string)
  })
  default  = {}
  nullable = false
}

variable "ecs_storage_kms_key_arn" {
  description = "Key for Fargate's ephemeral storage and for volumes that ECS attaches; its policy must let fargate.amazonaws.com use it. Null means keys that AWS owns."
  type        = string
  default     = null
}

variable "ecs_enable_container_insights" {
  description = "Whether ECS keeps metrics of containers: per task as well in the environment prod."
  type        = bool
  default     = true
  nullable    = false
}

variable "ecs_services" {
  description = "ECS services by key. Containers are as in the ECS API; load_balancer, and load_balancers by a name of your choice, name a load balancer and a target group of albs by key. ingress and egress open ports to one of an address range, a prefix list, a security group of the networking layer by key or any by id, and another ECS service by key, which opens both sides. Services with service_discovery or service_connect may call one another."
  type = map(object({
    task_definition = object({
      family                = optional(string)
      cpu                   = optional(string)
      memory                = optional(string)
      architecture          = optional(string)
      ephemeral_storage_gib = optional(number)
      pid_mode              = optional(string)

      containers = list(object({
        name                   = string
        image                  = string
        command                = optional(list(string))
        cpu                    = optional(number)
        dependsOn              = optional(list(object({ containerName = string, condition = string })))
        dockerLabels           = optional(map(string))
        entryPoint             = optional(list(string))
        environment            = optional(list(object({ name = string, value = string })))
        essential              = optional(bool)
        firelensConfiguration  = optional(object({ type = string, options = optional(map(string)) }))
        memory                 = optional(number)
        memoryReservation      = optional(number)
        readonlyRootFilesystem = optional(bool)
        runAsRoot              = optional(bool) # the image's own user, unless user says another
        secrets                = optional(list(object({ name = string, valueFrom = string })))
        startTimeout           = optional(number)
        stopTimeout            = optional(number)
        systemControls         = optional(list(object({ namespace = string, value = string })))
        ulimits                = optional(list(object({ name = string, softLimit = number, hardLimit = number })))
        user                   = optional(string)
        workingDirectory       = optional(string)
        writablePaths          = optional(list(string))

        healthCheck = optional(object({
          command     = list(string)
          interval    = optional(number)
          retries     = optional(number)
          startPeriod = optional(number)
          timeout     = optional(number)
        }))

        linuxParameters = optional(object({
          capabilities       = optional(object({ add = optional(list(string)), drop = optional(list(string)) }))
          initProcessEnabled = optional(bool)
        }))

        logConfiguration = optional(object({
          logDriver = string
          options   = optional(map(string))
        }))

        mountPoints = optional(list(object({
          sourceVolume  = string
          containerPath = string
          readOnly      = optional(bool)
        })))

        portMappings = optional(list(object({
          containerPort = number
          protocol      = optional(string)
          name          = optional(string)
          appProtocol   = optional(string)
        })))

        restartPolicy = optional(object({
          enabled              = bool
          ignoredExitCodes     = optional(list(number))
          restartAttemptPeriod = optional(number)
        }))
      }))

      volumes = optional(map(object({
        efs = optional(object({
          file_system_id  = string
          access_point_id = optional(string)
          root_directory  = optional(string)
          read_only       = optional(bool)
        }))
      })))
    })

    # capacity
    desired_count = optional(number)
    paused        = optional(bool)
    capacity_provider_strategy = optional(map(object({
      base   = optional(number)
      weight = optional(number)
    })))
    autoscaling = optional(object({
      min                 = number
      max                 = number
      cpu_percent         = optional(number)
      memory_percent      = optional(number)
      requests_per_target = optional(number)
      scale_in_cooldown   = optional(number)
      scale_out_cooldown  = optional(number)

      steps = optional(map(object({
        namespace   = string
        metric_name = string
        dimensions  = optional(map(string))
        statistic   = optional(string)
        period      = optional(number)
        periods     = optional(number)
        when        = string
        threshold   = number
        adjustments = list(object({ from = optional(number), to = optional(number), change = number }))
      })))

      schedules = optional(map(object({
        schedule = string
        timezone = optional(string)
        min      = number
        max      = number
      })))
    }))

    # network
    load_balancer = optional(object({
      alb_key          = string
      target_group_key = string
      container_name   = string
      container_port   = number
    }))
    load_balancers = optional(map(object({
      alb_key          = string
      target_group_key = string
      container_name   = string
      container_port   = number
    })), {})
    health_check_grace_period = optional(number)
    service_discovery         = optional(bool, false)
    service_connect           = optional(map(object({ port_name = string, port = number })))
    security_group_keys       = optional(list(string), [])
    default_egress_enabled    = optional(bool)
    ingress = optional(map(object({
      port               = number
      to_port            = optional(number)
      protocol           = optional(string, "tcp")
      cidr_ipv4          = optional(string)
      prefix_list_id     = optional(string)
      security_group_id  = optional(string)
      security_group_key = optional(string)
      ecs_service_key    = optional(string)
    })), {})
    egress = optional(map(object({
      port               = number
      to_port            = optional(number)
      protocol           = optional(string, "tcp")
      cidr_ipv4          = optional(string)
      prefix_list_id     = optional(string)
      security_group_id  = optional(string)
      security_group_key = optional(string)
      ecs_service_key    = optional(string)
    })), {})

    # deployments
    deployment_owner                   = optional(string)
    deployment_minimum_healthy_percent = optional(number)
    deployment_maximum_percent         = optional(number)
    rollback_enabled                   = optional(bool)
    wait_for_steady_state              = optional(bool)
    blue_green = optional(object({
      deployment_config_name   = optional(string)
      termination_wait_minutes = optional(number)
    }))

    # permissions
    exec_enabled = optional(bool, false)
    secrets      = optional(map(string))
    queues       = optional(map(object({ arn = string, access = string })))
    tables       = optional(map(object({ arn = string, access = string })))
    buckets      = optional(map(object({ arn = string, access = string })))
    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
    ecr_repository_arns = optional(list(string))

    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.ecs_services) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "ecs_services must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.ecs_services))}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [
        for balancer in concat(service.load_balancer[*], values(service.load_balancers)) : contains(keys(var.albs), balancer.alb_key)
      ]
    ]))
    error_message = "ecs_services name an alb_key that albs does not have; it has ${length(var.albs) == 0 ? "none" : join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [
        for balancer in concat(service.load_balancer[*], values(service.load_balancers)) : contains(
          try(keys(var.albs[balancer.alb_key].target_groups), [balancer.target_group_key]), balancer.target_group_key
        )
      ]
    ]))
    error_message = "ecs_services name a target_group_key that its load balancer does not have; there are ${join(", ", flatten([for key, alb in var.albs : [for group in keys(alb.target_groups == null ? {} : alb.target_groups) : "${group} of ${key}"]]))}."
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html: tasks have addresses of their own.
  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [
        for balancer in concat(service.load_balancer[*], values(service.load_balancers)) :
        contains(["ip"], try(coalesce(var.albs[balancer.alb_key].target_groups[balancer.target_group_key].target_type, "ip"), "ip"))
      ]
    ]))
    error_message = "ecs_services must have target groups with the target_type ip, because tasks have addresses of their own."
  }

  validation {
    condition     = alltrue([for service in var.ecs_services : !contains(keys(service.load_balancers), "main")])
    error_message = "ecs_services must not have load_balancers with the key main, which is load_balancer's."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [
        for rule in concat(values(service.ingress), values(service.egress)) : length([
          for peer in [rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id, rule.security_group_key, rule.ecs_service_key] : true if peer != null
        ]) == 1
      ]
    ]))
    error_message = "ecs_services must have one of cidr_ipv4, prefix_list_id, security_group_key, security_group_id and ecs_service_key in each rule of ingress and egress."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [
        for rule in concat(values(service.ingress), values(service.egress)) : rule.ecs_service_key == null ? true : contains(keys(var.ecs_services), rule.ecs_service_key)
      ]
    ]))
    error_message = "ecs_services name an ecs_service_key that does not exist; there are ${length(var.ecs_services) == 0 ? "none" : join(", ", keys(var.ecs_services))}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [for rules in [service.ingress, service.egress] : length(distinct(values(rules))) == length(rules)]
    ]))
    error_message = "ecs_services must not have one rule twice in ingress or egress; AWS takes none twice."
  }

  validation {
    condition     = var.ecs_namespace.type == "http" ? !anytrue([for service in var.ecs_services : service.service_discovery]) : true
    error_message = "ecs_services with service_discovery need an ecs_namespace of the type private_dns, which has names to look up."
  }

  validation {
    condition     = alltrue([for service in var.ecs_services : service.blue_green == null || service.load_balancer != null])
    error_message = "ecs_services with blue_green need a load_balancer, whose target group has blue_green = true."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [
        for provider in keys(service.capacity_provider_strategy == null ? {} : service.capacity_provider_strategy) :
        contains(coalesce(var.ecs_capacity_providers, ["FARGATE", "FARGATE_SPOT"]), provider)
      ]
    ]))
    error_message = "ecs_services name a capacity provider that ecs_capacity_providers does not list; it lists ${join(", ", coalesce(var.ecs_capacity_providers, ["FARGATE", "FARGATE_SPOT"]))}."
  }
}
