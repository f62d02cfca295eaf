# What other layers' outputs fill.

variable "networking" {
  type = object({
    vpc_id     = string
    subnet_ids = optional(list(string))
  })
}
