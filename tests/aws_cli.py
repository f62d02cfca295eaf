"""Commands of the AWS CLI, held against botocore's models, of which the CLI is made."""

from __future__ import annotations

import shlex
from functools import cache

import botocore.session
from botocore import xform_name

# What the CLI adds by itself: https://docs.aws.amazon.com/cli/latest/reference/
ADDED = {
    ("logs", "tail"): {"since", "region", "follow", "format", "filter-pattern"},
    ("s3", "ls"): {"recursive", "region", "human-readable", "summarize"},
    ("s3", "cp"): {"recursive", "region"},
    ("eks", "update-kubeconfig"): {"name", "region", "alias", "role-arn"},
}
GLOBAL = {"region", "query", "output", "no-cli-pager", "no-paginate", "profile"}
# The CLI pages by itself, over what the API calls Limit, MaxResults and the like.
PAGING = {"max-items", "page-size", "starting-token"}
READING = ("describe-", "get-", "list-", "lookup-", "filter-", "batch-get-")


@cache
def _operations(service: str) -> dict[str, set[str]]:
    model = botocore.session.get_session().get_service_model(service)
    return {
        xform_name(name, "-"): {
            xform_name(member, "-") for member in getattr(model.operation_model(name).input_shape, "members", {})
        }
        for name in model.operation_names
    }


def problems(command: str, *, reading: bool = False) -> list[str]:
    """Return what is wrong with a command: its service, operation or options; with `reading`, that it writes."""
    program, service, operation, *rest = shlex.split(command)
    assert program == "aws", command
    options = {word[2:].partition("=")[0] for word in rest if word.startswith("--")}
    if (service, operation) in ADDED:
        return [f"{command}: no option --{name}" for name in options - ADDED[service, operation] - GLOBAL]
    try:
        known = _operations(service)
    except botocore.exceptions.UnknownServiceError:
        return [f"{command}: no service {service}"]
    if operation not in known:
        return [f"{command}: {service} has no {operation}"]
    # A flag may be turned off by --no-.
    unknown = {
        name
        for name in options - known[operation] - GLOBAL - PAGING
        if name.removeprefix("no-") not in known[operation]
    }
    found = [f"{command}: {operation} has no option --{name}" for name in sorted(unknown)]
    return found + ([f"{command}: writes"] if reading and not operation.startswith(READING) else [])
