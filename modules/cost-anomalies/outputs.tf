output "arn" {
  description = "ARN of the monitor."
  value       = aws_ce_anomaly_monitor.this.arn
}

output "name" {
  description = "Name of the monitor."
  value       = aws_ce_anomaly_monitor.this.name
}
