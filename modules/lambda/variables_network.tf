variable "file_system" {
  description = "EFS file system that the code finds at `mount_path`, through an access point. Needs vpc_config, with a mount target in each of its subnets' zones. Null mounts none."
  type = object({
    file_system_id  = string
    access_point_id = string
    mount_path      = string
    read_only       = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.file_system == null ? true : can(regex("^/mnt/[a-zA-Z0-9_.-]+$", var.file_system.mount_path))
    error_message = "file_system must have a mount_path of one folder below /mnt, such as /mnt/data."
  }

  validation {
    condition     = var.file_system == null || var.vpc_config != null
    error_message = "file_system needs vpc_config; EFS is reached from its VPC only."
  }
}

variable "vpc_config" {
  description = "Subnets and security groups to attach, at least two subnets for two availability zones. Null leaves the function outside a VPC."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc_config == null ? true : length(var.vpc_config.subnet_ids) > 0
    error_message = "vpc_config must have subnet_ids; leave vpc_config out for a function outside a VPC."
  }

  validation {
    condition     = var.vpc_config == null ? true : length(var.vpc_config.security_group_ids) > 0
    error_message = "vpc_config must have security_group_ids."
  }
}
