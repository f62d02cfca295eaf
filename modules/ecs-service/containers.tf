locals {
  # Official images write to more than /tmp. They keep working on a root filesystem that is read-only.
  _image_paths = tomap({
    httpd = ["/usr/local/apache2/logs"]
    nginx = ["/run", "/var/cache/nginx"]
  })

  # The agent of ECS Exec runs inside the container and writes there.
  _exec_paths = var.exec == null ? [] : ["/var/lib/amazon", "/var/log/amazon"]

  _writable_paths = {
    for container in var.task_definition.containers : container.name => (
      container.writablePaths != null
      ? container.writablePaths
      : concat(["/tmp"], lookup(local._image_paths, regex("^[^:@]*", basename(container.image)), []))
    ) if container.readonlyRootFilesystem
  }

  # FSBP ECS.20. The socket of a log router is root's.
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html
  _as_root = {
    for container in var.task_definition.containers : container.name => container.runAsRoot || container.firelensConfiguration != null
  }
  users = {
    for container in var.task_definition.containers :
    container.name => container.user != null ? container.user : local._as_root[container.name] ? null : "1000:1000"
  }

  # Volumes belong to root, so who is not gets memory instead, of which a task has half for each path, as Linux itself gives.
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
  _tmpfs = {
    for container in var.task_definition.containers : container.name => [
      for path in lookup(local._writable_paths, container.name, []) : {
        containerPath = path
        size          = floor(tonumber(var.task_definition.memory) / 2)
        mountOptions = [
          for index, id in split(":", local.users[container.name]) : "${["uid", "gid"][index]}=${id}" if can(tonumber(id))
        ]
      }
    ] if !local._as_root[container.name]
  }

  writable_paths = {
    for container in var.task_definition.containers : container.name => concat(
      local._exec_paths, local._as_root[container.name] ? local._writable_paths[container.name] : [],
    ) if container.readonlyRootFilesystem
  }

  # Volumes for these paths, by name: empty when a task starts, gone when it stops.
  scratch = merge([
    for container, paths in local.writable_paths : {
      for path in paths : "${container}${replace(path, "/[^a-zA-Z0-9_-]/", "-")}" => { container = container, path = path }
    }
  ]...)

  _environment = {
    for container in var.task_definition.containers : container.name => {
      for variable in container.environment : variable.name => variable.value
    }
  }

  secrets = {
    for index, container in var.task_definition.containers : container.name => merge(
      { for secret in container.secrets : secret.name => secret.valueFrom },
      { for name, arn in var.secrets : name => arn if index == 0 },
    )
  }

  _mount_points = {
    for container in var.task_definition.containers : container.name => concat(container.mountPoints, [
      for name, volume in local.scratch :
      { sourceVolume = name, containerPath = volume.path, readOnly = false } if volume.container == container.name
    ])
  }

  # Linux lets only root listen at ports below 1024, unless told otherwise; a task has a network of its own.
  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html
  _system_controls = {
    for container in var.task_definition.containers : container.name => concat(container.systemControls, [
      for control in [{ namespace = "net.ipv4.ip_unprivileged_port_start", value = "0" }] : control
      if !local._as_root[container.name] && anytrue([for port in container.portMappings : port.containerPort < 1024])
      && !contains(container.systemControls[*].namespace, control.namespace)
    ])
  }

  # When the log cannot keep up, a service that answers is worth more than its last lines.
  _log_options = {
    "awslogs-group"         = aws_cloudwatch_log_group.this.name
    "awslogs-region"        = local.region
    "awslogs-stream-prefix" = "ecs"
    "mode"                  = "non-blocking"
    "max-buffer-size"       = "25m"
  }

  _empty = ["null", "[]", "{}"]

  # The same as ECS returns it, else every plan would show a change: nothing null or empty in it, what ECS would fill
  # in spelled out, variables sorted by name.
  containers = [
    for container in var.task_definition.containers : merge(
      {
        for key, value in container : key => value
        if !contains(["runAsRoot", "writablePaths"], key) && !can(keys(value)) && !contains(local._empty, jsonencode(value))
      },
      {
        for key, value in container :
        key => { for name, item in value : name => item if !contains(local._empty, jsonencode(item)) }
        if can(keys(value)) && !contains(local._empty, jsonencode(value))
      },
      {
        environment    = [for name, value in local._environment[container.name] : { name = name, value = value }]
        mountPoints    = local._mount_points[container.name]
        systemControls = local._system_controls[container.name]
        volumesFrom    = []

        linuxParameters = {
          for key, value in merge(container.linuxParameters, { tmpfs = lookup(local._tmpfs, container.name, []) }) :
          key => value if !contains(local._empty, jsonencode(value))
        }

        # Tasks have addresses of their own, so a port is the same outside.
        portMappings = [
          for port in container.portMappings : {
            for key, value in merge(port, { hostPort = port.containerPort }) : key => value if value != null
          }
        ]
      },
      { for key, value in { user = local.users[container.name] } : key => value if value != null },
      {
        for key, value in { logConfiguration = { logDriver = "awslogs", options = local._log_options } } :
        key => value if container.logConfiguration == null
      },
      {
        for key, value in {
          secrets = [for name, arn in local.secrets[container.name] : { name = name, valueFrom = arn }]
        } : key => value if length(value) > 0
      },
    )
  ]

  _unpinned = [
    for container in var.task_definition.containers : "${container.name} (${container.image})"
    if can(regex("^[^@]*:latest$|^([^@]*/)?[^:@/]+$", container.image))
  ]
}

check "images" {
  assert {
    condition     = length(local._unpinned) == 0
    error_message = "Service ${var.name} runs whatever is newest in ${join(", ", local._unpinned)}: name a version, or better a digest, image@sha256:..."
  }
}
