"""Event source mappings: the alias or version they call, where moto answers with what the alias points to."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call, items
from embedded_aws.services.lambda_.base import LATEST, arn, named, service

_KIND = "function of event source"
_SHOWN_BY = {
    "CreateEventSourceMapping": "",
    "DeleteEventSourceMapping": "",
    "GetEventSourceMapping": "",
    "ListEventSourceMappings": "EventSourceMappings[]",
    "UpdateEventSourceMapping": "",
}


@service.completion("CreateEventSourceMapping", "UpdateEventSourceMapping")
def remember(call: Call, answer: Answer) -> None:
    if "FunctionName" in call.parameters:
        name = named(call.parameters)
        call.store[_KIND][answer["UUID"]] = arn(call, name, qualified=name.qualifier != LATEST)


@service.completion(*_SHOWN_BY)
def show(call: Call, answer: Answer) -> None:
    for item in items(answer, _SHOWN_BY[call.operation]):
        item["FunctionArn"] = call.store[_KIND].get(item["UUID"], item["FunctionArn"])


@service.completion("DeleteEventSourceMapping")
def forget(call: Call, answer: Answer) -> None:
    call.store[_KIND].pop(answer["UUID"], None)
