locals {
  _logs_enabled = var.access_logs_enabled || var.connection_logs_enabled
  _own_bucket   = local._logs_enabled && var.log_bucket == null ? 1 : 0
  log_bucket    = one(concat(aws_s3_bucket.logs[*].id, var.log_bucket[*].name, local._logs_enabled || var.log_bucket != null ? [] : [local.bucket_name]))

  # S3 allows 63 characters, of which account and region take up to 38.
  _bucket_stem = lower(length(var.name) <= 25 ? var.name : "${substr(var.name, 0, 16)}-${substr(sha1(var.name), 0, 8)}")
  bucket_name  = "${local._bucket_stem}-alb-logs-${var.account_id}-${local._region}"
  bucket_arn   = "arn:${data.aws_partition.current.partition}:s3:::${local.bucket_name}"

  bucket_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DeliverLogs"
        Effect    = "Allow"
        Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arn}/${local.name}/*/AWSLogs/${var.account_id}/*"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:elasticloadbalancing:${local._region}:${var.account_id}:loadbalancer/*"
          }
        }
      },
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  }
}

resource "aws_s3_bucket" "logs" {
  #checkov:skip=CKV_AWS_18:Logging the log bucket would never end.
  #checkov:skip=CKV_AWS_144:Logs are for looking into this region's traffic; a copy elsewhere answers no question.
  #checkov:skip=CKV_AWS_145:Elastic Load Balancing delivers to buckets with S3's own key only.
  #checkov:skip=CKV2_AWS_62:Nothing waits for log files.
  count = local._own_bucket

  bucket        = local.bucket_name
  force_destroy = !var.deletion_protection
  tags          = var.tags

  # Removed after the load balancer stopped writing; so is the policy that lets it.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  count = local._own_bucket

  bucket = aws_s3_bucket.logs[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "logs" {
  count = local._own_bucket

  bucket                  = aws_s3_bucket.logs[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  count = local._own_bucket

  bucket = aws_s3_bucket.logs[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "logs" {
  count = local._own_bucket

  bucket = aws_s3_bucket.logs[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  count = local._own_bucket

  bucket = aws_s3_bucket.logs[0].id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.log_retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 7
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.logs]
}

resource "aws_s3_bucket_policy" "logs" {
  count = local._own_bucket

  bucket = aws_s3_bucket.logs[0].id
  policy = jsonencode(local.bucket_policy)

  # S3 takes one change of a bucket's access at a time.
  depends_on = [aws_s3_bucket_public_access_block.logs]

  lifecycle {
    create_before_destroy = true
  }
}
