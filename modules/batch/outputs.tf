output "alarm_names" {
  description = "Names of the alarms, by kind: not-submitted. Failed jobs and blocked queues are told of by events."
  value       = module.alarms.names
}

output "compute_environment_arns" {
  description = "ARNs of the compute environments by key."
  value       = { for key, environment in aws_batch_compute_environment.this : key => environment.arn }
}

output "instance_role_arns" {
  description = "ARNs of the instances' roles by who runs their containers: ecs or eks. Empty without instances."
  value       = { for kind, role in aws_iam_role.instance : kind => role.arn }
}

output "job_definitions" {
  description = "Job definitions by key: name, which always means the newest revision, and arn."
  value       = { for key, definition in aws_batch_job_definition.this : key => { name = definition.name, arn = definition.arn } }
}

output "job_queues" {
  description = "Queues by key: name and arn."
  value       = { for key, queue in aws_batch_job_queue.this : key => { name = queue.name, arn = queue.arn } }
}

output "job_role_arns" {
  description = "ARNs of the roles that the jobs' code has, by key. Pods on EKS have those of their service accounts."
  value       = { for key, role in aws_iam_role.job : key => role.arn }
}

output "log_group_names" {
  description = "Log groups of the jobs by key."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.name }
}

output "not_submitted_queue_url" {
  description = "SQS queue of the scheduled jobs that AWS Batch did not accept, with the reason in their attributes. Null without schedules."
  value       = one(aws_sqs_queue.not_submitted[*].url)
}

output "security_group_id" {
  description = "Security group of jobs and instances. Null where every compute environment is unmanaged."
  value       = one(aws_security_group.this[*].id)
}
