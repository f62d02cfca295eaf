# Who may call the API at all, before any route is looked at.

locals {
  has_policy = local.has_routes && (local.private || length(var.policy_statements) > 0)

  # Lets everybody through to the routes, unless the caller's statements say whom.
  _open_statements = {
    for sid in ["Invoke"] : sid => { effect = "Allow", principals = ["*"], resources = ["*"], conditions = {} }
    if !anytrue([for statement in var.policy_statements : statement.effect == "Allow"])
  }

  _private_statements = {
    for sid in ["OnlyThroughEndpoints"] : sid => {
      effect     = "Deny"
      principals = ["*"]
      resources  = ["*"]
      conditions = { StringNotEquals = { "aws:SourceVpce" = var.endpoint_configuration.vpc_endpoint_ids } }
    } if local.private
  }

  # Every import wipes the policy from provider 6.48 on, and no plan shows it
  # (https://github.com/hashicorp/terraform-provider-aws/issues/49672); inside the document a changed one is undone up to
  # 6.47 (https://github.com/hashicorp/terraform-provider-aws/issues/38515). So it stands outside of the document and
  # changes with it: whatever is imported, the policy is put again, before the deployment.
  _imported = local.has_routes ? substr(sha1(local.body), 0, 8) : ""

  # AWS shows whole ARNs, so the short form would differ for ever.
  policy = {
    Version = "2012-10-17"
    Statement = [
      for sid, statement in merge(local._open_statements, var.policy_statements, local._private_statements) : merge(
        {
          Sid       = "${sid}${local._imported}"
          Effect    = statement.effect
          Principal = jsondecode(contains(statement.principals, "*") ? jsonencode("*") : jsonencode({ AWS = statement.principals }))
          Action    = "execute-api:Invoke"
          Resource  = [for resource in statement.resources : "${aws_api_gateway_rest_api.this.execution_arn}/${resource}"]
        },
        length(statement.conditions) == 0 ? {} : { Condition = statement.conditions },
      )
    ]
  }
}

# There without a policy, too, and then empty: were it destroyed, that would happen after the deployment, which would keep the
# policy.
resource "aws_api_gateway_rest_api_policy" "this" {
  count = local.deployed

  rest_api_id = aws_api_gateway_rest_api.this.id
  policy      = local.has_policy ? jsonencode(local.policy) : ""
}
