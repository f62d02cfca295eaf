# Lambda@Edge: CloudFront copies a published version from us-east-1 to where viewers are.

locals {
  # The names are spelled out, not read from the resources, so that a first plan shows the whole policy.
  _edge_names = { for key in keys(var.edge_functions) : key => "${local.stem}-${key}" }

  _edge_events = distinct(flatten([
    for behavior in concat(var.behaviors, local._staging_behaviors) : [for event, key in behavior.edge_functions : "${event}/${key}"]
  ]))

  # A fresh checkout has no packages yet: the placeholder hands requests and answers on as they are.
  edge_packages = {
    for key, function in var.edge_functions : key => {
      exists = function.filename == null ? false : fileexists(function.filename)
      file   = try(fileexists(function.filename), false) ? function.filename : "${path.module}/placeholder.zip"

      # In MB: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-lambda-at-edge
      limit = anytrue([for event in local._edge_events : startswith(event, "viewer-") && endswith(event, "/${key}")]) ? 1 : 50
    }
  }

  edge_trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["edgelambda.amazonaws.com", "lambda.amazonaws.com"] }
    }]
  }

  # Logs are written in the region next to the viewer, where nobody made the group: so logs:CreateLogGroup.
  edge_policies = {
    for key, name in local._edge_names : key => {
      Version = "2012-10-17"
      Statement = [{
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${local.partition}:logs:*:${var.account_id}:log-group:/aws/lambda/us-east-1.${name}:*"
      }]
    }
  }
}

resource "aws_lambda_function" "edge" {
  #checkov:skip=CKV_AWS_50:Lambda@Edge has no X-Ray tracing.
  #checkov:skip=CKV_AWS_115:Lambda@Edge has no reserved concurrency.
  #checkov:skip=CKV_AWS_116:CloudFront waits for the answer; nothing is left over for a dead-letter queue.
  #checkov:skip=CKV_AWS_117:Lambda@Edge has no VPC.
  #checkov:skip=CKV_AWS_272:Signing needs a signing profile, which an environment may not have; the package is hashed instead.
  for_each = var.edge_functions
  provider = aws.us_east_1

  function_name = local._edge_names[each.key]
  description   = "Edge function ${each.key} of distribution ${var.name}."
  role          = aws_iam_role.edge[each.key].arn

  # code
  filename         = local.edge_packages[each.key].file
  source_code_hash = filebase64sha256(local.edge_packages[each.key].file)
  handler          = local.edge_packages[each.key].exists ? each.value.handler : "index.handler"
  runtime          = local.edge_packages[each.key].exists ? each.value.runtime : "nodejs22.x"
  architectures    = ["x86_64"]
  publish          = true

  # size
  memory_size = each.value.memory_size
  timeout     = each.value.timeout

  skip_destroy = each.value.skip_destroy
  tags         = var.tags

  depends_on = [aws_iam_role_policy.edge, aws_cloudwatch_log_group.edge]

  lifecycle {
    # Removed after the distribution let go of it.
    create_before_destroy = true

    precondition {
      condition     = length(filebase64(local.edge_packages[each.key].file)) <= local.edge_packages[each.key].limit * 1398104
      error_message = "Package ${local.edge_packages[each.key].file} of edge function ${each.key} must be at most ${local.edge_packages[each.key].limit} MB: 1 MB at viewer events, 50 MB at origin events. Bundle only what it uses, or move it to an origin event."
    }
  }
}

resource "aws_iam_role" "edge" {
  for_each = var.edge_functions

  name                 = "${local._edge_names[each.key]}-edge"
  description          = "Execution role of Lambda@Edge function ${local._edge_names[each.key]}."
  assume_role_policy   = jsonencode(local.edge_trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role_policy" "edge" {
  for_each = var.edge_functions

  name   = "function"
  role   = aws_iam_role.edge[each.key].name
  policy = jsonencode(local.edge_policies[each.key])

  lifecycle {
    create_before_destroy = true
  }
}

# That of us-east-1; a provider per region would be needed for the others.
resource "aws_cloudwatch_log_group" "edge" {
  #checkov:skip=CKV_AWS_158:The key must be in us-east-1, so it is us_east_1_kms_key_arn, which an environment may not have.
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  for_each = local._edge_names
  provider = aws.us_east_1

  name              = "/aws/lambda/us-east-1.${each.value}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.us_east_1_kms_key_arn
  tags              = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

check "edge_packages" {
  assert {
    condition = alltrue([for key, function in var.edge_functions : function.filename == null || local.edge_packages[key].exists])
    error_message = "Edge functions of ${var.name} get the placeholder because their packages do not exist: ${join(", ", [
      for key, function in var.edge_functions : function.filename if function.filename != null && !local.edge_packages[key].exists
    ])}. Build them first."
  }
}
