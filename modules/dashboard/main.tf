data "aws_region" "current" {}

locals {
  # Provider 6 calls it region, provider 5 name; each warns of, or lacks, the other.
  _region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))

  # Without x and y a widget takes the next free place of the 24 columns: headings and alarms a row, graphs four in a row.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
  _widgets = [
    for section in var.sections : concat(
      [{ type = "text", width = 24, height = 1, properties = { markdown = "## ${section.title}" } }],
      [
        for arns in chunklist(section.alarm_arns, 100) : {
          type       = "alarm"
          width      = 24
          height     = 1 + ceil(length(arns) / 6)
          properties = { title = "Alarms", alarms = arns, sortBy = "stateUpdatedTimestamp" }
        }
      ],
      [
        for metric in section.metrics : {
          type   = "metric"
          width  = 6
          height = 6
          properties = {
            title  = metric.title
            region = section.region == null ? local._region : section.region
            view   = "timeSeries"
            stat   = metric.statistic
            period = 300
            yAxis  = { left = { min = 0 } }
            metrics = [
              for label, dimensions in section.lines : concat(
                [metric.namespace == null ? section.namespace : metric.namespace, metric.metric_name],
                flatten([for name, value in dimensions : [name, value]]),
                [{ label = label }],
              )
            ]
          }
        }
      ],
    )
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = flatten(local._widgets) })
}
