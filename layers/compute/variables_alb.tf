variable "albs" {
  description = "Application load balancers by key, in the private subnets unless public. Services name one by alb_key and target_group_key."
  type = map(object({
    public      = optional(bool)
    web_acl_key = optional(string)

    # clients, by names of their own; security groups are the networking layer's by key, or any by id
    ingress_cidrs               = optional(map(string))
    ingress_cloudfront          = optional(bool) # CloudFront, and without ingress_cidrs nobody else
    ingress_prefix_list_ids     = optional(map(string))
    ingress_security_group_ids  = optional(map(string))
    ingress_security_group_keys = optional(set(string), [])
    security_group_ids          = optional(list(string), []) # of the load balancer, besides its own
    security_group_keys         = optional(set(string), [])

    https = optional(object({
      certificate_key             = optional(string) # of the security layer, or
      certificate_arn             = optional(string)
      additional_certificate_arns = optional(map(string))
      ssl_policy                  = optional(string)
      trust_store = optional(object({
        bucket         = string
        key            = string
        object_version = optional(string)
      }))
    }))
    plain_http                 = optional(bool)
    idle_timeout               = optional(number)
    client_keep_alive          = optional(number)
    xff_header_processing_mode = optional(string)
    zonal_shift_enabled        = optional(bool)
    security_headers = optional(object({
      content_security_policy   = optional(string)
      strict_transport_security = optional(string)
      x_content_type_options    = optional(string)
      x_frame_options           = optional(string)
    }))
    test_listener = optional(object({
      port          = optional(number)
      ingress_cidrs = map(string)
    }))

    target_groups = optional(map(object({
      port                 = number
      protocol             = optional(string)
      protocol_version     = optional(string)
      target_type          = optional(string)
      blue_green           = optional(bool)
      algorithm            = optional(string)
      anomaly_mitigation   = optional(bool)
      slow_start           = optional(number)
      deregistration_delay = optional(number)
      stickiness = optional(object({
        duration    = optional(number)
        cookie_name = optional(string)
      }))
      health_check = optional(object({
        path                = optional(string)
        matcher             = optional(string)
        port                = optional(number)
        interval            = optional(number)
        timeout             = optional(number)
        healthy_threshold   = optional(number)
        unhealthy_threshold = optional(number)
      }))
    })))

    # logs and alarms
    access_logs_enabled     = optional(bool)
    connection_logs_enabled = optional(bool)
    log_bucket              = optional(object({ name = string }))
    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })))

    default_target_group_key = optional(string)
    traffic_owner            = optional(string)
    rules = optional(map(object({
      priority = number
      conditions = object({
        hosts        = optional(list(string))
        paths        = optional(list(string))
        methods      = optional(list(string))
        source_cidrs = optional(list(string))
        headers      = optional(map(list(string)))
        queries      = optional(map(list(string)))
      })
      target_group_key   = optional(string)
      weights            = optional(map(number))
      stickiness_seconds = optional(number)
      fixed_response = optional(object({
        status_code  = number
        content_type = optional(string)
        message_body = optional(string)
      }))
      redirect = optional(object({
        host      = optional(string)
        path      = optional(string)
        port      = optional(string)
        protocol  = optional(string)
        query     = optional(string)
        permanent = optional(bool)
      }))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.albs) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "albs must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue([
      for alb in var.albs : alb.https == null ? true : (alb.https.certificate_key == null) != (alb.https.certificate_arn == null)
    ])
    error_message = "albs with https must name either a certificate_key of the security layer or a certificate_arn."
  }

  validation {
    condition = alltrue([
      for key in compact(values(var.albs)[*].web_acl_key) : contains([for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"], key)
    ])
    error_message = "albs name a web_acl_key that waf_web_acls does not have for this region; it has ${join(", ", [for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"])}."
  }
}
