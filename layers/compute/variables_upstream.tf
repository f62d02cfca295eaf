# The layers below: the root fills these with their outputs. Rules that join an environment's decisions with them stand
# here, for a root has no such variables.

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
    error_message = "lambda_functions name a security group that the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
  }

  validation {
    condition = alltrue(flatten([
      for alb in var.albs : [
        for key in setunion(alb.ingress_security_group_keys, alb.security_group_keys) : contains(keys(var.networking.security_group_ids), key)
      ]
    ]))
    error_message = "albs name a security group that the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
  }

  validation {
    condition = length(setsubtract(
      concat(var.eks_security_group_keys, var.eks_node_security_group_keys), keys(var.networking.security_group_ids)
    )) == 0
    error_message = "eks_security_group_keys and eks_node_security_group_keys name a security group that the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
  }

  # https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html
  validation {
    condition = alltrue([
      for profile in var.eks_fargate_profiles : length(setintersection(coalesce(profile.subnet_ids, []), var.networking.public_subnet_ids)) == 0
    ])
    error_message = "eks_fargate_profiles name a public subnet; pods on Fargate run in private ones only."
  }

  validation {
    condition = length(setsubtract(
      concat(var.batch_security_group_keys, [for rule in concat(values(var.batch_egress), values(var.batch_ingress)) : rule.security_group_key if rule.security_group_key != null]),
      keys(var.networking.security_group_ids)
    )) == 0
    error_message = "batch_egress, batch_ingress and batch_security_group_keys name a security group that the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for rule in concat(values(application.ingress), values(application.egress)) :
        contains(keys(var.networking.security_group_ids), rule.security_group_key) if rule.security_group_key != null
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a security group that the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
  }

  validation {
    condition     = var.ai_assistant == null ? true : contains(keys(var.networking.security_group_ids), "lambda")
    error_message = "ai_assistant runs with the security group lambda, which the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key in api.security_group_keys : contains(keys(var.networking.security_group_ids), key)
      ]
    ]))
    error_message = "api_gateway_http_apis name a security group that the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.ecs_services : [
        for key in concat(service.security_group_keys, [
          for rule in concat(values(service.ingress), values(service.egress)) : rule.security_group_key if rule.security_group_key != null
        ]) : contains(keys(var.networking.security_group_ids), key)
      ]
    ]))
    error_message = "ecs_services name a security group that the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
  }

  validation {
    condition = !contains(coalesce(var.ecs_capacity_providers, []), "EC2") || alltrue([
      for key in var.ecs_ec2.security_group_keys : contains(keys(var.networking.security_group_ids), key)
    ])
    error_message = "ecs_ec2 names a security group that the networking layer does not have; it has ${length(var.networking.security_group_ids) == 0 ? "none" : join(", ", keys(var.networking.security_group_ids))}."
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
    error_message = "albs name a certificate_key that the security layer does not have; it has ${length(var.security.certificate_arns) == 0 ? "none" : join(", ", keys(var.security.certificate_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for environment in application.environments : try(environment.load_balancer.certificate_key, null) == null ? true : contains(keys(var.security.certificate_arns), environment.load_balancer.certificate_key)
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a certificate_key that the security layer does not have; it has ${length(var.security.certificate_arns) == 0 ? "none" : join(", ", keys(var.security.certificate_arns))}."
  }

  validation {
    condition = alltrue([
      for entry in var.eks_access_entries : entry.role_key == null ? true : contains(keys(var.security.role_arns), entry.role_key)
    ])
    error_message = "eks_access_entries name a role_key that the security layer does not have; it has ${length(var.security.role_arns) == 0 ? "none" : join(", ", keys(var.security.role_arns))}."
  }

  validation {
    condition = length(distinct([
      for name, entry in var.eks_access_entries : try(var.security.role_arns[entry.role_key], coalesce(entry.principal_arn, name))
    ])) == length(var.eks_access_entries)
    error_message = "eks_access_entries name a role or user twice; put all its policies into one entry."
  }

  validation {
    condition = alltrue([
      for function in var.lambda_functions : function.role_key == null ? true : contains(keys(var.security.role_arns), function.role_key)
    ])
    error_message = "lambda_functions name a role_key that the security layer does not have; it has ${length(var.security.role_arns) == 0 ? "none" : join(", ", keys(var.security.role_arns))}."
  }

  validation {
    condition     = var.ai_assistant == null ? true : contains(keys(var.security.role_arns), var.ai_assistant.role_key)
    error_message = "ai_assistant names a role_key that the security layer does not have; it has ${length(var.security.role_arns) == 0 ? "none" : join(", ", keys(var.security.role_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for service in values(api.routes)[*].aws_service : contains(keys(var.security.role_arns), service.role_key) if try(service.role_key, null) != null
      ]
    ]))
    error_message = "api_gateway_rest_apis name a role_key that the security layer does not have; it has ${length(var.security.role_arns) == 0 ? "none" : join(", ", keys(var.security.role_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for key in compact(values(api.domains)[*].certificate_key) : contains(keys(var.security.certificate_arns), key)
      ]
    ]))
    error_message = "api_gateway_rest_apis name a certificate_key that the security layer does not have; it has ${length(var.security.certificate_arns) == 0 ? "none" : join(", ", keys(var.security.certificate_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key in compact(values(api.domains)[*].certificate_key) : contains(keys(var.security.certificate_arns), key)
      ]
    ]))
    error_message = "api_gateway_http_apis name a certificate_key that the security layer does not have; it has ${length(var.security.certificate_arns) == 0 ? "none" : join(", ", keys(var.security.certificate_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_websocket_apis : [
        for key in compact(values(api.domains)[*].certificate_key) : contains(keys(var.security.certificate_arns), key)
      ]
    ]))
    error_message = "api_gateway_websocket_apis name a certificate_key that the security layer does not have; it has ${length(var.security.certificate_arns) == 0 ? "none" : join(", ", keys(var.security.certificate_arns))}."
  }

  validation {
    condition = alltrue([
      for distribution in var.cloudfront_distributions :
      distribution.certificate_key == null ? true : contains(keys(var.security.certificate_arns), distribution.certificate_key)
    ])
    error_message = "cloudfront_distributions name a certificate_key that the security layer does not have; it has ${length(var.security.certificate_arns) == 0 ? "none" : join(", ", keys(var.security.certificate_arns))}."
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
        for environment in application.environments : environment.worker == null ? true : contains(keys(var.data.queue_arns), environment.worker.queue_key)
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a queue_key that the data layer does not have; it has ${length(var.data.queue_arns) == 0 ? "none" : join(", ", keys(var.data.queue_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for application in var.elastic_beanstalk_applications : [
        for environment in application.environments : [
          for secret in values(coalesce(environment.secrets, {})) :
          startswith(secret, "arn:") || contains(keys(var.data.secret_arns), secret)
        ]
      ]
    ]))
    error_message = "elastic_beanstalk_applications name a secret that the data layer does not have; it has ${length(var.data.secret_arns) == 0 ? "none" : join(", ", keys(var.data.secret_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for job in var.batch_job_definitions : [
        for secret in values(coalesce(job.container.secrets, {})) :
        startswith(secret, "arn:") || contains(keys(var.data.secret_arns), secret)
      ]
    ]))
    error_message = "batch_job_definitions name a secret that the data layer does not have; it has ${length(var.data.secret_arns) == 0 ? "none" : join(", ", keys(var.data.secret_arns))}."
  }

  validation {
    condition = var.data.artifact_bucket != null || alltrue([
      for function in var.lambda_functions : function.s3_package == null ? true : function.s3_package.bucket != null
    ])
    error_message = "lambda_functions must have an s3_package with its bucket; the data layer has no artifact_bucket to stand in."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [
        for table in function.tables : table.key == null ? true : contains(keys(var.data.table_arns), table.key)
      ]
    ]))
    error_message = "lambda_functions name a table that the data layer does not have; it has ${length(var.data.table_arns) == 0 ? "none" : join(", ", keys(var.data.table_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [
        for key in concat(values(function.queues)[*].key, values(function.event_sources)[*].key) : key == null ? true : contains(keys(var.data.queue_arns), key)
      ]
    ]))
    error_message = "lambda_functions name a queue that the data layer does not have; it has ${length(var.data.queue_arns) == 0 ? "none" : join(", ", keys(var.data.queue_arns))}."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [
        for secret in function.secrets : secret.key == null ? true : contains(keys(var.data.secret_arns), secret.key)
      ]
    ]))
    error_message = "lambda_functions name a secret that the data layer does not have; it has ${length(var.data.secret_arns) == 0 ? "none" : join(", ", keys(var.data.secret_arns))}."
  }

  validation {
    condition     = var.backups == null ? true : length(setsubtract(var.backups.table_keys, keys(var.data.table_arns))) == 0
    error_message = "backups name a table that the data layer does not have; it has ${length(var.data.table_arns) == 0 ? "none" : join(", ", keys(var.data.table_arns))}."
  }
}
