"""What terraform has called is remembered, and what others have called is not."""

from __future__ import annotations

import json
import urllib.request

import boto3
from botocore.config import Config

from embedded_aws.calls import PATH
from embedded_aws.server import Server


def ask(server: Server, method: str = "GET") -> list[str]:
    with urllib.request.urlopen(urllib.request.Request(f"{server.url}{PATH}", method=method)) as answer:  # noqa: S310
        found: list[str] = json.load(answer)
    return found


def test_the_operations_of_terraform_are_told_once_and_forgotten(embedded_aws: Server) -> None:
    def client(service: str, who: str) -> object:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=embedded_aws.url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(user_agent_extra=who),
        )

    terraform = "HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io)"
    client("sqs", "a test").list_queues()  # type: ignore[attr-defined]
    for _ in range(2):
        client("s3", terraform).list_buckets()  # type: ignore[attr-defined]
        client("elbv2", terraform).describe_load_balancers()  # type: ignore[attr-defined]
        client("apigateway", terraform).get_rest_apis()  # type: ignore[attr-defined]
        client("apigatewayv2", terraform).get_apis()  # type: ignore[attr-defined]

    assert ask(embedded_aws) == ["apigateway:GET", "elbv2:DescribeLoadBalancers", "s3:ListBuckets"]
    assert ask(embedded_aws, "DELETE") == []
    assert ask(embedded_aws) == []
