locals {
  # Options by "namespace name", as https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html
  # has them. All values are text, lists are sorted: anything else would differ from what Elastic Beanstalk answers.
  _common = {
    for key, environment in var.environments : key => {
      "aws:elasticbeanstalk:environment ServiceRole"     = local.service_role_name
      "aws:elasticbeanstalk:environment EnvironmentType" = local._scaled[key] ? "LoadBalanced" : "SingleInstance"

      # network: instances are reached by the load balancer only
      "aws:ec2:vpc VPCId"                    = var.vpc_id
      "aws:ec2:vpc Subnets"                  = join(",", sort(var.subnet_ids))
      "aws:ec2:vpc AssociatePublicIpAddress" = "false"

      # Both of the first make Elastic Beanstalk use launch templates; new accounts cannot have launch configurations.
      "aws:autoscaling:launchconfiguration DisableIMDSv1"      = "true"
      "aws:autoscaling:launchconfiguration RootVolumeType"     = "gp3"
      "aws:autoscaling:launchconfiguration RootVolumeSize"     = tostring(environment.volume_size)
      "aws:autoscaling:launchconfiguration IamInstanceProfile" = aws_iam_instance_profile.this.name
      "aws:autoscaling:launchconfiguration SecurityGroups"     = aws_security_group.instances.id

      # instances
      "aws:ec2:instances InstanceTypes" = join(",", environment.instance_types)
      "aws:ec2:instances EnableSpot"    = environment.spot == null ? "false" : "true"

      # deployments
      "aws:elasticbeanstalk:command Timeout" = tostring(environment.deployment.timeout_seconds)

      # platform
      "aws:elasticbeanstalk:managedactions ManagedActionsEnabled" = tostring(environment.managed_updates.enabled)

      # health and logs; Elastic Beanstalk makes their groups itself
      "aws:elasticbeanstalk:healthreporting:system SystemType"             = "enhanced"
      "aws:elasticbeanstalk:cloudwatch:logs StreamLogs"                    = "true"
      "aws:elasticbeanstalk:cloudwatch:logs RetentionInDays"               = tostring(var.log_retention_days)
      "aws:elasticbeanstalk:cloudwatch:logs DeleteOnTerminate"             = "false"
      "aws:elasticbeanstalk:cloudwatch:logs:health HealthStreamingEnabled" = "true"
      "aws:elasticbeanstalk:cloudwatch:logs:health RetentionInDays"        = tostring(var.log_retention_days)
      "aws:elasticbeanstalk:cloudwatch:logs:health DeleteOnTerminate"      = "false"
      "aws:elasticbeanstalk:xray XRayEnabled"                              = tostring(environment.tracing_enabled)
    }
  }

  # What belongs to another option is sent with that one only.
  _dependent = {
    for key, environment in var.environments : key => {
      for option, value in {
        "aws:ec2:instances SpotFleetOnDemandBase"                                   = environment.spot == null ? null : tostring(environment.spot.on_demand_base)
        "aws:ec2:instances SpotFleetOnDemandAboveBasePercentage"                    = environment.spot == null ? null : tostring(environment.spot.on_demand_percent)
        "aws:elasticbeanstalk:managedactions PreferredStartTime"                    = environment.managed_updates.enabled ? environment.managed_updates.start : null
        "aws:elasticbeanstalk:managedactions ServiceRoleForManagedUpdates"          = environment.managed_updates.enabled ? local.service_role_name : null
        "aws:elasticbeanstalk:managedactions:platformupdate UpdateLevel"            = environment.managed_updates.enabled ? environment.managed_updates.level : null
        "aws:elasticbeanstalk:managedactions:platformupdate InstanceRefreshEnabled" = environment.managed_updates.enabled ? tostring(environment.managed_updates.instance_refresh) : null
        "aws:elasticbeanstalk:command BatchSizeType"                                = local._scaled[key] && startswith(environment.deployment.policy, "Rolling") ? "Percentage" : null
        "aws:elasticbeanstalk:command BatchSize"                                    = local._scaled[key] && startswith(environment.deployment.policy, "Rolling") ? tostring(environment.deployment.batch_percent) : null
        "aws:elasticbeanstalk:trafficsplitting NewVersionPercent"                   = environment.deployment.policy == "TrafficSplitting" ? tostring(environment.deployment.new_version_percent) : null
        "aws:elasticbeanstalk:trafficsplitting EvaluationTime"                      = environment.deployment.policy == "TrafficSplitting" ? tostring(environment.deployment.evaluation_minutes) : null
      } : option => value if value != null
    }
  }

  # A single instance neither scales nor rolls.
  _scaled = { for key, environment in var.environments : key => environment.tier == "worker" || environment.load_balancer != null }

  _scaling = {
    for key, environment in var.environments : key => !local._scaled[key] ? {
      "aws:elasticbeanstalk:command DeploymentPolicy" = environment.deployment.policy == "Immutable" ? "Immutable" : "AllAtOnce"
      } : {
      "aws:autoscaling:asg MinSize"                                      = tostring(environment.paused ? 0 : environment.min_size)
      "aws:autoscaling:asg MaxSize"                                      = tostring(environment.paused ? 0 : environment.max_size)
      "aws:autoscaling:asg Availability Zones"                           = environment.min_size > 1 ? "Any 2" : "Any"
      "aws:autoscaling:trigger MeasureName"                              = environment.trigger.metric
      "aws:autoscaling:trigger Statistic"                                = environment.trigger.statistic
      "aws:autoscaling:trigger Unit"                                     = environment.trigger.unit
      "aws:autoscaling:trigger LowerThreshold"                           = tostring(environment.trigger.lower)
      "aws:autoscaling:trigger UpperThreshold"                           = tostring(environment.trigger.upper)
      "aws:autoscaling:trigger LowerBreachScaleIncrement"                = tostring(environment.trigger.lower_change)
      "aws:autoscaling:trigger UpperBreachScaleIncrement"                = tostring(environment.trigger.upper_change)
      "aws:elasticbeanstalk:command DeploymentPolicy"                    = environment.deployment.policy
      "aws:autoscaling:updatepolicy:rollingupdate RollingUpdateEnabled"  = "true"
      "aws:autoscaling:updatepolicy:rollingupdate RollingUpdateType"     = "Health"
      "aws:autoscaling:updatepolicy:rollingupdate MinInstancesInService" = tostring(max(1, environment.min_size - 1))
    }
  }

  # Only what a load balancer has: an option of another kind would be dropped, and differ for ever.
  _load_balancer = {
    for key, environment in var.environments : key => environment.load_balancer == null ? {} : merge(
      {
        "aws:elasticbeanstalk:environment LoadBalancerType"                  = "application"
        "aws:ec2:vpc ELBScheme"                                              = environment.load_balancer.public ? "public" : "internal"
        "aws:ec2:vpc ELBSubnets"                                             = join(",", sort(environment.load_balancer.subnet_ids))
        "aws:elasticbeanstalk:environment:process:default Port"              = tostring(environment.load_balancer.port)
        "aws:elasticbeanstalk:environment:process:default Protocol"          = "HTTP"
        "aws:elasticbeanstalk:environment:process:default HealthCheckPath"   = environment.load_balancer.health_check_path
        "aws:elasticbeanstalk:environment:process:default MatcherHTTPCode"   = environment.load_balancer.health_check_codes
        "aws:elasticbeanstalk:environment:process:default StickinessEnabled" = tostring(environment.load_balancer.stickiness_enabled)
        "aws:elbv2:loadbalancer SecurityGroups"                              = aws_security_group.load_balancer[key].id
        "aws:elbv2:loadbalancer ManagedSecurityGroup"                        = aws_security_group.load_balancer[key].id
        "aws:elbv2:listener:default ListenerEnabled"                         = tostring(environment.load_balancer.plain_http)
      },
      environment.load_balancer.plain_http ? {} : {
        "aws:elbv2:listener:443 ListenerEnabled"    = "true"
        "aws:elbv2:listener:443 Protocol"           = "HTTPS"
        "aws:elbv2:listener:443 SSLCertificateArns" = environment.load_balancer.certificate_arn
        "aws:elbv2:listener:443 SSLPolicy"          = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      },
      environment.load_balancer.access_logs == null ? {} : {
        "aws:elbv2:loadbalancer AccessLogsS3Enabled" = "true"
        "aws:elbv2:loadbalancer AccessLogsS3Bucket"  = environment.load_balancer.access_logs.bucket
        "aws:elbv2:loadbalancer AccessLogsS3Prefix"  = local.environment_names[key]
      },
    )
  }

  _worker = {
    for key, environment in var.environments : key => environment.worker == null ? {} : {
      "aws:elasticbeanstalk:sqsd WorkerQueueURL"    = environment.worker.queue_url
      "aws:elasticbeanstalk:sqsd HttpPath"          = environment.worker.path
      "aws:elasticbeanstalk:sqsd HttpConnections"   = tostring(environment.worker.connections)
      "aws:elasticbeanstalk:sqsd VisibilityTimeout" = tostring(environment.worker.visibility_timeout)
    }
  }

  _application = {
    for key, environment in var.environments : key => merge(
      { for name, value in environment.environment_variables : "aws:elasticbeanstalk:application:environment ${name}" => value },
      { for name, arn in environment.secrets : "aws:elasticbeanstalk:application:environmentsecrets ${name}" => arn },
    )
  }

  _options = {
    for key, environment in var.environments : key => merge(
      local._common[key], local._dependent[key], local._scaling[key], local._load_balancer[key], local._worker[key], local._application[key], environment.settings
    )
  }

  # Schedules are the only options of a named resource.
  _scheduled = {
    for key, environment in var.environments : key => flatten([
      for name, schedule in environment.schedules : [
        for option, value in {
          Recurrence = schedule.recurrence
          MinSize    = tostring(schedule.min_size)
          MaxSize    = tostring(schedule.max_size)
        } : { namespace = "aws:autoscaling:scheduledaction", name = option, resource = name, value = value }
      ]
    ])
  }

  _option = {
    for option in distinct(flatten([
      [for key in keys(var.environments) : keys(local._options[key])], [for template in var.configuration_templates : keys(template.settings)]
    ])) : option => { namespace = split(" ", option)[0], name = join(" ", slice(split(" ", option), 1, length(split(" ", option)))) }
  }

  settings = {
    for key in keys(var.environments) : key => concat(
      [
        for option, value in local._options[key] :
        { namespace = local._option[option].namespace, name = local._option[option].name, resource = "", value = value }
      ],
      local._scheduled[key],
    )
  }
}
