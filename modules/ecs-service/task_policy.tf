locals {
  _use_actions = {
    ReceiveFromQueues = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    SendToQueues      = ["sqs:SendMessage"]
    ReadTables        = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"]
    WriteTables       = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    ReadBuckets       = ["s3:GetObject", "s3:ListBucket"]
    WriteBuckets      = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"]
  }

  _use_resources = {
    ReceiveFromQueues = [for queue in var.queues : queue.arn if queue.access == "receive"]
    SendToQueues      = [for queue in var.queues : queue.arn if queue.access == "send"]
    ReadTables        = flatten([for table in var.tables : [table.arn, "${table.arn}/index/*"]])
    WriteTables       = [for table in var.tables : table.arn if table.access == "write"]
    ReadBuckets       = flatten([for bucket in var.buckets : [bucket.arn, "${bucket.arn}/*"]])
    WriteBuckets      = [for bucket in var.buckets : "${bucket.arn}/*" if bucket.access == "write"]
  }

  _use_statements = [
    for sid, resources in local._use_resources : {
      Sid      = sid
      Effect   = "Allow"
      Action   = local._use_actions[sid]
      Resource = resources
    } if length(resources) > 0
  ]

  _file_systems = { for name, volume in var.task_definition.volumes : name => volume.efs if volume.efs != null }

  _mount_statements = [
    for index, name in keys(local._file_systems) : {
      for key, value in {
        Sid    = "MountVolume${index}"
        Effect = "Allow"
        Action = concat(
          ["elasticfilesystem:ClientMount"],
          [for action in ["elasticfilesystem:ClientWrite"] : action if !local._file_systems[name].read_only],
        )
        Resource = "arn:${local.partition}:elasticfilesystem:${local.scope}:file-system/${local._file_systems[name].file_system_id}"
        Condition = local._file_systems[name].access_point_id == null ? null : {
          ArnEquals = {
            "elasticfilesystem:AccessPointArn" = "arn:${local.partition}:elasticfilesystem:${local.scope}:access-point/${local._file_systems[name].access_point_id}"
          }
        }
      } : key => value if value != null
    }
  ]

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
  _exec_statements = var.exec == null ? [] : [
    {
      # Neither service knows resources for these.
      Sid    = "OpenSessions"
      Effect = "Allow"
      Action = [
        "logs:DescribeLogGroups",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ]
      Resource = "*"
    },
    {
      Sid      = "LogSessions"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = "arn:${local.partition}:logs:${local.scope}:log-group:${var.exec.log_group_name}:*"
    },
  ]

  _own_statements = [
    for sid, statement in var.policy_statements : {
      for key, value in {
        Sid       = sid
        Effect    = "Allow"
        Action    = statement.actions
        Resource  = statement.allow_all_resources ? ["*"] : statement.resources
        Condition = statement.conditions
      } : key => value if value != null
    }
  ]

  # Without the statements about keys, which may be unknown: these decide whether there is a policy.
  task_statements = concat(local._use_statements, local._mount_statements, local._exec_statements, local._own_statements)

  _key_users = {
    dynamodb = length(var.tables) > 0
    s3       = length(var.buckets) > 0
    sqs      = length(var.queues) > 0
  }

  _use_key_statements = [{
    Sid      = "UseKey"
    Effect   = "Allow"
    Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource = var.kms_key_arn
    Condition = {
      StringEquals = {
        "kms:ViaService" = [for service, used in local._key_users : "${service}.${local.region}.${local.dns_suffix}" if used]
      }
    }
  }]

  _exec_key_statements = var.exec == null ? [] : [
    for arn in var.exec.kms_key_arn[*] : {
      Sid      = "DecryptSessions"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = arn
    }
  ]

  task_policy = {
    Version = "2012-10-17"
    Statement = concat(
      local.task_statements,
      [for statement in local._use_key_statements : statement if anytrue(values(local._key_users)) && var.kms_key_arn != null],
      local._exec_key_statements,
    )
  }
}
