output "certificate_arns" {
  description = "ARNs of certificates by key, for load balancers and APIs."
  value       = { main = aws_acm_certificate.this.arn }
}

output "kms_key_arn" {
  description = "ARN of the key for logs, topics, queues, functions and secrets."
  value       = aws_kms_key.this.arn
}

output "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role, or null."
  value       = var.permissions_boundary_arn
}

output "role_arns" {
  description = "ARNs of roles by key: administrator for people, ai_assistant for the functions that call Bedrock."
  value = {
    administrator = aws_iam_role.administrator.arn
    ai_assistant  = aws_iam_role.ai_assistant.arn
  }
}
