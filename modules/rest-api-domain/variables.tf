variable "certificate_arn" {
  description = "ACM certificate of the domain: of this region, or of us-east-1 for EDGE."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of an ACM certificate, such as arn:aws:acm:us-east-1:123456789012:certificate/ID."
  }
}

variable "name" {
  description = "The domain, such as api.example.com."
  type        = string

  validation {
    condition     = can(regex("^(\\*\\.)?([a-z0-9-]+\\.)+[a-z0-9-]+$", var.name))
    error_message = "name must be a domain in lower case, such as api.example.com."
  }
}

variable "endpoint_type" {
  description = "Where clients come in: REGIONAL, or EDGE (through CloudFront), as in the APIs that answer there."
  type        = string
  default     = "REGIONAL"
  nullable    = false

  validation {
    condition     = contains(["EDGE", "REGIONAL"], var.endpoint_type)
    error_message = "endpoint_type must be REGIONAL or EDGE."
  }
}

variable "ownership_certificate_arn" {
  description = "ACM certificate that proves the domain is yours, where there is a trust_store and certificate_arn was imported."
  type        = string
  default     = null

  validation {
    condition     = var.ownership_certificate_arn == null ? true : can(regex("^arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", var.ownership_certificate_arn))
    error_message = "ownership_certificate_arn must be the ARN of an ACM certificate, such as arn:aws:acm:us-east-1:123456789012:certificate/ID."
  }
}

variable "route53" {
  description = "Zone to make alias records in. Null makes none."
  type        = object({ zone_id = string })
  default     = null
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "trust_store" {
  description = "CAs of client certificates, in S3. Null asks for no certificates."
  type = object({
    uri     = string
    version = optional(string)
  })
  default = null

  validation {
    condition     = var.trust_store == null ? true : startswith(var.trust_store.uri, "s3://")
    error_message = "trust_store.uri must be in S3, such as s3://authorities/bundle.pem."
  }

  validation {
    condition     = var.trust_store == null || var.endpoint_type == "REGIONAL"
    error_message = "trust_store must be null for EDGE, which asks for no client certificates."
  }
}
