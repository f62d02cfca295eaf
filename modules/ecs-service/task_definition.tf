locals {
  family  = var.task_definition.family != null ? var.task_definition.family : var.name
  fargate = anytrue([for name in keys(var.capacity_provider_strategy) : startswith(name, "FARGATE")])

  # EFS file system by volume; null is scratch space.
  volumes = merge(
    { for name in keys(local.scratch) : name => null },
    { for name, volume in var.task_definition.volumes : name => volume.efs },
  )
}

# Where somebody else deploys, a change makes a revision to start from, which nothing runs until they deploy it.
resource "aws_ecs_task_definition" "this" {
  family                   = local.family
  cpu                      = var.task_definition.cpu
  memory                   = var.task_definition.memory
  network_mode             = "awsvpc"
  requires_compatibilities = [local.fargate ? "FARGATE" : "EC2"]
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode(local.containers)
  pid_mode                 = var.task_definition.pid_mode
  skip_destroy             = true # ECS cannot roll back to a revision that is gone

  runtime_platform {
    cpu_architecture        = upper(var.task_definition.architecture)
    operating_system_family = "LINUX"
  }

  dynamic "ephemeral_storage" {
    for_each = var.task_definition.ephemeral_storage_gib[*]

    content {
      size_in_gib = ephemeral_storage.value
    }
  }

  dynamic "volume" {
    for_each = local.volumes

    content {
      name = volume.key

      dynamic "efs_volume_configuration" {
        for_each = volume.value[*]

        content {
          file_system_id     = efs_volume_configuration.value.file_system_id
          root_directory     = efs_volume_configuration.value.root_directory
          transit_encryption = "ENABLED"

          authorization_config {
            access_point_id = efs_volume_configuration.value.access_point_id
            iam             = "ENABLED"
          }
        }
      }
    }
  }

  tags = var.tags
}
