output "cost_export" {
  description = "Export of costs: arn, and bucket_name that it goes to. Null without one."
  value       = one([for export in aws_bcmdataexports_export.cost : { arn = export.export[0].export_arn, bucket_name = local.bucket_name }])
}
