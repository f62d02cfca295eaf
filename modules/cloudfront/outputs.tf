output "alarm_names" {
  description = "Names of the alarms, in us-east-1, by kind: errors, origin-latency, function-KEY. Empty without alarm topics."
  value       = module.alarms.names
}

output "arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "bucket_policies" {
  description = "Policies, as JSON, that buckets need, by origin: for buckets whose policy is not written here."
  value       = { for key, policy in local.bucket_policies : key => jsonencode(policy) }
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "domain_name" {
  description = "Domain name of the distribution."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "edge_function_arns" {
  description = "ARNs of the edge functions, with the version that runs, by key."
  value       = { for key, function in aws_lambda_function.edge : key => function.qualified_arn }
}

output "edge_role_names" {
  description = "Names of the edge functions' roles, by key, to attach further policies to."
  value       = { for key, role in aws_iam_role.edge : key => role.name }
}

output "function_arns" {
  description = "ARNs of the CloudFront functions, by key."
  value       = { for key, function in aws_cloudfront_function.this : key => function.arn }
}

output "hosted_zone_id" {
  description = "Route 53 zone of CloudFront, for alias records made elsewhere."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}

output "id" {
  description = "Id of the distribution, which invalidations name."
  value       = aws_cloudfront_distribution.this.id
}

output "key_group_ids" {
  description = "Ids of the key groups, by key."
  value       = { for key, group in aws_cloudfront_key_group.this : key => group.id }
}

output "key_value_store_arns" {
  description = "ARNs of the key value stores, by key: what is written names them."
  value       = { for key, store in aws_cloudfront_key_value_store.this : key => store.arn }
}

output "log_group_names" {
  description = "Names of the log groups, in us-east-1, by kind: access, unless the logs go to a bucket, and edge-KEY."
  value = merge(
    { for group in aws_cloudwatch_log_group.access : "access" => group.name },
    { for key, group in aws_cloudwatch_log_group.edge : "edge-${key}" => group.name },
  )
}

output "public_key_ids" {
  description = "Ids of the public keys, by key: signers put theirs into what they sign (Key-Pair-Id)."
  value       = { for key, public in aws_cloudfront_public_key.this : key => public.id }
}

output "realtime_log_stream_arn" {
  description = "Kinesis stream of the real-time logs. Null without them."
  value       = one(aws_kinesis_stream.this[*].arn)
}

output "role_arns" {
  description = "ARNs of the roles, by what they are for: edge-KEY, realtime-logs."
  value = merge(
    { for key, role in aws_iam_role.edge : "edge-${key}" => role.arn },
    { for role in aws_iam_role.realtime_logs : "realtime-logs" => role.arn },
  )
}

output "staging_domain_name" {
  description = "Domain name of the staging distribution. Null without one."
  value       = one(aws_cloudfront_distribution.staging[*].domain_name)
}
