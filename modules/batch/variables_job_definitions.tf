variable "job_definitions" {
  description = "Jobs by key: what runs (`memory` in MiB), on `platform` FARGATE, EC2 or EKS; `nodes` makes a multinode job. A failed attempt is retried where `retry` says so: SPOT_INTERRUPTION, IMAGE_PULL, ANY, or `rules` of your own. `schedules` submit it, `array_size` times at once. `scheduling_priority` counts in queues with fair_share."
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
      expression = string
      timezone   = optional(string, "UTC")
      queue_key  = string
      array_size = optional(number)
      parameters = optional(map(string), {})
      paused     = optional(bool, false)
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
    condition     = alltrue([for each in var.job_definitions : contains(["EC2", "EKS", "FARGATE"], each.platform)])
    error_message = "job_definitions must have the platform EC2, EKS or FARGATE."
  }

  # https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
  validation {
    condition = alltrue([
      for each in var.job_definitions : each.platform != "FARGATE" || contains(
        lookup({
          "0.25" = [512, 1024, 2048]
          "0.5"  = range(1024, 4097, 1024)
          "1"    = range(2048, 8193, 1024)
          "2"    = range(4096, 16385, 1024)
          "4"    = range(8192, 30721, 1024)
          "8"    = range(16384, 61441, 4096)
          "16"   = range(32768, 122881, 8192)
        }, tostring(each.container.vcpus), []),
        each.container.memory
      )
    ])
    error_message = "job_definitions must pair vcpus and memory as Fargate does: 0.25 with 512, 1024 or 2048; in steps of 1024, 0.5 with 1024 to 4096, 1 with 2048 to 8192, 2 with 4096 to 16384, 4 with 8192 to 30720; 8 with 16384 to 61440 in steps of 4096; 16 with 32768 to 122880 in steps of 8192."
  }

  validation {
    condition     = alltrue([for each in var.job_definitions : each.container.vcpus > 0 && each.container.memory >= 4])
    error_message = "job_definitions must have vcpus above 0 and a memory of at least 4 MiB."
  }

  validation {
    condition     = alltrue([for each in var.job_definitions : contains(["arm64", "x86_64"], each.container.architecture)])
    error_message = "job_definitions must have the architecture arm64 or x86_64."
  }

  validation {
    condition = alltrue([
      for each in var.job_definitions : each.platform != "FARGATE" || (each.container.gpus == null && !each.container.privileged && each.nodes == null)
    ])
    error_message = "job_definitions must not have gpus, privileged or nodes on Fargate; platform EC2 has them."
  }

  validation {
    condition = alltrue([
      for each in var.job_definitions : each.container.ephemeral_storage_gib == null ? true : (
        each.platform == "FARGATE" && each.container.ephemeral_storage_gib >= 21 && each.container.ephemeral_storage_gib <= 200
      )
    ])
    error_message = "job_definitions must have ephemeral_storage_gib from 21 to 200, on Fargate only; without it a job gets 20."
  }

  validation {
    condition = alltrue([
      for each in var.job_definitions : each.platform != "EKS" || (
        each.nodes == null && length(each.container.secrets) == 0 && length(each.container.volumes) == 0 &&
        length(each.buckets) == 0 && length(each.policy_statements) == 0
      )
    ])
    error_message = "job_definitions on EKS must not have nodes, secrets, volumes, buckets or policy_statements; a pod gets its access from service_account_name."
  }

  validation {
    condition     = alltrue([for each in var.job_definitions : each.platform == "EKS" || each.service_account_name == null])
    error_message = "job_definitions must have service_account_name on EKS only."
  }

  validation {
    condition     = alltrue([for each in var.job_definitions : each.nodes == null ? true : each.nodes >= 2 && each.nodes <= 1000])
    error_message = "job_definitions must have 2 to 1000 nodes; leave nodes out for a job on one."
  }

  validation {
    condition = alltrue([
      for each in var.job_definitions : each.timeout_seconds >= 60 && each.timeout_seconds <= 1209600
    ])
    error_message = "job_definitions must have timeout_seconds from 60 to 1209600, two weeks."
  }

  validation {
    condition = alltrue([
      for each in var.job_definitions : each.scheduling_priority == null ? true : (
        each.scheduling_priority >= 0 && each.scheduling_priority <= 9999
      )
    ])
    error_message = "job_definitions must have a scheduling_priority from 0 to 9999."
  }

  validation {
    condition     = alltrue([for each in var.job_definitions : each.retry.attempts >= 1 && each.retry.attempts <= 10])
    error_message = "job_definitions must have 1 to 10 attempts in retry."
  }

  validation {
    condition = alltrue([
      for each in var.job_definitions : length(setsubtract(each.retry.causes, ["ANY", "IMAGE_PULL", "SPOT_INTERRUPTION"])) == 0
    ])
    error_message = "job_definitions must retry on ANY, IMAGE_PULL or SPOT_INTERRUPTION; other cases are rules of your own."
  }

  # AWS Batch takes five in all; SPOT_INTERRUPTION is two, and the last one lets everything else fail.
  validation {
    condition = alltrue([
      for each in var.job_definitions :
      length(each.retry.rules) + length(each.retry.causes) + (contains(each.retry.causes, "SPOT_INTERRUPTION") ? 1 : 0)
      + (contains(each.retry.causes, "ANY") ? 0 : 1) <= 5
    ])
    error_message = "job_definitions must have room for their retry rules: AWS Batch takes five, SPOT_INTERRUPTION counts twice, and one says that everything else fails."
  }

  validation {
    condition = alltrue(flatten([
      for each in var.job_definitions : [for rule in each.retry.rules : contains(["exit", "retry"], rule.action)]
    ]))
    error_message = "job_definitions must have retry rules with the action exit or retry."
  }

  validation {
    condition = alltrue(flatten([
      for each in var.job_definitions : [for name in keys(each.schedules) : can(regex("^[a-zA-Z0-9_-]{1,20}$", name))]
    ]))
    error_message = "job_definitions must have schedules with names of 1 to 20 letters, digits, hyphens or underscores."
  }

  # https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
  validation {
    condition = alltrue(flatten([
      for each in var.job_definitions : [
        for schedule in each.schedules : schedule.array_size == null ? true : (
          schedule.array_size >= 2 && schedule.array_size <= 10000 && each.nodes == null
        )
      ]
    ]))
    error_message = "job_definitions must have schedules with an array_size from 2 to 10000, and none for a multinode job."
  }

  validation {
    condition = alltrue(flatten([
      for each in var.job_definitions : [for schedule in each.schedules : contains(keys(var.job_queues), schedule.queue_key)]
    ]))
    error_message = "job_definitions must have schedules with a queue_key out of: ${join(", ", keys(var.job_queues))}."
  }

  validation {
    condition = alltrue(flatten([
      for each in var.job_definitions : [
        for schedule in each.schedules : can(regex("^(at|cron|rate)\\(.+\\)$", schedule.expression))
      ]
    ]))
    error_message = "job_definitions must have schedules such as cron(0 3 * * ? *), rate(1 hour) or at(2030-01-01T00:00:00)."
  }

  validation {
    condition = alltrue(flatten([
      for each in var.job_definitions : [
        for arn in values(each.container.secrets) : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:.+$", arn))
      ]
    ]))
    error_message = "job_definitions must have secrets that are ARNs of Secrets Manager secrets."
  }

  validation {
    condition = alltrue([
      for each in var.job_definitions : length(setintersection(
        keys(each.container.environment), concat(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], keys(each.container.secrets))
      )) == 0
    ])
    error_message = "job_definitions must not hold AWS keys, or the name of a secret, in environment; the job's role gives access."
  }

  validation {
    condition     = alltrue(flatten([for each in var.job_definitions : [for bucket in each.buckets : contains(["read", "write"], bucket.access)]]))
    error_message = "job_definitions must have buckets with the access read or write."
  }

  validation {
    condition = alltrue(flatten([
      for each in var.job_definitions : [
        for id, statement in each.policy_statements : [
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
      for each in var.job_definitions : [
        for statement in each.policy_statements :
        statement.allow_all_resources != (length(statement.resources) > 0) && !contains(statement.resources, "*")
      ]
    ]))
    error_message = "job_definitions must have policy_statements with either resources, none of them `*`, or allow_all_resources = true."
  }
}
