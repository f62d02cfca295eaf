data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  _partition  = data.aws_partition.current.partition
  _dns_suffix = data.aws_partition.current.dns_suffix
  _region     = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null)) # 6.x renames it
  _scope      = "${local._region}:${var.account_id}"

  # ARNs are spelled out, not read from the resources, so that a first plan shows the whole policy.
  function_arn     = "arn:${local._partition}:lambda:${local._scope}:function:${var.name}"
  log_group_arn    = "arn:${local._partition}:logs:${local._scope}:log-group:/aws/lambda/${var.name}"
  dead_letter_arn  = "arn:${local._partition}:sqs:${local._scope}:${local.dead_letter_name}"
  succeeded_arn    = "arn:${local._partition}:sqs:${local._scope}:${local.succeeded_name}"
  file_system_arn  = one([for mount in var.file_system[*] : "arn:${local._partition}:elasticfilesystem:${local._scope}:file-system/${mount.file_system_id}"])
  access_point_arn = one([for mount in var.file_system[*] : "arn:${local._partition}:elasticfilesystem:${local._scope}:access-point/${mount.access_point_id}"])

  # IAM allows 64 characters.
  _role_name = "${var.name}-lambda"
  role_name  = length(local._role_name) <= 64 ? local._role_name : "${substr(var.name, 0, 48)}-${substr(sha1(var.name), 0, 8)}-lambda"

  role_arn = var.create_role ? aws_iam_role.this[0].arn : var.external_role_arn

  # No aws:SourceArn here: Lambda documents no source keys for execution roles, and iam:PassRole already keeps
  # a role to functions of its own account.
  trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  }

  # No logs:CreateLogGroup: after a destroy, a late invocation would bring the group back.
  _logs_statements = [{
    Sid      = "WriteLogs"
    Effect   = "Allow"
    Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    Resource = "${local.log_group_arn}:*"
  }]

  # X-Ray knows no resources for these two actions.
  _tracing_statements = [{
    Sid      = "WriteTraces"
    Effect   = "Allow"
    Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    Resource = "*"
  }]

  _dead_letter_statements = [{
    Sid      = "SendDeadLetters"
    Effect   = "Allow"
    Action   = "sqs:SendMessage"
    Resource = local.dead_letter_arn
  }]

  _dead_letter_key_statements = [{
    Sid       = "EncryptDeadLetters"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource  = var.kms_key_arn
    Condition = { StringEquals = { "kms:ViaService" = "sqs.${local._region}.${local._dns_suffix}" } }
  }]

  _network_actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ]

  # Lambda checks these against every resource when it attaches the function to the VPC, so "*" it is. The Deny takes
  # them away from the function's own code: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
  _network_statements = [
    {
      Sid      = "AttachToNetwork"
      Effect   = "Allow"
      Action   = local._network_actions
      Resource = "*"
    },
    {
      Sid       = "KeepCodeOffNetwork"
      Effect    = "Deny"
      Action    = local._network_actions
      Resource  = "*"
      Condition = { ArnEquals = { "lambda:SourceFunctionArn" = local.function_arn } }
    },
  ]

  _mount_statements = [
    for mount in var.file_system[*] : {
      Sid       = "MountFileSystem"
      Effect    = "Allow"
      Action    = concat(["elasticfilesystem:ClientMount"], [for action in ["elasticfilesystem:ClientWrite"] : action if !mount.read_only])
      Resource  = local.file_system_arn
      Condition = { ArnEquals = { "elasticfilesystem:AccessPointArn" = local.access_point_arn } }
    }
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

  _network_policy = {
    Version   = "2012-10-17"
    Statement = [for statement in local._network_statements : statement if var.vpc_config != null]
  }

  _function_policy = {
    Version = "2012-10-17"
    Statement = concat(
      local._logs_statements,
      var.tracing_enabled ? local._tracing_statements : [],
      var.dead_letter_queue_enabled ? local._dead_letter_statements : [],
      var.dead_letter_queue_enabled && var.kms_key_arn != null ? local._dead_letter_key_statements : [],
      local._mount_statements,
      local.access_statements,
      local.access_key_statements,
      local._own_statements,
    )
  }

  # What an external role needs, in one document.
  policy = {
    Version   = "2012-10-17"
    Statement = concat(local._function_policy.Statement, local._network_policy.Statement)
  }

  _tls_only = {
    Sid       = "RefusePlainHttp"
    Effect    = "Deny"
    Principal = "*"
    Action    = "sqs:*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }

  dead_letter_policy = { Version = "2012-10-17", Statement = [merge(local._tls_only, { Resource = local.dead_letter_arn })] }
  succeeded_policy   = { Version = "2012-10-17", Statement = [merge(local._tls_only, { Resource = local.succeeded_arn })] }
}

resource "aws_iam_role" "this" {
  count = var.create_role ? 1 : 0

  name                 = local.role_name
  description          = "Execution role of Lambda function ${var.name}."
  assume_role_policy   = jsonencode(local.trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  count = var.create_role ? 1 : 0

  name   = "function"
  role   = aws_iam_role.this[0].name
  policy = jsonencode(local._function_policy)

  lifecycle {
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length: all inline
    # policies of a role together, without white space.
    precondition {
      condition     = length(jsonencode(local.policy)) <= 10240
      error_message = "Function ${var.name} needs a policy of ${length(jsonencode(local.policy))} characters, and IAM takes 10,240: join policy_statements or their resources, or give an external_role_arn with managed policies."
    }
  }
}

# Of its own, since it outlives the function's place in the VPC: without it Lambda could not give the interfaces back.
resource "aws_iam_role_policy" "network" {
  #checkov:skip=CKV_AWS_290:Lambda asks for the network actions on every resource, and a Deny takes them from the code.
  #checkov:skip=CKV_AWS_355:Lambda asks for the network actions on every resource, and a Deny takes them from the code.
  count = var.create_role && var.vpc_config != null ? 1 : 0

  name   = "network"
  role   = aws_iam_role.this[0].name
  policy = jsonencode(local._network_policy)

  lifecycle {
    create_before_destroy = true
  }
}
