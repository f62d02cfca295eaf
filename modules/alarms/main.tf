locals {
  _simple_statistics = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"]

  # An override's attribute that is null changes nothing.
  _settings = {
    for name, alarm in var.alarms : name => merge(
      { enabled = true },
      alarm,
      { for attribute, value in try(var.overrides[name], {}) : attribute => value if value != null },
    )
  }

  alarms = { for name, alarm in local._settings : name => alarm if var.topic_arns != null && alarm.enabled }

  runbook = var.runbook == null ? null : "${trimsuffix(var.runbook_url, "/")}/${var.runbook}.md"

  _runbooks = {
    for name, alarm in local.alarms :
    name => local.runbook == null ? null : "Runbook: ${local.runbook}#${alarm.runbook == null ? name : alarm.runbook}"
  }

  _texts = {
    for name, alarm in local.alarms : name => {
      for text, words in { description = alarm.description, expression = alarm.expression } :
      text => words == null ? null : replace(replace(words, "{threshold}", alarm.threshold), "{floor}", alarm.floor == null ? "" : alarm.floor)
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name        = "${var.name}-${each.key}"
  alarm_description = join(" ", compact([local._texts[each.key].description, local._runbooks[each.key]]))

  # what is watched
  namespace          = each.value.namespace
  metric_name        = each.value.metric_name
  dimensions         = each.value.expression == null ? each.value.dimensions : null
  statistic          = each.value.expression == null && contains(local._simple_statistics, each.value.statistic) ? each.value.statistic : null
  extended_statistic = each.value.expression == null && !contains(local._simple_statistics, each.value.statistic) ? each.value.statistic : null
  period             = each.value.expression == null ? each.value.period : null

  # when it is too much
  comparison_operator = each.value.comparison_operator
  threshold           = each.value.threshold
  evaluation_periods  = each.value.evaluation_periods
  datapoints_to_alarm = each.value.datapoints_to_alarm
  treat_missing_data  = each.value.treat_missing_data

  # whom it tells
  alarm_actions = var.topic_arns[each.value.severity]
  ok_actions    = var.topic_arns[each.value.severity]

  dynamic "metric_query" {
    for_each = each.value.expression == null ? [] : [local._texts[each.key].expression]

    content {
      id          = "watched"
      expression  = metric_query.value
      label       = each.value.label
      return_data = true
    }
  }

  dynamic "metric_query" {
    for_each = each.value.metrics

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.metric_name
        dimensions  = metric_query.value.dimensions
        stat        = metric_query.value.statistic
        period      = each.value.period
      }
    }
  }

  tags = var.tags
}
