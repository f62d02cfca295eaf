variable "event_sources" {
  description = "Queues and streams whose records invoke the alias, by a name of your choice, with the permission to read them. `type` is sqs, kinesis or dynamodb; a queue says its visibility_timeout_seconds. Only records that match one of `filters` (JSON patterns) count. Streams give up a batch after max_retries or max_record_age_seconds and tell failure_destination (`type` sqs, sns or s3), else the dead-letter queue."
  type = map(object({
    type                   = string
    arn                    = string
    enabled                = optional(bool, true)
    batch_size             = optional(number)
    batch_window_seconds   = optional(number, 0)
    filters                = optional(list(string), [])
    partial_batch_response = optional(bool, true)

    # queues
    visibility_timeout_seconds = optional(number)
    max_concurrency            = optional(number)

    # streams
    starting_position           = optional(string, "TRIM_HORIZON")
    starting_position_timestamp = optional(string)
    parallelization_factor      = optional(number, 1)
    tumbling_window_seconds     = optional(number)
    bisect_on_error             = optional(bool, true)
    max_retries                 = optional(number, 10)
    max_record_age_seconds      = optional(number, -1)
    failure_destination         = optional(object({ type = string, arn = string }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for source in var.event_sources : contains(["sqs", "kinesis", "dynamodb"], source.type)])
    error_message = "event_sources must have the type sqs, kinesis or dynamodb."
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : can(regex(lookup({
        sqs      = "^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[^/]+$"
        kinesis  = "^arn:[a-z-]+:kinesis:[a-z0-9-]+:[0-9]{12}:stream/[^/]+$"
        dynamodb = "^arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+/stream/.+$"
      }, source.type, ""), source.arn))
    ])
    error_message = "event_sources must have the arn of a queue, a Kinesis stream or, for dynamodb, of the table's stream (stream_arn), not of the table."
  }

  # ResourceConflictException, "An event source mapping with ... already exists".
  validation {
    condition     = length(var.event_sources) == length(distinct(values(var.event_sources)[*].arn))
    error_message = "event_sources must not name the same arn twice; Lambda reads a source once for each function. Give one entry all filters."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig
  validation {
    condition = alltrue([
      for source in var.event_sources : source.visibility_timeout_seconds != null || source.type != "sqs"
    ])
    error_message = "event_sources of type sqs must say the queue's visibility_timeout_seconds, at least six times the function's timeout."
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      source.visibility_timeout_seconds == null ? true : source.visibility_timeout_seconds >= 6 * var.timeout + source.batch_window_seconds
    ])
    error_message = "event_sources need a queue whose visibility_timeout_seconds is six times the timeout of ${var.timeout} s plus batch_window_seconds, or messages come twice: raise it on the queue, or lower the timeout."
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : source.batch_size == null ? true : source.batch_size >= 1 && source.batch_size <= (endswith(source.arn, ".fifo") ? 10 : 10000)
    ])
    error_message = "event_sources must have a batch_size from 1 to 10000, or to 10 for a FIFO queue."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.batch_window_seconds >= 0 && source.batch_window_seconds <= 300])
    error_message = "event_sources must have batch_window_seconds from 0 to 300."
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : source.type != "sqs" || source.batch_window_seconds > 0 || coalesce(source.batch_size, 10) <= 10
    ])
    error_message = "event_sources with a batch_size above 10 of a queue need batch_window_seconds of 1 or more."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : !endswith(source.arn, ".fifo") || source.batch_window_seconds == 0])
    error_message = "event_sources must not have batch_window_seconds for a FIFO queue."
  }

  validation {
    condition     = alltrue(flatten([for source in var.event_sources : [for pattern in source.filters : can(keys(jsondecode(pattern)))]]))
    error_message = "event_sources must have filters that are JSON objects, such as jsonencode({ body = { kind = [\"order\"] } })."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : length(source.filters) <= 10])
    error_message = "event_sources must have at most 10 filters each."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.max_concurrency == null || source.type == "sqs"])
    error_message = "event_sources must not have max_concurrency for a stream, where parallelization_factor says how many batches of a shard run at a time."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.max_concurrency == null ? true : source.max_concurrency >= 2 && source.max_concurrency <= 1000])
    error_message = "event_sources must have max_concurrency from 2 to 1000."
  }

  validation {
    condition = var.reserved_concurrency == -1 ? true : alltrue([
      for source in var.event_sources : source.max_concurrency == null ? true : source.max_concurrency <= var.reserved_concurrency
    ])
    error_message = "event_sources must have max_concurrency within the reserved_concurrency of ${var.reserved_concurrency}, or messages are throttled into their dead-letter queue."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : contains(["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"], source.starting_position)])
    error_message = "event_sources must have starting_position TRIM_HORIZON, LATEST or AT_TIMESTAMP."
  }

  validation {
    condition = alltrue([
      for source in var.event_sources :
      (source.starting_position == "AT_TIMESTAMP") == (source.starting_position_timestamp != null) && (source.starting_position_timestamp == null || source.type == "kinesis")
    ])
    error_message = "event_sources must have starting_position_timestamp with AT_TIMESTAMP of a Kinesis stream, and only there."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.parallelization_factor >= 1 && source.parallelization_factor <= 10])
    error_message = "event_sources must have parallelization_factor from 1 to 10."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.max_retries >= -1 && source.max_retries <= 10000])
    error_message = "event_sources must have max_retries from 0 to 10000, or -1 to retry until a record expires."
  }

  validation {
    condition = alltrue([
      for source in var.event_sources : source.max_record_age_seconds == -1 || source.max_record_age_seconds >= 60 && source.max_record_age_seconds <= 604800
    ])
    error_message = "event_sources must have max_record_age_seconds from 60 to 604800, or -1 for no limit."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.tumbling_window_seconds == null ? true : source.tumbling_window_seconds >= 0 && source.tumbling_window_seconds <= 900])
    error_message = "event_sources must have tumbling_window_seconds from 0 to 900."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.failure_destination == null || source.type != "sqs"])
    error_message = "event_sources must not have a failure_destination for a queue; give the queue itself a redrive policy."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.failure_destination == null ? true : contains(["sqs", "sns", "s3"], source.failure_destination.type)])
    error_message = "event_sources must have a failure_destination of type sqs, sns or s3."
  }
}
