variable "project_name" {
  description = "Project; the first half of every name."
  type        = string
}

variable "environment" {
  description = "Environment; the second half of every name."
  type        = string
}

variable "aws_region" {
  description = "Region of everything in this layer."
  type        = string
}

variable "domain_name" {
  description = "Domain of the certificate, which is for all names below <environment>.<domain_name>."
  type        = string
  default     = "example.com"
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds every role the other layers make. Null: roles are not bounded."
  type        = string
  default     = null
}
