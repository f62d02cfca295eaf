locals {
  _platforms = distinct(concat(
    [for each in var.environments : each.platform], [for each in var.configuration_templates : each.platform]
  ))

  # An environment may be started before its version is there.
  _version_labels = {
    for key, each in var.environments :
    key => each.version == null ? null : aws_elastic_beanstalk_application_version.this[each.version].name
  }

  ours    = { for key, each in var.environments : key => each if each.version_owner == "terraform" }
  theirs  = { for key, each in var.environments : key => each if each.version_owner == "external" }
  running = merge(aws_elastic_beanstalk_environment.this, aws_elastic_beanstalk_environment.external)
}

# The newest platform that fits. Only a new environment follows it: names of platforms disappear when newer ones come.
data "aws_elastic_beanstalk_solution_stack" "this" {
  for_each = toset(local._platforms)

  most_recent = true
  name_regex  = each.key
}

# Managed updates change the platform, so Terraform looks at it once. Keep the same as external but for version_label.
resource "aws_elastic_beanstalk_environment" "this" {
  #checkov:skip=CKV_AWS_312:Every environment has enhanced health, by settings.tf, which checkov does not follow; a test asserts it.
  #checkov:skip=CKV_AWS_340:Updates are on unless managed_updates says otherwise, by settings.tf, which checkov does not follow.
  for_each = local.ours

  name                = local.environment_names[each.key]
  application         = aws_elastic_beanstalk_application.this.name
  description         = each.value.description
  tier                = each.value.tier == "worker" ? "Worker" : "WebServer"
  cname_prefix        = each.value.cname_prefix
  solution_stack_name = data.aws_elastic_beanstalk_solution_stack.this[each.value.platform].name
  version_label       = local._version_labels[each.key]

  dynamic "setting" {
    for_each = local.settings[each.key]

    content {
      namespace = setting.value.namespace
      name      = setting.value.name
      resource  = setting.value.resource
      value     = setting.value.value
    }
  }

  tags = var.tags # Elastic Beanstalk adds Name, and lets nobody else set it

  depends_on = [
    aws_iam_role_policy.instance, aws_iam_role_policy_attachment.service, aws_vpc_security_group_egress_rule.this
  ]

  lifecycle {
    ignore_changes = [solution_stack_name, platform_arn]
  }
}

# The environment when its versions are deployed from outside.
resource "aws_elastic_beanstalk_environment" "external" {
  #checkov:skip=CKV_AWS_312:Every environment has enhanced health, by settings.tf, which checkov does not follow; a test asserts it.
  #checkov:skip=CKV_AWS_340:Updates are on unless managed_updates says otherwise, by settings.tf, which checkov does not follow.
  for_each = local.theirs

  name                = local.environment_names[each.key]
  application         = aws_elastic_beanstalk_application.this.name
  description         = each.value.description
  tier                = each.value.tier == "worker" ? "Worker" : "WebServer"
  cname_prefix        = each.value.cname_prefix
  solution_stack_name = data.aws_elastic_beanstalk_solution_stack.this[each.value.platform].name
  version_label       = local._version_labels[each.key]

  dynamic "setting" {
    for_each = local.settings[each.key]

    content {
      namespace = setting.value.namespace
      name      = setting.value.name
      resource  = setting.value.resource
      value     = setting.value.value
    }
  }

  tags = var.tags # Elastic Beanstalk adds Name, and lets nobody else set it

  depends_on = [
    aws_iam_role_policy.instance, aws_iam_role_policy_attachment.service, aws_vpc_security_group_egress_rule.this
  ]

  lifecycle {
    ignore_changes = [solution_stack_name, platform_arn, version_label]
  }
}
