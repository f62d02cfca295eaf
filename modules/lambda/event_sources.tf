locals {
  _is_stream = { for key, source in var.event_sources : key => source.type != "sqs" }
  streams    = { for key, source in var.event_sources : key => source if local._is_stream[key] }

  # By name of the source; batches that are given up go to the dead-letter queue, unless the source names another place.
  _own_destinations  = { for key, source in local.streams : key => source.failure_destination.arn if source.failure_destination != null }
  _here_destinations = { for key in keys(local.streams) : key => local.dead_letter_arn if var.dead_letter_queue_enabled }
  batch_destinations = merge(local._here_destinations, local._own_destinations)
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = var.event_sources

  event_source_arn                   = each.value.arn
  function_name                      = local.alias.arn
  enabled                            = each.value.enabled && !var.paused # a refused batch would use up its retries
  batch_size                         = each.value.batch_size
  maximum_batching_window_in_seconds = each.value.batch_window_seconds
  function_response_types            = each.value.partial_batch_response ? ["ReportBatchItemFailures"] : []

  # streams
  starting_position              = local._is_stream[each.key] ? each.value.starting_position : null
  starting_position_timestamp    = each.value.starting_position_timestamp
  parallelization_factor         = local._is_stream[each.key] ? each.value.parallelization_factor : null
  tumbling_window_in_seconds     = each.value.tumbling_window_seconds
  bisect_batch_on_function_error = local._is_stream[each.key] ? each.value.bisect_on_error : null
  maximum_retry_attempts         = local._is_stream[each.key] ? each.value.max_retries : null
  maximum_record_age_in_seconds  = local._is_stream[each.key] ? each.value.max_record_age_seconds : null

  dynamic "destination_config" {
    for_each = [for key, arn in local.batch_destinations : arn if key == each.key]

    content {
      on_failure {
        destination_arn = destination_config.value
      }
    }
  }

  dynamic "filter_criteria" {
    for_each = length(each.value.filters) > 0 ? [each.value.filters] : []

    content {
      dynamic "filter" {
        for_each = filter_criteria.value

        content {
          pattern = filter.value
        }
      }
    }
  }

  dynamic "scaling_config" {
    for_each = each.value.max_concurrency[*]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  tags = var.tags

  # Lambda tries the source and the destination with the role as soon as the mapping is made.
  depends_on = [aws_iam_role_policy.this, aws_sqs_queue.dead_letter]
}
