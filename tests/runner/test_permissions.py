"""make permissions: policies that IAM takes, in which nothing is allowed on everything by mistake."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import yaml

from generator.environment import load
from generator.errors import Refusal
from generator.project import Project
from runner.permissions import ACTIONS, LONGEST, documents, permissions
from tests.harness import ROOT, read_golden
from tests.permissions import permissions as needed
from tests.runner.fakes import bind, session

HERE = Project(ROOT)
NAMED = {
    "aws_dynamodb_table": "name",
    "aws_iam_instance_profile": "name",
    "aws_iam_role": "name",
    "aws_lambda_function": "function_name",
    "aws_s3_bucket": "bucket",
    "aws_sns_topic": "name",
    "aws_sqs_queue": "name",
}


BOUNDARY = "arn:aws:iam::111122223333:policy/boundary"


def statements(name: str = "prod", role: str = "apply", boundary: str | None = None) -> list[dict[str, Any]]:
    return [each for policy in documents(load(HERE, name), boundary)[role] for each in policy["Statement"]]


@pytest.mark.parametrize("name", HERE.names())
def test_every_policy_fits_into_a_managed_one(name: str) -> None:
    for policies in documents(load(HERE, name)).values():
        assert 1 <= len(policies) <= 10  # managed policies per role
        for policy in policies:
            assert len(json.dumps(policy, separators=(",", ":"))) <= LONGEST
            sids = [each["Sid"] for each in policy["Statement"]]
            assert len(set(sids)) == len(sids)
            assert all(re.fullmatch("[A-Za-z0-9]+", sid) for sid in sids)


def test_every_action_is_allowed_once_and_no_pattern() -> None:
    known = yaml.safe_load(ACTIONS.read_text())
    allowed = [
        action for each in statements() if each["Sid"].startswith(("Read", "Write")) for action in each["Action"]
    ]
    assert sorted(allowed) == sorted(action for actions in known.values() for action in actions)
    assert not [action for action in allowed if "*" in action]


def test_who_plans_writes_nothing_but_the_lock() -> None:
    writing = re.compile(r"(?<!s3):(Put|Create|Delete|Update|Modify|Tag|Untag|Attach|Pass|Add|Remove|Set|Register)")
    for each in statements(role="plan"):
        assert not [action for action in each["Action"] if writing.search(f":{action.partition(':')[2]}")] or (
            each["Resource"] == ["arn:aws:s3:::ai-platform-prod-tfstate/compute/prod/terraform.tfstate.tflock"]
        ), each


def test_no_content_is_read() -> None:
    reading = {"dynamodb:GetItem", "s3:GetObject", "secretsmanager:GetSecretValue", "sqs:ReceiveMessage", "kms:Decrypt"}
    for each in statements():
        assert not reading & set(each["Action"]) or each["Sid"].startswith("State"), each


def test_roles_are_made_and_passed_by_the_names_of_the_project_only() -> None:
    [named] = [each for each in statements() if "iam:PassRole" in each["Action"]]
    assert "iam:CreateRole" in named["Action"]
    assert "arn:aws:iam::123456789012:role/ai-platform-*" in named["Resource"]
    assert "*" not in named["Resource"]
    for each in statements():
        if each["Resource"] == ["*"] and each["Sid"].startswith("Write"):
            assert each["Condition"] == {"StringEquals": {"aws:RequestedRegion": ["us-east-1"]}}


def test_with_a_boundary_no_role_without_it_is_made_or_changed() -> None:
    held = [each for each in statements(boundary=BOUNDARY) if "iam:CreateRole" in each["Action"]]
    assert [each["Condition"] for each in held] == [{"StringEquals": {"iam:PermissionsBoundary": BOUNDARY}}]
    assert {"iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"} <= {*held[0]["Action"]}
    every = [action for each in statements(boundary=BOUNDARY) for action in each["Action"]]
    assert "iam:DeleteRolePermissionsBoundary" not in every
    assert {"iam:PassRole", "iam:DeleteRole"} <= {*every}


def test_what_is_no_arn_of_a_policy_is_no_boundary(project: Project) -> None:
    with pytest.raises(Refusal, match="BOUNDARY=admin: is no ARN of a policy, such as arn:aws:iam::"):
        permissions(project, "dev", "admin")
    assert not (project.work / "permissions/dev").exists()


def test_in_another_partition_so_are_the_names(project: Project) -> None:
    here = replace(bind(session(project)).environment, region="cn-north-1")
    resources = {
        name for policy in documents(here)["apply"] for each in policy["Statement"] for name in each["Resource"]
    }
    assert {name.partition(":iam")[0] for name in resources if ":iam:" in name} == {"arn:aws-cn"}


def test_what_is_allowed_by_name_has_such_names() -> None:
    golden = read_golden(ROOT / "tests/environments/prod.planned.yaml")
    seen = set()
    for address, attributes in golden.items():
        kind = next((kind for kind in NAMED if f".{kind}." in address), None)
        if kind and NAMED[kind] in attributes:
            seen.add(kind)
            assert attributes[NAMED[kind]].startswith("ai-platform-"), address
    assert seen >= {"aws_iam_role", "aws_lambda_function", "aws_sqs_queue", "aws_sns_topic"}


def test_a_function_with_a_name_of_its_own_may_be_changed(project: Project) -> None:
    here = bind(session(project)).environment
    here.variables["lambda_functions"] = {"orders": {"function_name": "legacy"}}  # type: ignore[index]
    found = [each for policy in documents(here)["apply"] for each in policy["Statement"]]
    [functions] = [each for each in found if "lambda:CreateFunction" in each["Action"]]
    assert f"arn:aws:lambda:us-east-1:{here.account_id}:function:legacy*" in functions["Resource"]


def test_the_files_are_where_it_says(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    permissions(project, "dev")
    said = capsys.readouterr().out
    files = sorted((project.work / "permissions/dev").glob("*.json"))
    assert files
    assert all(project.relative(file) in said for file in files)
    assert "Elastic Beanstalk" not in said
    assert "With BOUNDARY=ARN" in said
    permissions(HERE, "prod", BOUNDARY)
    said = capsys.readouterr().out
    assert "attach AWS's AdministratorAccess-AWSElasticBeanstalk as well" in said
    assert "With BOUNDARY=ARN" not in said
    assert "say aws.account_id in the YAML for your own" in said


def test_an_action_that_aws_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        needed(["lambda:MakeFunction"])


def test_what_is_made_may_be_tagged_changed_removed_and_its_role_passed() -> None:
    found = needed(["lambda:CreateFunction", "budgets:CreateBudget", "s3:HeadBucket", "s3:PutObject"])
    assert found["plan"] == ["lambda:GetFunctionConfiguration", "s3:ListBucket"]
    changes = {"lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "lambda:PublishVersion"}
    assert {"iam:PassRole", "lambda:CreateFunction", "lambda:DeleteFunction"} | changes <= {*found["apply_by_name"]}
    assert {"budgets:ModifyBudget"} <= {*found["apply"]}
    assert "lambda:TagResource" in found["apply"] + found["apply_by_name"]
