variable "job_definitions" {
  description = "Jobs by key: what runs (`memory` in MiB), on `platform` FARGATE, EC2 or EKS; `nodes` makes a multinode job. A failed attempt is retried where `retry` says so: SPOT_INTERRUPTION, IMAGE_PULL, ANY, or `rules` of your own. `schedules` submit it, `array_size` times at once. Queues with fair_share want `scheduling_priority` of a job, and `share_identifier` of its schedules."
  type = map(object({
    platform             = optional(string, "FARGATE")
    nodes                = optional(number)
    parameters           = optional(map(string), {})
    scheduling_priority  = optional(number)
    service_account_name = optional(string)
    timeout_seconds      = optional(number, 3600)

    container = object({
      image                    = string
      command                  = optional(list(string), [])
      vcpus                    = optional(number, 1)
      memory                   = optional(number, 2048)
      gpus                     = optional(number)
      architecture             = optional(string, "x86_64")
      environment              = optional(map(string), {})
      ephemeral_storage_gib    = optional(number)
      privileged               = optional(bool, false)
      readonly_root_filesystem = optional(bool, true)
      run_as_root              = optional(bool, false)
      secrets                  = optional(map(string), {})
      user                     = optional(string)
      writable_paths           = optional(list(string), ["/tmp"])

      volumes = optional(map(object({
        file_system_id  = string
        access_point_id = optional(string)
        mount_path      = string
        read_only       = optional(bool, false)
      })), {})
    })

    retry = optional(object({
      attempts = optional(number, 3)
      causes   = optional(list(string), ["SPOT_INTERRUPTION", "IMAGE_PULL"])
      rules = optional(list(object({
        action           = string
        on_exit_code     = optional(string)
        on_reason        = optional(string)
        on_status_reason = optional(string)
      })), [])
    }), {})

    schedules = optional(map(object({
      expression       = string
      timezone         = optional(string, "UTC")
      queue_key        = string
      array_size       = optional(number)
      share_identifier = optional(string)
      parameters       = optional(map(string), {})
      paused           = optional(bool, false)
    })), {})

    buckets = optional(map(object({ arn = string, access = string })), {})

    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string), [])
      allow_all_resources = optional(bool, false)
      conditions          = optional(map(map(list(string))))
    })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.job_definitions) : can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,39}$", key))])
    error_message = "job_definitions must have keys of 1 to 40 letters, digits, hyphens or underscores."
  }

  validation {
    condition     = alltrue([for definition in var.job_definitions : contains(["EC2", "EKS", "FARGATE"], definition.platform)])
    error_message = "job_definitions must have the platform EC2, EKS or FARGATE."
  }

  # https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
  validation {
    condition = alltrue([
      for definition in var.job_definitions : definition.platform != "FARGATE" || contains(
        lookup({
          "0.25" = [512, 1024, 2048]
          "0.5"  = range(1024, 4097, 1024)
          "1"    = range(2048, 8193, 1024)
          "2"    = range(4096, 16385, 1024)
          "4"    = range(8192, 30721, 1024)
          "8"    = range(16384, 61441, 4096)
          "16"   = range(32768, 122881, 8192)
        }, tostring(definition.container.vcpus), []),
        definition.container.memory
      )
    ])
    error_message = "job_definitions must pair vcpus and memory as Fargate does: 0.25 with 512, 1024 or 2048; in steps of 1024, 0.5 with 1024 to 4096, 1 with 2048 to 8192, 2 with 4096 to 16384, 4 with 8192 to 30720; 8 with 16384 to 61440 in steps of 4096; 16 with 32768 to 122880 in steps of 8192."
  }

  validation {
    condition     = alltrue([for definition in var.job_definitions : definition.container.vcpus > 0 && definition.container.memory >= 4])
    error_message = "job_definitions must have vcpus above 0 and a memory of at least 4 MiB."
  }

  # https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html; EKS takes quarters.
  validation {
    condition = alltrue([
      for definition in var.job_definitions : floor(definition.container.memory) == definition.container.memory && (
        definition.platform == "EC2" ? floor(definition.container.vcpus) == definition.container.vcpus : floor(definition.container.vcpus * 4) == definition.container.vcpus * 4
      )
    ])
    error_message = "job_definitions must have a memory in whole MiB, and vcpus that are whole on EC2 and quarters elsewhere."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions : definition.container.gpus == null || anytrue([
        for environment in var.compute_environments : environment.type == "UNMANAGED" || (
          (environment.eks != null) == (definition.platform == "EKS")
          && anytrue([for type in environment.instance_types : can(regex("^(p[0-9]|gr?[0-9])", type))])
        )
      ])
    ])
    error_message = "job_definitions must have gpus only where a compute environment of the same platform has instance_types with them, such as g6.xlarge."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions :
      definition.container.run_as_root || !can(regex("^(root|0+)(:|$)", definition.container.user))
    ])
    error_message = "job_definitions must have a user that is not root; where it has to be, say run_as_root = true."
  }

  validation {
    condition     = alltrue([for definition in var.job_definitions : contains(["arm64", "x86_64"], definition.container.architecture)])
    error_message = "job_definitions must have the architecture arm64 or x86_64."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions : definition.platform != "FARGATE" || (definition.container.gpus == null && !definition.container.privileged && definition.nodes == null)
    ])
    error_message = "job_definitions must not have gpus, privileged or nodes on Fargate; platform EC2 has them."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions : definition.container.ephemeral_storage_gib == null ? true : (
        definition.platform == "FARGATE" && definition.container.ephemeral_storage_gib >= 21 && definition.container.ephemeral_storage_gib <= 200
      )
    ])
    error_message = "job_definitions must have ephemeral_storage_gib from 21 to 200, on Fargate only; without it a job gets 20."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions : definition.platform != "EKS" || (
        definition.nodes == null && length(definition.container.secrets) == 0 && length(definition.container.volumes) == 0 &&
        length(definition.buckets) == 0 && length(definition.policy_statements) == 0
      )
    ])
    error_message = "job_definitions on EKS must not have nodes, secrets, volumes, buckets or policy_statements; a pod gets its access from service_account_name."
  }

  validation {
    condition     = alltrue([for definition in var.job_definitions : definition.platform == "EKS" || definition.service_account_name == null])
    error_message = "job_definitions must have service_account_name on EKS only."
  }

  validation {
    condition     = alltrue([for definition in var.job_definitions : definition.nodes == null ? true : definition.nodes >= 2 && definition.nodes <= 1000])
    error_message = "job_definitions must have 2 to 1000 nodes; leave nodes out for a job on one."
  }

  # https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html
  validation {
    condition = alltrue([
      for definition in var.job_definitions : definition.nodes == null || anytrue([
        for environment in var.compute_environments : environment.type == "EC2" && environment.eks == null
      ])
    ])
    error_message = "job_definitions must have nodes only where a compute environment is of type EC2: AWS Batch runs multinode jobs on no Spot instances."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions : definition.timeout_seconds >= 60 && definition.timeout_seconds <= 1209600
    ])
    error_message = "job_definitions must have timeout_seconds from 60 to 1209600, two weeks."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions : definition.scheduling_priority == null ? true : (
        definition.scheduling_priority >= 0 && definition.scheduling_priority <= 9999
      )
    ])
    error_message = "job_definitions must have a scheduling_priority from 0 to 9999."
  }

  validation {
    condition     = alltrue([for definition in var.job_definitions : definition.retry.attempts >= 1 && definition.retry.attempts <= 10])
    error_message = "job_definitions must have 1 to 10 attempts in retry."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions : length(setsubtract(definition.retry.causes, ["ANY", "IMAGE_PULL", "SPOT_INTERRUPTION"])) == 0
    ])
    error_message = "job_definitions must retry on ANY, IMAGE_PULL or SPOT_INTERRUPTION; other cases are rules of your own."
  }

  # AWS Batch takes five in all; SPOT_INTERRUPTION is two, and the last one lets everything else fail.
  validation {
    condition = alltrue([
      for definition in var.job_definitions :
      length(definition.retry.rules) + length(definition.retry.causes) + (contains(definition.retry.causes, "SPOT_INTERRUPTION") ? 1 : 0)
      + (contains(definition.retry.causes, "ANY") ? 0 : 1) <= 5
    ])
    error_message = "job_definitions must have room for their retry rules: AWS Batch takes five, SPOT_INTERRUPTION counts twice, and one says that everything else fails."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [for rule in definition.retry.rules : contains(["exit", "retry"], rule.action)]
    ]))
    error_message = "job_definitions must have retry rules with the action exit or retry."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [for name in keys(definition.schedules) : can(regex("^[a-zA-Z0-9_-]{1,20}$", name))]
    ]))
    error_message = "job_definitions must have schedules with names of 1 to 20 letters, digits, hyphens or underscores."
  }

  # https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for schedule in definition.schedules : schedule.array_size == null ? true : (
          schedule.array_size >= 2 && schedule.array_size <= 10000 && definition.nodes == null
        )
      ]
    ]))
    error_message = "job_definitions must have schedules with an array_size from 2 to 10000, and none for a multinode job."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [for schedule in definition.schedules : contains(keys(var.job_queues), schedule.queue_key)]
    ]))
    error_message = "job_definitions must have schedules with a queue_key out of: ${join(", ", keys(var.job_queues))}."
  }

  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for schedule in definition.schedules : anytrue([
          can(regex("^at\\([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}\\)$", schedule.expression)),
          can(regex("^rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)$", schedule.expression)),
          can(regex("^cron\\([0-9*,/-]+ [0-9*,/-]+ ([0-9*,/LW-]+ [0-9A-Z*,/-]+ \\?|\\? [0-9A-Z*,/-]+ [0-9A-Z*,/#-]+) [0-9*,/-]+\\)$", schedule.expression)),
        ])
      ]
    ]))
    error_message = "job_definitions must have schedules such as cron(0 3 * * ? *), of six fields, one of the days a question mark; rate(1 hour) or rate(5 minutes); or at(2030-01-01T00:00:00)."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for schedule in definition.schedules : can(regex("^(UTC|[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+){1,2})$", schedule.timezone))
      ]
    ]))
    error_message = "job_definitions must have schedules with a timezone such as UTC or Europe/Berlin."
  }

  # What AWS Batch takes from whoever submits a job, it takes from a schedule too; there, nobody sees it refuse.
  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for schedule in definition.schedules : try(
          (var.job_queues[schedule.queue_key].fair_share != null) == (schedule.share_identifier != null)
          && (schedule.share_identifier == null ? true : can(regex("^[a-zA-Z0-9]{1,255}$", schedule.share_identifier))), true
        )
      ]
    ]))
    error_message = "job_definitions must have schedules with a share_identifier of letters and digits where the queue has fair_share, and only there."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for schedule in definition.schedules : definition.scheduling_priority != null || try(var.job_queues[schedule.queue_key].fair_share == null, true)
      ]
    ]))
    error_message = "job_definitions must have a scheduling_priority where a schedule submits them to a queue with fair_share."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for schedule in definition.schedules : [
          for key in try(var.job_queues[schedule.queue_key].compute_environment_keys, []) : try(
            var.compute_environments[key].type == "UNMANAGED" ? definition.platform == "EC2"
            : startswith(var.compute_environments[key].type, "FARGATE") ? definition.platform == "FARGATE"
            : definition.platform == (var.compute_environments[key].eks == null ? "EC2" : "EKS"), true
          )
        ]
      ]
    ]))
    error_message = "job_definitions must have schedules with a queue whose compute environments are of the job's platform."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for schedule in definition.schedules : [
          for key in try(var.job_queues[schedule.queue_key].compute_environment_keys, []) :
          definition.nodes == null || try(var.compute_environments[key].type != "SPOT", true)
        ]
      ]
    ]))
    error_message = "job_definitions with nodes must have schedules with a queue without compute environments of type SPOT; AWS Batch runs multinode jobs on no Spot instances."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for schedule in definition.schedules : definition.container.gpus == null || anytrue([
          for key in try(var.job_queues[schedule.queue_key].compute_environment_keys, []) : try(
            var.compute_environments[key].type == "UNMANAGED"
            || anytrue([for type in var.compute_environments[key].instance_types : can(regex("^(p[0-9]|gr?[0-9])", type))]), true
          )
        ]) || !contains(keys(var.job_queues), schedule.queue_key)
      ]
    ]))
    error_message = "job_definitions with gpus must have schedules with a queue that has a compute environment with GPUs."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for arn in values(definition.container.secrets) : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:.+$", arn))
      ]
    ]))
    error_message = "job_definitions must have secrets that are ARNs of Secrets Manager secrets."
  }

  validation {
    condition = alltrue([
      for definition in var.job_definitions : length(setintersection(
        keys(definition.container.environment), concat(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], keys(definition.container.secrets))
      )) == 0
    ])
    error_message = "job_definitions must not hold AWS keys, or the name of a secret, in environment; the job's role gives access."
  }

  # https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for name in concat(keys(definition.container.environment), keys(definition.container.secrets)) : !startswith(name, "AWS_BATCH")
      ]
    ]))
    error_message = "job_definitions must not have variables that start with AWS_BATCH, which AWS Batch sets itself."
  }

  validation {
    condition     = alltrue(flatten([for definition in var.job_definitions : [for bucket in definition.buckets : contains(["read", "write"], bucket.access)]]))
    error_message = "job_definitions must have buckets with the access read or write."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for id, statement in definition.policy_statements : [
          can(regex("^[a-zA-Z0-9]+$", id)),
          length(statement.actions) > 0,
          [for action in statement.actions : can(regex("^[a-z0-9-]+:[a-zA-Z*]*[a-zA-Z][a-zA-Z*]*$", action))],
        ]
      ]
    ]))
    error_message = "job_definitions must have policy_statements with ids of letters and digits, and actions such as dynamodb:GetItem; `*` and `dynamodb:*` are too wide."
  }

  validation {
    condition = alltrue(flatten([
      for definition in var.job_definitions : [
        for statement in definition.policy_statements :
        statement.allow_all_resources != (length(statement.resources) > 0) && !contains(statement.resources, "*")
      ]
    ]))
    error_message = "job_definitions must have policy_statements with either resources, none of them `*`, or allow_all_resources = true."
  }
}
