"""Task definitions: what moto drops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embedded_aws.additions import Answer, Call
from embedded_aws.services.ecs.base import service

_KEPT = "fields of task definition"


@service.completion("RegisterTaskDefinition")
def remember(call: Call, answer: Answer) -> None:
    if "enableFaultInjection" in call.parameters:
        fields = {"enableFaultInjection": call.parameters["enableFaultInjection"]}
        call.store[_KEPT][answer["taskDefinition"]["taskDefinitionArn"]] = fields


@service.completion("DeregisterTaskDefinition", "DescribeTaskDefinition", "RegisterTaskDefinition")
def show(call: Call, answer: Answer) -> None:
    definition: Mapping[str, Any] = answer["taskDefinition"]
    answer["taskDefinition"] = definition | call.store[_KEPT].get(definition["taskDefinitionArn"], {})
