# Cases beyond the README's, in the same plan.

module "changed" {
  source = "../../modules/alarms"

  name       = "changed"
  topic_arns = { critical = ["arn:aws:sns:us-east-1:123456789012:pager"], warning = ["arn:aws:sns:us-east-1:123456789012:chat"] }

  alarms = {
    errors  = { namespace = "AWS/Lambda", metric_name = "Errors", threshold = 0, description = "More than {threshold} errors." }
    latency = { namespace = "AWS/Lambda", metric_name = "Duration", statistic = "p99", threshold = 3000, description = "Slow." }
    gone    = { namespace = "AWS/Lambda", metric_name = "Throttles", threshold = 0, description = "Throttled." }
  }

  overrides = {
    errors  = { threshold = 7, period = 60, evaluation_periods = 5, datapoints_to_alarm = 3, severity = "warning" }
    latency = {}
    gone    = { enabled = false }
  }

  tags = { Service = "orders" }
}

# Without topics nobody could be told.
module "without_topics" {
  source = "../../modules/alarms"

  name   = "silent"
  alarms = { errors = { namespace = "AWS/Lambda", metric_name = "Errors", threshold = 0, description = "Errors." } }
}
