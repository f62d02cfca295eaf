locals {
  # Of ISO 3166, as AWS has them; XK is Kosovo: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html
  _countries = split(" ", join(" ", [
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ",
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO",
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE",
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO",
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW",
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM",
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW",
  ]))
}

variable "account_id" {
  description = "Id of the AWS account, 12 digits. Policies name their resources with it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "name" {
  description = "Name of the distribution, its comment unless there is a description. Starts the names of everything made here."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9]([a-zA-Z0-9-]{0,98}[a-zA-Z0-9])?$", var.name))
    error_message = "name must be 1 to 100 letters, digits or hyphens, a hyphen neither first nor last."
  }
}

variable "additional_metrics_enabled" {
  description = "Whether CloudFront keeps eight more metrics, such as OriginLatency and CacheHitRate, at a fixed price per distribution."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. They are in us-east-1, where CloudFront's metrics and so its alarms are. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null

  validation {
    condition = var.alarm_topic_arns == null ? true : alltrue([
      for arn in concat(var.alarm_topic_arns.critical, var.alarm_topic_arns.warning) : can(regex("^arn:[a-z-]+:sns:us-east-1:[0-9]{12}:.+$", arn))
    ])
    error_message = "alarm_topic_arns must be ARNs of SNS topics in us-east-1, where CloudFront's alarms are, such as arn:aws:sns:us-east-1:123456789012:alarms."
  }
}

variable "alarms" {
  description = "Changes to alarms, by name: errors, origin-latency with additional_metrics_enabled, function-KEY of each function. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
  type = map(object({
    enabled             = optional(bool)
    severity            = optional(string)
    threshold           = optional(number)
    floor               = optional(number)
    period              = optional(number)
    evaluation_periods  = optional(number)
    datapoints_to_alarm = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "aliases" {
  description = "Domain names of the distribution besides its own, covered by certificate_arn. `zone` is the Route 53 zone that gets their A and AAAA records; null leaves DNS to others."
  type = map(object({
    zone = optional(object({ id = string }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.aliases) : can(regex("^(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", name))])
    error_message = "aliases must be domain names in small letters, such as www.example.com or *.example.com."
  }
}

variable "allowed_countries" {
  description = "Countries whose viewers are let in, by two-letter code. Empty lets all in but the blocked ones."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.allowed_countries, local._countries)) == 0
    error_message = "allowed_countries must be codes of two capital letters that AWS knows, such as DE: not ${join(", ", setsubtract(var.allowed_countries, local._countries))}."
  }

  validation {
    condition     = length(var.allowed_countries) == 0 || length(var.blocked_countries) == 0
    error_message = "allowed_countries and blocked_countries exclude one another: CloudFront has one list, of either kind."
  }
}

variable "blocked_countries" {
  description = "Countries whose viewers are kept out, by two-letter code. Empty keeps none out."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.blocked_countries, local._countries)) == 0
    error_message = "blocked_countries must be codes of two capital letters that AWS knows, such as KP: not ${join(", ", setsubtract(var.blocked_countries, local._countries))}."
  }
}

variable "certificate_arn" {
  description = "ACM certificate in us-east-1 for the aliases. Null means CloudFront's own, for its own domain name only."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null ? true : can(regex("^arn:[a-z-]+:acm:us-east-1:[0-9]{12}:certificate/.+$", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of a certificate in us-east-1, where CloudFront looks for it: request it there, with provider = aws.us_east_1."
  }

  validation {
    condition     = (var.certificate_arn != null) == (length(var.aliases) > 0)
    error_message = "certificate_arn must be given with aliases, and only with them."
  }
}

variable "default_root_object" {
  description = "Object that a request for / gets. Null means index.html where the last behavior's origin is a bucket, and none elsewhere."
  type        = string
  default     = null

  validation {
    condition     = var.default_root_object == null ? true : !startswith(var.default_root_object, "/")
    error_message = "default_root_object must not start with a slash: index.html, not /index.html."
  }
}

variable "description" {
  description = "What the distribution is for. Null means its name."
  type        = string
  default     = null

  validation {
    condition     = var.description == null ? true : length(var.description) <= 128
    error_message = "description must be at most 128 characters."
  }
}

variable "enabled" {
  description = "Whether the distribution answers requests."
  type        = bool
  default     = true
  nullable    = false
}

variable "error_responses" {
  description = "What viewers get for an error of the origin, by its status code, such as 404: another status and page, kept for `cache_seconds`."
  type = map(object({
    response_code = optional(number)
    page_path     = optional(string)
    cache_seconds = optional(number, 10)
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages.html
  validation {
    condition = alltrue([
      for code in keys(var.error_responses) : contains(["400", "403", "404", "405", "414", "416", "500", "501", "502", "503", "504"], code)
    ])
    error_message = "error_responses must be for 400, 403, 404, 405, 414, 416, 500, 501, 502, 503 or 504."
  }

  validation {
    condition     = alltrue([for response in var.error_responses : (response.response_code == null) == (response.page_path == null)])
    error_message = "error_responses must have both response_code and page_path, or neither."
  }
}

variable "http_version" {
  description = "Newest HTTP that viewers may speak: http1.1, http2, http3 (without 2) or http2and3."
  type        = string
  default     = "http2and3"
  nullable    = false
}

variable "ipv6_enabled" {
  description = "Whether viewers may come by IPv6."
  type        = bool
  default     = true
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the roles. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "price_class" {
  description = "Where it is served from: PriceClass_All is the whole world, PriceClass_100 North America, Europe and Israel."
  type        = string
  default     = "PriceClass_All"
  nullable    = false

  validation {
    condition     = can(regex("^PriceClass_[a-zA-Z0-9]+$", var.price_class))
    error_message = "price_class must be PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "web_acl_arn" {
  description = "Web ACL that guards the distribution, of scope CLOUDFRONT and so in us-east-1. Null guards with none."
  type        = string
  default     = null

  validation {
    condition     = var.web_acl_arn == null ? true : can(regex("^arn:[a-z-]+:wafv2:us-east-1:[0-9]{12}:global/webacl/.+$", var.web_acl_arn))
    error_message = "web_acl_arn must be the ARN of a web ACL of scope CLOUDFRONT, arn:aws:wafv2:us-east-1:ACCOUNT:global/webacl/NAME/ID: make it in us-east-1, with provider = aws.us_east_1."
  }
}
