"""make permissions: the policies for the two roles that plan and apply an environment, to paste or to create.

The actions are those that terraform called on the embedded AWS, with what AWS wants beside them; a test
(tests/environments/test_deployment.py) compares runner/permissions.yaml with the calls of each run.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

from generator import files
from generator.environment import Environment, State, load
from generator.errors import Refusal
from generator.project import Project

ACTIONS = Path(__file__).with_suffix(".yaml")
# Characters of a managed policy, white space not counted:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LONGEST = 6144
_EMBEDDED_ACCOUNT = "123456789012"
_POLICY_ARN = re.compile(r"arn:[a-z-]+:iam::\d{12}:policy/\S+")
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


# The actions that IAM judges by the boundary of the role they change:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
_BOUNDED = {
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
}
# Elastic Beanstalk calls AWS with the rights of who calls it:
# https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.managed-policies.html
_BEANSTALK = "AdministratorAccess-AWSElasticBeanstalk"


def permissions(project: Project, name: str, boundary: str | None = None) -> None:
    """Write the policies of an environment, and print how a role gets them.

    With the ARN of a permissions boundary, the role that applies makes and changes only roles that have it. Raises
    Refusal where that is no ARN of a policy.
    """
    if boundary and not _POLICY_ARN.fullmatch(boundary):
        raise Refusal(f"BOUNDARY={boundary}: is no ARN of a policy, such as arn:aws:iam::123412341234:policy/boundary")
    environment = load(project, name)
    folder = project.work / "permissions" / name
    for file in folder.glob("*.json"):
        file.unlink()
    for role, policies in documents(environment, boundary).items():
        click.secho(f"\nThe role that {_DOES[role]} {name}:", bold=True)
        for number, policy in enumerate(policies, 1):
            file = folder / f"{role}-{number}.json"
            files.write(file, json.dumps(policy, indent=2) + "\n")
            actions = sum(len(statement["Action"]) for statement in policy["Statement"])
            click.echo(f"  {project.relative(file)}: {actions} actions, {_length(policy)} of {LONGEST} characters")
    if environment.account_id is None:
        click.echo(f"\nAccount {_EMBEDDED_ACCOUNT} is the embedded AWS's: say aws.account_id in the YAML for your own.")
    click.echo("\nThe policies, signed in to the account:")
    click.echo(f"  for file in {shlex.quote(project.relative(folder))}/*.json; do")
    click.echo(
        f'    aws iam create-policy --policy-name {name}-$(basename "$file" .json) --policy-document "file://$file"'
    )
    click.echo("  done\nEach goes to its role: aws iam attach-role-policy --role-name ROLE --policy-arn ARN")
    if environment.variables.get("elastic_beanstalk_applications"):
        click.echo(f"Elastic Beanstalk acts with the rights of who calls it: attach AWS's {_BEANSTALK} as well.")
    if boundary is None:
        click.echo(
            "Who may make roles may give them anything. With BOUNDARY=ARN, of the security layer's "
            "permissions_boundary_arn, only roles that have it are made."
        )


def documents(environment: Environment, boundary: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return the policies of the role that plans and of the one that applies, each as long as IAM takes it."""
    actions = yaml.safe_load(ACTIONS.read_text(encoding="utf-8"))
    reading = [_allow("Read", actions["plan"], ["*"]), *_state(environment, writes=False)]
    own = [environment.region, "us-east-1"]  # where what has no region is
    writing = [
        _allow("Read", actions["plan"], ["*"]),
        *_state(environment, writes=True),
        *_by_name(environment, actions["apply_by_name"], boundary),
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
    s3 = f"arn:{_partition(environment)}:s3:::"
    yield _allow("StateBucket", ["s3:ListBucket"], [f"{s3}{bucket}" for bucket in buckets])
    read = sorted({f"{s3}{each.bucket}/{each.key}" for each in [own, *below]})
    yield _allow("StateRead", ["s3:GetObject"], read)
    lock = f"{s3}{own.bucket}/{own.key}.tflock"
    yield _allow("StateLock", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [lock])
    if writes:
        yield _allow("StateWrite", ["s3:PutObject"], [f"{s3}{own.bucket}/{own.key}"])
    if own.kms_key_id:
        yield _allow("StateKey", ["kms:Decrypt", "kms:GenerateDataKey"], [own.kms_key_id])


def _by_name(environment: Environment, actions: list[str], boundary: str | None) -> Iterator[Statement]:
    names = [f"{environment.variables['project_name']}-", *sorted(_function_names(environment.variables))]
    account = environment.account_id or _EMBEDDED_ACCOUNT
    arn = f"arn:{_partition(environment)}"
    for service, endings in _NAMED.items():
        ours = [action for action in actions if action.startswith(f"{service}:")]
        resources = [
            f"{arn}:{service}:{ending.format(region=environment.region, account=account, name=name)}"
            for name in names
            for ending in endings
        ]
        if service == "iam" and boundary:
            bounded = [action for action in ours if action in _BOUNDED]
            ours = [action for action in ours if action not in {*bounded, "iam:DeleteRolePermissionsBoundary"}]
            only = {"Condition": {"StringEquals": {"iam:PermissionsBoundary": boundary}}}
            yield {**_allow("WriteIamBounded", bounded, sorted(set(resources))), **only}
        if ours:
            yield _allow(f"Write{service.capitalize()}", ours, sorted(set(resources)))


def _partition(environment: Environment) -> str:
    import boto3  # takes a quarter of a second

    return boto3.Session().get_partition_for_region(environment.region)


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
