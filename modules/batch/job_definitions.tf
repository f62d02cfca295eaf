locals {
  definition_names = { for key in keys(var.job_definitions) : key => "${var.name}-${key}" }

  _retry_presets = {
    SPOT_INTERRUPTION = [
      { action = "retry", on_status_reason = "Host EC2*", on_reason = null, on_exit_code = null },
      { action = "retry", on_status_reason = "Your Spot Task was interrupted*", on_reason = null, on_exit_code = null },
    ]
    IMAGE_PULL = [{ action = "retry", on_status_reason = null, on_reason = "CannotPullContainerError*", on_exit_code = null }]
    ANY        = [{ action = "retry", on_status_reason = null, on_reason = "*", on_exit_code = null }]
  }

  _fail = [{ action = "exit", on_status_reason = null, on_reason = "*", on_exit_code = null }]

  # The caller's rules first; what no rule names fails for good.
  _retry_rules = {
    for key, definition in var.job_definitions : key => concat(
      definition.retry.rules,
      flatten([for preset in definition.retry.causes : local._retry_presets[preset]]),
      [for rule in local._fail : rule if !contains(definition.retry.causes, "ANY")],
    )
  }
}

resource "aws_batch_job_definition" "this" {
  for_each = var.job_definitions

  name                  = local.definition_names[each.key]
  type                  = each.value.nodes == null ? "container" : "multinode"
  platform_capabilities = each.value.platform == "EKS" ? null : [each.value.platform]
  parameters            = each.value.parameters
  propagate_tags        = each.value.platform == "EKS" ? null : true
  scheduling_priority   = each.value.scheduling_priority

  container_properties = each.value.platform != "EKS" && each.value.nodes == null ? jsonencode(local.containers[each.key]) : null
  node_properties      = each.value.nodes == null ? null : jsonencode(local.node_properties[each.key])

  dynamic "eks_properties" {
    for_each = { for key, definition in var.job_definitions : key => definition.container if key == each.key && definition.platform == "EKS" }

    content {
      pod_properties {
        host_network         = false
        service_account_name = each.value.service_account_name

        containers {
          name    = "default"
          image   = eks_properties.value.image
          command = eks_properties.value.command

          resources {
            limits = {
              for name, amount in {
                cpu              = tostring(eks_properties.value.vcpus)
                memory           = "${eks_properties.value.memory}Mi"
                "nvidia.com/gpu" = try(tostring(eks_properties.value.gpus), null)
              } : name => amount if amount != null
            }
          }

          security_context {
            privileged                 = eks_properties.value.privileged
            read_only_root_file_system = eks_properties.value.readonly_root_filesystem
            run_as_non_root            = !eks_properties.value.run_as_root
          }

          dynamic "env" {
            for_each = eks_properties.value.environment

            content {
              name  = env.key
              value = env.value
            }
          }
        }
      }
    }
  }

  retry_strategy {
    attempts = each.value.retry.attempts

    dynamic "evaluate_on_exit" {
      for_each = local._retry_rules[each.key]

      content {
        action           = evaluate_on_exit.value.action
        on_exit_code     = evaluate_on_exit.value.on_exit_code
        on_reason        = evaluate_on_exit.value.on_reason
        on_status_reason = evaluate_on_exit.value.on_status_reason
      }
    }
  }

  timeout {
    attempt_duration_seconds = each.value.timeout_seconds
  }

  tags = var.tags

  # A job that starts before them fails.
  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.execution, aws_iam_role_policy.job]
}
