variable "backups" {
  description = "Backups by AWS Backup, of the AI Assistant's sessions and of what else is named, into a vault of the environment's own. Null makes none."
  type = object({
    table_keys        = optional(set(string), []) # tables of the data layer
    resource_arns     = optional(map(string), {}) # what else, by a key of your own: file systems, databases, buckets
    schedule          = optional(string)          # cron expression in UTC
    retention_days    = optional(number)
    cold_storage_days = optional(number) # days until a backup moves to cold storage
    copy_vault_arn    = optional(string) # vault in another region, which gets a copy of each
    lock = optional(object({
      min_retention_days     = number           # no backup may be kept shorter
      max_retention_days     = optional(number) # no backup may be kept longer; null sets no end
      irrevocable_after_days = optional(number) # nobody can take the lock away afterwards
    }))
    restore_test = optional(object({   # restores the newest backup of each table, and deletes it again
      schedule      = optional(string) # cron expression in UTC
      validity_days = optional(number) # backups of the last days are tested
    }))
  })
  default = null

  validation {
    condition     = var.backups == null ? true : var.ai_assistant != null || length(var.backups.table_keys) + length(var.backups.resource_arns) > 0
    error_message = "backups must name table_keys or resource_arns: the environment has no AI Assistant whose sessions could be backed up."
  }

  validation {
    condition     = try(var.backups.copy_vault_arn, null) == null ? true : try(split(":", var.backups.copy_vault_arn)[3], "") != var.aws_region
    error_message = "backups must have a copy_vault_arn of another region than ${var.aws_region}: a copy beside the original is lost with it."
  }
}

variable "failovers" {
  description = "Names that lead to a second target while the first is not healthy, by key. The name has no other records: what an API, a load balancer or a distribution of the environment makes itself for it is left out."
  type = map(object({
    zone_id      = string         # public hosted zone
    record_name  = string         # whole name, such as www.example.com
    ipv6_enabled = optional(bool) # AAAA records too

    primary = object({
      alb_key                 = optional(string) # a load balancer of albs
      distribution_key        = optional(string) # a distribution of cloudfront_distributions
      api_domain              = optional(string) # a domain of an API, by its name
      dns_name                = optional(string) # anything else, such as a load balancer in another region
      zone_id                 = optional(string) # and its hosted zone
      target_health_evaluated = optional(bool)   # null: true, but for distributions
    })
    secondary = object({
      alb_key                 = optional(string) # a load balancer of albs
      distribution_key        = optional(string) # a distribution of cloudfront_distributions
      api_domain              = optional(string) # a domain of an API, by its name
      dns_name                = optional(string) # anything else, such as a load balancer in another region
      zone_id                 = optional(string) # and its hosted zone
      target_health_evaluated = optional(bool)   # null: true, but for distributions
    })

    health_check = optional(object({
      type              = optional(string)      # HTTP or HTTPS; HTTPS takes any certificate
      fqdn              = optional(string)      # the Host that is asked; null: the target's own name
      port              = optional(number)      # of the target
      path              = optional(string)      # that answers 2XX or 3XX while all is well
      search_string     = optional(string)      # must stand in the first 5,120 bytes of the answer
      interval_seconds  = optional(number)      # 30, or 10
      failure_threshold = optional(number)      # so many times in a row
      regions           = optional(set(string)) # from which Route 53 asks
      latency_measured  = optional(bool)        # a metric of its own, which costs more
    }))
    secondary_health_check = optional(object({
      type              = optional(string)      # HTTP or HTTPS; HTTPS takes any certificate
      fqdn              = optional(string)      # the Host that is asked; null: the target's own name
      port              = optional(number)      # of the target
      path              = optional(string)      # that answers 2XX or 3XX while all is well
      search_string     = optional(string)      # must stand in the first 5,120 bytes of the answer
      interval_seconds  = optional(number)      # 30, or 10
      failure_threshold = optional(number)      # so many times in a row
      regions           = optional(set(string)) # from which Route 53 asks
      latency_measured  = optional(bool)        # a metric of its own, which costs more
    }))                                         # null asks nothing

    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue(flatten([
      for failover in var.failovers : [
        for target in [failover.primary, failover.secondary] :
        length([for way in [target.alb_key, target.distribution_key, target.api_domain, target.dns_name] : way if way != null]) == 1
      ]
    ]))
    error_message = "failovers must have one of alb_key, distribution_key, api_domain and dns_name in primary and in secondary."
  }

  validation {
    condition = alltrue(flatten([
      for failover in var.failovers : [for target in [failover.primary, failover.secondary] : (target.dns_name == null) == (target.zone_id == null)]
    ]))
    error_message = "failovers must have zone_id beside dns_name: the hosted zone of that target, as its load balancer or distribution shows it."
  }

  validation {
    condition = alltrue([
      for failover in var.failovers : merge(failover.primary, { target_health_evaluated = null }) != merge(failover.secondary, { target_health_evaluated = null })
    ])
    error_message = "failovers must have another target in secondary than in primary."
  }

  validation {
    condition = alltrue(flatten([
      for failover in var.failovers : [for target in [failover.primary, failover.secondary] : target.alb_key == null ? true : contains(keys(var.albs), target.alb_key)]
    ]))
    error_message = "failovers must name load balancers of albs; there are ${length(var.albs) == 0 ? "none" : join(", ", keys(var.albs))}."
  }

  # Route 53 asks over the internet.
  validation {
    condition = alltrue([
      for failover in var.failovers : failover.primary.alb_key == null ? true : try(var.albs[failover.primary.alb_key].public == true, true)
    ])
    error_message = "failovers must have a public load balancer in primary; Route 53 asks over the internet whether it is healthy."
  }

  validation {
    condition = alltrue(flatten([
      for failover in var.failovers : [
        for target in [failover.primary, failover.secondary] :
        target.distribution_key == null ? true : contains(keys(var.cloudfront_distributions), target.distribution_key)
      ]
    ]))
    error_message = "failovers must name distributions of cloudfront_distributions; there are ${length(var.cloudfront_distributions) == 0 ? "none" : join(", ", keys(var.cloudfront_distributions))}."
  }

  validation {
    condition = alltrue(flatten([
      for failover in var.failovers : [
        for target in [failover.primary, failover.secondary] : target.api_domain == null ? true : anytrue(concat(
          [for api in var.api_gateway_rest_apis : contains(keys(api.domains), target.api_domain)],
          [for api in var.api_gateway_http_apis : contains(keys(api.domains), target.api_domain)],
          [for api in var.api_gateway_websocket_apis : contains(keys(api.domains), target.api_domain)],
        ))
      ]
    ]))
    error_message = "failovers must name api_domain as a domain of an API in api_gateway_rest_apis, api_gateway_http_apis or api_gateway_websocket_apis."
  }

  # Records of one name are all of the failover, or none.
  validation {
    condition = length(setintersection(toset(values(var.failovers)[*].record_name), toset(flatten(concat(
      [for api in var.api_gateway_rest_apis : [for name, domain in api.domains : name if domain.route53 != null]],
      [for api in var.api_gateway_http_apis : [for name, domain in api.domains : name if domain.route53 != null]],
      [for api in var.api_gateway_websocket_apis : [for name, domain in api.domains : name if domain.route53 != null]],
      [for distribution in var.cloudfront_distributions : [for name, alias in coalesce(distribution.aliases, {}) : name if alias.zone != null]],
    ))))) == 0
    error_message = "failovers have names for which an API or a distribution makes a record itself: leave out that domain's route53, or that alias's zone."
  }
}
