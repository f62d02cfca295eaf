output "alarm_arns" {
  description = "ARNs of the health alarms by environment. Empty without alarm topics."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.health : key => alarm.arn }
}

output "application_name" {
  description = "Name of the application."
  value       = aws_elastic_beanstalk_application.this.name
}

output "environments" {
  description = "Environments by key: name, arn, cname, endpoint_url (the load balancer, or the address of the only instance) and queues (of a worker)."
  value = {
    for key, environment in local.running : key => {
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

output "security_group_id" {
  description = "Security group of the instances."
  value       = aws_security_group.instances.id
}
