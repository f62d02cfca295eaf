locals {
  _cluster_alarms = {
    api-errors = {
      namespace   = "AWS/EKS"
      metric_name = "apiserver_request_total_5XX"
      statistic   = "Sum"
      threshold   = 100
      description = "Kubernetes API of cluster ${var.name} fails: log group ${aws_cloudwatch_log_group.control_plane.name} says why."
    }
    pods-unschedulable = {
      namespace   = "AWS/EKS"
      metric_name = "scheduler_pending_pods_UNSCHEDULABLE"
      statistic   = "Sum"
      threshold   = 0
      description = "Pods of cluster ${var.name} find no node: raise max_size of a node group, or look at what they ask for."
    }
    storage = {
      namespace   = "AWS/EKS"
      metric_name = "apiserver_storage_size_bytes"
      statistic   = "Maximum"
      threshold   = 6 * 1024 * 1024 * 1024
      description = "Cluster ${var.name} stores over 6 GB of objects; at 8 GB it turns read-only. Delete old jobs, events and releases."
    }
  }

  _node_alarms = {
    nodes-failed = {
      namespace   = "ContainerInsights"
      metric_name = "cluster_failed_node_count"
      statistic   = "Maximum"
      threshold   = 0
      description = "Nodes of cluster ${var.name} are not ready: kubectl describe nodes says why."
    }
  }

  alarms = merge(local._cluster_alarms, {
    for kind, alarm in local._node_alarms : kind => alarm if local.observability_enabled
  })
}

# A quarter of an hour: the autoscaler needs some minutes for a node.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind, alarm in local.alarms : kind => alarm if length(var.alarm_topic_arns) > 0 }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric_name
  dimensions          = { ClusterName = var.name }
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}
