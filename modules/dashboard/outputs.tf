output "arn" {
  description = "ARN of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_arn
}

output "name" {
  description = "Name of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "url" {
  description = "Address of the dashboard in the console."
  value       = "https://${local._region}.console.aws.amazon.com/cloudwatch/home?region=${local._region}#dashboards/dashboard/${aws_cloudwatch_dashboard.this.dashboard_name}"
}
