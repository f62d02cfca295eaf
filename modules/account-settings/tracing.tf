data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Provider 6 calls it region, provider 5 name; each warns of, or lacks, the other.
  _region    = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))
  _partition = data.aws_partition.current.partition
  _logs      = "arn:${local._partition}:logs:${local._region}:${var.account_id}:log-group"

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search-Cloudformation.html
  spans_policy = {
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TransactionSearchXRayAccess"
      Effect    = "Allow"
      Principal = { Service = "xray.amazonaws.com" }
      Action    = "logs:PutLogEvents"
      Resource  = ["${local._logs}:aws/spans:*", "${local._logs}:/aws/application-signals/data:*"]
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local._partition}:xray:${local._region}:${var.account_id}:*" }
        StringEquals = { "aws:SourceAccount" = var.account_id }
      }
    }]
  }

  # Given here, the provider need not ask CloudFormation for it, which a plan without credentials could not.
  # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-xray-transactionsearchconfig.html
  _transaction_search_schema = {
    typeName             = "AWS::XRay::TransactionSearchConfig"
    description          = "Whether X-Ray keeps spans in CloudWatch Logs, and how many of them it indexes."
    additionalProperties = false
    properties = {
      AccountId          = { type = "string", description = "Account whose traces these are." }
      IndexingPercentage = { type = "number", description = "Percent of traces that X-Ray indexes.", minimum = 0, maximum = 100 }
    }
    readOnlyProperties = ["/properties/AccountId"]
    primaryIdentifier  = ["/properties/AccountId"]
  }
}

resource "aws_cloudwatch_log_resource_policy" "spans" {
  count = var.transaction_search == null ? 0 : 1

  policy_name     = "TransactionSearchAccess"
  policy_document = jsonencode(local.spans_policy)
}

# The provider has no resource of its own for it, neither 5.100 nor 6.x; Cloud Control has.
resource "aws_cloudcontrolapi_resource" "transaction_search" {
  count = var.transaction_search == null ? 0 : 1

  type_name     = local._transaction_search_schema.typeName
  schema        = jsonencode(local._transaction_search_schema)
  desired_state = jsonencode({ IndexingPercentage = var.transaction_search.indexing_percent })

  # X-Ray tries at once whether it may write.
  depends_on = [aws_cloudwatch_log_resource_policy.spans]
}

# Cloud Control's resource compares what was asked for, not what is: without this nobody would hear of a change by hand.
check "transaction_search" {
  assert {
    condition = alltrue([
      for setting in aws_cloudcontrolapi_resource.transaction_search :
      try(jsondecode(setting.properties).IndexingPercentage, 0) == var.transaction_search.indexing_percent
    ])
    error_message = "X-Ray indexes another share of traces than transaction_search says: somebody changed it by hand. Terraform does not put it back; set it again in the console of CloudWatch, or say here what it is."
  }
}
