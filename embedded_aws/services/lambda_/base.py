"""What the parts of Lambda share: whom a request names, and whether it exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("lambda")

LATEST = "$LATEST"


class Named(NamedTuple):
    """A function, and the version or alias of it that is meant."""

    function: str
    qualifier: str


def named(parameters: Mapping[str, Any]) -> Named:
    """Read a function's name, partial or whole ARN; a qualifier may be part of it or stand beside it."""
    function, _, qualifier = str(parameters["FunctionName"]).rpartition("function:")[2].partition(":")
    return Named(function, qualifier or parameters.get("Qualifier") or LATEST)


def existing(call: Call) -> Named:
    """Return whom the request names; raise ResourceNotFoundException where there is no such function or qualifier."""
    name = named(call.parameters)
    call.ask("GetFunctionConfiguration", FunctionName=name.function, Qualifier=name.qualifier)
    return name


def arn(call: Call, name: Named, qualified: bool = True) -> str:
    """Return the ARN of a function, with its qualifier unless told otherwise."""
    function = f"arn:aws:lambda:{call.region}:{call.account}:function:{name.function}"
    return f"{function}:{name.qualifier}" if qualified else function


def find(call: Call, kind: str, name: Named, missing: AwsError) -> Answer:
    """Return what is stored for a function and qualifier; raise `missing` where nothing is."""
    if name not in call.store[kind]:
        raise missing
    found: Answer = call.store[kind][name]
    return found


@service.completion("DeleteFunction", "DeleteAlias")
def forget_what_hangs_on_it(call: Call, _answer: Answer) -> None:
    """Drop what was stored for the deleted alias or version, or for all of a deleted function."""
    gone = Named(named(call.parameters).function, call.parameters.get("Name") or named(call.parameters).qualifier)
    for things in call.store.values():
        for key in [key for key in things if isinstance(key, Named)]:
            if key == gone or (gone.qualifier == LATEST and key.function == gone.function):
                del things[key]
