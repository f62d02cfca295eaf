variable "batch_alarms" {
  description = "Changes to Batch's alarms, by name: blocked, failed and, where jobs have schedules, not-submitted. The first two take enabled and severity only."
  type = map(object({
    enabled             = optional(bool)
    severity            = optional(string)
    threshold           = optional(number)
    floor               = optional(number)
    period              = optional(number)
    evaluation_periods  = optional(number)
    datapoints_to_alarm = optional(number)
  }))
  default  = {}
  nullable = false
}

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
    condition     = var.enable_eks || alltrue([for environment in var.batch_compute_environments : environment.eks_namespace == null])
    error_message = "batch_compute_environments with an eks_namespace need a cluster: set enable_eks to true."
  }
}

variable "batch_default_egress_enabled" {
  description = "Whether jobs and instances reach HTTPS everywhere. Null means they do; with false, batch_egress must let them reach endpoints of the VPC."
  type        = bool
  default     = null
}

variable "batch_egress" {
  description = "What Batch jobs may reach besides HTTPS, by a name of your choice: a port, or those up to to_port, of an address range, a prefix list, a security group or an ECS service."
  type = map(object({
    port               = number
    to_port            = optional(number)
    protocol           = optional(string)
    cidr_ipv4          = optional(string)
    prefix_list_id     = optional(string)
    security_group_id  = optional(string)
    security_group_key = optional(string) # of the networking layer
    ecs_service_key    = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for rule in var.batch_egress : length(compact([
        rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id, rule.security_group_key, rule.ecs_service_key
      ])) == 1
    ])
    error_message = "batch_egress must name one of cidr_ipv4, prefix_list_id, security_group_id, security_group_key and ecs_service_key in each rule."
  }

  validation {
    condition = length(setsubtract(
      [for rule in var.batch_egress : rule.ecs_service_key if rule.ecs_service_key != null], var.enable_ecs ? keys(var.ecs_services) : []
    )) == 0
    error_message = "batch_egress must name ecs_service_keys out of ecs_services: ${join(", ", keys(var.ecs_services))}."
  }
}

variable "batch_ingress" {
  description = "What may reach Batch jobs, by a name of your choice. The nodes of a multinode job reach one another anyway."
  type = map(object({
    port               = number
    to_port            = optional(number)
    protocol           = optional(string)
    cidr_ipv4          = optional(string)
    prefix_list_id     = optional(string)
    security_group_id  = optional(string)
    security_group_key = optional(string) # of the networking layer
    ecs_service_key    = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for rule in var.batch_ingress : length(compact([
        rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id, rule.security_group_key, rule.ecs_service_key
      ])) == 1
    ])
    error_message = "batch_ingress must name one of cidr_ipv4, prefix_list_id, security_group_id, security_group_key and ecs_service_key in each rule."
  }

  validation {
    condition = length(setsubtract(
      [for rule in var.batch_ingress : rule.ecs_service_key if rule.ecs_service_key != null], var.enable_ecs ? keys(var.ecs_services) : []
    )) == 0
    error_message = "batch_ingress must name ecs_service_keys out of ecs_services: ${join(", ", keys(var.ecs_services))}."
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
      expression       = string
      timezone         = optional(string)
      queue_key        = string
      array_size       = optional(number)
      share_identifier = optional(string) # where the queue has fair_share
      parameters       = optional(map(string))
      paused           = optional(bool)
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
      for definition in var.batch_job_definitions : [
        for schedule in definition.schedules : contains(keys(var.batch_job_queues), schedule.queue_key)
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
      for queue in var.batch_job_queues : length(setsubtract(queue.compute_environment_keys, keys(var.batch_compute_environments))) == 0
    ])
    error_message = "batch_job_queues must name compute_environment_keys out of batch_compute_environments: ${join(", ", keys(var.batch_compute_environments))}."
  }
}

variable "batch_security_group_keys" {
  description = "Security groups of Batch jobs besides their own, by key of the networking layer."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "batch_volume_kms_key_arn" {
  description = "Key for the volumes of Batch's instances; the service-linked role of Auto Scaling must be allowed to use it. Null means the key that AWS manages."
  type        = string
  default     = null
}
