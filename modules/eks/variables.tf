variable "account_id" {
  description = "Id of the AWS account, 12 digits. Policies name their resources with it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "name" {
  description = "Cluster name. Also starts the names of its roles, launch templates, key alias, log groups and alarms."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$", var.name))
    error_message = "name must be 1 to 100 letters, digits, hyphens or underscores, a letter or digit first."
  }
}

variable "subnet_ids" {
  description = "Private subnets of the control plane, and of nodes and Fargate pods that name none; in at least two availability zones."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2
    error_message = "subnet_ids must name at least two subnets, in different availability zones."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: api-errors, pods-unschedulable, storage and, with Container Insights, nodes-failed. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "kms_key_arn" {
  description = "Key for log groups. Null means keys that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "kubernetes_version" {
  description = "Kubernetes version of the control plane, and of node groups that name none. EKS upgrades one minor version at a time."
  type        = string
  default     = "1.35"
  nullable    = false

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "kubernetes_version must look like \"1.35\", in quotes."
  }

  # Three versions a year come after the newest that this module knows (checks.tf); what is far beyond is a slip of the pen.
  validation {
    condition     = !can(regex("^1[.][0-9]{2}$", var.kubernetes_version)) || can(regex("^1[.](2[89]|3[0-9]|4[0-5])$", var.kubernetes_version))
    error_message = "kubernetes_version must be one that EKS has, 1.28 or later; it has no ${var.kubernetes_version}."
  }
}

variable "log_retention_days" {
  description = "Days to keep logs."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds every role made here. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "secrets_key" {
  description = "Key that encrypts Kubernetes secrets. Null makes one that rotates every year. EKS never changes it, and a plan that would is refused: decide before the first apply."
  type        = object({ arn = string })
  default     = null

  validation {
    condition     = var.secrets_key == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.secrets_key.arn))
    error_message = "secrets_key.arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "support_type" {
  description = "STANDARD, where EKS upgrades the cluster at the end of standard support, or EXTENDED, where it stays for another year at six times the price."
  type        = string
  default     = "STANDARD"
  nullable    = false

  validation {
    condition     = contains(["STANDARD", "EXTENDED"], var.support_type)
    error_message = "support_type must be STANDARD or EXTENDED."
  }
}

variable "tags" {
  description = "Tags of everything made here, and of the nodes, their volumes and network interfaces. A changed tag replaces no node: it reaches new nodes with the next change of the group."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "zonal_shift_enabled" {
  description = "Whether AWS may steer traffic away from a failing availability zone."
  type        = bool
  default     = false
  nullable    = false
}
