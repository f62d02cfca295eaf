# Stands in for the security layer.

variable "vpc_id" {
  type = string
}

resource "aws_security_group" "lambda" {
  name   = "lambda"
  vpc_id = var.vpc_id
}

output "lambda_security_group_id" {
  value = aws_security_group.lambda.id
}
