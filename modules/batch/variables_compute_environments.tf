variable "compute_environments" {
  description = "Where jobs run, by key: `type` FARGATE, FARGATE_SPOT, EC2, SPOT or UNMANAGED, sizes in vCPUs. Instances have `instance_types` and volumes of `volume_size` GB; `image_type` null means Amazon Linux 2023, with the driver of NVIDIA for instances with a GPU; `bid_percentage` null means up to the on-demand price. `eks` runs jobs as pods of a cluster. A change waits `update_timeout_minutes` for running jobs."
  type = map(object({
    type                   = string
    max_vcpus              = optional(number)
    min_vcpus              = optional(number, 0)
    instance_types         = optional(list(string), ["default_x86_64"])
    image_type             = optional(string)
    volume_size            = optional(number, 100)
    bid_percentage         = optional(number)
    update_timeout_minutes = optional(number, 30)
    paused                 = optional(bool, false)

    eks = optional(object({
      cluster_arn  = string
      cluster_name = string
      namespace    = string
    }))
  }))
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.compute_environments) : can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,23}$", key))])
    error_message = "compute_environments must have keys of 1 to 24 letters, digits, hyphens or underscores."
  }

  validation {
    condition = alltrue([
      for environment in var.compute_environments : contains(["EC2", "FARGATE", "FARGATE_SPOT", "SPOT", "UNMANAGED"], environment.type)
    ])
    error_message = "compute_environments must have the type EC2, FARGATE, FARGATE_SPOT, SPOT or UNMANAGED."
  }

  validation {
    condition     = alltrue([for environment in var.compute_environments : (environment.type == "UNMANAGED") == (environment.max_vcpus == null)])
    error_message = "compute_environments must bound what they may cost with max_vcpus; only those of type UNMANAGED have none."
  }

  validation {
    condition = alltrue([
      for environment in var.compute_environments :
      environment.max_vcpus == null ? true : 0 <= environment.min_vcpus && environment.min_vcpus <= environment.max_vcpus && environment.max_vcpus > 0
    ])
    error_message = "compute_environments must have 0 <= min_vcpus <= max_vcpus, and a max_vcpus of at least 1."
  }

  validation {
    condition = alltrue([
      for environment in var.compute_environments : startswith(environment.type, "FARGATE") ? environment.min_vcpus == 0 && environment.eks == null : true
    ])
    error_message = "compute_environments must have min_vcpus and eks only with instances: type EC2 or SPOT, not FARGATE."
  }

  validation {
    condition = alltrue([
      for environment in var.compute_environments : environment.bid_percentage == null ? true :
      environment.type == "SPOT" && environment.bid_percentage >= 1 && environment.bid_percentage <= 100
    ])
    error_message = "compute_environments must have a bid_percentage from 1 to 100, and only with type SPOT."
  }

  validation {
    condition     = alltrue([for environment in var.compute_environments : length(environment.instance_types) > 0])
    error_message = "compute_environments must have instance_types, such as default_x86_64, c7i or m7g.large."
  }

  # https://docs.aws.amazon.com/batch/latest/userguide/create-compute-environment.html
  validation {
    condition = alltrue([
      for environment in var.compute_environments : length(distinct([
        for type in environment.instance_types : can(regex("^(default_arm64$|a1|[a-z]+[0-9]+g[a-z]*([.]|$))", type))
      ])) <= 1
    ])
    error_message = "compute_environments must not mix Graviton and x86 instance_types in one environment; make two, and list both in a queue."
  }

  validation {
    condition = alltrue([
      for environment in var.compute_environments : environment.image_type == null ? true :
      startswith(environment.image_type, environment.eks == null ? "ECS_" : "EKS_")
    ])
    error_message = "compute_environments must have an image_type that starts with ECS_, or on a cluster of EKS with EKS_, such as ECS_AL2023; leave it out for the right one."
  }

  # A job that asks for a GPU never starts on an image without the driver.
  validation {
    condition = alltrue([
      for environment in var.compute_environments : environment.image_type == null ? true : (
        endswith(environment.image_type, "_NVIDIA") || !anytrue([for type in environment.instance_types : can(regex("^(p[0-9]|gr?[0-9])", type))])
      )
    ])
    error_message = "compute_environments must have an image_type with the driver of NVIDIA, such as ECS_AL2023_NVIDIA, for instances with a GPU; leave it out for the right one."
  }

  # The image does not fit on less.
  validation {
    condition     = alltrue([for environment in var.compute_environments : environment.volume_size >= 30])
    error_message = "compute_environments must have a volume_size of at least 30 GB."
  }

  validation {
    condition = alltrue([
      for environment in var.compute_environments : environment.update_timeout_minutes >= 1 && environment.update_timeout_minutes <= 360
    ])
    error_message = "compute_environments must have update_timeout_minutes from 1 to 360."
  }

  validation {
    condition = alltrue([for environment in var.compute_environments : environment.type == "UNMANAGED"]) || (
      var.subnet_ids != null && var.vpc_id != null
    )
    error_message = "compute_environments need subnet_ids and vpc_id, unless every type is UNMANAGED."
  }
}

