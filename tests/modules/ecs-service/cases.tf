# Cases beyond the README's, in the same plan.

locals {
  account_id = "123456789012"
  key        = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  task_definition = { containers = [{ name = "app", image = "app:1.0" }] }
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/ecs-service"

  name                               = "nulls"
  account_id                         = local.account_id
  cluster_name                       = "dev"
  subnet_ids                         = ["subnet-1", "subnet-2"]
  alarm_topic_arns                   = null
  alarms                             = null
  default_egress_enabled             = null
  egress                             = null
  ingress                            = null
  autoscaling                        = null
  blue_green                         = null
  buckets                            = null
  capacity_provider_strategy         = null
  deployment_maximum_percent         = null
  deployment_minimum_healthy_percent = null
  deployment_owner                   = null
  desired_count                      = null
  ecr_repository_arns                = null
  exec                               = null
  health_check_grace_period          = null
  kms_key_arn                        = null
  load_balancers                     = null
  log_retention_days                 = null
  paused                             = null
  permissions_boundary_arn           = null
  policy_statements                  = null
  queues                             = null
  rollback_enabled                   = null
  secrets                            = null
  security_group                     = null
  security_group_ids                 = ["sg-1"]
  service_connect                    = null
  service_discovery                  = null
  tables                             = null
  tags                               = null
  wait_for_steady_state              = null

  task_definition = {
    family                = null
    cpu                   = null
    memory                = null
    architecture          = null
    ephemeral_storage_gib = null
    pid_mode              = null
    volumes               = null

    containers = [{
      name                   = "app"
      image                  = "app:1.0"
      command                = null
      environment            = null
      essential              = null
      linuxParameters        = null
      logConfiguration       = null
      mountPoints            = null
      portMappings           = null
      readonlyRootFilesystem = null
      secrets                = null
      writablePaths          = null
    }]
  }
}

# Paused, in one availability zone, with a rollback by nobody, and a group that exists.
module "off" {
  source = "../../modules/ecs-service"

  name               = "off"
  account_id         = local.account_id
  cluster_name       = "dev"
  subnet_ids         = ["subnet-1"]
  security_group_ids = ["sg-1"]
  task_definition    = local.task_definition
  desired_count      = 5
  paused             = true
  rollback_enabled   = false
  alarm_topic_arns   = { critical = ["arn:aws:sns:us-east-1:123456789012:alarms"], warning = [] }
}

# Paused where autoscaling counts.
module "asleep" {
  source = "../../modules/ecs-service"

  name               = "asleep"
  account_id         = local.account_id
  cluster_name       = "dev"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
  task_definition    = local.task_definition
  autoscaling        = { min = 2, max = 4, memory_percent = 70 }
  paused             = true
}

# A caller with depends_on postpones the module's data sources to the apply; whatever can be unknown, is.
module "dependent" {
  source = "../../modules/ecs-service"

  name             = "dependent"
  account_id       = local.account_id
  cluster_name     = module.cluster.name
  subnet_ids       = module.networking.private_subnet_ids
  deployment_owner = "external"
  kms_key_arn      = aws_kms_key.main.arn
  alarm_topic_arns = { critical = [aws_sns_topic.alarms.arn], warning = [] }
  autoscaling      = { min = 1, max = 2, requests_per_target = 100 }
  secrets          = { DATABASE_URL = aws_secretsmanager_secret.database.arn }
  queues           = { jobs = { arn = aws_sqs_queue.jobs.arn, access = "send" } }

  task_definition = {
    containers = [{
      name         = "app"
      image        = "${aws_sns_topic.alarms.id}:1.0"
      portMappings = [{ containerPort = 80 }]
    }]
  }

  load_balancers = {
    main = {
      load_balancer_arn = aws_lb.main.arn
      security_group_id = aws_security_group.alb.id
      target_group_arn  = aws_lb_target_group.web.arn
      container_name    = "app"
      container_port    = 80
    }
  }

  security_group    = { vpc_id = module.networking.vpc_id }
  service_discovery = { namespace_id = module.cluster.namespace_id }
  service_connect   = { namespace_arn = module.cluster.namespace_arn }
  exec              = { log_group_name = module.cluster.exec_log_group_name, kms_key_arn = aws_kms_key.main.arn }

  depends_on = [aws_sns_topic.alarms]
}

# The longest name, and everything in a container; all known at plan time.
module "long" {
  source = "../../modules/ecs-service"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789"
  account_id               = local.account_id
  cluster_name             = "dev"
  subnet_ids               = ["subnet-1", "subnet-2"]
  security_group_ids       = ["sg-1"]
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  kms_key_arn              = local.key
  service_discovery        = { namespace_id = "ns-1" }
  exec                     = { log_group_name = "/aws/ecs/dev/exec", kms_key_arn = local.key }
  ecr_repository_arns      = ["arn:aws:ecr:us-east-1:123456789012:repository/next"]

  secrets = { DATABASE_URL = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf:url::" }
  queues  = { jobs = { arn = "arn:aws:sqs:us-east-1:123456789012:jobs", access = "send" } }
  tables  = { orders = { arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders", access = "read" } }
  buckets = { reports = { arn = "arn:aws:s3:::reports", access = "write" } }

  task_definition = {
    cpu                   = "256"
    memory                = "2048"
    ephemeral_storage_gib = 50
    pid_mode              = "task"

    containers = [
      {
        name                   = "app"
        image                  = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app@sha256:5f2a"
        dependsOn              = [{ containerName = "router", condition = "START" }]
        entryPoint             = ["/app"]
        command                = []
        environment            = [{ name = "Z", value = "1" }, { name = "A", value = "2" }]
        secrets                = [{ name = "API_KEY", valueFrom = "arn:aws:ssm:us-east-1:123456789012:parameter/api-key" }]
        mountPoints            = [{ sourceVolume = "data", containerPath = "/data", readOnly = true }]
        portMappings           = [{ name = "http", containerPort = 80, appProtocol = "http" }, { containerPort = 53, protocol = "udp" }]
        healthCheck            = { command = ["CMD", "true"], startPeriod = 10 }
        logConfiguration       = { logDriver = "awsfirelens" }
        readonlyRootFilesystem = false
        runAsRoot              = true
        restartPolicy          = { enabled = true }
        ulimits                = [{ name = "nofile", softLimit = 1024, hardLimit = 4096 }]
      },
      {
        name                  = "router"
        image                 = "public.ecr.aws/aws-observability/aws-for-fluent-bit:2.32.5"
        essential             = false
        firelensConfiguration = { type = "fluentbit" }
        linuxParameters       = { capabilities = { drop = ["ALL"] } }
        writablePaths         = ["/buffers", "/var/cache/app"]
      },
    ]

    volumes = {
      data    = { efs = { file_system_id = "fs-1", read_only = true } }
      scratch = {}
    }
  }
}

# Differs from it in the last letter only.
module "long_twin" {
  source = "../../modules/ecs-service"

  name               = "a123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456780"
  account_id         = local.account_id
  cluster_name       = "dev"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
  task_definition    = local.task_definition
  service_discovery  = { namespace_id = "ns-1" }
}
