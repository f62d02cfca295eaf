# What modules/lambda says of a function.

variable "name" {
  type = string
}

output "name" {
  value = var.name
}

output "alias_name" {
  value = "live"
}

output "invoke_arn" {
  value = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${var.name}:live/invocations"
}
