locals {
  # What an anomaly must reach, all of it, before anybody is told; 0 asks nothing.
  _impacts = {
    for key, least in { ANOMALY_TOTAL_IMPACT_ABSOLUTE = var.min_impact_usd, ANOMALY_TOTAL_IMPACT_PERCENTAGE = var.min_impact_percent } :
    key => tostring(least) if least > 0
  }

  _alone    = length(local._impacts) == 1 ? local._impacts : {}
  _together = length(local._impacts) == 1 ? {} : local._impacts

  # One topic is told of each anomaly at once, addresses get a summary: AWS takes neither the other way.
  # https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html, alert subscriptions
  _subscriptions = merge(
    { for name in ["emails"] : name => { frequency = var.frequency, type = "EMAIL", addresses = var.emails } if length(var.emails) > 0 },
    { for topic in var.topic[*] : "topic" => { frequency = "IMMEDIATE", type = "SNS", addresses = [topic.arn] } },
  )
}

# A monitor of all services is there once an account and dimension, one of a tag as often as the tag has values.
# https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html, Cost Anomaly Detection
resource "aws_ce_anomaly_monitor" "this" {
  name              = var.name
  monitor_type      = var.cost_tag == null ? "DIMENSIONAL" : "CUSTOM"
  monitor_dimension = var.cost_tag == null ? "SERVICE" : null
  tags              = var.tags

  # As Cost Explorer gives it back, nulls included, or each plan would replace it.
  monitor_specification = one([
    for tag in var.cost_tag[*] : jsonencode({
      And            = null
      CostCategories = null
      Dimensions     = null
      Not            = null
      Or             = null
      Tags           = { Key = tag.key, MatchOptions = null, Values = [tag.value] }
    })
  ])
}

resource "aws_ce_anomaly_subscription" "this" {
  for_each = local._subscriptions

  name             = "${var.name}-${each.key}"
  frequency        = each.value.frequency
  monitor_arn_list = [aws_ce_anomaly_monitor.this.arn]
  tags             = var.tags

  dynamic "subscriber" {
    for_each = each.value.addresses

    content {
      type    = each.value.type
      address = subscriber.value
    }
  }

  threshold_expression {
    dynamic "dimension" {
      for_each = local._alone

      content {
        key           = dimension.key
        match_options = ["GREATER_THAN_OR_EQUAL"]
        values        = [dimension.value]
      }
    }

    dynamic "and" {
      for_each = local._together

      content {
        dimension {
          key           = and.key
          match_options = ["GREATER_THAN_OR_EQUAL"]
          values        = [and.value]
        }
      }
    }
  }
}
