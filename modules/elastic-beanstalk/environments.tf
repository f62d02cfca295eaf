locals {
  # A name of a platform's version is taken as it is; everything else is a regular expression, and looked up.
  _named = "^64bit [A-Za-z0-9 ]+ v[0-9.]+ running [A-Za-z0-9 .]+$"
  _patterns = toset([
    for platform in concat(values(var.environments)[*].platform, values(var.configuration_templates)[*].platform) : platform if !can(regex(local._named, platform))
  ])

  platforms = {
    for platform in distinct(concat(values(var.environments)[*].platform, values(var.configuration_templates)[*].platform)) :
    platform => contains(local._patterns, platform) ? data.aws_elastic_beanstalk_solution_stack.this[platform].name : platform
  }

  # What has to fit whatever runs: managed updates change the version and nothing else.
  _fits = {
    for platform in keys(local.platforms) :
    platform => contains(local._patterns, platform) ? platform : "^${replace(platform, "/ v[0-9.]+ running /", " v[0-9.]+ running ")}$"
  }

  _others = [
    for key, environment in aws_elastic_beanstalk_environment.this :
    "${environment.name} runs ${environment.solution_stack_name}: aws elasticbeanstalk update-environment --environment-name ${environment.name} --solution-stack-name '${local.platforms[var.environments[key].platform]}'"
    if !can(regex(local._fits[var.environments[key].platform], environment.solution_stack_name))
  ]
}

# The newest platform that fits a regular expression. Asked for in every plan, which fails when none fits any more; a name is not.
data "aws_elastic_beanstalk_solution_stack" "this" {
  for_each = local._patterns

  most_recent = true
  name_regex  = each.key
}

# Managed updates change the platform, so Terraform sets it once; check.platforms says where another is wanted.
resource "aws_elastic_beanstalk_environment" "this" {
  #checkov:skip=CKV_AWS_312:Every environment has enhanced health, by settings.tf, which checkov does not follow; a test asserts it.
  #checkov:skip=CKV_AWS_340:Updates are on unless managed_updates says otherwise, by settings.tf, which checkov does not follow.
  for_each = var.environments

  name                = local.environment_names[each.key]
  application         = aws_elastic_beanstalk_application.this.name
  description         = each.value.description
  tier                = each.value.tier == "worker" ? "Worker" : "WebServer"
  cname_prefix        = each.value.cname_prefix
  solution_stack_name = local.platforms[each.value.platform]

  # Null leaves what runs alone, whoever deployed it.
  version_label = each.value.version == null ? null : aws_elastic_beanstalk_application_version.this[each.value.version].name

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

moved {
  from = aws_elastic_beanstalk_environment.external
  to   = aws_elastic_beanstalk_environment.this
}

check "platforms" {
  assert {
    condition     = length(local._others) == 0
    error_message = "Another platform is asked for than runs, and managed updates never change from one to the other; try it on a clone, then update in place:\n${join("\n", local._others)}"
  }
}
