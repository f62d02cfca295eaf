variable "enable_eks" {
  description = "Whether the environment runs EKS."
  type        = bool
  default     = false
  nullable    = false
}

variable "eks_access_entries" {
  description = "Who may use the Kubernetes API, by a name of your choice: a role or user, and EKS access policies by name, for the whole cluster or for namespaces. At least one must be an administrator."
  type = map(object({
    role_key          = optional(string) # of the security layer, or
    principal_arn     = optional(string)
    kubernetes_groups = optional(list(string))
    policies          = optional(map(object({ namespaces = optional(list(string)) })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for entry in var.eks_access_entries : (entry.role_key == null) != (entry.principal_arn == null)])
    error_message = "eks_access_entries must name either a role_key of the security layer or a principal_arn."
  }
}

variable "eks_addons" {
  description = "EKS add-ons by name, besides those that come anyway."
  type = map(object({
    enabled                     = optional(bool)
    version                     = optional(string)
    phase                       = optional(string)
    configuration_values        = optional(string)
    resolve_conflicts_on_update = optional(string)
    pod_identity_role_arns      = optional(map(string))
  }))
  default  = {}
  nullable = false
}

variable "eks_administrator_required" {
  description = "Whether to refuse a cluster whose eks_access_entries have no administrator. Null means to refuse it."
  type        = bool
  default     = null
}

variable "eks_alarms" {
  description = "Changes to the cluster's alarms, by name: api-errors, pods-unschedulable, storage and, with Container Insights, nodes-failed."
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

variable "eks_cluster_autoscaler_enabled" {
  description = "Whether to prepare for the Cluster Autoscaler where a node group has scaling = autoscaler: role, Pod Identity, tags. Null means to."
  type        = bool
  default     = null
}

variable "eks_cluster_endpoint_private_access" {
  description = "Whether the Kubernetes API is reached from inside the VPC. Null means it is."
  type        = bool
  default     = null
}

variable "eks_cluster_endpoint_public_access" {
  description = "Whether the Kubernetes API is reached from the internet too, from eks_public_access_cidrs. Null means it is not."
  type        = bool
  default     = null
}

variable "eks_cluster_version" {
  description = "Kubernetes version, such as 1.35. Null means the module's, one in standard support."
  type        = string
  default     = null
}

variable "eks_fargate_profiles" {
  description = "Fargate profiles by key: pods that a selector matches run on Fargate, in private subnets."
  type = map(object({
    selectors = list(object({
      namespace = string
      labels    = optional(map(string))
    }))
    subnet_ids = optional(list(string))
  }))
  default  = {}
  nullable = false
}

variable "eks_node_groups" {
  description = "Managed node groups by key. scaling says who owns desired_size: autoscaler or terraform."
  type = map(object({
    instance_types = list(string)
    scaling_config = object({
      desired_size = number
      max_size     = number
      min_size     = number
    })
    capacity_type      = optional(string)
    scaling            = optional(string)
    bottlerocket       = optional(bool)
    ami_type           = optional(string)
    kubernetes_version = optional(string)
    subnet_ids         = optional(list(string))
    disk_size          = optional(number)
    labels             = optional(map(string))
    taints = optional(map(object({
      effect = string
      value  = optional(string)
    })))
    max_unavailable_percentage = optional(number)
    node_repair_enabled        = optional(bool)
    metadata_hop_limit         = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "eks_node_policy_arns" {
  description = "Further policies of the nodes' role, by a name of your choice. Pods should get a workload role instead."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "eks_node_security_group_keys" {
  description = "Security groups of the nodes besides the cluster's own, by key of the networking layer."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "eks_oidc_provider_enabled" {
  description = "Whether to make the OIDC provider that workloads with identity = irsa need. Null means to."
  type        = bool
  default     = null
}

variable "eks_public_access_cidrs" {
  description = "Addresses that reach the Kubernetes API from the internet, where that is open."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "eks_secrets_key" {
  description = "Key that encrypts Kubernetes secrets. Null makes one. EKS never changes it, and a plan that would is refused: decide before the first apply."
  type        = object({ arn = string })
  default     = null
}

variable "eks_security_group_keys" {
  description = "Security groups of the control plane's network interfaces besides the one that EKS makes, by key of the networking layer: what they admit, such as a VPN, reaches the private endpoint."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "eks_service_ipv4_cidr" {
  description = "Addresses of Kubernetes services, such as 172.20.0.0/16. Null lets EKS choose. EKS never changes them, and a plan that would is refused: decide before the first apply."
  type        = string
  default     = null
}

variable "eks_support_type" {
  description = "STANDARD, where EKS upgrades the cluster at the end of standard support, or EXTENDED, where it stays for another year at six times the price. Null means STANDARD."
  type        = string
  default     = null
}

variable "eks_volume_kms_key_arn" {
  description = "Key of the nodes' volumes; its policy must let the service-linked role of Auto Scaling use it. Null means the account's default key for EBS."
  type        = string
  default     = null
}

variable "eks_workloads" {
  description = "Roles of Kubernetes service accounts, by key."
  type = map(object({
    namespace       = string
    service_account = string
    identity        = optional(string)
    policy_arns     = optional(map(string))
    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false
}

variable "eks_zonal_shift_enabled" {
  description = "Whether AWS may steer traffic away from a failing availability zone. Null means it may not."
  type        = bool
  default     = null
}
