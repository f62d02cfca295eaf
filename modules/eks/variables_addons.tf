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

  # https://kubernetes.io/releases/version-skew-policy/#kube-proxy
  validation {
    condition = try(
      tonumber(regex("^v1\\.([0-9]+)\\.", var.addons["kube-proxy"].version)[0]) <= tonumber(split(".", var.kubernetes_version)[1]), true
    )
    error_message = "addons must not have a kube-proxy newer than kubernetes_version, ${var.kubernetes_version}."
  }

  validation {
    condition = try(
      tonumber(regex("^v1\\.([0-9]+)\\.", var.addons["kube-proxy"].version)[0]) >= tonumber(split(".", var.kubernetes_version)[1]) - 3, true
    )
    error_message = "addons must not have a kube-proxy more than three minor versions older than kubernetes_version, ${var.kubernetes_version}."
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
