variable "batch_compute_environments" {
  description = "Where Batch jobs run, by key, in the private subnets: `type` FARGATE, FARGATE_SPOT, EC2, SPOT or UNMANAGED, sizes in vCPUs. `eks_namespace` runs them as pods of the environment's EKS cluster. Empty deploys nothing of Batch."
  type = map(object({
    type                   = string
    max_vcpus              = optional(number)
    min_vcpus              = optional(number)
    instance_types         = optional(list(string))
    image_type             = optional(string)
    volume_size            = optional(number)
    bid_percentage         = optional(number)
    update_timeout_minutes = optional(number)
    paused                 = optional(bool)
    eks_namespace          = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = var.enable_eks || alltrue([for each in var.batch_compute_environments : each.eks_namespace == null])
    error_message = "batch_compute_environments with an eks_namespace need a cluster: set enable_eks to true."
  }
}

variable "batch_job_definitions" {
  description = "Batch jobs by key: what runs (`memory` in MiB), on `platform` FARGATE, EC2 or EKS. Secrets are keys of the data layer's secret_arns, or ARNs. `schedules` submit it, `array_size` times at once."
  type = map(object({
    platform             = optional(string)
    nodes                = optional(number)
    parameters           = optional(map(string))
    scheduling_priority  = optional(number)
    service_account_name = optional(string)
    timeout_seconds      = optional(number)

    container = object({
      image                    = string
      command                  = optional(list(string))
      vcpus                    = optional(number)
      memory                   = optional(number)
      gpus                     = optional(number)
      architecture             = optional(string)
      environment              = optional(map(string))
      ephemeral_storage_gib    = optional(number)
      privileged               = optional(bool)
      readonly_root_filesystem = optional(bool)
      run_as_root              = optional(bool)
      secrets                  = optional(map(string))
      user                     = optional(string)
      writable_paths           = optional(list(string))

      volumes = optional(map(object({
        file_system_id  = string
        access_point_id = optional(string)
        mount_path      = string
        read_only       = optional(bool)
      })))
    })

    retry = optional(object({
      attempts = optional(number)
      causes   = optional(list(string)) # SPOT_INTERRUPTION, IMAGE_PULL, ANY
      rules = optional(list(object({
        action           = string
        on_exit_code     = optional(string)
        on_reason        = optional(string)
        on_status_reason = optional(string)
      })))
    }))

    schedules = optional(map(object({
      expression = string
      timezone   = optional(string)
      queue_key  = string
      array_size = optional(number)
      parameters = optional(map(string))
      paused     = optional(bool)
    })), {})

    buckets = optional(map(object({ arn = string, access = string })))

    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.batch_job_definitions) == 0 || length(var.batch_compute_environments) > 0
    error_message = "batch_job_definitions need batch_compute_environments to run in."
  }

  validation {
    condition = alltrue(flatten([
      for each in var.batch_job_definitions : [
        for schedule in each.schedules : contains(keys(var.batch_job_queues), schedule.queue_key)
      ]
    ]))
    error_message = "batch_job_definitions must have schedules with a queue_key out of batch_job_queues: ${join(", ", keys(var.batch_job_queues))}."
  }
}

variable "batch_job_queues" {
  description = "Batch queues by key: `compute_environment_keys` in the order of preference. A job that cannot start is cancelled after `misconfigured_seconds` or `no_capacity_seconds`; 0 waits for ever."
  type = map(object({
    compute_environment_keys = list(string)
    priority                 = optional(number)
    paused                   = optional(bool)
    misconfigured_seconds    = optional(number)
    no_capacity_seconds      = optional(number)

    fair_share = optional(object({
      compute_reservation = optional(number)
      share_decay_seconds = optional(number)
      weights             = optional(map(number))
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for each in var.batch_job_queues : length(setsubtract(each.compute_environment_keys, keys(var.batch_compute_environments))) == 0
    ])
    error_message = "batch_job_queues must name compute_environment_keys out of batch_compute_environments: ${join(", ", keys(var.batch_compute_environments))}."
  }
}
