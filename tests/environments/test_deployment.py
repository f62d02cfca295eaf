"""The documented steps, word by word, with plain terraform: create dev, plan nothing, change it, destroy it."""

from __future__ import annotations

import re
from typing import Any

import boto3

from tests.environments.conftest import Checkout

_YES = "yes\n"


def test_the_documented_steps_create_change_and_destroy_dev(checkout: Checkout) -> None:
    dev = checkout.root("dev")
    before = inventory(checkout)

    assert run(checkout, "terraform init -backend-config=backend.conf").returncode == 0
    planned = run(checkout, "terraform plan")
    assert re.search(r"Plan: [1-9]\d* to add, 0 to change, 0 to destroy", planned.stdout), planned.stdout
    applied = run(checkout, "terraform apply", _YES)
    assert "Apply complete!" in applied.stdout, applied.stdout + applied.stderr
    assert run(checkout, "terraform plan -detailed-exitcode").returncode == 0
    assert inventory(checkout)["functions"] == {*before["functions"], "ai-platform-dev-api-handler"}

    tfvars = dev / "terraform.auto.tfvars"
    text = tfvars.read_text()
    tfvars.write_text(text.replace('"DEBUG"', '"ERROR"'))
    assert tfvars.read_text() != text
    changed = run(checkout, "terraform apply", _YES)
    assert re.search(r"0 added, [1-9]\d* changed, 0 destroyed", changed.stdout), changed.stdout
    assert run(checkout, "terraform plan -detailed-exitcode").returncode == 0
    tfvars.write_text(text)

    destroyed = run(checkout, "terraform destroy", _YES)
    assert "Destroy complete!" in destroyed.stdout, destroyed.stdout + destroyed.stderr
    assert run(checkout, "terraform state list").stdout == ""
    assert inventory(checkout) == before


def run(checkout: Checkout, command: str, answer: str = "") -> Any:
    return checkout.run(checkout.root("dev"), *command.split(), answer=answer)


def inventory(checkout: Checkout) -> dict[str, set[str]]:
    """List what the layer makes, as the embedded AWS has it."""

    def client(service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=checkout.server.url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    return {
        "functions": {item["FunctionName"] for item in client("lambda").list_functions()["Functions"]},
        "log groups": {item["logGroupName"] for item in client("logs").describe_log_groups()["logGroups"]},
        "roles": {item["RoleName"] for item in client("iam").list_roles()["Roles"]},
        "queues": set(client("sqs").list_queues().get("QueueUrls", [])),
        "topics": {item["TopicArn"] for item in client("sns").list_topics()["Topics"]},
        "alarms": {item["AlarmName"] for item in client("cloudwatch").describe_alarms()["MetricAlarms"]},
        "network interfaces": {
            item["NetworkInterfaceId"] for item in client("ec2").describe_network_interfaces()["NetworkInterfaces"]
        },
    }
