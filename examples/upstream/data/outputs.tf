output "artifact_bucket" {
  description = "Name of the bucket for code packages."
  value       = aws_s3_bucket.artifacts.bucket
}

output "table_arns" {
  description = "ARNs of the DynamoDB tables, by name without the prefix."
  value       = { sessions = aws_dynamodb_table.sessions.arn }
}

output "queue_arns" {
  description = "ARNs of the queues, by name without the prefix."
  value       = { for key, queue in aws_sqs_queue.this : key => queue.arn }
}

output "secret_arns" {
  description = "ARNs of the secrets, by name without the prefix."
  value       = { "api-key" = aws_secretsmanager_secret.api_key.arn }
}
