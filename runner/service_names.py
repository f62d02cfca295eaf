"""Name the AWS service that a resource type belongs to, for people."""

from __future__ import annotations

import re

# The longest prefix wins. A type that is not here goes by its first word.
_SERVICES = {
    "acm_": "ACM",
    "alb": "Load balancing",
    "api_gateway_": "API Gateway",
    "apigatewayv2_": "API Gateway",
    "appautoscaling_": "Auto Scaling",
    "autoscaling_": "Auto Scaling",
    "backup_": "Backup",
    "batch_": "Batch",
    "bcmdataexports_": "Data Exports",
    "budgets_": "Budgets",
    "ce_": "Cost Explorer",
    "cloudfront_": "CloudFront",
    "cloudwatch_": "CloudWatch",
    "cloudwatch_event_": "EventBridge",
    "cloudwatch_log_": "CloudWatch Logs",
    "codedeploy_": "CodeDeploy",
    "cognito_": "Cognito",
    "computeoptimizer_": "Compute Optimizer",
    "costoptimizationhub_": "Cost Optimization Hub",
    "dynamodb_": "DynamoDB",
    "ecr_": "ECR",
    "ecs_": "ECS",
    "eip": "VPC",
    "eks_": "EKS",
    "elastic_beanstalk_": "Elastic Beanstalk",
    "flow_log": "VPC",
    "iam_": "IAM",
    "instance": "EC2",
    "internet_gateway": "VPC",
    "kinesis_": "Kinesis",
    "kinesis_firehose_": "Firehose",
    "kms_": "KMS",
    "lambda_": "Lambda",
    "launch_template": "EC2",
    "lb": "Load balancing",
    "nat_gateway": "VPC",
    "network_": "VPC",
    "placement_group": "EC2",
    "route": "VPC",
    "route53_": "Route 53",
    "s3_": "S3",
    "scheduler_": "EventBridge",
    "secretsmanager_": "Secrets Manager",
    "security_group": "VPC",
    "service_discovery_": "Cloud Map",
    "sns_": "SNS",
    "sqs_": "SQS",
    "ssm_": "Systems Manager",
    "subnet": "VPC",
    "vpc": "VPC",
    "wafv2_": "WAF",
    "xray_": "X-Ray",
}
_LONGEST_FIRST = sorted(_SERVICES, key=len, reverse=True)
_INSTANCE_KEY = re.compile(r'\["(?:[^"\\]|\\.)*"\]|\[\d+\]')


def resource_type(address: str) -> str:
    """Return the type in an address such as `module.layer.module.lambda["a.b"].aws_sqs_queue.this[0]`."""
    return _INSTANCE_KEY.sub("", address.split(" (deposed object ")[0]).split(".")[-2]


def service(address: str) -> str:
    """Return the name people know the resource's service by, such as `Load balancing` for aws_lb_listener."""
    kind = resource_type(address)
    name = kind.removeprefix("aws_")
    if name == kind:
        return "Terraform"
    prefix = next((prefix for prefix in _LONGEST_FIRST if name.startswith(prefix)), None)
    return _SERVICES[prefix] if prefix else name.split("_")[0].capitalize()
