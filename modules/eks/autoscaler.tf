locals {
  _autoscaled_groups = { for key, group in local.node_groups : key => group if group.scaling == "autoscaler" }

  # The Cluster Autoscaler itself comes with the other workloads, as service account kube-system/cluster-autoscaler.
  # https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
  _autoscaler_workload = {
    cluster-autoscaler = {
      namespace       = "kube-system"
      service_account = "cluster-autoscaler"
      identity        = "pod_identity"
      policy_arns     = {}

      policy_statements = {
        FindGroups = {
          actions = [
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeAutoScalingInstances",
            "autoscaling:DescribeLaunchConfigurations",
            "autoscaling:DescribeScalingActivities",
            "autoscaling:DescribeTags",
            "ec2:DescribeImages",
            "ec2:DescribeInstanceTypes",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:GetInstanceTypesFromInstanceRequirements",
          ]
          resources           = []
          allow_all_resources = true # AWS knows no resources for these
          conditions          = null
        }

        # Labels and taints of a group that has no node to look at.
        ReadNodeGroups = {
          actions             = ["eks:DescribeNodegroup"]
          resources           = ["${local._eks_arn}:nodegroup/${var.name}/*/*"]
          allow_all_resources = false
          conditions          = null
        }

        # EKS tags the groups it makes so.
        SizeGroups = {
          actions             = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
          resources           = ["arn:${local._partition}:autoscaling:${local._region}:${var.account_id}:autoScalingGroup:*:autoScalingGroupName/eks-*"]
          allow_all_resources = false
          conditions          = { StringEquals = { "aws:ResourceTag/k8s.io/cluster-autoscaler/${var.name}" = ["owned"] } }
        }
      }
    }
  }

  _autoscaler_is_the_callers = anytrue([
    for workload in var.workloads : workload.namespace == "kube-system" && workload.service_account == "cluster-autoscaler"
  ])

  autoscaler_workload = {
    for key, workload in local._autoscaler_workload : key => workload
    if var.cluster_autoscaler_enabled && length(local._autoscaled_groups) > 0 && !local._autoscaler_is_the_callers
  }

  _taint_effects = {
    NO_SCHEDULE        = "NoSchedule"
    NO_EXECUTE         = "NoExecute"
    PREFER_NO_SCHEDULE = "PreferNoSchedule"
  }

  # An empty group shows the autoscaler nothing: these tags tell what its first node would look like.
  _node_templates = merge([
    for key, group in local._autoscaled_groups : merge(
      { for name, value in group.labels : "${key}/label/${name}" => {
        group = key
        name  = "label/${name}"
        value = value
      } },
      { for name, taint in group.taints : "${key}/taint/${name}" => {
        group = key
        name  = "taint/${name}"
        value = "${taint.value == null ? "" : taint.value}:${local._taint_effects[taint.effect]}"
      } },
      { "${key}/resources/ephemeral-storage" = {
        group = key
        name  = "resources/ephemeral-storage"
        value = "${group.disk_size}Gi"
      } },
    ) if group.scaling_config.min_size == 0 && var.cluster_autoscaler_enabled
  ]...)
}

resource "aws_autoscaling_group_tag" "node_template" {
  for_each = local._node_templates

  autoscaling_group_name = local.node_group[each.value.group].resources[0].autoscaling_groups[0].name

  tag {
    key                 = "k8s.io/cluster-autoscaler/node-template/${each.value.name}"
    value               = each.value.value
    propagate_at_launch = false
  }
}
