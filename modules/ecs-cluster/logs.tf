# What people type and see in `aws ecs execute-command`. Made before the cluster, which would not make it.
resource "aws_cloudwatch_log_group" "exec" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  name              = "/aws/ecs/${var.name}/exec"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
