variable "cluster_autoscaler_enabled" {
  description = "Whether to prepare for the Cluster Autoscaler, where a node group has scaling = \"autoscaler\": role, Pod Identity of service account kube-system/cluster-autoscaler, tags."
  type        = bool
  default     = true
  nullable    = false
}

variable "fargate_profiles" {
  description = "Fargate profiles by key: pods that a selector matches run on Fargate. Namespaces and labels may hold * and ?. Null subnet_ids are those of the cluster."
  type = map(object({
    selectors = list(object({
      namespace = string
      labels    = optional(map(string), {})
    }))
    subnet_ids = optional(list(string))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.fargate_profiles) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "fargate_profiles must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first."
  }

  validation {
    condition     = alltrue([for profile in var.fargate_profiles : length(profile.selectors) >= 1 && length(profile.selectors) <= 5])
    error_message = "fargate_profiles must have 1 to 5 selectors each."
  }

  # https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html
  validation {
    condition = alltrue(flatten([
      for profile in var.fargate_profiles : [for selector in profile.selectors : length(selector.labels) <= 5]
    ]))
    error_message = "fargate_profiles must have selectors of at most 5 labels."
  }
}

variable "node_groups" {
  description = "Node groups by key. scaling says who owns desired_size: autoscaler (it is then only where the group starts) or terraform. The image is Amazon Linux 2023, or with bottlerocket = true Bottlerocket, for the processor of the instance_types; ami_type names another. disk_size is in GB. taints are by key, with the effect NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE. metadata_hop_limit 2 lets pods reach the node's credentials. Null kubernetes_version and subnet_ids are those of the cluster."
  type = map(object({
    instance_types = list(string)
    scaling_config = object({
      desired_size = number
      max_size     = number
      min_size     = number
    })
    capacity_type      = optional(string, "ON_DEMAND")
    scaling            = optional(string, "autoscaler")
    bottlerocket       = optional(bool, false)
    ami_type           = optional(string)
    kubernetes_version = optional(string)
    subnet_ids         = optional(list(string))
    disk_size          = optional(number, 50)
    labels             = optional(map(string), {})
    taints = optional(map(object({
      effect = string
      value  = optional(string)
    })), {})
    max_unavailable_percentage = optional(number, 33)
    node_repair_enabled        = optional(bool, true)
    metadata_hop_limit         = optional(number, 1)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.node_groups) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "node_groups must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first."
  }

  validation {
    condition = alltrue([
      for group in var.node_groups : length(group.instance_types) > 0 && alltrue([
        for type in group.instance_types : can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$", type))
      ])
    ])
    error_message = "node_groups must have instance_types such as m7g.large, at least one per group."
  }

  # The first letter after the generation tells Graviton: m7g, c6gn, t4g.
  validation {
    condition = alltrue([
      for group in var.node_groups :
      length(distinct([for type in group.instance_types : can(regex("^(a1|[a-z]+[0-9]+g[a-z]*)\\.", type))])) <= 1
    ])
    error_message = "node_groups must not mix Graviton and x86 instance_types in one group, which has one image; make two groups."
  }

  validation {
    condition = alltrue([
      for group in var.node_groups : alltrue([
        for size in values(group.scaling_config) : size >= 0 && floor(size) == size
      ]) && group.scaling_config.max_size >= 1
    ])
    error_message = "node_groups must have whole numbers from 0 as sizes, and a max_size from 1."
  }

  validation {
    condition = alltrue([
      for group in var.node_groups :
      group.scaling_config.min_size <= group.scaling_config.desired_size && group.scaling_config.desired_size <= group.scaling_config.max_size
    ])
    error_message = "node_groups must have min_size <= desired_size <= max_size; got ${join(", ", [for key, group in var.node_groups : "${key} ${group.scaling_config.min_size} <= ${group.scaling_config.desired_size} <= ${group.scaling_config.max_size}"])}."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : contains(["ON_DEMAND", "SPOT"], group.capacity_type)])
    error_message = "node_groups must have the capacity_type ON_DEMAND or SPOT."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : contains(["autoscaler", "terraform"], group.scaling)])
    error_message = "node_groups must have the scaling autoscaler or terraform: who owns desired_size."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : group.ami_type == null ? true : can(regex("^(AL2023|BOTTLEROCKET)_", group.ami_type))])
    error_message = "node_groups must have an ami_type of AL2023_ or BOTTLEROCKET_; Amazon Linux 2 gets no updates any more, and Windows and images of your own are not supported."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : group.kubernetes_version == null ? true : can(regex("^1\\.[0-9]{2}$", group.kubernetes_version))])
    error_message = "node_groups must have a kubernetes_version such as \"1.35\", in quotes, or none."
  }

  validation {
    condition = alltrue([
      for group in var.node_groups :
      try(tonumber(split(".", group.kubernetes_version)[1]) <= tonumber(split(".", var.kubernetes_version)[1]), true)
    ])
    error_message = "node_groups must not have a kubernetes_version newer than that of the control plane, ${var.kubernetes_version}."
  }

  # https://kubernetes.io/releases/version-skew-policy/#kubelet
  validation {
    condition = alltrue([
      for group in var.node_groups :
      try(tonumber(split(".", group.kubernetes_version)[1]) >= tonumber(split(".", var.kubernetes_version)[1]) - 3, true)
    ])
    error_message = "node_groups must not have a kubernetes_version more than three minor versions older than that of the control plane, ${var.kubernetes_version}: upgrade the nodes first."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : group.disk_size >= 20 && group.disk_size <= 16384 && floor(group.disk_size) == group.disk_size])
    error_message = "node_groups must have a disk_size in whole GB from 20 to 16384."
  }

  validation {
    condition = alltrue(flatten([
      for group in var.node_groups : [
        for taint in group.taints : contains(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"], taint.effect)
      ]
    ]))
    error_message = "node_groups must have taints with the effect NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : group.max_unavailable_percentage >= 1 && group.max_unavailable_percentage <= 100 && floor(group.max_unavailable_percentage) == group.max_unavailable_percentage])
    error_message = "node_groups must have a max_unavailable_percentage in whole percent from 1 to 100."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : contains([1, 2], group.metadata_hop_limit)])
    error_message = "node_groups must have the metadata_hop_limit 1, or 2 for pods that cannot do without the node's metadata."
  }
}

variable "node_policy_arns" {
  description = "Further policies of the nodes' role, by a name of your choice. Pods should get a workload role instead."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.node_policy_arns : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", arn))])
    error_message = "node_policy_arns must be ARNs of IAM policies, such as arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore."
  }

  validation {
    condition     = length(setintersection(keys(var.node_policy_arns), ["join", "pull"])) == 0
    error_message = "node_policy_arns must not use the names join and pull, which are the nodes' own policies."
  }
}

variable "node_security_group_ids" {
  description = "Security groups of the nodes, besides the cluster's own."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "volume_kms_key_arn" {
  description = "Key of the nodes' volumes; its policy must let the service-linked role of Auto Scaling use it. Null means the account's default key for EBS."
  type        = string
  default     = null

  validation {
    condition     = var.volume_kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.volume_kms_key_arn))
    error_message = "volume_kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}
