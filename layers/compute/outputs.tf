# service endpoints

output "lambda_functions" {
  description = "Lambda functions by key: name, arn, alias_arn and invoke_arn. Callers use the alias."
  value = {
    for key, function in module.lambda : key => {
      name       = function.name
      arn        = function.arn
      alias_arn  = function.alias_arn
      invoke_arn = function.invoke_arn
    }
  }
}

# security integration

output "iam_role_arns" {
  description = "Roles of the workloads by service and key, for policies of other layers."
  value = {
    lambda = { for key, function in module.lambda : key => function.role_arn }
  }
}

output "kms_key_arn" {
  description = "Key that encrypts logs, queues, topics and environment variables. Null leaves it to keys that AWS owns."
  value       = var.security.kms_key_arn
}

output "security_group_ids" {
  description = "Security groups of the networking layer by key."
  value       = var.networking.security_group_ids
}

# monitoring integration

output "alarm_topic_arn" {
  description = "SNS topic that every alarm of the environment goes to."
  value       = module.alarm_topic.arn
}

output "log_group_names" {
  description = "CloudWatch log groups by service and key."
  value = {
    lambda = { for key, function in module.lambda : key => function.log_group_name }
  }
}

# what the environment decided

output "environment" {
  description = "Name, region and account of the environment, and which container services it runs."
  value = {
    name       = var.environment
    region     = var.aws_region
    account_id = data.aws_caller_identity.current.account_id
    ecs        = var.enable_ecs
    eks        = var.enable_eks
  }
}
