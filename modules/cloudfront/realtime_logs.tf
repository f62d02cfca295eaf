# Real-time logs: a Kinesis stream, the role that fills it, and what CloudFront writes there. Whoever reads the stream comes
# from elsewhere.

locals {
  _realtime_logs = var.realtime_logs == null ? 0 : 1

  realtime_name = "${local.stem}-realtime-logs"
  stream_arn    = "arn:${local.partition}:kinesis:${local.region}:${var.account_id}:stream/${local.realtime_name}"

  # No aws:SourceArn here: CloudFront documents no source keys for this role, and iam:PassRole already keeps it to
  # distributions of its own account.
  realtime_trust_policy = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "cloudfront.amazonaws.com" }
    }]
  }

  _stream_statements = [{
    Sid      = "WriteStream"
    Effect   = "Allow"
    Action   = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"]
    Resource = local.stream_arn
  }]

  _stream_key_statements = [
    for arn in var.kms_key_arn[*] : {
      Sid       = "EncryptStream"
      Effect    = "Allow"
      Action    = "kms:GenerateDataKey"
      Resource  = arn
      Condition = { StringEquals = { "kms:ViaService" = "kinesis.${local.region}.${data.aws_partition.current.dns_suffix}" } }
    }
  ]

  realtime_policy = {
    Version   = "2012-10-17"
    Statement = concat(local._stream_statements, local._stream_key_statements)
  }
}

resource "aws_kinesis_stream" "this" {
  count = local._realtime_logs

  name             = local.realtime_name
  retention_period = var.realtime_logs.retention_hours
  shard_count      = var.realtime_logs.shards
  encryption_type  = "KMS"
  kms_key_id       = var.kms_key_arn == null ? "alias/aws/kinesis" : var.kms_key_arn

  stream_mode_details {
    stream_mode = var.realtime_logs.shards == null ? "ON_DEMAND" : "PROVISIONED"
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role" "realtime_logs" {
  count = local._realtime_logs

  name                 = local.realtime_name
  description          = "Lets CloudFront write real-time logs of distribution ${var.name}."
  assume_role_policy   = jsonencode(local.realtime_trust_policy)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role_policy" "realtime_logs" {
  count = local._realtime_logs

  name   = "stream"
  role   = aws_iam_role.realtime_logs[0].name
  policy = jsonencode(local.realtime_policy)

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_realtime_log_config" "this" {
  count = local._realtime_logs

  name          = local.realtime_name
  sampling_rate = var.realtime_logs.sampling_percent
  fields        = var.realtime_logs.fields

  endpoint {
    stream_type = "Kinesis"

    kinesis_stream_config {
      role_arn   = aws_iam_role.realtime_logs[0].arn
      stream_arn = aws_kinesis_stream.this[0].arn
    }
  }

  # CloudFront tries the stream with the role as soon as the configuration is made.
  depends_on = [aws_iam_role_policy.realtime_logs]

  lifecycle {
    create_before_destroy = true
  }
}