variable "job_queues" {
  description = "Queues by key: `compute_environment_keys` in the order of preference, the highest `priority` first. A job that cannot start is cancelled after `misconfigured_seconds` or `no_capacity_seconds`; 0 waits for ever. `fair_share` shares the queue by share identifier: `weights`, lower gets more; a queue keeps it, or stays without it, for life."
  type = map(object({
    compute_environment_keys = list(string)
    priority                 = optional(number, 1)
    paused                   = optional(bool, false)
    misconfigured_seconds    = optional(number, 600)
    no_capacity_seconds      = optional(number, 0)

    fair_share = optional(object({
      compute_reservation = optional(number, 0)
      share_decay_seconds = optional(number, 3600)
      weights             = optional(map(number), {})
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.job_queues) : can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,39}$", key))])
    error_message = "job_queues must have keys of 1 to 40 letters, digits, hyphens or underscores."
  }

  validation {
    condition = alltrue([
      for queue in var.job_queues : length(queue.compute_environment_keys) >= 1 && length(queue.compute_environment_keys) <= 3
    ])
    error_message = "job_queues must have one to three compute_environment_keys."
  }

  validation {
    condition = alltrue([
      for queue in var.job_queues : length(setsubtract(queue.compute_environment_keys, keys(var.compute_environments))) == 0
    ])
    error_message = "job_queues must name compute_environment_keys out of: ${join(", ", keys(var.compute_environments))}."
  }

  # https://docs.aws.amazon.com/batch/latest/userguide/job_queue_compute_environments.html
  validation {
    condition = alltrue([
      for queue in var.job_queues : length(distinct([
        for key in queue.compute_environment_keys : (
          startswith(var.compute_environments[key].type, "FARGATE") ? "FARGATE"
          : var.compute_environments[key].type == "UNMANAGED" ? "UNMANAGED"
          : var.compute_environments[key].eks == null ? "EC2" : "EKS"
        ) if contains(keys(var.compute_environments), key)
      ])) <= 1
    ])
    error_message = "job_queues must not mix compute environments on Fargate, EC2, EKS and unmanaged ones; AWS Batch does not allow it."
  }

  validation {
    condition     = alltrue([for queue in var.job_queues : queue.priority >= 0 && queue.priority <= 1000])
    error_message = "job_queues must have a priority from 0 to 1000."
  }

  validation {
    condition = alltrue(flatten([
      for queue in var.job_queues : [
        for seconds in [queue.misconfigured_seconds, queue.no_capacity_seconds] :
        seconds == 0 || (seconds >= 600 && seconds <= 86400)
      ]
    ]))
    error_message = "job_queues must have misconfigured_seconds and no_capacity_seconds from 600 to 86400, or 0 for no limit."
  }

  validation {
    condition = alltrue([
      for queue in var.job_queues : queue.fair_share == null ? true : (
        queue.fair_share.compute_reservation >= 0 && queue.fair_share.compute_reservation <= 99 &&
        queue.fair_share.share_decay_seconds >= 0 && queue.fair_share.share_decay_seconds <= 604800
      )
    ])
    error_message = "job_queues must have a fair_share with compute_reservation from 0 to 99 percent and share_decay_seconds from 0 to 604800."
  }

  validation {
    condition = alltrue(flatten([
      for queue in var.job_queues : queue.fair_share == null ? [] : [
        for identifier, weight in queue.fair_share.weights :
        can(regex("^[a-zA-Z0-9]{1,254}[a-zA-Z0-9*]?$", identifier)) && weight >= 0.0001 && weight <= 999.9999
      ]
    ]))
    error_message = "job_queues must have fair_share weights from 0.0001 to 999.9999 by share identifiers of letters and digits, such as research or team*."
  }
}
