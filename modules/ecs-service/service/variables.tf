# Checked where people give them, in ../variables.tf.
variable "settings" {
  description = "The service, as ../main.tf puts it together."
  type = object({
    name                        = string
    cluster                     = string
    task_definition             = string
    desired_count               = number
    minimum_healthy_percent     = number
    maximum_percent             = number
    health_check_grace_period   = number
    rolling                     = bool
    rollback_enabled            = bool
    wait_for_steady_state       = bool
    fargate                     = bool
    exec_enabled                = bool
    capacity                    = map(object({ base = number, weight = number }))
    subnet_ids                  = list(string)
    security_group_ids          = list(string)
    load_balancers              = map(object({ target_group_arn = string, container_name = string, container_port = number }))
    alarm_names                 = list(string)
    registry_arns               = list(string)
    service_connect             = object({ namespace_arn = string, services = map(object({ port_name = string, port = number })) })
    service_connect_log_options = map(string)
    tags                        = map(string)
  })
}
