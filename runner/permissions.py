"""make permissions: the policies for the two roles that plan and apply an environment, to paste or to create.

The actions are those that terraform called on the embedded AWS, with what AWS wants beside them; a test
(tests/environments/test_deployment.py) compares runner/permissions.yaml with the calls of each run.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

from generator import files
from generator.environment import Environment, State, load
from generator.project import Project

ACTIONS = Path(__file__).with_suffix(".yaml")
# Characters of a managed policy, white space not counted:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LONGEST = 6144
_EMBEDDED_ACCOUNT = "123456789012"
# What has a name that begins with the project's, by service: the rest of the ARN.
_NAMED = {
    "dynamodb": ["{region}:{account}:table/{name}*"],
    "iam": [":{account}:role/{name}*", ":{account}:instance-profile/{name}*", ":{account}:role/aws-service-role/*"],
    "lambda": ["{region}:{account}:function:{name}*"],
    "s3": ["::{name}*"],
    "sns": ["{region}:{account}:{name}*"],
    "sqs": ["{region}:{account}:{name}*"],
}

_DOES = {"plan": "plans", "apply": "applies"}

Statement = dict[str, Any]


def permissions(project: Project, name: str) -> None:
    """Write the policies of an environment, and print how a role gets them."""
    environment = load(project, name)
    folder = project.work / "permissions" / name
    for file in folder.glob("*.json"):
        file.unlink()
    for role, policies in documents(environment).items():
        click.secho(f"\nThe role that {_DOES[role]} {name}:", bold=True)
        for number, policy in enumerate(policies, 1):
            file = folder / f"{role}-{number}.json"
            files.write(file, json.dumps(policy, indent=2) + "\n")
            actions = sum(len(statement["Action"]) for statement in policy["Statement"])
            click.echo(f"  {project.relative(file)}: {actions} actions, {_length(policy)} of {LONGEST} characters")
    if environment.account_id is None:
        click.echo(f"\nAccount {_EMBEDDED_ACCOUNT} is the embedded AWS's: say aws.account_id in the YAML for your own.")
    command = ["aws", "iam", "create-policy", "--policy-name"]
    click.echo("\nFor each file, once signed in to the account, and then attach-role-policy:")
    click.echo(
        f"  {shlex.join(command)} {name}-plan-1 --policy-document file://{project.relative(folder / 'plan-1.json')}"
    )


def documents(environment: Environment) -> dict[str, list[dict[str, Any]]]:
    """Return the policies of the role that plans and of the one that applies, each as long as IAM takes it."""
    actions = yaml.safe_load(ACTIONS.read_text(encoding="utf-8"))
    reading = [_allow("Read", actions["plan"], ["*"]), *_state(environment, writes=False)]
    own = [environment.region, "us-east-1"]  # where what has no region is
    writing = [
        _allow("Read", actions["plan"], ["*"]),
        *_state(environment, writes=True),
        *_by_name(environment, actions["apply_by_name"]),
        {
            **_allow("Write", actions["apply"], ["*"]),
            "Condition": {"StringEquals": {"aws:RequestedRegion": sorted(set(own))}},
        },
    ]
    return {"plan": list(_policies(reading)), "apply": list(_policies(writing))}


def _state(environment: Environment, *, writes: bool) -> Iterator[Statement]:
    """Yield what the S3 backend wants: https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required"""
    own = environment.backend
    below = [each for each in environment.upstream.values() if isinstance(each, State)]
    buckets = sorted({each.bucket for each in [own, *below]})
    yield _allow("StateBucket", ["s3:ListBucket"], [f"arn:aws:s3:::{bucket}" for bucket in buckets])
    read = sorted({f"arn:aws:s3:::{each.bucket}/{each.key}" for each in [own, *below]})
    yield _allow("StateRead", ["s3:GetObject"], read)
    lock = f"arn:aws:s3:::{own.bucket}/{own.key}.tflock"
    yield _allow("StateLock", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [lock])
    if writes:
        yield _allow("StateWrite", ["s3:PutObject"], [f"arn:aws:s3:::{own.bucket}/{own.key}"])
    if own.kms_key_id:
        yield _allow("StateKey", ["kms:Decrypt", "kms:GenerateDataKey"], [own.kms_key_id])


def _by_name(environment: Environment, actions: list[str]) -> Iterator[Statement]:
    names = [f"{environment.variables['project_name']}-", *sorted(_function_names(environment.variables))]
    account = environment.account_id or _EMBEDDED_ACCOUNT
    for service, endings in _NAMED.items():
        ours = [action for action in actions if action.startswith(f"{service}:")]
        resources = [
            f"arn:aws:{service}:{ending.format(region=environment.region, account=account, name=name)}"
            for name in names
            for ending in endings
        ]
        if ours:
            yield _allow(f"Write{service.capitalize()}", ours, sorted(set(resources)))


def _function_names(variables: Any) -> set[str]:
    """Return the names of functions that an environment gives itself."""
    functions = variables.get("lambda_functions") or {}
    return {str(each["function_name"]) for each in functions.values() if each.get("function_name")}


def _policies(statements: list[Statement]) -> Iterator[dict[str, Any]]:
    """Put statements into as few policies as hold them; one that is too long alone is cut."""
    full: list[Statement] = []
    for statement in [part for each in statements for part in _parts(each)]:
        if full and _length(_policy([*full, statement])) > LONGEST:
            yield _policy(full)
            full = []
        full.append(statement)
    yield _policy(full)


def _parts(statement: Statement) -> Iterator[Statement]:
    actions = statement["Action"]
    if _length(_policy([statement])) <= LONGEST:
        yield statement
        return
    half = len(actions) // 2
    for number, part in enumerate((actions[:half], actions[half:]), 1):
        yield from _parts({**statement, "Sid": f"{statement['Sid']}{number}", "Action": part})


def _allow(sid: str, actions: list[str], resources: list[str]) -> Statement:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}


def _policy(statements: list[Statement]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}


def _length(policy: dict[str, Any]) -> int:
    return len(json.dumps(policy, separators=(",", ":")))
