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

output "load_balancers" {
  description = "Application load balancers by key: arn, dns_name and zone_id."
  value = {
    for key, alb in module.alb : key => {
      arn      = alb.arn
      dns_name = alb.dns_name
      zone_id  = alb.zone_id
    }
  }
}

output "ecs" {
  description = "ECS cluster by name and arn, and the ARNs of its services by key. Null without ECS."
  value = one([
    for cluster in module.ecs_cluster : {
      cluster_name = cluster.name
      cluster_arn  = cluster.arn
      service_arns = { for key, service in module.ecs_service : key => service.arn }
    }
  ])
}

output "eks" {
  description = "EKS cluster: name, arn, endpoint, certificate_authority and oidc_provider_arn. Null without EKS."
  value = one([
    for cluster in module.eks : {
      name                  = cluster.name
      arn                   = cluster.arn
      endpoint              = cluster.endpoint
      certificate_authority = cluster.certificate_authority
      oidc_provider_arn     = cluster.oidc_provider_arn
    }
  ])
}

# security integration

output "iam_role_arns" {
  description = "Roles of the workloads by service and key, for policies of other layers."
  value = {
    ecs    = { for key, service in module.ecs_service : key => service.task_role_arn }
    eks    = merge([for cluster in module.eks : cluster.workload_role_arns]...)
    lambda = { for key, function in module.lambda : key => function.role_arn }
  }
}

output "kms_key_arn" {
  description = "Key that encrypts logs, queues, topics and environment variables. Null leaves it to keys that AWS owns."
  value       = var.security.kms_key_arn
}

output "security_group_ids" {
  description = "Security groups by service and key; networking's own under `shared`."
  value = {
    shared = var.networking.security_group_ids
    alb    = { for key, alb in module.alb : key => alb.security_group_id }
    ecs    = { for key, service in module.ecs_service : key => service.security_group_id }
    eks    = { for cluster in module.eks : "cluster" => cluster.cluster_security_group_id }
  }
}

# monitoring integration

output "alarm_topic_arn" {
  description = "SNS topic that every alarm of the environment goes to."
  value       = module.alarm_topic.arn
}

output "log_group_names" {
  description = "CloudWatch log groups by service and key."
  value = {
    ecs    = { for key, service in module.ecs_service : key => service.log_group_name }
    eks    = merge([for cluster in module.eks : cluster.log_group_names]...)
    lambda = { for key, function in module.lambda : key => function.log_group_name }
    waf    = { for key, acl in module.waf : key => acl.log_group_name }
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
