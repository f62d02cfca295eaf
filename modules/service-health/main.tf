# One page for one trouble: the metric alarms of a service say what is wrong, this one says that something is, and says
# nothing while what the service stands on is to blame.

locals {
  alarm_name = "${var.name}-unhealthy"
  runbook    = "Runbook: ${trimsuffix(var.runbook_url, "/")}/service-health.md"

  # A suppressor is one alarm: of several that a service stands on, one is made.
  _joined    = length(var.dependencies) > 1
  suppressor = local._joined ? aws_cloudwatch_composite_alarm.dependencies[*].alarm_name : keys(var.dependencies)
}

# CloudWatch deletes no alarm that a composite alarm names, and Terraform would delete it before it changes the rule
# (https://github.com/hashicorp/terraform-provider-aws/issues/34807). A composite alarm that is made anew goes first.
resource "terraform_data" "members" {
  input = concat(values(var.alarms), values(var.dependencies))
}

resource "aws_cloudwatch_composite_alarm" "this" {
  alarm_name        = local.alarm_name
  alarm_description = "${var.description} is unhealthy: the alarms that its rule names and that are on say why. ${local.runbook}#unhealthy"
  alarm_rule        = join(" OR ", [for name in keys(var.alarms) : "ALARM(\"${name}\")"])
  alarm_actions     = var.topic_arns
  ok_actions        = var.topic_arns

  dynamic "actions_suppressor" {
    for_each = local.suppressor

    content {
      alarm            = actions_suppressor.value
      wait_period      = var.wait_seconds
      extension_period = var.extension_seconds
    }
  }

  tags = var.tags

  lifecycle {
    replace_triggered_by = [terraform_data.members]
  }
}

resource "aws_cloudwatch_composite_alarm" "dependencies" {
  count = local._joined ? 1 : 0

  alarm_name        = "${var.name}-dependencies"
  alarm_description = "Something that ${var.description} stands on is unhealthy, so that ${local.alarm_name} tells nobody. ${local.runbook}#dependencies"
  alarm_rule        = join(" OR ", [for name in keys(var.dependencies) : "ALARM(\"${name}\")"])

  tags = var.tags

  lifecycle {
    replace_triggered_by = [terraform_data.members]
  }
}
