output "alarm_names" {
  description = "Names of the alarms in CloudWatch, by the name that `alarms` knows them by."
  value       = module.alarms.names
}

output "application_name" {
  description = "Name of the application."
  value       = aws_elastic_beanstalk_application.this.name
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "environments" {
  description = "Environments by key: name, arn, cname, endpoint_url (the load balancer, or the address of the only instance) and queues (of a worker)."
  value = {
    for key, environment in aws_elastic_beanstalk_environment.this : key => {
      name         = environment.name
      arn          = environment.arn
      cname        = environment.cname
      endpoint_url = environment.endpoint_url
      queues       = environment.queues
    }
  }
}

output "instance_role_arn" {
  description = "ARN of the role that the code has."
  value       = aws_iam_role.instance.arn
}

output "log_group_names" {
  description = "What the log groups of an environment begin with, by environment. Elastic Beanstalk makes them, and leaves them."
  value       = { for key, name in local.environment_names : key => "/aws/elasticbeanstalk/${name}/" }
}

output "security_group_id" {
  description = "Security group of the instances."
  value       = aws_security_group.instances.id
}
