locals {
  # A quarter of an hour: the autoscaler needs some minutes for a node.
  _alarm_defaults = {
    namespace          = "AWS/EKS"
    statistic          = "Sum"
    severity           = "critical"
    dimensions         = { ClusterName = var.name }
    evaluation_periods = 3
  }

  _cluster_alarms = {
    api-errors = {
      metric_name = "apiserver_request_total_5XX"
      threshold   = 100
      description = "Kubernetes API of cluster ${var.name} fails: log group ${aws_cloudwatch_log_group.control_plane.name} says why."
    }
    pods-unschedulable = {
      metric_name = "scheduler_pending_pods_UNSCHEDULABLE"
      threshold   = 0
      description = "Pods of cluster ${var.name} find no node: raise max_size of a node group, or look at what they ask for."
    }
    storage = {
      metric_name = "etcd_mvcc_db_total_size_in_use_in_bytes"
      statistic   = "Maximum"
      severity    = "warning"
      threshold   = 6 * 1024 * 1024 * 1024
      description = "Cluster ${var.name} has more than {threshold} bytes of objects in use; at 8 GB it turns read-only. Delete old jobs, events and releases."
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

  alarms = {
    for name, alarm in merge(local._cluster_alarms, local._node_alarms) : name => merge(local._alarm_defaults, alarm)
    if contains(keys(local._cluster_alarms), name) || local.observability_enabled
  }
}

module "alarms" {
  source = "../alarms"

  name        = var.name
  topic_arns  = var.alarm_topic_arns
  alarms      = local.alarms
  overrides   = var.alarms
  runbook     = "eks"
  runbook_url = var.runbook_url
  tags        = var.tags
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}
