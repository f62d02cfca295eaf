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

variable "vpc_cidr_block" {
  description = "Addresses of the VPC; a /16 leaves room for 16 subnets of 4,096 addresses."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false
}

variable "zone_count" {
  description = "Number of availability zones with one public and one private subnet each."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([2, 3], var.zone_count)
    error_message = "zone_count must be 2 or 3."
  }
}

variable "enable_nat_gateway" {
  description = "Give the private subnets a way to the internet through one NAT gateway, which costs by the hour."
  type        = bool
  default     = false
  nullable    = false
}
