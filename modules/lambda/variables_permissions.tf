variable "buckets" {
  description = "Buckets that the code uses, by the environment variable that gets their name: `access` read or write (which includes read)."
  type        = map(object({ arn = string, access = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for bucket in var.buckets : contains(["read", "write"], bucket.access)])
    error_message = "buckets must have the access read or write."
  }
}

variable "create_role" {
  description = "Whether the execution role is made here. False needs external_role_arn, whose owner allows what the output `policy` says."
  type        = bool
  default     = true
  nullable    = false
}

variable "data_key_arns" {
  description = "Keys, besides kms_key_arn, of the secrets, tables, queues, buckets, topics and event sources."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.data_key_arns : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "data_key_arns must be ARNs of keys, arn:aws:kms:REGION:ACCOUNT:key/ID, not aliases or bare ids."
  }
}

variable "external_role_arn" {
  description = "Execution role that is made elsewhere, with create_role = false. Null makes one here."
  type        = string
  default     = null

  validation {
    condition     = var.create_role == (var.external_role_arn == null)
    error_message = "external_role_arn must be given with create_role = false, and only then."
  }

  validation {
    condition     = var.external_role_arn == null ? true : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", var.external_role_arn))
    error_message = "external_role_arn must be the ARN of a role, such as arn:aws:iam::123456789012:role/function."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the execution role. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "policy_statements" {
  description = "What the code may do besides logging and tracing, by statement id. `conditions` is as in IAM: operator, key, values."
  type = map(object({
    actions             = list(string)
    resources           = optional(list(string), [])
    allow_all_resources = optional(bool, false)
    conditions          = optional(map(map(list(string))))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.policy_statements) : can(regex("^[a-zA-Z0-9]+$", id))])
    error_message = "policy_statements must have ids of letters and digits only, such as ReadOrders."
  }

  validation {
    condition = alltrue(flatten([
      for statement in var.policy_statements : [
        length(statement.actions) > 0,
        [for action in statement.actions : can(regex("^[a-z0-9-]+:[a-zA-Z*]*[a-zA-Z][a-zA-Z*]*$", action))],
      ]
    ]))
    error_message = "policy_statements must list actions such as dynamodb:GetItem; `*` and `dynamodb:*` are too wide."
  }

  validation {
    condition = alltrue([
      for statement in var.policy_statements : statement.allow_all_resources != (length(statement.resources) > 0)
    ])
    error_message = "policy_statements must have either resources or allow_all_resources = true."
  }

  validation {
    condition     = alltrue([for statement in var.policy_statements : !contains(statement.resources, "*")])
    error_message = "policy_statements must not have the resource `*`; where AWS knows no resources, say allow_all_resources = true."
  }
}

variable "queues" {
  description = "Queues that the code uses, by the environment variable that gets their URL: `access` receive or send. Queues that invoke the function are event_sources."
  type        = map(object({ arn = string, access = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for queue in var.queues : contains(["receive", "send"], queue.access)])
    error_message = "queues must have the access receive or send."
  }
}

variable "secrets" {
  description = "Secrets that the code reads, by the environment variable that gets their ARN: of a Secrets Manager secret or an SSM parameter."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for arn in values(var.secrets) : can(regex(
        "^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:|ssm:[a-z0-9-]+:[0-9]{12}:parameter/).+$", arn
      ))
    ])
    error_message = "secrets must be ARNs of Secrets Manager secrets or SSM parameters, not their values."
  }
}

variable "tables" {
  description = "DynamoDB tables that the code uses, with their indexes, by the environment variable that gets their name: `access` read or write (which includes read)."
  type        = map(object({ arn = string, access = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for table in var.tables : contains(["read", "write"], table.access)])
    error_message = "tables must have the access read or write."
  }
}

variable "topics" {
  description = "SNS topics that the code publishes to, by the environment variable that gets their ARN."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.topics) : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))])
    error_message = "topics must be ARNs of SNS topics, such as arn:aws:sns:us-east-1:123456789012:orders."
  }
}
