variable "elastic_beanstalk_applications" {
  description = "Elastic Beanstalk applications by key, called <project>-<environment>-<key>, with their environments: `platform` is the name of a platform's version, or a regular expression for the newest one that fits. A load balancer is private unless `public`; secrets are keys of the data layer's secret_arns, or ARNs. ingress and egress open ports of the instances to one of an address range, a prefix list, a security group of the networking layer by key or any by id, and an ECS service by key, which opens both sides."
  type = map(object({
    description = optional(string)

    versions = optional(map(object({
      bucket      = string
      key         = string
      description = optional(string)
    })))

    version_lifecycle = optional(object({
      max_count     = optional(number)
      max_age_days  = optional(number)
      delete_source = optional(bool)
    }), { max_count = 100 })

    environments = map(object({
      description    = optional(string)
      tier           = optional(string)
      platform       = string
      cname_prefix   = optional(string)
      version        = optional(string)
      paused         = optional(bool)
      instance_types = optional(list(string))
      min_size       = optional(number)
      max_size       = optional(number)
      volume_size    = optional(number)

      environment_variables = optional(map(string))
      secrets               = optional(map(string))
      tracing_enabled       = optional(bool)

      load_balancer = optional(object({
        public             = optional(bool)
        certificate_key    = optional(string)
        plain_http         = optional(bool)
        ingress_cidrs      = optional(list(string))
        port               = optional(number)
        health_check_path  = optional(string)
        health_check_codes = optional(string)
        stickiness_enabled = optional(bool)
        access_logs        = optional(object({ bucket = string }))
        web_acl_key        = optional(string)
      }))

      worker = optional(object({
        queue_key          = string
        path               = optional(string)
        connections        = optional(number)
        visibility_timeout = optional(number)
      }))

      spot = optional(object({
        on_demand_base    = optional(number)
        on_demand_percent = optional(number)
      }))

      trigger = optional(object({
        metric       = optional(string)
        statistic    = optional(string)
        unit         = optional(string)
        lower        = optional(number)
        upper        = optional(number)
        lower_change = optional(number)
        upper_change = optional(number)
      }))

      schedules = optional(map(object({
        recurrence = string
        min_size   = number
        max_size   = number
      })))

      deployment = optional(object({
        policy              = optional(string)
        batch_percent       = optional(number)
        new_version_percent = optional(number)
        evaluation_minutes  = optional(number)
        timeout_seconds     = optional(number)
      }))

      managed_updates = optional(object({
        enabled          = optional(bool)
        start            = optional(string)
        level            = optional(string)
        instance_refresh = optional(bool)
      }))

      settings = optional(map(string))
    }))

    configuration_templates = optional(map(object({
      platform    = string
      description = optional(string)
      settings    = optional(map(string))
    })))

    # network, besides port 443 out and the load balancers in
    default_egress_enabled = optional(bool)
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

    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })), {})

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
    condition     = alltrue([for key in keys(var.elastic_beanstalk_applications) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "elastic_beanstalk_applications must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for environment in application.environments : try(environment.load_balancer.web_acl_key, null) == null ? true : contains([for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"], environment.load_balancer.web_acl_key)
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a web_acl_key that waf_web_acls does not have for this region; it has ${join(", ", [for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"])}."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for rule in concat(values(application.ingress), values(application.egress)) : length([
          for peer in [rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id, rule.security_group_key, rule.ecs_service_key] : true if peer != null
        ]) == 1
      ]
    ]))
    error_message = "elastic_beanstalk_applications must have one of cidr_ipv4, prefix_list_id, security_group_key, security_group_id and ecs_service_key in each rule of ingress and egress."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for rule in concat(values(application.ingress), values(application.egress)) : rule.ecs_service_key == null ? true : contains(keys(var.ecs_services), rule.ecs_service_key)
      ]
    ]))
    error_message = "elastic_beanstalk_applications name an ecs_service_key that does not exist; there are ${length(var.ecs_services) == 0 ? "none" : join(", ", keys(var.ecs_services))}."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [for rules in [application.ingress, application.egress] : length(distinct(values(rules))) == length(rules)]
    ]))
    error_message = "elastic_beanstalk_applications must not have one rule twice in ingress or egress; AWS takes none twice."
  }
}
