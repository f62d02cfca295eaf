locals {
  _on_ecs = { for key, definition in var.job_definitions : key => definition if definition.platform != "EKS" }

  # An empty volume for each path that the code writes to, gone with the job.
  _scratch = {
    for key, definition in local._on_ecs : key => {
      for path in definition.container.writable_paths : replace(trimprefix(path, "/"), "/[^a-zA-Z0-9_-]/", "-") => path
      if definition.container.readonly_root_filesystem
    }
  }

  # As FSBP ECS.20 wants it of services.
  users = {
    for key, definition in local._on_ecs :
    key => definition.container.user != null ? definition.container.user : definition.container.run_as_root ? null : "1000:1000"
  }

  # As AWS Batch returns it, or every plan would show a change: nothing null in it, variables sorted by name. Names and
  # ARNs are spelled out, so that a first plan shows the whole definition.
  containers = {
    for key, definition in local._on_ecs : key => merge(
      {
        image                  = definition.container.image
        command                = definition.container.command
        executionRoleArn       = local.role_arns["${key}/execution"]
        jobRoleArn             = local.role_arns["${key}/job"]
        readonlyRootFilesystem = definition.container.readonly_root_filesystem
        linuxParameters        = { initProcessEnabled = true }
        environment            = [for name, value in definition.container.environment : { name = name, value = value }]
        secrets                = [for name, arn in definition.container.secrets : { name = name, valueFrom = arn }]

        resourceRequirements = [
          for type, amount in { VCPU = definition.container.vcpus, MEMORY = definition.container.memory, GPU = definition.container.gpus } :
          { type = type, value = tostring(amount) } if amount != null
        ]

        volumes = concat(
          [for volume in keys(local._scratch[key]) : { name = volume, host = {} }],
          [for volume, efs in definition.container.volumes : { name = volume, efsVolumeConfiguration = local._efs[key][volume] }],
        )
        mountPoints = concat(
          [for volume, path in local._scratch[key] : { sourceVolume = volume, containerPath = path, readOnly = false }],
          [
            for volume, efs in definition.container.volumes :
            { sourceVolume = volume, containerPath = efs.mount_path, readOnly = efs.read_only }
          ],
        )

        logConfiguration = {
          logDriver = "awslogs"
          options = {
            "awslogs-group"         = local.log_group_names[key]
            "awslogs-region"        = local.region
            "awslogs-stream-prefix" = "job"
          }
        }
      },
      { for name, value in { user = local.users[key] } : name => value if value != null },
      # Instances run privileged containers, and are of one architecture.
      { for name, value in { privileged = definition.container.privileged } : name => value if definition.platform == "EC2" },
      {
        for name, value in {
          fargatePlatformConfiguration = { platformVersion = "LATEST" }
          networkConfiguration         = { assignPublicIp = "DISABLED" }
          runtimePlatform              = { cpuArchitecture = upper(definition.container.architecture), operatingSystemFamily = "LINUX" }
        } : name => value if definition.platform == "FARGATE"
      },
      {
        for name, size in { ephemeralStorage = definition.container.ephemeral_storage_gib } :
        name => { sizeInGiB = size } if size != null
      },
    )
  }

  _efs = {
    for key, definition in local._on_ecs : key => {
      for volume, efs in definition.container.volumes : volume => {
        fileSystemId      = efs.file_system_id
        transitEncryption = "ENABLED"
        authorizationConfig = merge(
          { iam = "ENABLED" },
          { for name, id in { accessPointId = efs.access_point_id } : name => id if id != null },
        )
      }
    }
  }

  # Node 0 coordinates, the others work; all run the same image.
  node_properties = {
    for key, definition in local._on_ecs : key => {
      mainNode = 0
      numNodes = definition.nodes
      nodeRangeProperties = [{
        targetNodes = "0:${definition.nodes - 1}"
        container   = local.containers[key]
      }]
    } if definition.nodes != null
  }

  _unpinned = [
    for key, definition in var.job_definitions : "${key} (${definition.container.image})"
    if can(regex("^[^@]*:latest$|^([^@]*/)?[^:@/]+$", definition.container.image))
  ]
}

check "images" {
  assert {
    condition     = length(local._unpinned) == 0
    error_message = "Batch ${var.name} runs whatever is newest in ${join(", ", local._unpinned)}: name a version, or better a digest, image@sha256:..."
  }
}
