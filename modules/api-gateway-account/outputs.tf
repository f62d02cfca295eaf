output "logging_ready" {
  description = "True, once the role is set: what APIs take as account_logging_ready, and wait for."
  value       = true

  depends_on = [aws_api_gateway_account.this]
}

output "role_arn" {
  description = "ARN of the role."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}
