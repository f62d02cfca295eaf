variable "access_entries" {
  description = "Who may use the Kubernetes API, by a name of your choice: a role or user, and EKS access policies by name, for the whole cluster or for namespaces. Kubernetes groups are for RBAC of your own."
  type = map(object({
    principal_arn     = string
    kubernetes_groups = optional(list(string), [])
    policies = optional(map(object({
      namespaces = optional(list(string), [])
    })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for entry in var.access_entries : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(role|user)/.+$", entry.principal_arn))])
    error_message = "access_entries must have principal_arn of a role or user with its whole path, such as arn:aws:iam::123456789012:role/admin; an assumed-role ARN is a session, not a role."
  }

  validation {
    condition     = length(distinct(values(var.access_entries)[*].principal_arn)) == length(var.access_entries)
    error_message = "access_entries must name each principal_arn once; put all its policies into one entry."
  }

  validation {
    condition = alltrue(flatten([
      for entry in var.access_entries : [for policy in keys(entry.policies) : can(regex("^Amazon[A-Za-z]+Policy$", policy))]
    ]))
    error_message = "access_entries must name policies as EKS does, such as AmazonEKSClusterAdminPolicy or AmazonEKSViewPolicy, without the ARN in front."
  }

  validation {
    condition = alltrue(flatten([
      for entry in var.access_entries : [
        for group in entry.kubernetes_groups : !can(regex("^(system|eks|aws|amazon|iam):", group))
      ]
    ]))
    error_message = "access_entries must not have kubernetes_groups that start with system:, eks:, aws:, amazon: or iam:; for administrators use the policy AmazonEKSClusterAdminPolicy."
  }

  validation {
    condition = var.administrator_required == false || anytrue(flatten([
      for entry in var.access_entries : [
        for policy, scope in entry.policies : policy == "AmazonEKSClusterAdminPolicy" && length(scope.namespaces) == 0
      ]
    ]))
    error_message = "access_entries must have an administrator, one with the policy AmazonEKSClusterAdminPolicy and no namespaces, or nobody gets into the cluster; administrator_required = false allows that."
  }
}

variable "administrator_required" {
  description = "Whether to refuse a cluster whose access_entries have no administrator."
  type        = bool
  default     = true
  nullable    = false
}

variable "oidc_provider_enabled" {
  description = "Whether to make the OIDC provider that workloads with identity = \"irsa\" need."
  type        = bool
  default     = true
  nullable    = false
}

variable "workloads" {
  description = "Roles of service accounts, by key. identity is pod_identity, or irsa for pods on Fargate. policy_statements are by statement id, their conditions as in IAM: operator, key, values; policy_arns by a name of your choice."
  type = map(object({
    namespace       = string
    service_account = string
    identity        = optional(string, "pod_identity")
    policy_arns     = optional(map(string), {})
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
    condition     = alltrue([for key in keys(var.workloads) : can(regex("^[a-z][a-z0-9-]{0,62}$", key))])
    error_message = "workloads must have keys of 1 to 63 lower-case letters, digits or hyphens, a letter first."
  }

  validation {
    condition = alltrue(flatten([
      for workload in var.workloads : [
        for name in [workload.namespace, workload.service_account] : can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", name))
      ]
    ]))
    error_message = "workloads must have one namespace and one service_account each, spelled as in Kubernetes and without wildcards."
  }

  validation {
    condition     = alltrue([for workload in var.workloads : contains(["pod_identity", "irsa"], workload.identity)])
    error_message = "workloads must have the identity pod_identity or irsa."
  }

  validation {
    condition = length(distinct([
      for workload in var.workloads : "${workload.namespace}/${workload.service_account}" if workload.identity == "pod_identity"
    ])) == length([for workload in var.workloads : workload if workload.identity == "pod_identity"])
    error_message = "workloads must name each service account once with pod_identity: EKS gives it one role."
  }

  validation {
    condition     = var.oidc_provider_enabled || alltrue([for workload in var.workloads : workload.identity != "irsa"])
    error_message = "workloads with identity irsa need the OIDC provider: leave oidc_provider_enabled true."
  }

  validation {
    condition     = alltrue(flatten([for workload in var.workloads : [for id in keys(workload.policy_statements) : can(regex("^[a-zA-Z0-9]+$", id))]]))
    error_message = "workloads must have policy_statements with ids of letters and digits only, such as ReadOrders."
  }

  validation {
    condition = alltrue(flatten([
      for workload in var.workloads : [
        for statement in workload.policy_statements : [
          length(statement.actions) > 0,
          [for action in statement.actions : can(regex("^[a-z0-9-]+:[a-zA-Z*]*[a-zA-Z][a-zA-Z*]*$", action))],
        ]
      ]
    ]))
    error_message = "workloads must have policy_statements that list actions such as dynamodb:GetItem; `*` and `dynamodb:*` are too wide."
  }

  validation {
    condition = alltrue(flatten([
      for workload in var.workloads : [
        for statement in workload.policy_statements : statement.allow_all_resources != (length(statement.resources) > 0)
      ]
    ]))
    error_message = "workloads must have policy_statements with either resources or allow_all_resources = true."
  }

  validation {
    condition     = alltrue(flatten([for workload in var.workloads : [for statement in workload.policy_statements : !contains(statement.resources, "*")]]))
    error_message = "workloads must not have policy_statements with the resource `*`; where AWS knows no resources, say allow_all_resources = true."
  }
}
