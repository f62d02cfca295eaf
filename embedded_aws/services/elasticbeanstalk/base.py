"""What the parts of Elastic Beanstalk share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("elasticbeanstalk", whole=True)

APPLICATIONS = "applications"  # by name
VERSIONS = "versions"  # by application and label
TEMPLATES = "configuration templates"  # by application and name
ENVIRONMENTS = "environments"  # by id; ended ones are forgotten
TAGS = "tags"  # by ARN

# An option of an environment: namespace, name, and the resource where it is of one.
Option = tuple[str, str, str]


def refusal(said: str) -> AwsError:
    return AwsError("InvalidParameterValue", said)


def arn(call: Call, kind: str, *names: str) -> str:
    return f"arn:aws:elasticbeanstalk:{call.region}:{call.account}:{kind}/{'/'.join(names)}"


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def application(call: Call) -> Answer:
    """Return the application that the request names."""
    name = call.parameters["ApplicationName"]
    found: Answer | None = call.store[APPLICATIONS].get(name)
    if found is None:
        raise refusal(f"No Application named '{name}' found.")
    return found


def remember_tags(call: Call, resource: str) -> None:
    given = {each["Key"]: each["Value"] for each in call.parameters.get("Tags", [])}
    call.store[TAGS][resource] = call.store[TAGS].get(resource, {}) | given


def changed_options(call: Call, before: dict[Option, str]) -> dict[Option, str]:
    """Return the options after what the request adds and removes."""
    removed = {_key(each) for each in call.parameters.get("OptionsToRemove", [])}
    given = {_key(each): each.get("Value", "") for each in call.parameters.get("OptionSettings", [])}
    return {key: value for key, value in before.items() if key not in removed} | given


def shown_options(options: dict[Option, str]) -> list[Answer]:
    shown: list[Answer] = []
    for (namespace, name, resource), value in sorted(options.items()):
        entry: dict[str, Any] = {"Namespace": namespace, "OptionName": name, "Value": value}
        shown.append(entry | ({"ResourceName": resource} if resource else {}))
    return shown


def named(items: Iterable[Answer], field: str, names: list[str] | None) -> list[Answer]:
    return [each for each in items if not names or each[field] in names]


def _key(option: Answer) -> Option:
    return option["Namespace"], option["OptionName"], option.get("ResourceName", "")
