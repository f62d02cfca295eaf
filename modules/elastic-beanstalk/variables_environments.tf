variable "environments" {
  description = "Environments by key: `tier` web or worker, `platform` the name of a platform's version or a regular expression for the newest one that fits, sizes in instances, volumes in GB. `version` is a label out of versions; null leaves versions to whoever deploys them. `load_balancer` null means a worker or a single instance. `settings` are options of Elastic Beanstalk that have no name here, as \"namespace name\" = value."
  type = map(object({
    description    = optional(string)
    tier           = optional(string, "web")
    platform       = string
    cname_prefix   = optional(string)
    version        = optional(string)
    paused         = optional(bool, false)
    instance_types = optional(list(string), ["t3.small", "t3a.small"])
    min_size       = optional(number, 2)
    max_size       = optional(number, 4)
    volume_size    = optional(number, 20)

    environment_variables = optional(map(string), {})
    secrets               = optional(map(string), {})
    tracing_enabled       = optional(bool, true)

    load_balancer = optional(object({
      subnet_ids         = list(string)
      public             = optional(bool, false)
      certificate_arn    = optional(string)
      plain_http         = optional(bool, false)
      ingress_cidrs      = list(string)
      port               = optional(number, 80)
      health_check_path  = optional(string, "/")
      health_check_codes = optional(string, "200")
      stickiness_enabled = optional(bool, false)
      access_logs        = optional(object({ bucket = string }))
      associate_web_acl  = optional(bool, false)
      web_acl_arn        = optional(string)
    }))

    worker = optional(object({
      queue_url          = string
      queue_arn          = string
      path               = optional(string, "/")
      connections        = optional(number, 10)
      visibility_timeout = optional(number, 300)
    }))

    spot = optional(object({
      on_demand_base    = optional(number, 0)
      on_demand_percent = optional(number, 70)
    }))

    trigger = optional(object({
      metric       = optional(string, "CPUUtilization")
      statistic    = optional(string, "Average")
      unit         = optional(string, "Percent")
      lower        = optional(number, 25)
      upper        = optional(number, 70)
      lower_change = optional(number, -1)
      upper_change = optional(number, 1)
    }), {})

    schedules = optional(map(object({
      recurrence = string
      min_size   = number
      max_size   = number
    })), {})

    deployment = optional(object({
      policy              = optional(string, "RollingWithAdditionalBatch")
      batch_percent       = optional(number, 50)
      new_version_percent = optional(number, 10)
      evaluation_minutes  = optional(number, 5)
      timeout_seconds     = optional(number, 600)
    }), {})

    managed_updates = optional(object({
      enabled          = optional(bool, true)
      start            = optional(string, "Sun:03:00")
      level            = optional(string, "minor")
      instance_refresh = optional(bool, false)
    }), {})

    settings = optional(map(string), {})
  }))
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.environments) : can(regex("^[a-zA-Z0-9][a-zA-Z0-9-]{0,22}$", key))])
    error_message = "environments must have keys of 1 to 23 letters, digits or hyphens."
  }

  validation {
    condition     = alltrue([for environment in var.environments : contains(["web", "worker"], environment.tier)])
    error_message = "environments must have the tier web or worker."
  }

  validation {
    condition     = alltrue([for environment in var.environments : can(regexall(environment.platform, ""))])
    error_message = "environments must have a platform that is a name or a regular expression, such as ^64bit Amazon Linux 2023 v.* running Python 3.13$."
  }

  validation {
    condition     = alltrue([for environment in var.environments : environment.version == null ? true : contains(keys(var.versions), environment.version)])
    error_message = "environments must have a version out of: ${join(", ", keys(var.versions))}."
  }

  validation {
    condition     = alltrue([for environment in var.environments : (environment.tier == "worker") == (environment.worker != null)])
    error_message = "environments of tier worker must say worker, with the queue it works on; those of tier web must not."
  }

  validation {
    condition     = alltrue([for environment in var.environments : environment.load_balancer == null || environment.tier == "web"])
    error_message = "environments of tier worker must not have a load_balancer; nobody calls them."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : environment.tier == "worker" || environment.load_balancer != null || (environment.min_size == 1 && environment.max_size == 1)
    ])
    error_message = "environments of tier web must have a load_balancer, or min_size = 1 and max_size = 1 for a single instance."
  }

  validation {
    condition     = alltrue([for environment in var.environments : 0 <= environment.min_size && environment.min_size <= environment.max_size])
    error_message = "environments must have 0 <= min_size <= max_size."
  }

  validation {
    condition     = alltrue([for environment in var.environments : environment.volume_size >= 10])
    error_message = "environments must have a volume_size of at least 10 GB."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : environment.load_balancer == null ? true : environment.load_balancer.plain_http == (environment.load_balancer.certificate_arn == null)
    ])
    error_message = "environments must have a load_balancer with a certificate_arn for HTTPS, or with plain_http = true."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : environment.load_balancer == null ? true : length(environment.load_balancer.subnet_ids) >= 2
    ])
    error_message = "environments must have a load_balancer with two subnet_ids, for two availability zones."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : environment.load_balancer == null ? true : !environment.load_balancer.associate_web_acl || environment.load_balancer.web_acl_arn != null
    ])
    error_message = "environments with associate_web_acl must say web_acl_arn."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : contains(["AllAtOnce", "Rolling", "RollingWithAdditionalBatch", "Immutable", "TrafficSplitting"], environment.deployment.policy)
    ])
    error_message = "environments must have the deployment policy AllAtOnce, Rolling, RollingWithAdditionalBatch, Immutable or TrafficSplitting."
  }

  validation {
    condition     = alltrue([for environment in var.environments : environment.deployment.policy != "TrafficSplitting" || environment.load_balancer != null])
    error_message = "environments with the deployment policy TrafficSplitting need a load_balancer, which splits it."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : alltrue([
        for percent in [environment.deployment.batch_percent, environment.deployment.new_version_percent] : percent >= 1 && percent <= 100
      ])
    ])
    error_message = "environments must have a deployment with batch_percent and new_version_percent from 1 to 100."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : contains(["minor", "patch"], environment.managed_updates.level)
    ])
    error_message = "environments must have managed_updates with the level minor or patch."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : can(regex("^(Sun|Mon|Tue|Wed|Thu|Fri|Sat):([01][0-9]|2[0-3]):[0-5][0-9]$", environment.managed_updates.start))
    ])
    error_message = "environments must have managed_updates that start at a day and hour of the week in UTC, such as Sun:03:00."
  }

  validation {
    condition     = alltrue(flatten([for environment in var.environments : [for schedule in environment.schedules : 0 <= schedule.min_size && schedule.min_size <= schedule.max_size]]))
    error_message = "environments must have schedules with 0 <= min_size <= max_size."
  }

  validation {
    condition     = alltrue(flatten([for environment in var.environments : [for schedule in environment.schedules : can(regex("^(\\S+ ){4}\\S+$", schedule.recurrence))]]))
    error_message = "environments must have schedules with a cron expression of five fields in UTC, such as 0 20 * * MON-FRI."
  }

  validation {
    condition = alltrue(flatten([
      for environment in var.environments : [for arn in values(environment.secrets) : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:.+$", arn))]
    ]))
    error_message = "environments must have secrets that are ARNs of Secrets Manager secrets."
  }

  validation {
    condition = alltrue([
      for environment in var.environments : length(setintersection(
        keys(environment.environment_variables), concat(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], keys(environment.secrets))
      )) == 0
    ])
    error_message = "environments must not hold AWS keys, or the name of a secret, in environment_variables; the instances' role gives access."
  }

  # ConfigurationValidationException: "Invalid option specification", or "Invalid option value".
  validation {
    condition = alltrue(flatten([
      for environment in var.environments : [
        for option, value in environment.settings : anytrue([
          for namespace, options in local.known_options :
          length(options) == 0 || can(regex(options[join(" ", slice(split(" ", option), 1, length(split(" ", option))))], value))
          if can(regex("^${replace(namespace, "*", ".+")}$", split(" ", option)[0]))
        ])
      ]
    ]))
    error_message = "environments must have settings that Elastic Beanstalk knows, with values that they take, such as aws:autoscaling:asg Cooldown = 360; not ${join(", ", flatten([
      for environment in var.environments : [
        for option, value in environment.settings : "${option} = ${value}" if !anytrue([
          for namespace, options in local.known_options :
          length(options) == 0 || can(regex(options[join(" ", slice(split(" ", option), 1, length(split(" ", option))))], value))
          if can(regex("^${replace(namespace, "*", ".+")}$", split(" ", option)[0]))
        ])
      ]
    ]))}."
  }

  # An option of another load balancer would be dropped without a word, and differ in every plan.
  validation {
    condition = alltrue(flatten([
      for environment in var.environments : [
        for option in keys(environment.settings) :
        !can(regex("^aws:elb:", option)) && (environment.load_balancer != null || !can(regex("^aws:(elbv2|elasticbeanstalk:environment:process):", option)))
      ]
    ]))
    error_message = "environments must not have settings of a load balancer they do not have: aws:elb is for classic ones, aws:elbv2 needs load_balancer."
  }

  validation {
    condition = alltrue(flatten([
      for environment in var.environments : [
        for option in keys(environment.settings) :
        !can(regex("(DisableIMDSv1|RootVolumeType|AssociatePublicIpAddress|SystemType|IamInstanceProfile|ServiceRole)$", option))
      ]
    ]))
    error_message = "environments must not change by settings what keeps them safe: DisableIMDSv1, RootVolumeType, AssociatePublicIpAddress, SystemType and the roles."
  }
}
