locals {
  managed  = { for key, environment in var.compute_environments : key => environment if environment.type != "UNMANAGED" }
  fargate  = { for key, environment in local.managed : key => environment if startswith(environment.type, "FARGATE") }
  machines = { for key, environment in local.managed : key => environment if !startswith(environment.type, "FARGATE") }

  # Not SPOT_PRICE_CAPACITY_OPTIMIZED: AWS Batch updates it in place, but the provider (5.100) replaces instead.
  _allocation_strategies = { EC2 = "BEST_FIT_PROGRESSIVE", SPOT = "SPOT_CAPACITY_OPTIMIZED" }
}

# Nothing here needs to be replaced, which queues would block: AWS Batch's own service-linked role, an allocation
# strategy other than BEST_FIT and an update policy let it change everything in place. The name is left to the provider
# (5.x and 6.x call it differently); people see tag Name.
# https://docs.aws.amazon.com/batch/latest/userguide/updating-compute-environments.html
resource "aws_batch_compute_environment" "this" {
  for_each = var.compute_environments

  type  = each.value.type == "UNMANAGED" ? "UNMANAGED" : "MANAGED"
  state = each.value.paused ? "DISABLED" : "ENABLED"

  dynamic "compute_resources" {
    for_each = { for key, environment in local.managed : key => environment if key == each.key }

    content {
      type      = compute_resources.value.type
      max_vcpus = compute_resources.value.max_vcpus
      subnets   = var.subnet_ids
      security_group_ids = concat(
        [for group in aws_security_group.this : group.id], var.security_group_ids
      )

      # Fargate has none of these.
      min_vcpus           = contains(keys(local.machines), each.key) ? compute_resources.value.min_vcpus : null
      instance_type       = contains(keys(local.machines), each.key) ? compute_resources.value.instance_types : null
      instance_role       = contains(keys(local.machines), each.key) ? aws_iam_instance_profile.this[local.kinds[each.key]].arn : null
      allocation_strategy = lookup(local._allocation_strategies, compute_resources.value.type, null)
      bid_percentage      = compute_resources.value.bid_percentage

      dynamic "ec2_configuration" {
        for_each = lookup(local.image_types, each.key, [])

        content {
          image_type = ec2_configuration.value
        }
      }

      dynamic "launch_template" {
        for_each = { for key, template in aws_launch_template.this : key => template.id if key == each.key }

        content {
          launch_template_id = launch_template.value
          version            = terraform_data.template[each.key].output # a number: Batch never looks at $Latest again
        }
      }
    }
  }

  dynamic "eks_configuration" {
    for_each = each.value.eks[*]

    content {
      eks_cluster_arn      = eks_configuration.value.cluster_arn
      kubernetes_namespace = eks_configuration.value.namespace
    }
  }

  dynamic "update_policy" {
    for_each = { for key in keys(local.machines) : key => true if key == each.key }

    content {
      job_execution_timeout_minutes = each.value.update_timeout_minutes
      terminate_jobs_on_update      = false
    }
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  # A role without its policy, or one that the cluster does not know, starts instances that never join.
  depends_on = [aws_eks_access_entry.node, aws_iam_role_policy.instance, aws_iam_role_policy_attachment.eks_node]

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [compute_resources[0].desired_vcpus] # AWS Batch's
  }
}
