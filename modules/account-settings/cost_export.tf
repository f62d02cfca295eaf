locals {
  _cost_export = var.cost_export == null ? 0 : 1

  bucket_name = var.cost_export == null ? null : coalesce(var.cost_export.bucket_name, "cost-export-${var.account_id}")
  _bucket_arn = "arn:${local._partition}:s3:::${coalesce(local.bucket_name, "none")}"

  # https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html
  bucket_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EnableAWSDataExportsToWriteToS3AndCheckPolicy"
        Effect    = "Allow"
        Principal = { Service = ["billingreports.amazonaws.com", "bcm-data-exports.amazonaws.com"] }
        Action    = ["s3:PutObject", "s3:GetBucketPolicy"]
        Resource  = [local._bucket_arn, "${local._bucket_arn}/*"]
        Condition = {
          StringLike = {
            "aws:SourceAccount" = var.account_id
            "aws:SourceArn" = [
              "arn:${local._partition}:cur:us-east-1:${var.account_id}:definition/*",
              "arn:${local._partition}:bcm-data-exports:us-east-1:${var.account_id}:export/*",
            ]
          }
        }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local._bucket_arn, "${local._bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  }

  # What a bill is asked about: who, what, how much, for how much, and by which tags.
  # https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html
  _columns = [
    "bill_billing_period_start_date",
    "bill_payer_account_id",
    "identity_line_item_id",
    "line_item_currency_code",
    "line_item_line_item_description",
    "line_item_line_item_type",
    "line_item_operation",
    "line_item_product_code",
    "line_item_resource_id",
    "line_item_unblended_cost",
    "line_item_usage_account_id",
    "line_item_usage_amount",
    "line_item_usage_end_date",
    "line_item_usage_start_date",
    "line_item_usage_type",
    "pricing_public_on_demand_cost",
    "pricing_term",
    "pricing_unit",
    "product_instance_type",
    "product_region_code",
    "product_servicecode",
    "reservation_effective_cost",
    "reservation_reservation_a_r_n",
    "resource_tags",
    "savings_plan_savings_plan_a_r_n",
    "savings_plan_savings_plan_effective_cost",
  ]
}

resource "aws_s3_bucket" "cost_export" {
  #checkov:skip=CKV_AWS_18:A log of who reads the bill is CloudTrail's, which is the account's.
  #checkov:skip=CKV_AWS_144:AWS can export the months again.
  #checkov:skip=CKV_AWS_145:Data Exports is documented for S3's own key.
  #checkov:skip=CKV2_AWS_62:Nothing waits for exports.
  count    = local._cost_export
  provider = aws.us_east_1

  bucket        = local.bucket_name
  force_destroy = !var.deletion_protection
  tags          = var.tags
}

resource "aws_s3_bucket_ownership_controls" "cost_export" {
  count    = local._cost_export
  provider = aws.us_east_1

  bucket = aws_s3_bucket.cost_export[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "cost_export" {
  count    = local._cost_export
  provider = aws.us_east_1

  bucket                  = aws_s3_bucket.cost_export[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "cost_export" {
  count    = local._cost_export
  provider = aws.us_east_1

  bucket = aws_s3_bucket.cost_export[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "cost_export" {
  count    = local._cost_export
  provider = aws.us_east_1

  bucket = aws_s3_bucket.cost_export[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "cost_export" {
  count    = local._cost_export
  provider = aws.us_east_1

  bucket = aws_s3_bucket.cost_export[0].id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.cost_export.retention_days
    }

    # Each export overwrites the month.
    noncurrent_version_expiration {
      noncurrent_days = 7
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.cost_export]
}

resource "aws_s3_bucket_policy" "cost_export" {
  count    = local._cost_export
  provider = aws.us_east_1

  bucket = aws_s3_bucket.cost_export[0].id
  policy = jsonencode(local.bucket_policy)

  # S3 takes one change of a bucket's access at a time.
  depends_on = [aws_s3_bucket_public_access_block.cost_export]
}

# CUR 2.0. Data Exports answers in us-east-1 only.
resource "aws_bcmdataexports_export" "cost" {
  count    = local._cost_export
  provider = aws.us_east_1

  tags = var.tags

  export {
    name = "cost-and-usage"

    data_query {
      query_statement = "SELECT ${join(", ", local._columns)} FROM COST_AND_USAGE_REPORT"

      # All of them, for AWS fills in what is left out, and the provider stumbles over that.
      table_configurations = {
        COST_AND_USAGE_REPORT = {
          BILLING_VIEW_ARN                      = "arn:${local._partition}:billing::${var.account_id}:billingview/primary"
          INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY = "FALSE"
          INCLUDE_RESOURCES                     = "TRUE"
          INCLUDE_SPLIT_COST_ALLOCATION_DATA    = "FALSE"
          TIME_GRANULARITY                      = var.cost_export.granularity
        }
      }
    }

    destination_configurations {
      s3_destination {
        s3_bucket = aws_s3_bucket.cost_export[0].bucket
        s3_prefix = "cost"
        s3_region = "us-east-1"

        s3_output_configurations {
          compression = "PARQUET"
          format      = "PARQUET"
          output_type = "CUSTOM"
          overwrite   = "OVERWRITE_REPORT"
        }
      }
    }

    refresh_cadence {
      frequency = "SYNCHRONOUS"
    }
  }

  # AWS tries at once whether it may write.
  depends_on = [aws_s3_bucket_policy.cost_export]
}
