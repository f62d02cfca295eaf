variable "account_id" {
  description = "Id of the AWS account, 12 digits. Policies name their resources with it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "cluster_name" {
  description = "Cluster to run in: output `name` of modules/ecs-cluster."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,255}$", var.cluster_name))
    error_message = "cluster_name must be the name of a cluster, not its ARN."
  }
}

variable "name" {
  description = "Name of the service. Also names its task definition, roles, log group, security group and alarms."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$", var.name))
    error_message = "name must be 1 to 100 letters, digits, hyphens or underscores, a letter or digit first."
  }
}

variable "subnet_ids" {
  description = "Subnets of the tasks, at least two for two availability zones. Tasks get no public address."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids must have a subnet; two, for two availability zones."
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
  validation {
    condition     = length(var.subnet_ids) <= 16
    error_message = "subnet_ids must have at most 16 subnets; ECS takes no more."
  }
}

variable "task_definition" {
  description = "What a task runs. `containers` is as in the ECS API, plus `writablePaths` and `runAsRoot`: without it a container runs as `user`, or else as 1000:1000; cpu and memory are ECS units and MB, as text; `family` null means the service's name. A volume is scratch space unless it says `efs`."
  type = object({
    family                = optional(string)
    cpu                   = optional(string, "256")
    memory                = optional(string, "512")
    architecture          = optional(string, "x86_64")
    ephemeral_storage_gib = optional(number)
    pid_mode              = optional(string) # with task the containers see one another's processes

    containers = list(object({
      name                   = string
      image                  = string
      command                = optional(list(string))
      cpu                    = optional(number, 0)
      dependsOn              = optional(list(object({ containerName = string, condition = string })))
      dockerLabels           = optional(map(string))
      entryPoint             = optional(list(string))
      environment            = optional(list(object({ name = string, value = string })), [])
      essential              = optional(bool, true)
      firelensConfiguration  = optional(object({ type = string, options = optional(map(string)) }))
      memory                 = optional(number)
      memoryReservation      = optional(number)
      readonlyRootFilesystem = optional(bool, true)
      runAsRoot              = optional(bool, false) # the image's own user, unless user says another
      secrets                = optional(list(object({ name = string, valueFrom = string })), [])
      startTimeout           = optional(number)
      stopTimeout            = optional(number)
      systemControls         = optional(list(object({ namespace = string, value = string })), [])
      ulimits                = optional(list(object({ name = string, softLimit = number, hardLimit = number })))
      user                   = optional(string)
      workingDirectory       = optional(string)
      writablePaths          = optional(list(string))

      healthCheck = optional(object({
        command     = list(string)
        interval    = optional(number, 30)
        retries     = optional(number, 3)
        startPeriod = optional(number)
        timeout     = optional(number, 5)
      }))

      linuxParameters = optional(object({
        capabilities       = optional(object({ add = optional(list(string), []), drop = optional(list(string), []) }))
        initProcessEnabled = optional(bool, true)
      }), {})

      logConfiguration = optional(object({
        logDriver = string
        options   = optional(map(string), {})
      }))

      mountPoints = optional(list(object({
        sourceVolume  = string
        containerPath = string
        readOnly      = optional(bool, false)
      })), [])

      portMappings = optional(list(object({
        containerPort = number
        protocol      = optional(string, "tcp")
        name          = optional(string)
        appProtocol   = optional(string)
      })), [])

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
        read_only       = optional(bool, false)
      }))
    })), {})
  })

  validation {
    condition     = var.task_definition.family == null ? true : can(regex("^[a-zA-Z0-9_-]{1,255}$", var.task_definition.family))
    error_message = "task_definition must have a family of 1 to 255 letters, digits, hyphens or underscores."
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
  validation {
    condition = !anytrue([for name in keys(var.capacity_provider_strategy) : startswith(name, "FARGATE")]) || contains(
      lookup({
        "256"   = [512, 1024, 2048]
        "512"   = range(1024, 4097, 1024)
        "1024"  = range(2048, 8193, 1024)
        "2048"  = range(4096, 16385, 1024)
        "4096"  = range(8192, 30721, 1024)
        "8192"  = range(16384, 61441, 4096)
        "16384" = range(32768, 122881, 8192)
      }, var.task_definition.cpu, []),
      can(tonumber(var.task_definition.memory)) ? tonumber(var.task_definition.memory) : 0
    )
    error_message = "task_definition must pair cpu and memory as Fargate does: cpu 256 with memory 512, 1024 or 2048; in steps of 1024, cpu 512 with 1024 to 4096, 1024 with 2048 to 8192, 2048 with 4096 to 16384, 4096 with 8192 to 30720; 8192 with 16384 to 61440 in steps of 4096; 16384 with 32768 to 122880 in steps of 8192."
  }

  # FSBP ECS.3
  validation {
    condition     = var.task_definition.pid_mode == null ? true : var.task_definition.pid_mode == "task"
    error_message = "task_definition must have the pid_mode task, or none; host would show the processes of the instance."
  }

  # FSBP ECS.20
  validation {
    condition = alltrue([
      for container in var.task_definition.containers : container.runAsRoot || container.firelensConfiguration != null || !can(regex("^(root|0+)(:|$)", container.user))
    ])
    error_message = "task_definition must have containers whose user is not root; where one has to be, say runAsRoot = true."
  }

  validation {
    condition     = contains(["arm64", "x86_64"], var.task_definition.architecture)
    error_message = "task_definition must have the architecture arm64 or x86_64."
  }

  validation {
    condition = var.task_definition.ephemeral_storage_gib == null ? true : (
      var.task_definition.ephemeral_storage_gib >= 21 && var.task_definition.ephemeral_storage_gib <= 200
    )
    error_message = "task_definition must have ephemeral_storage_gib from 21 to 200; without it a task gets 20."
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html
  validation {
    condition     = var.task_definition.ephemeral_storage_gib == null || anytrue([for name in keys(var.capacity_provider_strategy) : startswith(name, "FARGATE")])
    error_message = "task_definition must not have ephemeral_storage_gib on EC2 capacity, where tasks share the instance's volume: see volume_size of modules/ecs-cluster."
  }

  validation {
    condition     = length(var.task_definition.containers) > 0
    error_message = "task_definition must have containers."
  }

  validation {
    condition     = alltrue([for container in var.task_definition.containers : can(regex("^[a-zA-Z0-9_-]{1,100}$", container.name))])
    error_message = "task_definition must have containers with names of 1 to 100 letters, digits, hyphens or underscores."
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
  validation {
    condition     = length(var.task_definition.containers) <= 10
    error_message = "task_definition must have at most 10 containers."
  }

  validation {
    condition     = length(var.task_definition.containers) == 0 || anytrue(var.task_definition.containers[*].essential)
    error_message = "task_definition must have one essential container."
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html, cpu, memory and memoryReservation
  validation {
    condition     = sum(concat([0], [for container in var.task_definition.containers : container.cpu])) <= try(tonumber(var.task_definition.cpu), 0)
    error_message = "task_definition must have containers whose cpu adds up to no more than the task's."
  }

  validation {
    condition = sum(concat([0], [
      for container in var.task_definition.containers :
      container.memoryReservation != null ? container.memoryReservation : container.memory != null ? container.memory : 0
    ])) <= try(tonumber(var.task_definition.memory), 0)
    error_message = "task_definition must have containers whose memoryReservation, or else memory, adds up to no more than the task's memory."
  }

  validation {
    condition = alltrue([
      for container in var.task_definition.containers :
      container.memory == null || container.memoryReservation == null ? true : container.memory <= try(tonumber(var.task_definition.memory), 0)
    ])
    error_message = "task_definition must have containers with no more memory than the task."
  }

  validation {
    condition = alltrue([
      for container in var.task_definition.containers :
      container.memory == null || container.memoryReservation == null ? true : container.memoryReservation <= container.memory
    ])
    error_message = "task_definition must have containers with no more memoryReservation than memory."
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
  validation {
    condition = alltrue(flatten([
      for container in var.task_definition.containers : [
        for dependency in coalesce(container.dependsOn, []) :
        contains([for other in var.task_definition.containers : other.name if other.name != container.name], dependency.containerName)
      ]
    ]))
    error_message = "task_definition must have containers whose dependsOn names another container."
  }

  validation {
    condition = alltrue(flatten([
      for container in var.task_definition.containers : [
        for dependency in coalesce(container.dependsOn, []) : dependency.condition != "HEALTHY" || !contains(
          [for other in var.task_definition.containers : other.name if other.healthCheck == null], dependency.containerName
        )
      ]
    ]))
    error_message = "task_definition must have a healthCheck in containers that others depend on with the condition HEALTHY."
  }

  validation {
    condition = length(distinct(flatten([
      for container in var.task_definition.containers : [for port in container.portMappings : "${port.containerPort}/${port.protocol}"]
      ]))) == length(flatten([
      for container in var.task_definition.containers : container.portMappings
    ]))
    error_message = "task_definition must have a containerPort in one container only; they share the task's address."
  }

  validation {
    condition     = length(distinct(var.task_definition.containers[*].name)) == length(var.task_definition.containers)
    error_message = "task_definition must have containers with names of their own; two have the same."
  }

  validation {
    condition = alltrue([
      for container in var.task_definition.containers :
      length(distinct(concat(container.environment[*].name, container.secrets[*].name)))
      == length(concat(container.environment, container.secrets))
    ])
    error_message = "task_definition must not set one variable twice in environment and secrets of a container."
  }

  # FSBP ECS.8
  validation {
    condition = alltrue([
      for container in var.task_definition.containers : length(setintersection(
        container.environment[*].name, ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"]
      )) == 0
    ])
    error_message = "task_definition must not hold AWS keys in environment; the task role gives access: name what it may do."
  }

  validation {
    condition = alltrue(flatten([
      for container in var.task_definition.containers : [
        for secret in container.secrets : can(regex(
          "^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:|ssm:[a-z0-9-]+:[0-9]{12}:parameter/).+$", secret.valueFrom
        ))
      ]
    ]))
    error_message = "task_definition must have secrets whose valueFrom is the ARN of a Secrets Manager secret or an SSM parameter."
  }

  validation {
    condition = alltrue(flatten([
      for container in var.task_definition.containers : [
        for mount in container.mountPoints : contains(keys(var.task_definition.volumes), mount.sourceVolume)
      ]
    ]))
    error_message = "task_definition must have a volume for each sourceVolume of mountPoints."
  }

  validation {
    condition = alltrue(flatten([
      for container in var.task_definition.containers : [
        for port in container.portMappings : contains(["tcp", "udp"], port.protocol)
      ]
    ]))
    error_message = "task_definition must have portMappings with the protocol tcp or udp."
  }

  validation {
    condition = alltrue([
      for volume in var.task_definition.volumes :
      volume.efs == null ? true : volume.efs.access_point_id == null || volume.efs.root_directory == null
    ])
    error_message = "task_definition must have volumes with either access_point_id or root_directory; an access point brings its own root."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms, and deployments then watch none."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: cpu, memory, tasks, and for each load balancer server-errors-KEY, with blue_green also server-errors-KEY-next. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "autoscaling" {
  description = "Between how many tasks to scale, and by what: average `cpu_percent` and `memory_percent`, `requests_per_target` a minute, `steps` on a metric of your own, `schedules` (cron or rate, in `timezone`). Null keeps desired_count."
  type = object({
    min                 = number
    max                 = number
    cpu_percent         = optional(number)
    memory_percent      = optional(number)
    requests_per_target = optional(number)
    scale_in_cooldown   = optional(number, 300)
    scale_out_cooldown  = optional(number, 60)

    steps = optional(map(object({
      namespace   = string
      metric_name = string
      dimensions  = optional(map(string), {})
      statistic   = optional(string, "Average")
      period      = optional(number, 60)
      periods     = optional(number, 1)
      when        = string
      threshold   = number
      adjustments = list(object({ from = optional(number), to = optional(number), change = number }))
    })), {})

    schedules = optional(map(object({
      schedule = string
      timezone = optional(string, "UTC")
      min      = number
      max      = number
    })), {})
  })
  default = null

  validation {
    condition     = var.autoscaling == null ? true : 0 <= var.autoscaling.min && var.autoscaling.min <= var.autoscaling.max
    error_message = "autoscaling must have 0 <= min <= max."
  }

  validation {
    condition = var.autoscaling == null ? true : alltrue([
      for percent in [var.autoscaling.cpu_percent, var.autoscaling.memory_percent] :
      percent == null ? true : percent > 0 && percent <= 100
    ])
    error_message = "autoscaling must have cpu_percent and memory_percent above 0 and up to 100."
  }

  validation {
    condition     = var.autoscaling == null ? true : var.autoscaling.requests_per_target == null || length(var.load_balancers) > 0
    error_message = "autoscaling must not have requests_per_target without load_balancers, which count the requests."
  }

  validation {
    condition     = var.autoscaling == null ? true : var.autoscaling.requests_per_target == null || var.blue_green == null
    error_message = "autoscaling must not have requests_per_target with blue_green, whose target group changes; use cpu_percent."
  }

  validation {
    condition     = var.autoscaling == null ? true : alltrue([for step in var.autoscaling.steps : contains(["above", "below"], step.when)])
    error_message = "autoscaling must have steps with `when` above or below."
  }

  validation {
    condition     = var.autoscaling == null ? true : alltrue([for step in var.autoscaling.steps : length(step.adjustments) > 0])
    error_message = "autoscaling must have steps with adjustments, such as {from = 0, change = 2}."
  }

  validation {
    condition = var.autoscaling == null ? true : alltrue([
      for schedule in var.autoscaling.schedules : 0 <= schedule.min && schedule.min <= schedule.max
    ])
    error_message = "autoscaling must have schedules with 0 <= min <= max."
  }

  # https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
  validation {
    condition = var.autoscaling == null ? true : alltrue([
      for schedule in var.autoscaling.schedules : anytrue([
        can(regex("^at\\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\)$", schedule.schedule)),
        can(regex("^rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)$", schedule.schedule)),
        # Six fields, of which one of day of month and day of week is a question mark.
        can(regex("^cron\\([^? ]+ [^? ]+ (\\? [^? ]+ [^? ]+|[^? ]+ [^? ]+ \\?) [^? ]+\\)$", schedule.schedule)),
      ])
    ])
    error_message = "autoscaling must have schedules such as cron(0 20 ? * MON-FRI *), rate(1 day), rate(2 hours) or at(2030-01-01T00:00:00)."
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  validation {
    condition = var.autoscaling == null ? true : alltrue([
      for step in var.autoscaling.steps : contains([10, 20, 30], step.period) || (step.period >= 60 && step.period % 60 == 0)
    ])
    error_message = "autoscaling must have steps with a period of 10, 20, 30, or a multiple of 60 seconds."
  }

  validation {
    condition = var.autoscaling == null ? true : alltrue([
      for step in var.autoscaling.steps : step.periods >= 1 && step.period * step.periods <= (step.period < 3600 ? 86400 : 604800)
    ])
    error_message = "autoscaling must have steps that look back, period x periods, no longer than a day; with a period of an hour or more, a week."
  }
}

variable "blue_green" {
  description = "Deployments by CodeDeploy: the target group that gets the next version, the listener of users and that of testers, how traffic moves, and how long the old tasks stay. Null means rolling deployments by ECS."
  type = object({
    target_group_arn         = string
    listener_arn             = string
    test_listener_arn        = optional(string)
    deployment_config_name   = optional(string, "CodeDeployDefault.ECSAllAtOnce")
    termination_wait_minutes = optional(number, 15)
  })
  default = null

  validation {
    condition     = var.blue_green == null || var.deployment_owner == "external"
    error_message = "blue_green must come with deployment_owner = \"external\", because CodeDeploy changes the service."
  }

  validation {
    condition     = var.blue_green == null || length(var.load_balancers) == 1
    error_message = "blue_green must come with one load balancer, whose target group has the first version."
  }

  validation {
    condition     = var.blue_green == null || var.service_connect == null
    error_message = "blue_green must not come with service_connect; ECS does not allow it."
  }

  validation {
    condition = var.blue_green == null ? true : (
      var.blue_green.termination_wait_minutes >= 0 && var.blue_green.termination_wait_minutes <= 2880
    )
    error_message = "blue_green must have termination_wait_minutes from 0 to 2880."
  }
}

variable "buckets" {
  description = "Buckets that the code uses, by a name of your choice: `access` read or write (which includes read)."
  type        = map(object({ arn = string, access = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for bucket in var.buckets : contains(["read", "write"], bucket.access)])
    error_message = "buckets must have the access read or write."
  }
}

variable "capacity_provider_strategy" {
  description = "Where tasks run, by FARGATE, FARGATE_SPOT or the name of a capacity provider: the first `base` tasks, and a share of the others by `weight`."
  type = map(object({
    base   = optional(number, 0)
    weight = optional(number, 1)
  }))
  default  = { FARGATE = {} }
  nullable = false

  validation {
    condition     = length(var.capacity_provider_strategy) > 0
    error_message = "capacity_provider_strategy must name a capacity provider; leave it out for FARGATE."
  }

  validation {
    condition = length(distinct([
      for name in keys(var.capacity_provider_strategy) : contains(["FARGATE", "FARGATE_SPOT"], name)
    ])) <= 1
    error_message = "capacity_provider_strategy must not mix FARGATE or FARGATE_SPOT with EC2 capacity; ECS does not allow it."
  }

  validation {
    condition     = length([for provider in var.capacity_provider_strategy : provider if provider.base > 0]) <= 1
    error_message = "capacity_provider_strategy must give a base to one capacity provider at most."
  }

  validation {
    condition = length(var.capacity_provider_strategy) == 0 || anytrue([
      for provider in var.capacity_provider_strategy : provider.weight > 0
    ])
    error_message = "capacity_provider_strategy must give one capacity provider a weight above 0."
  }
}

variable "deployment_maximum_percent" {
  description = "Tasks there may be during a deployment, in percent of desired_count. Above 100 also lets ECS balance availability zones."
  type        = number
  default     = 200
  nullable    = false

  validation {
    condition     = var.deployment_maximum_percent >= 100 && var.deployment_maximum_percent > var.deployment_minimum_healthy_percent
    error_message = "deployment_maximum_percent must be at least 100 and above deployment_minimum_healthy_percent, else no task can be replaced."
  }
}

variable "deployment_minimum_healthy_percent" {
  description = "Tasks that stay healthy during a deployment, in percent of desired_count."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.deployment_minimum_healthy_percent >= 0 && var.deployment_minimum_healthy_percent <= 100
    error_message = "deployment_minimum_healthy_percent must be from 0 to 100."
  }
}

variable "deployment_owner" {
  description = "Who deploys: terraform, or external, where Terraform makes the first version and then leaves task definition, count, target group and capacity alone."
  type        = string
  default     = "terraform"
  nullable    = false

  validation {
    condition     = contains(["terraform", "external"], var.deployment_owner)
    error_message = "deployment_owner must be terraform or external."
  }
}

variable "default_egress_enabled" {
  description = "Whether tasks may reach port 443 anywhere, besides what egress lists."
  type        = bool
  default     = true
  nullable    = false
}

variable "desired_count" {
  description = "Tasks to run; with autoscaling, or another deployment_owner, only at first. Null means autoscaling's min, or 2."
  type        = number
  default     = null

  validation {
    condition     = var.desired_count == null ? true : var.desired_count >= 0 && floor(var.desired_count) == var.desired_count
    error_message = "desired_count must be a whole number from 0."
  }

  validation {
    condition = var.desired_count == null || var.autoscaling == null ? true : (
      var.autoscaling.min <= var.desired_count && var.desired_count <= var.autoscaling.max
    )
    error_message = "desired_count must lie between autoscaling's min and max."
  }
}

variable "ecr_repository_arns" {
  description = "Repositories to pull from besides those of the containers' images, such as those of later deployments."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.ecr_repository_arns : can(regex("^arn:[a-z-]+:ecr:[a-z0-9-]+:[0-9]{12}:repository/.+$", arn))])
    error_message = "ecr_repository_arns must be ARNs of repositories, such as arn:aws:ecr:us-east-1:123456789012:repository/web."
  }
}

variable "egress" {
  description = "What tasks may reach, by a name of your choice, besides port 443 anywhere: a port, or ports up to `to_port`, of one of an address range, a prefix list and a security group."
  type = map(object({
    port              = number
    to_port           = optional(number)
    protocol          = optional(string, "tcp")
    cidr_ipv4         = optional(string)
    prefix_list_id    = optional(string)
    security_group_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.egress) == 0 || var.security_group != null
    error_message = "egress must come with security_group, the group that the rules are for."
  }

  validation {
    condition = alltrue([
      for rule in var.egress : length([for peer in [rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id] : true if peer != null]) == 1
    ])
    error_message = "egress must have one of cidr_ipv4, prefix_list_id and security_group_id in each rule."
  }

  validation {
    condition     = alltrue([for rule in var.egress : contains(["tcp", "udp"], rule.protocol)])
    error_message = "egress must have the protocol tcp or udp."
  }

  validation {
    condition = alltrue([
      for rule in var.egress : 0 <= rule.port && rule.port <= (rule.to_port == null ? rule.port : rule.to_port) && (rule.to_port == null ? rule.port : rule.to_port) <= 65535
    ])
    error_message = "egress must have ports from 0 to 65535, and no to_port below port."
  }
}

variable "exec" {
  description = "Lets people open a shell in a task by ECS Exec: the cluster's `exec_log_group_name` and its `kms_key_arn`, if it has one. Null means nobody."
  type = object({
    log_group_name = string
    kms_key_arn    = optional(string)
  })
  default = null
}

variable "health_check_grace_period" {
  description = "Seconds a new task may fail the load balancer's health checks."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.health_check_grace_period >= 0 && floor(var.health_check_grace_period) == var.health_check_grace_period
    error_message = "health_check_grace_period must be a whole number of seconds from 0."
  }
}

variable "ingress" {
  description = "Who may reach the tasks besides the load balancers, by a name of your choice: a port, or ports up to `to_port`, for one of an address range, a prefix list and a security group."
  type = map(object({
    port              = number
    to_port           = optional(number)
    protocol          = optional(string, "tcp")
    cidr_ipv4         = optional(string)
    prefix_list_id    = optional(string)
    security_group_id = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.ingress) == 0 || var.security_group != null
    error_message = "ingress must come with security_group, the group that the rules are for."
  }

  validation {
    condition = alltrue([
      for rule in var.ingress : length([for peer in [rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id] : true if peer != null]) == 1
    ])
    error_message = "ingress must have one of cidr_ipv4, prefix_list_id and security_group_id in each rule."
  }

  validation {
    condition     = alltrue([for rule in var.ingress : contains(["tcp", "udp"], rule.protocol)])
    error_message = "ingress must have the protocol tcp or udp."
  }

  validation {
    condition = alltrue([
      for rule in var.ingress : 0 <= rule.port && rule.port <= (rule.to_port == null ? rule.port : rule.to_port) && (rule.to_port == null ? rule.port : rule.to_port) <= 65535
    ])
    error_message = "ingress must have ports from 0 to 65535, and no to_port below port."
  }
}

variable "kms_key_arn" {
  description = "Key for logs, and for the secrets, queues, tables and buckets named here. Null means keys that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "load_balancers" {
  description = "Application load balancers in front of a container, by a name of your choice. The listener must forward to the target group before the service is made. `ingress_enabled = false` opens no port, because another entry of the same load balancer has."
  type = map(object({
    load_balancer_arn = string
    security_group_id = string
    ingress_enabled   = optional(bool, true)
    target_group_arn  = string
    container_name    = string
    container_port    = number
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.load_balancers) <= 5
    error_message = "load_balancers must be at most 5; ECS takes no more target groups."
  }

  validation {
    condition = alltrue([
      for balancer in var.load_balancers : contains(flatten([
        for container in var.task_definition.containers : [
          for port in container.portMappings : "${container.name}:${port.containerPort}"
        ]
      ]), "${balancer.container_name}:${balancer.container_port}")
    ])
    error_message = "load_balancers must name a container_name and container_port that task_definition has in portMappings."
  }
}

variable "log_retention_days" {
  description = "Days to keep logs."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "paused" {
  description = "Whether to stop every task and suspend autoscaling."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.paused || (var.autoscaling == null ? true : length(var.autoscaling.schedules) == 0)
    error_message = "paused must not come with autoscaling.schedules, which own the limits; add a schedule with min and max 0 instead."
  }

  validation {
    condition     = !var.paused || var.deployment_owner == "terraform" || var.autoscaling != null
    error_message = "paused must come with autoscaling where deployment_owner is external, because Terraform then leaves desired_count alone."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the roles. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "policy_statements" {
  description = "What the code may do besides the use of what is named here, by statement id. `conditions` is as in IAM: operator, key, values."
  type = map(object({
    actions             = list(string)
    resources           = optional(list(string), [])
    allow_all_resources = optional(bool, false)
    conditions          = optional(map(map(list(string))))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.policy_statements) : can(regex("^[a-zA-Z0-9]+$", id))])
    error_message = "policy_statements must have ids of letters and digits only, such as ReadOrders."
  }

  validation {
    condition = alltrue(flatten([
      for statement in var.policy_statements : [
        length(statement.actions) > 0,
        [for action in statement.actions : can(regex("^[a-z0-9-]+:[a-zA-Z*]*[a-zA-Z][a-zA-Z*]*$", action))],
      ]
    ]))
    error_message = "policy_statements must list actions such as dynamodb:GetItem; `*` and `dynamodb:*` are too wide."
  }

  validation {
    condition = alltrue([
      for statement in var.policy_statements : statement.allow_all_resources != (length(statement.resources) > 0)
    ])
    error_message = "policy_statements must have either resources or allow_all_resources = true."
  }

  validation {
    condition     = alltrue([for statement in var.policy_statements : !contains(statement.resources, "*")])
    error_message = "policy_statements must not have the resource `*`; where AWS knows no resources, say allow_all_resources = true."
  }
}

variable "queues" {
  description = "Queues that the code uses, by a name of your choice: `access` receive or send."
  type        = map(object({ arn = string, access = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for queue in var.queues : contains(["receive", "send"], queue.access)])
    error_message = "queues must have the access receive or send."
  }
}

variable "rollback_enabled" {
  description = "Whether a failed deployment, or one that sets off an alarm, goes back to the last version that worked."
  type        = bool
  default     = true
  nullable    = false
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "secrets" {
  description = "Environment variables of the first container that hold a secret: name to ARN of a Secrets Manager secret or an SSM parameter."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for arn in values(var.secrets) : can(regex(
        "^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:|ssm:[a-z0-9-]+:[0-9]{12}:parameter/).+$", arn
      ))
    ])
    error_message = "secrets must be ARNs of Secrets Manager secrets or SSM parameters, not their values."
  }

  validation {
    condition = length(setintersection(keys(var.secrets), flatten([
      for index, container in var.task_definition.containers :
      concat(container.environment[*].name, container.secrets[*].name) if index == 0
    ]))) == 0
    error_message = "secrets must not set a variable that the first container sets itself."
  }
}

variable "security_group" {
  description = "Makes a security group in this VPC. It lets load balancers in at their container's port, and in and out what ingress and egress list. Null makes none."
  type        = object({ vpc_id = string })
  default     = null

  validation {
    condition     = var.security_group != null || length(var.security_group_ids) > 0
    error_message = "security_group must say vpc_id unless security_group_ids has groups."
  }

  validation {
    condition     = length(var.security_group_ids) + (var.security_group == null ? 0 : 1) <= 5
    error_message = "security_group_ids must have at most 5 groups, 4 with security_group; ECS takes no more."
  }
}

variable "security_group_ids" {
  description = "Security groups of the tasks besides the one that security_group makes."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "service_connect" {
  description = "Lets the service call others of the namespace by name, and be called at `services`, by their names: port_name is the name of a port in portMappings. Null means neither."
  type = object({
    namespace_arn = string
    services      = optional(map(object({ port_name = string, port = number })), {})
  })
  default = null

  validation {
    condition = var.service_connect == null ? true : alltrue([
      for service in var.service_connect.services :
      contains(flatten(var.task_definition.containers[*].portMappings[*].name), service.port_name)
    ])
    error_message = "service_connect must have services whose port_name is the name of a port in portMappings."
  }
}

variable "service_discovery" {
  description = "Registers tasks in this private DNS namespace under the service's name, which answers with the addresses of healthy tasks. Null registers none."
  type        = object({ namespace_id = string })
  default     = null
}

variable "tables" {
  description = "DynamoDB tables that the code uses, with their indexes, by a name of your choice: `access` read or write (which includes read)."
  type        = map(object({ arn = string, access = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for table in var.tables : contains(["read", "write"], table.access)])
    error_message = "tables must have the access read or write."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "wait_for_steady_state" {
  description = "Whether an apply ends only when the deployment has."
  type        = bool
  default     = false
  nullable    = false
}
