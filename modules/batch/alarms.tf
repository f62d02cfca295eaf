locals {
  _watched = length(var.alarm_topic_arns) > 0 && length(var.job_queues) > 0

  # AWS Batch has no metrics of its own: it tells EventBridge.
  # https://docs.aws.amazon.com/batch/latest/userguide/cloudwatch_event_stream.html
  _patterns = {
    # One message for an array job, not one for each of its children.
    failed = {
      source        = ["aws.batch"]
      "detail-type" = ["Batch Job State Change"]
      detail = {
        jobQueue        = values(local.queue_arns)
        status          = ["FAILED"]
        arrayProperties = { index = [{ exists = false }] }
      }
    }
    blocked = {
      source        = ["aws.batch"]
      "detail-type" = ["Batch Job Queue Blocked"]
      resources     = values(local.queue_arns)
    }
  }

  _descriptions = {
    failed  = "Jobs of Batch ${var.name} that failed: read their reason and log stream in the event."
    blocked = "Queues of Batch ${var.name} whose first job cannot start: raise max_vcpus, or correct what the job asks for."
  }

  _alarms = { for kind, pattern in local._patterns : kind => pattern if local._watched }
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local._alarms

  name          = "${local.short_name}-batch-${each.key}"
  description   = local._descriptions[each.key]
  event_pattern = jsonencode(each.value)
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = merge([
    for kind in keys(local._alarms) : { for index, arn in var.alarm_topic_arns : "${kind}/${index}" => { kind = kind, arn = arn } }
  ]...)

  rule      = aws_cloudwatch_event_rule.this[each.value.kind].name
  target_id = replace(each.key, "/", "-")
  arn       = each.value.arn
}
