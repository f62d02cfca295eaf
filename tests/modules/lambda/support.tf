# What the README's examples refer to, besides shared/base.tf.

module "networking" {
  source = "./networking"
}

resource "aws_dynamodb_table" "orders" {
  name             = "orders"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_IMAGE"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sqs_queue" "orders" {
  name                       = "orders"
  visibility_timeout_seconds = 200
}

resource "aws_sqs_queue" "shipping" {
  name = "shipping"
}

resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 1
}

resource "aws_secretsmanager_secret" "partner" {
  name                    = "partner"
  recovery_window_in_days = 0
}

resource "aws_s3_bucket" "uploads" {
  bucket        = "uploads"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "uploads" {
  bucket = aws_s3_bucket.uploads.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_object" "package" {
  bucket = aws_s3_bucket_versioning.uploads.bucket
  key    = "reports.zip"
  source = "../../modules/lambda/placeholder.zip"
}

resource "aws_lambda_layer_version" "shared" {
  layer_name = "shared"
  filename   = "../../modules/lambda/placeholder.zip"
}

resource "aws_signer_signing_profile" "main" {
  platform_id = "AWSLambda-SHA384-ECDSA"
}

resource "aws_efs_file_system" "index" {
  encrypted = true
}

resource "aws_efs_access_point" "index" {
  file_system_id = aws_efs_file_system.index.id
}

resource "aws_efs_mount_target" "index" {
  count = 2

  file_system_id = aws_efs_file_system.index.id
  subnet_id      = module.networking.private_subnet_ids[count.index]
}
