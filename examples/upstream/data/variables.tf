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

variable "queues" {
  description = "Names of queues. Null makes those that the environment's functions read: `events` in prod, none elsewhere, for the provider waits 25 seconds for each queue, here as on AWS."
  type        = set(string)
  default     = null
}
