data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # The attribute's name depends on the version of the provider.
  _region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))

  # AWS allows 32 characters.
  _name_hash = substr(sha1(var.name), 0, 6)
  name       = length(var.name) <= 32 ? var.name : "${substr(var.name, 0, 25)}-${local._name_hash}"

  _certificate_arns     = flatten([for https in var.https[*] : [https.certificate_arn, values(https.additional_certificate_arns)]])
  _foreign_certificates = [for arn in local._certificate_arns : arn if split(":", arn)[3] != local._region]
}

resource "aws_lb" "this" {
  #checkov:skip=CKV2_AWS_20:Port 80 redirects wherever there is a certificate; plain_http says in its name that there is none.
  #checkov:skip=CKV2_AWS_28:A web ACL is the caller's to give, with associate_web_acl.
  #checkov:skip=CKV2_AWS_76:What the web ACL holds is its own matter; modules/waf stops Log4j attacks by default.
  #checkov:skip=CKV_AWS_150:Protected by default; an environment that is made to be thrown away says deletion_protection = false.
  name               = local.name
  load_balancer_type = "application"
  internal           = !var.public

  # network
  subnets         = var.subnet_ids
  security_groups = concat([aws_security_group.this.id], var.security_group_ids)

  # requests
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"
  xff_header_processing_mode = var.xff_header_processing_mode
  idle_timeout               = var.idle_timeout
  client_keep_alive          = var.client_keep_alive

  enable_deletion_protection = var.deletion_protection
  enable_zonal_shift         = var.zonal_shift_enabled

  # Written also where they are off: of a block that goes away the provider takes no notice.
  access_logs {
    enabled = var.access_logs_enabled
    bucket  = local.log_bucket
    prefix  = "${local.name}/access"
  }

  connection_logs {
    enabled = var.connection_logs_enabled
    bucket  = local.log_bucket
    prefix  = "${local.name}/connection"
  }

  tags = var.tags

  # Elastic Load Balancing tries the bucket as soon as logs are switched on.
  depends_on = [aws_s3_bucket_policy.logs]

  lifecycle {
    precondition {
      condition     = length(local._foreign_certificates) == 0
      error_message = "Load balancer ${var.name} is in ${local._region} and takes certificates of that region only: request them there instead of ${join(", ", local._foreign_certificates)}."
    }

    # https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
    precondition {
      condition     = local.ingress_weight <= 60
      error_message = "Load balancer ${var.name} lets in ${local.ingress_weight} clients and ports, and a security group holds 60 rules; CloudFront's prefix list counts as 55. Join ranges, or bring a group of your own by security_group_ids."
    }

    precondition {
      condition     = var.web_acl_arn == null ? true : split(":", var.web_acl_arn)[3] == local._region
      error_message = "Load balancer ${var.name} is in ${local._region} and takes a web ACL of that region only, not ${coalesce(var.web_acl_arn, "null")}."
    }
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.associate_web_acl ? 1 : 0

  resource_arn = aws_lb.this.arn
  web_acl_arn  = var.web_acl_arn
}
