locals {
  _roles = merge([
    for key in keys(local._on_ecs) : {
      for use in ["execution", "job"] :
      "${key}/${use}" => "${local.short_name}-${length(key) <= 24 ? key : "${substr(key, 0, 15)}-${substr(sha1(key), 0, 8)}"}-${use}"
    }
  ]...)

  role_arns = { for key, name in local._roles : key => "arn:${local.partition}:iam::${var.account_id}:role/${name}" }

  trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${local.scope}:*" }
        StringEquals = { "aws:SourceAccount" = var.account_id }
      }
    }]
  }

  # Images in ECR say whose they are: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG.
  _repository_arns = {
    for key, definition in local._on_ecs : key => [
      for part in regexall("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com[a-z.]*/([^:@]+)", definition.container.image) :
      "arn:${local.partition}:ecr:${part[1]}:${part[0]}:repository/${part[2]}"
    ]
  }

  # A secret's ARN may go on with a key and a version; IAM knows the secret only.
  _secret_arns = {
    for key, definition in local._on_ecs : key => distinct([for arn in values(definition.container.secrets) : join(":", slice(split(":", arn), 0, 7))])
  }

  execution_policies = {
    for key, definition in local._on_ecs : key => {
      Version = "2012-10-17"
      Statement = concat(
        # No logs:CreateLogGroup: after a destroy, a late job would bring the group back.
        [{
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "arn:${local.partition}:logs:${local.scope}:log-group:${local.log_group_names[key]}:*"
        }],
        [for statement in [
          {
            Sid      = "PullImages"
            Effect   = "Allow"
            Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
            Resource = local._repository_arns[key]
          },
          {
            # ECR knows no resources for this action.
            Sid      = "LogInToRegistry"
            Effect   = "Allow"
            Action   = "ecr:GetAuthorizationToken"
            Resource = ["*"]
          },
        ] : statement if length(local._repository_arns[key]) > 0],
        [for statement in [
          { Sid = "ReadSecrets", Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = local._secret_arns[key] },
        ] : statement if length(local._secret_arns[key]) > 0],
        [for statement in [{
          Sid       = "DecryptSecrets"
          Effect    = "Allow"
          Action    = "kms:Decrypt"
          Resource  = var.kms_key_arn
          Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${local.region}.${local.dns_suffix}" } }
        }] : statement if length(local._secret_arns[key]) > 0 && var.kms_key_arn != null],
      )
    }
  }

  _bucket_statements = {
    for key, definition in local._on_ecs : key => [
      for statement in [
        {
          Sid      = "ReadBuckets"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:ListBucket"]
          Resource = flatten([for bucket in definition.buckets : [bucket.arn, "${bucket.arn}/*"]])
        },
        {
          Sid      = "WriteBuckets"
          Effect   = "Allow"
          Action   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"]
          Resource = [for bucket in definition.buckets : "${bucket.arn}/*" if bucket.access == "write"]
        },
      ] : statement if length(statement.Resource) > 0
    ]
  }

  _key_statements = {
    for key, definition in local._on_ecs : key => [
      for statement in [{
        Sid       = "UseKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = var.kms_key_arn
        Condition = { StringEquals = { "kms:ViaService" = "s3.${local.region}.${local.dns_suffix}" } }
      }] : statement if length(definition.buckets) > 0 && var.kms_key_arn != null
    ]
  }

  # Without root access: who is root in a container is nobody on the file system, unless an access point says otherwise.
  _mount_statements = {
    for key, definition in local._on_ecs : key => [
      for index, name in keys(definition.container.volumes) : {
        for attribute, value in {
          Sid    = "MountVolume${index}"
          Effect = "Allow"
          Action = concat(
            ["elasticfilesystem:ClientMount"],
            [for action in ["elasticfilesystem:ClientWrite"] : action if !definition.container.volumes[name].read_only],
          )
          Resource = "arn:${local.partition}:elasticfilesystem:${local.scope}:file-system/${definition.container.volumes[name].file_system_id}"
          Condition = definition.container.volumes[name].access_point_id == null ? null : {
            ArnEquals = {
              "elasticfilesystem:AccessPointArn" = "arn:${local.partition}:elasticfilesystem:${local.scope}:access-point/${definition.container.volumes[name].access_point_id}"
            }
          }
        } : attribute => value if value != null
      }
    ]
  }

  _own_statements = {
    for key, definition in local._on_ecs : key => [
      for sid, statement in definition.policy_statements : {
        for name, value in {
          Sid       = sid
          Effect    = "Allow"
          Action    = statement.actions
          Resource  = statement.allow_all_resources ? ["*"] : statement.resources
          Condition = statement.conditions
        } : name => value if value != null
      }
    ]
  }

  job_policies = {
    for key, definition in local._on_ecs : key => {
      Version = "2012-10-17"
      Statement = concat(
        local._bucket_statements[key], local._key_statements[key], local._mount_statements[key], local._own_statements[key]
      )
    } if length(definition.buckets) + length(definition.container.volumes) + length(definition.policy_statements) > 0
  }
}

# Starts jobs: pulls the image, reads secrets, writes logs. The code never has it.
resource "aws_iam_role" "execution" {
  for_each = local._on_ecs

  name                 = local._roles["${each.key}/execution"]
  description          = "Starts jobs of Batch definition ${local.definition_names[each.key]}."
  assume_role_policy   = jsonencode(local.trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "execution" {
  for_each = local.execution_policies

  name   = "execution"
  role   = aws_iam_role.execution[each.key].name
  policy = jsonencode(each.value)
}

# What the code itself may do.
resource "aws_iam_role" "job" {
  for_each = local._on_ecs

  name                 = local._roles["${each.key}/job"]
  description          = "Code of Batch definition ${local.definition_names[each.key]}."
  assume_role_policy   = jsonencode(local.trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "job" {
  for_each = local.job_policies

  name   = "job"
  role   = aws_iam_role.job[each.key].name
  policy = jsonencode(each.value)
}
