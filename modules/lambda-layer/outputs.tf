output "arn" {
  description = "ARN of the newest version, as functions take it in layer_arns."
  value       = aws_lambda_layer_version.this.arn
}

output "version" {
  description = "Number of the newest version."
  value       = aws_lambda_layer_version.this.version
}
