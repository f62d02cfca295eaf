locals {
  service_role_name  = "${local.short_name}-beanstalk-service"
  instance_role_name = "${local.short_name}-beanstalk-instance"

  _environment_arns = [
    for name in values(local.environment_names) : "arn:${local.partition}:elasticbeanstalk:${local.scope}:environment/${var.name}/${name}"
  ]

  # Elastic Beanstalk's own bucket, one for each region, where it keeps versions and collected logs.
  _bucket_arn = "arn:${local.partition}:s3:::elasticbeanstalk-${local.region}-${var.account_id}"

  _secret_arns = distinct(flatten([for environment in var.environments : values(environment.secrets)]))
  _queue_arns  = distinct([for environment in var.environments : environment.worker.queue_arn if environment.worker != null])

  _service_policies = ["service-role/AWSElasticBeanstalkEnhancedHealth", "AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy"]

  # Narrower than AWSElasticBeanstalkWebTier and -WorkerTier, which reach what belongs to every application.
  instance_policy = {
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "ReportHealth"
          Effect   = "Allow"
          Action   = "elasticbeanstalk:PutInstanceStatistics"
          Resource = concat(["arn:${local.partition}:elasticbeanstalk:${local.scope}:application/${var.name}"], local._environment_arns)
        },
        {
          Sid    = "WriteLogs"
          Effect = "Allow"
          Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents", "logs:PutRetentionPolicy"]
          Resource = [
            for name in values(local.environment_names) : "arn:${local.partition}:logs:${local.scope}:log-group:/aws/elasticbeanstalk/${name}/*"
          ]
        },
        {
          Sid      = "ReadVersions"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:GetObjectVersion"]
          Resource = concat(["${local._bucket_arn}/*"], [for version in var.versions : "arn:${local.partition}:s3:::${version.bucket}/${version.key}"])
        },
        {
          Sid      = "UploadCollectedLogs"
          Effect   = "Allow"
          Action   = "s3:PutObject"
          Resource = "${local._bucket_arn}/resources/environments/logs/*"
        },
      ],
      # X-Ray knows no resources.
      [for statement in [{
        Sid      = "WriteTraces"
        Effect   = "Allow"
        Action   = ["xray:GetSamplingRules", "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        Resource = "*"
      }] : statement if anytrue([for environment in var.environments : environment.tracing_enabled])],
      [for statement in [{
        Sid      = "ReadSecrets"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = local._secret_arns
      }] : statement if length(local._secret_arns) > 0],
      [for statement in [{
        Sid       = "DecryptSecrets"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = var.kms_key_arn
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${local.region}.${local.dns_suffix}" } }
      }] : statement if length(local._secret_arns) > 0 && var.kms_key_arn != null],
      [for statement in [{
        Sid      = "WorkQueues"
        Effect   = "Allow"
        Action   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"]
        Resource = local._queue_arns
      }] : statement if length(local._queue_arns) > 0],
      # Periodic tasks (cron.yaml): workers elect in this table, which Elastic Beanstalk makes for each of them, who starts a task.
      # https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features-managing-env-tiers.html#worker-periodictasks
      [for statement in [{
        Sid    = "ElectLeader"
        Effect = "Allow"
        Action = [
          "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem",
          "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem",
        ]
        Resource = "arn:${local.partition}:dynamodb:${local.scope}:table/awseb-e-*-stack-AWSEBWorkerCronLeaderRegistry*"
      }] : statement if length(local._queue_arns) > 0],
      # https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/iam-instanceprofile.html
      [for statement in [{
        Sid       = "PublishQueueMetrics"
        Effect    = "Allow"
        Action    = "cloudwatch:PutMetricData"
        Resource  = "*"
        Condition = { StringEquals = { "cloudwatch:namespace" = "ElasticBeanstalk/SQSD" } }
      }] : statement if length(local._queue_arns) > 0],
      [
        for sid, statement in var.policy_statements : {
          for name, value in {
            Sid       = sid
            Effect    = "Allow"
            Action    = statement.actions
            Resource  = statement.allow_all_resources ? ["*"] : statement.resources
            Condition = statement.conditions
          } : name => value if value != null
        }
      ],
    )
  }
}

resource "aws_iam_role" "service" {
  name        = local.service_role_name
  description = "Elastic Beanstalk on behalf of application ${var.name}: health, managed updates, old versions."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "elasticbeanstalk.amazonaws.com" }
      Condition = { StringEquals = { "sts:ExternalId" = "elasticbeanstalk" } }
    }]
  })
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "service" {
  for_each = toset(local._service_policies)

  role       = aws_iam_role.service.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/${each.key}"
}

resource "aws_iam_role" "instance" {
  name        = local.instance_role_name
  description = "Instances, and the code, of Elastic Beanstalk application ${var.name}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${local.dns_suffix}" }
    }]
  })
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "instance" {
  name   = "instance"
  role   = aws_iam_role.instance.name
  policy = jsonencode(local.instance_policy)

  lifecycle {
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
    precondition {
      condition     = length(jsonencode(local.instance_policy)) <= 10240
      error_message = "Application ${var.name} needs a policy of ${length(jsonencode(local.instance_policy))} characters, and IAM takes 10,240: join policy_statements or their resources."
    }
  }
}

resource "aws_iam_instance_profile" "this" {
  name = aws_iam_role.instance.name
  role = aws_iam_role.instance.name
  tags = var.tags
}
