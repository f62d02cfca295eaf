# What every service shares; a service's own are in variables_<service>.tf. A default that belongs to one module stands
# there, not here: an attribute left out arrives as null, and the module puts its own in.

# environment

variable "aws_region" {
  description = "Region of the environment, the same as the provider's."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must look like us-east-1."
  }
}

variable "dr_region" {
  description = "Region that holds copies for disaster recovery; the same as aws_region for none elsewhere."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.dr_region))
    error_message = "dr_region must look like us-west-2."
  }
}

variable "environment" {
  description = "Name of the environment, such as dev or prod."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment))
    error_message = "environment must be 1 to 16 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "project_name" {
  description = "Name of the project. With the environment it starts every name that is not given."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.project_name))
    error_message = "project_name must be 2 to 24 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "tags" {
  description = "Tags of everything in the environment, besides Project, Environment, Layer and ManagedBy."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether what holds traffic or state refuses to be destroyed until this is false and applied."
  type        = bool
  default     = true
  nullable    = false
}

# observability

variable "alarm_emails" {
  description = "Addresses that are told of every alarm. Each has to confirm once."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "alarm_emails must be e-mail addresses, such as platform@example.com."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept. Null keeps them as long as each module says."
  type        = number
  default     = null

  validation {
    condition = var.log_retention_days == null ? true : contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

# the layers below; the root fills these with their outputs

variable "networking" {
  description = "Outputs of the networking layer. security_group_ids are by key, such as lambda."
  type = object({
    vpc_id             = string
    vpc_cidr_block     = string
    private_subnet_ids = list(string)
    public_subnet_ids  = optional(list(string), [])
    security_group_ids = map(string)
  })
  nullable = false

  validation {
    condition     = length(setintersection(var.networking.private_subnet_ids, var.networking.public_subnet_ids)) == 0
    error_message = "networking lists a subnet both as private and as public; workloads run in private ones only."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [
        for key in function.vpc_config.security_group_keys : contains(keys(var.networking.security_group_ids), key)
      ] if function.vpc_enabled && function.vpc_config.security_group_ids == null
    ]))
    error_message = "lambda_functions name a security group that the networking layer does not have; it has ${join(", ", keys(var.networking.security_group_ids))}."
  }
}

variable "security" {
  description = "Outputs of the security layer; certificates and roles are by key. A null kms_key_arn leaves encryption to keys that AWS owns; a null permissions_boundary_arn bounds no role."
  type = object({
    kms_key_arn              = optional(string)
    permissions_boundary_arn = optional(string)
    certificate_arns         = optional(map(string), {})
    role_arns                = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for alb in var.albs : try(alb.https.certificate_key, null) == null ? true : contains(keys(var.security.certificate_arns), alb.https.certificate_key)
    ])
    error_message = "albs name a certificate_key that the security layer does not have; it has ${join(", ", keys(var.security.certificate_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for it in application.environments : try(it.load_balancer.certificate_key, null) == null ? true : contains(keys(var.security.certificate_arns), it.load_balancer.certificate_key)
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a certificate_key that the security layer does not have; it has ${join(", ", keys(var.security.certificate_arns))}."
  }

  validation {
    condition = alltrue([
      for entry in var.eks_access_entries : entry.role_key == null ? true : contains(keys(var.security.role_arns), entry.role_key)
    ])
    error_message = "eks_access_entries name a role_key that the security layer does not have; it has ${join(", ", keys(var.security.role_arns))}."
  }
}

variable "data" {
  description = "Outputs of the data layer. Names and ARNs by key, for the services that use them."
  type = object({
    artifact_bucket = optional(string)
    table_arns      = optional(map(string), {})
    queue_arns      = optional(map(string), {})
    secret_arns     = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for it in application.environments : it.worker == null ? true : contains(keys(var.data.queue_arns), it.worker.queue_key)
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a queue_key that the data layer does not have; it has ${join(", ", keys(var.data.queue_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for it in application.environments : [
          for secret in values(coalesce(it.secrets, {})) :
          startswith(secret, "arn:") || contains(keys(var.data.secret_arns), secret)
        ]
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a secret that the data layer does not have; it has ${join(", ", keys(var.data.secret_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for job in var.batch_job_definitions : [
        for secret in values(coalesce(job.container.secrets, {})) :
        startswith(secret, "arn:") || contains(keys(var.data.secret_arns), secret)
      ]
    ]))
    error_message = "batch_job_definitions name a secret that the data layer does not have; it has ${join(", ", keys(var.data.secret_arns))}."
  }
}
