locals {
  # IAM wants the name without the path that an ARN may have.
  _role     = provider::aws::arn_parse(provider::aws::trim_iam_role_path(var.lambda_bedrock_role_arn))
  role_name = trimprefix(local._role.resource, "role/")

  # Besides logging, tracing and the network. No Scan: whose sessions they are must be said.
  _statements = {
    UseSessions = {
      actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
      resources = [local.sessions_table_arn]
    }
    ListSessions = {
      actions   = ["dynamodb:Query"]
      resources = ["${local.sessions_table_arn}/index/${local.user_index_name}"]
    }
    DescribeKnowledgeBase = {
      actions   = ["bedrock:GetKnowledgeBase"]
      resources = ["arn:${local._partition}:bedrock:${var.aws_region}:${local.account_id}:knowledge-base/${var.knowledge_base_id}"]
    }
  }

  _key_statements = var.kms_key_arn == null ? {} : {
    DecryptSessions = {
      actions    = ["kms:Decrypt"]
      resources  = [var.kms_key_arn]
      conditions = { StringEquals = { "kms:ViaService" = ["dynamodb.${local.region}.${local._dns_suffix}"] } }
    }
  }

  _guardrail_statements = var.bedrock_guardrail == null ? {} : {
    ApplyGuardrail = {
      actions   = ["bedrock:ApplyGuardrail"]
      resources = ["arn:${local._partition}:bedrock:${var.aws_region}:${local.account_id}:guardrail/${var.bedrock_guardrail.id}"]
    }
  }

  policy_statements = merge(local._statements, local._key_statements, local._guardrail_statements)

  # Further policies by key: what the functions need on top of Bedrock, which the role was made for.
  role_policies = {
    main      = module.function["main"].policy
    websocket = module.function["websocket"].policy

    connections-function = module.function["connections"].policy

    # Apart from the others, because the API's id makes it unknown in a first plan.
    connections = {
      Version = "2012-10-17"
      Statement = [{
        Sid      = "SendToConnections"
        Effect   = "Allow"
        Action   = "execute-api:ManageConnections"
        Resource = [for method in ["DELETE", "POST"] : "${module.websocket_api.execution_arn}/${method}/@connections/*"]
      }]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  #checkov:skip=CKV_AWS_290:Lambda asks for the network actions on every resource, and a Deny takes them from the code.
  for_each = { for key, policy in local.role_policies : key => policy if var.attach_role_policies }

  name   = "${local.name}-${each.key}"
  role   = local.role_name
  policy = jsonencode(each.value)
}

# The role's ARN once it has its policies: Lambda tries the network with it as soon as a function is made, and needs it
# to give the network interfaces back after the function is gone. With depends_on instead, every change of a policy
# would postpone the functions' data sources to the apply.
resource "terraform_data" "role_arn" {
  input = var.lambda_bedrock_role_arn

  depends_on = [aws_iam_role_policy.this]
}
