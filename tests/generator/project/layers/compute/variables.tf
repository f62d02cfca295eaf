# One variable of every Terraform type, and one of every rule that gen-env has for variables.

variable "aws_region" {
  type     = string
  nullable = false

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.aws_region))
    error_message = "aws_region must look like us-east-1."
  }
}

variable "environment" {
  type = string
}

variable "project_name" {
  type     = string
  nullable = false
}

variable "text" {
  type    = string
  default = "none"
}

variable "size" {
  type    = number
  default = null

  validation {
    condition     = var.size == null ? true : var.size < 1000
    error_message = "size must be less than 1000."
  }
}

variable "enabled" {
  type     = bool
  default  = false
  nullable = false
}

variable "names" {
  type    = list(string)
  default = []
}

variable "ports" {
  type    = set(number)
  default = []
}

variable "tags" {
  type     = map(string)
  default  = {}
  nullable = false
}

variable "pair" {
  type    = tuple([string, number])
  default = ["a", 1]
}

variable "anything" {
  type    = any
  default = null
}

variable "services" {
  type = map(object({
    image    = string
    cpu      = optional(number)
    public   = optional(bool, false)
    subnets  = optional(list(string))
    settings = optional(map(string))
    scaling = optional(object({
      minimum = number
      maximum = optional(number, 4)
    }))
  }))
  default  = {}
  nullable = false
}

variable "password" {
  type      = string
  sensitive = true
}

variable "token" {
  type      = string
  default   = null
  ephemeral = true
}
