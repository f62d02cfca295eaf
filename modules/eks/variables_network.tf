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

variable "security_group_ids" {
  description = "Security groups of the control plane's network interfaces, besides the one that EKS makes."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "service_ipv4_cidr" {
  description = "Addresses of Kubernetes services, such as 172.20.0.0/16; nothing that pods talk to may use them too. Null lets EKS choose. EKS never changes them: decide before the first apply."
  type        = string
  default     = null

  # https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
  validation {
    condition = var.service_ipv4_cidr == null ? true : (
      can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)[0-9.]+/(1[2-9]|2[0-4])$", var.service_ipv4_cidr))
      && try(cidrsubnet(var.service_ipv4_cidr, 0, 0) == var.service_ipv4_cidr, false)
    )
    error_message = "service_ipv4_cidr must be a block from /12 to /24 of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, such as 172.20.0.0/16."
  }
}
