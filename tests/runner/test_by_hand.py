"""runner/by_hand.py: a plan that the provider cannot apply is not saved, and the commands that do it are printed."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from generator.errors import Refusal
from generator.project import Project
from runner import by_hand
from runner.plan import plan
from runner.saved_plan import SavedPlan
from tests.runner.fakes import FakeTerraform, bind, session

TABLE = "module.layer.module.ai_assistant[0].aws_dynamodb_table.sessions"
CHANGES = f"  # {TABLE} will be updated in-place\n\nPlan: 0 to add, 1 to change, 0 to destroy.\n"


def paid(before: str, after: str) -> dict[str, Any]:
    table = {"name": "shop-sessions", "global_secondary_index": [{"name": "UserIndex"}]}
    change = {"actions": ["update"], "before": {**table, "billing_mode": before}, "after": {"billing_mode": after}}
    targets = [
        {
            "address": f"target.{direction}",
            "type": "aws_appautoscaling_target",
            "change": {
                "actions": ["create"],
                "before": None,
                "after": {
                    "resource_id": "table/shop-sessions",
                    "scalable_dimension": f"dynamodb:table:{direction}CapacityUnits",
                    "min_capacity": units,
                },
            },
        }
        for direction, units in {"Read": 10, "Write": 5}.items()
    ]
    return {"resource_changes": [{"address": TABLE, "type": "aws_dynamodb_table", "change": change}, *targets]}


def test_a_table_that_shall_be_provisioned_is_told_how(project: Project) -> None:
    why, command = by_hand.instructions(paid("PAY_PER_REQUEST", "PROVISIONED"), bind(session(project)))

    assert why.startswith(f"{TABLE}: ")
    words = shlex.split(command)
    assert words[:5] == ["aws", "dynamodb", "update-table", "--table-name", "shop-sessions"]
    assert "ReadCapacityUnits=10,WriteCapacityUnits=5" in words
    assert json.loads(words[-1])[0]["Update"] == {
        "IndexName": "UserIndex",
        "ProvisionedThroughput": {"ReadCapacityUnits": 10, "WriteCapacityUnits": 5},
    }


def test_a_table_that_shall_be_on_demand_is_told_how(project: Project) -> None:
    told = list(by_hand.instructions(paid("PROVISIONED", "PAY_PER_REQUEST"), session(project)))
    assert told[1:] == [
        '  eval "$(make -s aws-env ENV=dev)"',
        "  aws dynamodb update-table --table-name shop-sessions --billing-mode PAY_PER_REQUEST",
    ]


@pytest.mark.parametrize(("used", "told"), [("EC2", 1), ("FARGATE", 0)])
def test_a_provider_that_a_service_still_uses_leaves_in_two_steps(project: Project, used: str, told: int) -> None:
    cluster = {
        "actions": ["update"],
        "before": {"capacity_providers": ["FARGATE", "EC2"]},
        "after": {"capacity_providers": ["FARGATE"]},
    }
    service = {
        "actions": ["update"],
        "before": {"capacity_provider_strategy": [{"capacity_provider": used}]},
        "after": {"capacity_provider_strategy": [{"capacity_provider": "FARGATE"}]},
    }
    changes = [
        {"address": "cluster", "type": "aws_ecs_cluster_capacity_providers", "change": cluster},
        {"address": "web", "type": "aws_ecs_service", "change": service},
    ]
    found = list(by_hand.instructions({"resource_changes": changes}, session(project)))
    assert [sentence.partition(":")[0] for sentence in found] == ["web"] * told


def test_such_a_plan_is_not_saved(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CHANGES)
    terraform.says("show", json.dumps(paid("PAY_PER_REQUEST", "PROVISIONED")))
    saved = SavedPlan(project, "dev")

    with pytest.raises(Refusal, match="aws dynamodb update-table"):
        plan(session(project), saved)

    assert not saved.exists


def test_another_change_of_a_table_is_planned(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CHANGES)
    terraform.says("show", json.dumps(paid("PROVISIONED", "PROVISIONED")))
    saved = SavedPlan(project, "dev")

    plan(session(project), saved)

    assert saved.exists


def test_a_plan_without_a_table_is_not_read_again(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CHANGES.replace("aws_dynamodb_table", "aws_sqs_queue"))
    plan(session(project), SavedPlan(project, "dev"))
    assert "show" not in [call[0] for call in terraform.calls]
