locals {
  _register = {
    family                  = local.family
    cpu                     = var.task_definition.cpu
    memory                  = var.task_definition.memory
    networkMode             = "awsvpc"
    requiresCompatibilities = [local.fargate ? "FARGATE" : "EC2"]
    executionRoleArn        = aws_iam_role.execution.arn
    taskRoleArn             = aws_iam_role.task.arn
    containerDefinitions    = local.containers
    runtimePlatform         = { cpuArchitecture = upper(var.task_definition.architecture), operatingSystemFamily = "LINUX" }

    volumes = [
      for name, efs in local.volumes : merge({ name = name }, [
        for volume in efs[*] : {
          efsVolumeConfiguration = {
            fileSystemId        = volume.file_system_id
            rootDirectory       = volume.root_directory == null ? "/" : volume.root_directory
            transitEncryption   = "ENABLED"
            authorizationConfig = merge({ iam = "ENABLED" }, [for id in volume.access_point_id[*] : { accessPointId = id }]...)
          }
        }
      ]...)
    ]
  }

  # What the ECS API takes only where it is said.
  _optional = concat(
    [for size in var.task_definition.ephemeral_storage_gib[*] : { ephemeralStorage = { sizeInGiB = size } }],
    [for mode in var.task_definition.pid_mode[*] : { pidMode = mode }],
  )

  _app_spec = {
    version = 1
    Resources = [{
      TargetService = {
        Type = "AWS::ECS::Service"
        Properties = {
          TaskDefinition   = "<TASK_DEFINITION>"
          LoadBalancerInfo = { ContainerName = one(local._deployed[*].container_name), ContainerPort = one(local._deployed[*].container_port) }
          CapacityProviderStrategy = [
            for name, share in var.capacity_provider_strategy : { CapacityProvider = name, Base = share.base, Weight = share.weight }
          ]
        }
      }
    }]
  }
}

output "alarm_arns" {
  description = "ARNs of the alarms, by the name that `alarms` knows them by. Empty without alarm_topic_arns."
  value       = module.alarms.arns
}

output "alarm_names" {
  description = "Names of the alarms in CloudWatch, by the name that `alarms` knows them by. Empty without alarm_topic_arns."
  value       = module.alarms.names
}

output "app_spec" {
  description = "AppSpec (JSON) for a CodeDeploy deployment; replace <TASK_DEFINITION>. Without its capacity, CodeDeploy would move the service to a launch type. Null without blue_green."
  value       = local.rolling ? null : jsonencode(local._app_spec)
}

output "arn" {
  description = "ARN of the service."
  value       = local.service.arn
}

output "code_deploy" {
  description = "CodeDeploy application and deployment group. Null without blue_green."
  value = one([
    for group in aws_codedeploy_deployment_group.this : { application_name = group.app_name, deployment_group_name = group.deployment_group_name }
  ])
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "execution_role_arn" {
  description = "ARN of the role that starts tasks."
  value       = aws_iam_role.execution.arn
}

output "log_group_arn" {
  description = "ARN of the log group."
  value       = aws_cloudwatch_log_group.this.arn
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the service."
  value       = local.service.name
}

output "security_group_id" {
  description = "Id of the tasks' own security group. Null without one."
  value       = one(aws_security_group.this[*].id)
}

output "service_discovery_arn" {
  description = "ARN of the Cloud Map service. Null without service_discovery."
  value       = one(aws_service_discovery_service.this[*].arn)
}

output "task_definition_arn" {
  description = "ARN of the revision that Terraform made last."
  value       = aws_ecs_task_definition.this.arn
}

output "task_definition_family" {
  description = "Family of the task definition."
  value       = aws_ecs_task_definition.this.family
}

output "task_definition_json" {
  description = "The task definition as `aws ecs register-task-definition --cli-input-json` takes it, for pipelines that deploy from outside."
  value       = jsonencode(merge(local._register, local._optional...))
}

output "task_role_arn" {
  description = "ARN of the role of the code."
  value       = aws_iam_role.task.arn
}

output "task_role_name" {
  description = "Name of the role of the code, to attach further policies to."
  value       = aws_iam_role.task.name
}
