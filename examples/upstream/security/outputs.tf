output "kms_key_arn" {
  description = "ARN of the key for logs, topics, queues, functions and secrets."
  value       = aws_kms_key.this.arn
}

output "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role, or null."
  value       = var.permissions_boundary_arn
}
