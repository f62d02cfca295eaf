"""Aliases whose revision changes with them, so that who has an old one in mind is refused."""

from __future__ import annotations

import uuid

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.lambda_.base import service

_REVISIONS = "alias revisions"  # by function and alias


@service.operation("UpdateAlias")
def update(call: Call) -> Answer:
    asked = dict(call.parameters)
    expected = asked.pop("RevisionId", None)
    if expected and expected != _current(call)["RevisionId"]:
        said = "The RevisionId provided does not match the latest RevisionId. Call the GetAlias API to retrieve it."
        raise AwsError("PreconditionFailedException", said)
    changed = call.ask("UpdateAlias", **asked)
    call.store[_REVISIONS][_key(call)] = str(uuid.uuid4())
    return _shown(call, changed)


@service.completion("GetAlias")
def show(call: Call, answer: Answer) -> None:
    _shown(call, answer)


@service.completion("DeleteAlias")
def forget(call: Call, _answer: Answer) -> None:
    call.store[_REVISIONS].pop(_key(call), None)


def _current(call: Call) -> Answer:
    function, alias = _key(call)
    return _shown(call, call.ask("GetAlias", FunctionName=function, Name=alias))


def _shown(call: Call, answer: Answer) -> Answer:
    answer["RevisionId"] = call.store[_REVISIONS].get(_key(call), answer["RevisionId"])
    return answer


def _key(call: Call) -> tuple[str, str]:
    name: str = call.parameters["FunctionName"]
    return name.rpartition(":")[2], call.parameters["Name"]
