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

variable "addons" {
  description = "EKS add-ons by name, besides vpc-cni, kube-proxy, eks-pod-identity-agent, coredns and aws-ebs-csi-driver, which come anyway unless enabled = false. A null version is EKS's default. phase is before or after, that is before or after the first node. configuration_values are JSON. pod_identity_role_arns are by service account; null makes the roles that this module knows."
  type = map(object({
    enabled                     = optional(bool, true)
    version                     = optional(string)
    phase                       = optional(string)
    configuration_values        = optional(string)
    resolve_conflicts_on_update = optional(string, "OVERWRITE")
    pod_identity_role_arns      = optional(map(string))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.addons) : can(regex("^[a-z0-9][a-z0-9_-]*$", name))])
    error_message = "addons must be named as EKS names them, such as metrics-server or amazon-cloudwatch-observability."
  }

  validation {
    condition     = alltrue([for addon in var.addons : addon.version == null ? true : can(regex("^v[0-9]+\\.", addon.version))])
    error_message = "addons must have versions such as v1.20.4-eksbuild.1; leave version out for EKS's default."
  }

  validation {
    condition     = alltrue([for addon in var.addons : addon.phase == null ? true : contains(["before", "after"], addon.phase)])
    error_message = "addons must have the phase before or after, that is before or after the first node."
  }

  validation {
    condition     = alltrue([for addon in var.addons : addon.configuration_values == null ? true : can(keys(jsondecode(addon.configuration_values)))])
    error_message = "addons must have configuration_values that are a JSON object in a string, such as jsonencode({ replicaCount = 3 })."
  }

  validation {
    condition     = alltrue([for addon in var.addons : contains(["NONE", "OVERWRITE", "PRESERVE"], addon.resolve_conflicts_on_update)])
    error_message = "addons must have the resolve_conflicts_on_update OVERWRITE, PRESERVE (keep what was changed inside the cluster) or NONE (fail)."
  }
}

variable "administrator_required" {
  description = "Whether to refuse a cluster whose access_entries have no administrator."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell about API errors, pods without a node, a full store and, with Container Insights, failed nodes. Empty makes no alarms."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))])
    error_message = "alarm_topic_arns must be ARNs of SNS topics, such as arn:aws:sns:us-east-1:123456789012:alarms."
  }
}

variable "cluster_autoscaler_enabled" {
  description = "Whether to prepare for the Cluster Autoscaler, where a node group has scaling = \"autoscaler\": role, Pod Identity of service account kube-system/cluster-autoscaler, tags."
  type        = bool
  default     = true
  nullable    = false
}

variable "endpoint_private_access" {
  description = "Whether the Kubernetes API is reached from inside the VPC."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.endpoint_private_access || var.endpoint_public_access
    error_message = "endpoint_private_access or endpoint_public_access must be true, or nothing reaches the Kubernetes API, not even the nodes."
  }
}

variable "endpoint_public_access" {
  description = "Whether the Kubernetes API is reached from the internet too, from public_access_cidrs."
  type        = bool
  default     = false
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

variable "oidc_provider_enabled" {
  description = "Whether to make the OIDC provider that workloads with identity = \"irsa\" need."
  type        = bool
  default     = true
  nullable    = false
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

variable "public_access_cidrs" {
  description = "Addresses that reach the Kubernetes API from the internet, where endpoint_public_access is true."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.public_access_cidrs : can(cidrhost(cidr, 0))])
    error_message = "public_access_cidrs must be CIDR blocks, such as 203.0.113.0/24."
  }

  validation {
    condition     = alltrue([for cidr in var.public_access_cidrs : try(tonumber(split("/", cidr)[1]) >= 8, true)])
    error_message = "public_access_cidrs must not hold blocks wider than /8; 0.0.0.0/0 opens the Kubernetes API to everyone."
  }

  validation {
    condition     = var.endpoint_public_access == (length(var.public_access_cidrs) > 0)
    error_message = "public_access_cidrs must be given with endpoint_public_access = true, and only then."
  }
}

variable "secrets_key" {
  description = "Key that encrypts Kubernetes secrets. Null makes one that rotates every year. EKS never changes it: decide before the first apply."
  type        = object({ arn = string })
  default     = null

  validation {
    condition     = var.secrets_key == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.secrets_key.arn))
    error_message = "secrets_key.arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "security_group_ids" {
  description = "Security groups of the control plane's network interfaces, besides the one that EKS makes."
  type        = list(string)
  default     = []
  nullable    = false
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
  description = "Tags of everything made here, and of the nodes, their volumes and network interfaces."
  type        = map(string)
  default     = {}
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

variable "zonal_shift_enabled" {
  description = "Whether AWS may steer traffic away from a failing availability zone. Null leaves the setting alone."
  type        = bool
  default     = null
}
