locals {
  # Images in ECR say whose they are: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG.
  _image_repository_arns = flatten([
    for container in var.task_definition.containers : [
      for part in regexall("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com[a-z.]*/([^:@]+)", container.image) :
      "arn:${local.partition}:ecr:${part[1]}:${part[0]}:repository/${part[2]}"
    ]
  ])

  _repository_arns = distinct(concat(local._image_repository_arns, var.ecr_repository_arns))

  # ECS takes a key and a version of a secret after its ARN; IAM knows the secret only.
  _secret_arns = distinct(flatten([
    for secrets in local.secrets : [for arn in values(secrets) : join(":", slice(split(":", arn), 0, 7)) if strcontains(arn, ":secretsmanager:")]
  ]))

  _parameter_arns = distinct(flatten([
    for secrets in local.secrets : [for arn in values(secrets) : arn if strcontains(arn, ":ssm:")]
  ]))

  _pull_statements = [
    {
      Sid      = "PullImages"
      Effect   = "Allow"
      Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource = local._repository_arns
    },
    {
      # ECR knows no resources for this action.
      Sid      = "LogInToRegistry"
      Effect   = "Allow"
      Action   = "ecr:GetAuthorizationToken"
      Resource = "*"
    },
  ]

  _secret_statements = [
    {
      Sid      = "ReadSecrets"
      Effect   = "Allow"
      Action   = "secretsmanager:GetSecretValue"
      Resource = local._secret_arns
    },
    {
      Sid      = "ReadParameters"
      Effect   = "Allow"
      Action   = "ssm:GetParameters"
      Resource = local._parameter_arns
    },
  ]

  _secret_key_statements = [{
    Sid      = "DecryptSecrets"
    Effect   = "Allow"
    Action   = "kms:Decrypt"
    Resource = var.kms_key_arn
    Condition = {
      StringEquals = { "kms:ViaService" = [for service in ["secretsmanager", "ssm"] : "${service}.${local.region}.${local.dns_suffix}"] }
    }
  }]

  _has_secrets = anytrue([for secrets in local.secrets : length(secrets) > 0])

  execution_policy = {
    Version = "2012-10-17"
    Statement = concat(
      # No logs:CreateLogGroup: after a destroy, a late task would bring the group back.
      [{
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${local.log_group_arn}:*"
      }],
      [for statement in local._pull_statements : statement if length(local._repository_arns) > 0],
      [for statement in local._secret_statements : statement if length(statement.Resource) > 0],
      [for statement in local._secret_key_statements : statement if local._has_secrets && var.kms_key_arn != null],
    )
  }
}
