# The options that Elastic Beanstalk has, with the form of their values. A namespace without any takes every name; what people name
# themselves is `*`. The embedded AWS knows the same ones, and a test compares them.
# https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html
locals {
  known_options = {
    "aws:autoscaling:asg" = {
      "Availability Zones"        = "^(Any|Any 1|Any 2|Any 3)$"
      "Cooldown"                  = "^-?[0-9]+$"
      "Custom Availability Zones" = ""
      "EnableCapacityRebalancing" = "^(true|false)$"
      "MaxSize"                   = "^-?[0-9]+$"
      "MinSize"                   = "^-?[0-9]+$"
    }
    "aws:autoscaling:launchconfiguration" = {
      "BlockDeviceMappings"                 = ""
      "DisableIMDSv1"                       = "^(true|false)$"
      "EC2KeyName"                          = ""
      "IamInstanceProfile"                  = ""
      "ImageId"                             = ""
      "InstanceType"                        = ""
      "LaunchTemplateTagPropagationEnabled" = "^(true|false)$"
      "MonitoringInterval"                  = "^(1 minute|5 minute)$"
      "RootVolumeIOPS"                      = "^-?[0-9]+$"
      "RootVolumeSize"                      = "^-?[0-9]+$"
      "RootVolumeThroughput"                = "^-?[0-9]+$"
      "RootVolumeType"                      = "^(standard|gp2|gp3|io1|io2)$"
      "SSHSourceRestriction"                = ""
      "SecurityGroups"                      = ""
    }
    "aws:autoscaling:scheduledaction" = {
      "DesiredCapacity" = "^-?[0-9]+$"
      "EndTime"         = ""
      "MaxSize"         = "^-?[0-9]+$"
      "MinSize"         = "^-?[0-9]+$"
      "Recurrence"      = ""
      "StartTime"       = ""
      "Suspend"         = "^(true|false)$"
    }
    "aws:autoscaling:trigger" = {
      "BreachDuration"            = "^-?[0-9]+$"
      "EvaluationPeriods"         = "^-?[0-9]+$"
      "LowerBreachScaleIncrement" = "^-?[0-9]+$"
      "LowerThreshold"            = "^-?[0-9]+$"
      "MeasureName"               = ""
      "Period"                    = "^-?[0-9]+$"
      "Statistic"                 = "^(Average|Maximum|Minimum|Sum)$"
      "Unit"                      = ""
      "UpperBreachScaleIncrement" = "^-?[0-9]+$"
      "UpperThreshold"            = "^-?[0-9]+$"
    }
    "aws:autoscaling:updatepolicy:rollingupdate" = {
      "MaxBatchSize"          = "^-?[0-9]+$"
      "MinInstancesInService" = "^-?[0-9]+$"
      "PauseTime"             = ""
      "RollingUpdateEnabled"  = "^(true|false)$"
      "RollingUpdateType"     = "^(Time|Health|Immutable)$"
      "Timeout"               = ""
    }
    "aws:cloudformation:template:parameter" = {}
    "aws:ec2:instances" = {
      "EnableSpot"                           = "^(true|false)$"
      "InstanceTypes"                        = ""
      "SpotAllocationStrategy"               = "^(capacity-optimized|price-capacity-optimized|capacity-optimized-prioritized|lowest-price)$"
      "SpotFleetOnDemandAboveBasePercentage" = "^-?[0-9]+$"
      "SpotFleetOnDemandBase"                = "^-?[0-9]+$"
      "SpotMaxPrice"                         = ""
      "SupportedArchitectures"               = ""
    }
    "aws:ec2:vpc" = {
      "AssociatePublicIpAddress" = "^(true|false)$"
      "DBSubnets"                = ""
      "ELBScheme"                = "^(public|internal)$"
      "ELBSubnets"               = ""
      "Subnets"                  = ""
      "VPCId"                    = ""
    }
    "aws:elasticbeanstalk:application" = {
      "Application Healthcheck URL" = ""
    }
    "aws:elasticbeanstalk:application:environment"        = {}
    "aws:elasticbeanstalk:application:environmentsecrets" = {}
    "aws:elasticbeanstalk:cloudwatch:logs" = {
      "DeleteOnTerminate" = "^(true|false)$"
      "RetentionInDays"   = "^-?[0-9]+$"
      "StreamLogs"        = "^(true|false)$"
    }
    "aws:elasticbeanstalk:cloudwatch:logs:health" = {
      "DeleteOnTerminate"      = "^(true|false)$"
      "HealthStreamingEnabled" = "^(true|false)$"
      "RetentionInDays"        = "^-?[0-9]+$"
    }
    "aws:elasticbeanstalk:command" = {
      "BatchSize"         = "^-?[0-9]+$"
      "BatchSizeType"     = "^(Percentage|Fixed)$"
      "DeploymentPolicy"  = "^(AllAtOnce|Rolling|RollingWithAdditionalBatch|Immutable|TrafficSplitting)$"
      "IgnoreHealthCheck" = "^(true|false)$"
      "Timeout"           = "^-?[0-9]+$"
    }
    "aws:elasticbeanstalk:container:*" = {}
    "aws:elasticbeanstalk:control" = {
      "DefaultSSHPort"          = "^-?[0-9]+$"
      "LaunchTimeout"           = "^-?[0-9]+$"
      "LaunchType"              = ""
      "RollbackLaunchOnFailure" = "^(true|false)$"
    }
    "aws:elasticbeanstalk:customoption" = {}
    "aws:elasticbeanstalk:environment" = {
      "EnvironmentType"            = "^(SingleInstance|LoadBalanced)$"
      "ExternalExtensionsS3Bucket" = ""
      "ExternalExtensionsS3Key"    = ""
      "LoadBalancerIsShared"       = "^(true|false)$"
      "LoadBalancerType"           = "^(classic|application|network)$"
      "ServiceRole"                = ""
    }
    "aws:elasticbeanstalk:environment:process:*" = {
      "DeregistrationDelay"        = "^-?[0-9]+$"
      "HealthCheckInterval"        = "^-?[0-9]+$"
      "HealthCheckPath"            = ""
      "HealthCheckTimeout"         = "^-?[0-9]+$"
      "HealthyThresholdCount"      = "^-?[0-9]+$"
      "MatcherHTTPCode"            = ""
      "Port"                       = "^-?[0-9]+$"
      "Protocol"                   = ""
      "StickinessEnabled"          = "^(true|false)$"
      "StickinessLBCookieDuration" = "^-?[0-9]+$"
      "StickinessType"             = "^(lb_cookie)$"
      "UnhealthyThresholdCount"    = "^-?[0-9]+$"
    }
    "aws:elasticbeanstalk:environment:proxy" = {
      "ProxyServer"     = "^(nginx|apache|none)$"
      "GzipCompression" = "^(true|false)$"
    }
    "aws:elasticbeanstalk:environment:proxy:staticfiles" = {}
    "aws:elasticbeanstalk:healthreporting:system" = {
      "ConfigDocument"              = ""
      "EnhancedHealthAuthEnabled"   = "^(true|false)$"
      "HealthCheckSuccessThreshold" = "^(Ok|Warning|Degraded|Severe)$"
      "SystemType"                  = "^(basic|enhanced)$"
    }
    "aws:elasticbeanstalk:hostmanager" = {
      "LogPublicationControl" = "^(true|false)$"
    }
    "aws:elasticbeanstalk:managedactions" = {
      "ManagedActionsEnabled"        = "^(true|false)$"
      "PreferredStartTime"           = ""
      "ServiceRoleForManagedUpdates" = ""
    }
    "aws:elasticbeanstalk:managedactions:platformupdate" = {
      "InstanceRefreshEnabled" = "^(true|false)$"
      "UpdateLevel"            = "^(patch|minor)$"
    }
    "aws:elasticbeanstalk:monitoring" = {
      "Automatically Terminate Unhealthy Instances" = "^(true|false)$"
    }
    "aws:elasticbeanstalk:sns:topics" = {
      "Notification Endpoint"   = ""
      "Notification Protocol"   = ""
      "Notification Topic ARN"  = ""
      "Notification Topic Name" = ""
    }
    "aws:elasticbeanstalk:sqsd" = {
      "ConnectTimeout"         = "^-?[0-9]+$"
      "ErrorVisibilityTimeout" = "^-?[0-9]+$"
      "HttpConnections"        = "^-?[0-9]+$"
      "HttpPath"               = ""
      "InactivityTimeout"      = "^-?[0-9]+$"
      "MaxRetries"             = "^-?[0-9]+$"
      "MimeType"               = ""
      "RetentionPeriod"        = "^-?[0-9]+$"
      "VisibilityTimeout"      = "^-?[0-9]+$"
      "WorkerQueueURL"         = ""
    }
    "aws:elasticbeanstalk:trafficsplitting" = {
      "EvaluationTime"    = "^-?[0-9]+$"
      "NewVersionPercent" = "^-?[0-9]+$"
    }
    "aws:elasticbeanstalk:xray" = {
      "XRayEnabled" = "^(true|false)$"
    }
    "aws:elb:*" = {}
    "aws:elbv2:listener:*" = {
      "DefaultProcess"     = ""
      "ListenerEnabled"    = "^(true|false)$"
      "Protocol"           = "^(HTTP|HTTPS|TCP)$"
      "Rules"              = ""
      "SSLCertificateArns" = ""
      "SSLPolicy"          = ""
    }
    "aws:elbv2:listenerrule:*" = {
      "HostHeaders"  = ""
      "PathPatterns" = ""
      "Priority"     = "^-?[0-9]+$"
      "Process"      = ""
    }
    "aws:elbv2:loadbalancer" = {
      "AccessLogsS3Bucket"   = ""
      "AccessLogsS3Enabled"  = "^(true|false)$"
      "AccessLogsS3Prefix"   = ""
      "IdleTimeout"          = "^-?[0-9]+$"
      "IpAddressType"        = "^(ipv4|dualstack)$"
      "ManagedSecurityGroup" = ""
      "SecurityGroups"       = ""
      "SharedLoadBalancer"   = ""
    }
    "aws:rds:dbinstance" = {}
  }
}
