# What the code uses and what invokes it: the environment variables that name it, and the permissions for just that.
locals {
  wiring = merge(
    { for name, bucket in var.buckets : name => split(":::", bucket.arn)[1] },
    { for name, queue in var.queues : name => format("https://sqs.%s.%s/%s/%s", split(":", queue.arn)[3], local._dns_suffix, slice(split(":", queue.arn), 4, 6)...) },
    { for name, table in var.tables : name => split("/", table.arn)[1] },
    var.secrets,
    var.topics,
  )

  _use_actions = {
    ReadSecrets       = ["secretsmanager:GetSecretValue"]
    ReadParameters    = ["ssm:GetParameter", "ssm:GetParameters"]
    ReceiveFromQueues = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    SendToQueues      = ["sqs:SendMessage"]
    ReadTables        = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"]
    WriteTables       = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    ReadBuckets       = ["s3:GetObject", "s3:ListBucket"]
    WriteBuckets      = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"]
    PublishToTopics   = ["sns:Publish"]
  }

  _use_resources = {
    ReadSecrets       = [for arn in values(var.secrets) : arn if strcontains(arn, ":secretsmanager:")]
    ReadParameters    = [for arn in values(var.secrets) : arn if strcontains(arn, ":ssm:")]
    ReceiveFromQueues = [for queue in var.queues : queue.arn if queue.access == "receive"]
    SendToQueues      = [for queue in var.queues : queue.arn if queue.access == "send"]
    ReadTables        = flatten([for table in var.tables : [table.arn, "${table.arn}/index/*"]])
    WriteTables       = [for table in var.tables : table.arn if table.access == "write"]
    ReadBuckets       = flatten([for bucket in var.buckets : [bucket.arn, "${bucket.arn}/*"]])
    WriteBuckets      = [for bucket in var.buckets : "${bucket.arn}/*" if bucket.access == "write"]
    PublishToTopics   = values(var.topics)
  }

  _source_actions = {
    sqs      = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    kinesis  = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
    dynamodb = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
  }

  _source_resources = {
    for type in keys(local._source_actions) : type => [for source in var.event_sources : source.arn if source.type == type]
  }

  _destination_actions = {
    sqs         = ["sqs:SendMessage"]
    sns         = ["sns:Publish"]
    lambda      = ["lambda:InvokeFunction"]
    eventbridge = ["events:PutEvents"]
    s3          = ["s3:ListBucket", "s3:PutObject"]
  }

  # The dead-letter queue has a statement of its own.
  _destinations = concat(
    [for destination in local.on_success : destination.type == null ? { type = "sqs", arn = local.succeeded_arn } : destination],
    [for destination in local.on_failure : destination if destination.type != null],
    [for source in local.streams : source.failure_destination if source.failure_destination != null],
  )

  _destination_resources = {
    for type in keys(local._destination_actions) : type => distinct(flatten([
      for destination in local._destinations : concat([destination.arn], type == "s3" ? ["${destination.arn}/*"] : []) if destination.type == type
    ]))
  }

  _access = concat(
    [for sid, arns in local._use_resources : { sid = sid, actions = local._use_actions[sid], arns = arns }],
    [for type, arns in local._source_resources : { sid = "ReadEvents${title(type)}", actions = local._source_actions[type], arns = arns }],
    [for type, arns in local._destination_resources : { sid = "SendOutcomes${title(type)}", actions = local._destination_actions[type], arns = arns }],
  )

  access_statements = [
    for access in local._access : { Sid = access.sid, Effect = "Allow", Action = access.actions, Resource = access.arns } if length(access.arns) > 0
  ]

  # Keys: whoever writes needs data keys too.
  _writes = {
    dynamodb = length(local._use_resources.WriteTables) > 0
    s3       = length(concat(local._use_resources.WriteBuckets, local._destination_resources.s3)) > 0
    sns      = length(concat(local._use_resources.PublishToTopics, local._destination_resources.sns)) > 0
    sqs      = length(concat(local._use_resources.SendToQueues, local._destination_resources.sqs)) > 0
  }

  _uses = merge(local._writes, {
    dynamodb       = length(concat(local._use_resources.ReadTables, local._source_resources.dynamodb)) > 0
    kinesis        = length(local._source_resources.kinesis) > 0
    s3             = local._writes.s3 || length(local._use_resources.ReadBuckets) > 0
    secretsmanager = length(local._use_resources.ReadSecrets) > 0
    sqs            = local._writes.sqs || length(concat(local._use_resources.ReceiveFromQueues, local._source_resources.sqs)) > 0
    ssm            = length(local._use_resources.ReadParameters) > 0
  })

  access_key_statements = [
    for statement in [
      { sid = "DecryptData", action = "kms:Decrypt", services = local._uses },
      { sid = "EncryptData", action = "kms:GenerateDataKey", services = local._writes },
      ] : {
      Sid      = statement.sid
      Effect   = "Allow"
      Action   = statement.action
      Resource = concat(var.kms_key_arn[*], var.data_key_arns)
      Condition = {
        StringEquals = {
          "kms:ViaService" = [for service, used in statement.services : "${service}.${local._region}.${local._dns_suffix}" if used]
        }
      }
    } if anytrue(values(statement.services)) && length(concat(var.kms_key_arn[*], var.data_key_arns)) > 0
  ]
}
