# Permissions belong to the alias: they stay when it moves to another version.
locals {
  # Lambda answers with the ARN of an account, which would be a difference to the bare id.
  _principals = {
    for name, permission in var.permissions :
    name => can(regex("^[0-9]{12}$", permission.principal)) ? "arn:${local._partition}:iam::${permission.principal}:root" : permission.principal
  }
}

resource "aws_lambda_permission" "this" {
  for_each = var.permissions

  statement_id     = each.key
  function_name    = local.alias.function_name
  qualifier        = local.alias.name
  action           = "lambda:InvokeFunction"
  principal        = local._principals[each.key]
  source_arn       = each.value.source_arn
  source_account   = each.value.source_account
  principal_org_id = each.value.principal_org_id
}

# Calling the function URL takes this one besides.
resource "aws_lambda_permission" "url" {
  for_each = { for name, permission in var.permissions : name => permission if permission.through_url }

  statement_id           = "${each.key}-url"
  function_name          = local.alias.function_name
  qualifier              = local.alias.name
  action                 = "lambda:InvokeFunctionUrl"
  principal              = local._principals[each.key]
  source_arn             = each.value.source_arn
  source_account         = each.value.source_account
  principal_org_id       = each.value.principal_org_id
  function_url_auth_type = local.url_public ? "NONE" : "AWS_IAM"
}
