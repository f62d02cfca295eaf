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

variable "bedrock_model_ids" {
  description = "Models that the AI Assistant may ask, by id."
  type        = list(string)
  default     = ["amazon.nova-lite-v1:0", "amazon.nova-pro-v1:0"]
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds every role the other layers make. Null: roles are not bounded."
  type        = string
  default     = null
}
