# Rendered from layers/compute/variables*.tf: edit there, then run gen-env render. (gen-env e2b644e44cb83b71)
# The layer's own blocks, verbatim: its defaults and validations hold here too.

variable "aws_region" {
  description = "Region of the environment, the same as the provider's."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must look like us-east-1."
  }
}

variable "dr_region" {
  description = "Region that holds copies for disaster recovery; the same as aws_region for none elsewhere."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.dr_region))
    error_message = "dr_region must look like us-west-2."
  }
}

variable "environment" {
  description = "Name of the environment, such as dev or prod."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment))
    error_message = "environment must be 1 to 16 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "project_name" {
  description = "Name of the project. With the environment it starts every name that is not given."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.project_name))
    error_message = "project_name must be 2 to 24 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "tags" {
  description = "Tags of everything in the environment, besides Project, Environment, Layer and ManagedBy."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether what holds traffic or state refuses to be destroyed until this is false and applied."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_emails" {
  description = "Addresses that are told of every alarm. Each has to confirm once."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "alarm_emails must be e-mail addresses, such as platform@example.com."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept. Null keeps them as long as each module says."
  type        = number
  default     = null

  validation {
    condition = var.log_retention_days == null ? true : contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "albs" {
  description = "Application load balancers by key, in the private subnets unless public. Services name one by alb_key and target_group_key."
  type = map(object({
    public        = optional(bool)
    ingress_cidrs = optional(map(string))
    web_acl_key   = optional(string)

    https = optional(object({
      certificate_key             = optional(string) # of the security layer, or
      certificate_arn             = optional(string)
      additional_certificate_arns = optional(map(string))
      ssl_policy                  = optional(string)
      trust_store = optional(object({
        bucket         = string
        key            = string
        object_version = optional(string)
      }))
    }))
    plain_http   = optional(bool)
    idle_timeout = optional(number)
    security_headers = optional(object({
      content_security_policy   = optional(string)
      strict_transport_security = optional(string)
      x_content_type_options    = optional(string)
      x_frame_options           = optional(string)
    }))
    test_listener = optional(object({
      port          = optional(number)
      ingress_cidrs = map(string)
    }))

    target_groups = optional(map(object({
      port                 = number
      protocol             = optional(string)
      protocol_version     = optional(string)
      target_type          = optional(string)
      blue_green           = optional(bool)
      algorithm            = optional(string)
      anomaly_mitigation   = optional(bool)
      slow_start           = optional(number)
      deregistration_delay = optional(number)
      stickiness = optional(object({
        duration    = optional(number)
        cookie_name = optional(string)
      }))
      health_check = optional(object({
        path                = optional(string)
        matcher             = optional(string)
        port                = optional(number)
        interval            = optional(number)
        timeout             = optional(number)
        healthy_threshold   = optional(number)
        unhealthy_threshold = optional(number)
      }))
    })))

    default_target_group_key = optional(string)
    traffic_owner            = optional(string)
    rules = optional(map(object({
      priority = number
      conditions = object({
        hosts        = optional(list(string))
        paths        = optional(list(string))
        methods      = optional(list(string))
        source_cidrs = optional(list(string))
        headers      = optional(map(list(string)))
        queries      = optional(map(list(string)))
      })
      target_group_key   = optional(string)
      weights            = optional(map(number))
      stickiness_seconds = optional(number)
      fixed_response = optional(object({
        status_code  = number
        content_type = optional(string)
        message_body = optional(string)
      }))
      redirect = optional(object({
        host      = optional(string)
        path      = optional(string)
        port      = optional(string)
        protocol  = optional(string)
        query     = optional(string)
        permanent = optional(bool)
      }))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.albs) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "albs must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue([
      for alb in var.albs : alb.https == null ? true : (alb.https.certificate_key == null) != (alb.https.certificate_arn == null)
    ])
    error_message = "albs with https must name either a certificate_key of the security layer or a certificate_arn."
  }

  validation {
    condition = alltrue([
      for alb in var.albs : alb.web_acl_key == null ? true : contains(keys(var.waf_web_acls), alb.web_acl_key)
    ])
    error_message = "albs name a web_acl_key that waf_web_acls does not have; it has ${join(", ", keys(var.waf_web_acls))}."
  }
}

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

variable "ecs_ec2" {
  description = "Instances of the capacity provider EC2, where ecs_capacity_providers names it."
  type = object({
    instance_type = optional(string)
    min_size      = optional(number)
    max_size      = optional(number)
  })
  default  = {}
  nullable = false
}

variable "ecs_enable_container_insights" {
  description = "Whether ECS keeps metrics of containers: per task as well in the environment prod."
  type        = bool
  default     = true
  nullable    = false
}

variable "ecs_services" {
  description = "ECS services by key. Containers are as in the ECS API; load_balancer names a load balancer and a target group of albs by key."
  type = map(object({
    task_definition = object({
      family                = optional(string)
      cpu                   = optional(string)
      memory                = optional(string)
      architecture          = optional(string)
      ephemeral_storage_gib = optional(number)

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
    service_discovery = optional(bool, false)
    service_connect   = optional(map(object({ port_name = string, port = number })))

    # deployments
    deployment_owner = optional(string)
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
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.ecs_services) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "ecs_services must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.ecs_services))}."
  }

  validation {
    condition = alltrue([
      for service in var.ecs_services : service.load_balancer == null ? true : contains(keys(var.albs), service.load_balancer.alb_key)
    ])
    error_message = "ecs_services name an alb_key that albs does not have; it has ${join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue([
      for service in var.ecs_services : service.load_balancer == null ? true : contains(
        try(keys(var.albs[service.load_balancer.alb_key].target_groups), [service.load_balancer.target_group_key]),
        service.load_balancer.target_group_key
      )
    ])
    error_message = "ecs_services name a target_group_key that its load balancer does not have; there are ${join(", ", flatten([for key, alb in var.albs : [for group in keys(alb.target_groups == null ? {} : alb.target_groups) : "${group} of ${key}"]]))}."
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

variable "enable_eks" {
  description = "Whether the environment runs EKS."
  type        = bool
  default     = false
  nullable    = false
}

variable "eks_access_entries" {
  description = "Who may use the Kubernetes API, by a name of your choice: a role or user, and EKS access policies by name, for the whole cluster or for namespaces. At least one must be an administrator."
  type = map(object({
    role_key          = optional(string) # of the security layer, or
    principal_arn     = optional(string)
    kubernetes_groups = optional(list(string))
    policies          = optional(map(object({ namespaces = optional(list(string)) })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for entry in var.eks_access_entries : (entry.role_key == null) != (entry.principal_arn == null)])
    error_message = "eks_access_entries must name either a role_key of the security layer or a principal_arn."
  }
}

variable "eks_addons" {
  description = "EKS add-ons by name, besides those that come anyway."
  type = map(object({
    enabled                     = optional(bool)
    version                     = optional(string)
    phase                       = optional(string)
    configuration_values        = optional(string)
    resolve_conflicts_on_update = optional(string)
    pod_identity_role_arns      = optional(map(string))
  }))
  default  = {}
  nullable = false
}

variable "eks_cluster_endpoint_private_access" {
  description = "Whether the Kubernetes API is reached from inside the VPC. Null means it is."
  type        = bool
  default     = null
}

variable "eks_cluster_endpoint_public_access" {
  description = "Whether the Kubernetes API is reached from the internet too, from eks_public_access_cidrs. Null means it is not."
  type        = bool
  default     = null
}

variable "eks_cluster_version" {
  description = "Kubernetes version, such as 1.35. Null means the module's, one in standard support."
  type        = string
  default     = null
}

variable "eks_fargate_profiles" {
  description = "Fargate profiles by key: pods that a selector matches run on Fargate."
  type = map(object({
    selectors = list(object({
      namespace = string
      labels    = optional(map(string))
    }))
    subnet_ids = optional(list(string))
  }))
  default  = {}
  nullable = false
}

variable "eks_node_groups" {
  description = "Managed node groups by key. scaling says who owns desired_size: autoscaler or terraform."
  type = map(object({
    instance_types = list(string)
    scaling_config = object({
      desired_size = number
      max_size     = number
      min_size     = number
    })
    capacity_type      = optional(string)
    scaling            = optional(string)
    bottlerocket       = optional(bool)
    ami_type           = optional(string)
    kubernetes_version = optional(string)
    subnet_ids         = optional(list(string))
    disk_size          = optional(number)
    labels             = optional(map(string))
    taints = optional(map(object({
      effect = string
      value  = optional(string)
    })))
    max_unavailable_percentage = optional(number)
    node_repair_enabled        = optional(bool)
    metadata_hop_limit         = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "eks_public_access_cidrs" {
  description = "Addresses that reach the Kubernetes API from the internet, where that is open."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "eks_support_type" {
  description = "STANDARD, where EKS upgrades the cluster at the end of standard support, or EXTENDED, where it stays for another year at six times the price. Null means STANDARD."
  type        = string
  default     = null
}

variable "eks_workloads" {
  description = "Roles of Kubernetes service accounts, by key."
  type = map(object({
    namespace       = string
    service_account = string
    identity        = optional(string)
    policy_arns     = optional(map(string))
    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false
}

variable "lambda_functions" {
  description = "Lambda functions by key. A function without function_name is called <project>-<environment>-<key>; a function runs in the private subnets with the security group `lambda`, unless vpc_config names others or vpc_enabled is false."
  type = map(object({
    # code
    function_name = optional(string)
    description   = optional(string)
    runtime       = optional(string)
    handler       = string
    filename      = optional(string) # relative to the environment's folder
    architecture  = optional(string)
    code_owner    = optional(string)
    alias_name    = optional(string)

    # size
    memory_size          = optional(number)
    timeout              = optional(number)
    reserved_concurrency = optional(number)
    paused               = optional(bool)

    environment_variables = optional(map(string)) # besides ENVIRONMENT and LOG_LEVEL

    # network
    vpc_enabled = optional(bool, true)
    vpc_config = optional(object({
      subnet_ids          = optional(list(string))
      security_group_ids  = optional(list(string))
      security_group_keys = optional(list(string), ["lambda"])
    }), {})

    # failures, logs and traces
    dead_letter_queue_enabled = optional(bool)
    log_level                 = optional(string)
    tracing_enabled           = optional(bool)

    # permissions besides logging and tracing, by statement id
    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.lambda_functions) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "lambda_functions must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.lambda_functions))}."
  }

  validation {
    condition = length(var.lambda_functions) == length(distinct([
      for key, function in var.lambda_functions : coalesce(function.function_name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "lambda_functions must have different names; two have the same function_name."
  }
}

variable "lambda_log_level" {
  description = "Log level of functions that name none of their own."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.lambda_log_level)
    error_message = "lambda_log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }
}

variable "waf_web_acls" {
  description = "Web ACLs by key: AWS's rule groups, a rate limit, addresses and countries. Load balancers name theirs by web_acl_key."
  type = map(object({
    default_action    = optional(string)
    rate_limit        = optional(number)
    allowed_cidrs     = optional(list(string))
    blocked_cidrs     = optional(list(string))
    blocked_countries = optional(list(string))
    logged_requests   = optional(string)
    managed_rule_groups = optional(map(object({
      priority      = number
      version       = optional(string)
      count_only    = optional(bool)
      counted_rules = optional(list(string))
    })))
  }))
  default  = {}
  nullable = false
}
