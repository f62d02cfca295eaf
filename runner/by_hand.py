"""What no plan can change though it is asked for: say what does it, with real names, before anything is applied."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.errors import Refusal
from runner import terraform
from runner.service_names import resource_type
from runner.session import Session
from runner.summary import Summary

_TABLE = "aws_dynamodb_table"
_PROVIDERS = "aws_ecs_cluster_capacity_providers"


def check(session: Session, summary: Summary, plan: Path) -> None:
    """Raise Refusal, with the commands that do it instead, where the provider cannot do what the plan says."""
    # `terraform show` costs seconds, and is needed hardly ever.
    if not any(resource_type(address) in (_TABLE, _PROVIDERS) for address in summary.addresses["change"]):
        return
    printed: list[str] = []
    arguments = ["show", "-json", str(plan)]
    if terraform.run(arguments, cwd=session.folder, env=session.variables, on_line=printed.append):
        raise Refusal(f"{session.name}: terraform show failed on the plan just made; nothing was saved.")
    told = list(instructions(json.loads("".join(printed)), session))
    if told:
        raise Refusal("\n".join(told))


def instructions(plan: Mapping[str, Any], session: Session) -> Iterator[str]:
    """Yield what to do, for each change in a plan (`terraform show -json`) that the provider cannot make.

    How a table is paid: its capacities are autoscaling's, so Terraform ignores them, and then the provider has none to
    send along, which UpdateTable wants (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html).
    What a cluster's services run on: Terraform changes the cluster before them, and PutClusterCapacityProviders takes
    no provider away that a service uses
    (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html).
    """
    changes = [change for change in plan.get("resource_changes", []) if change["change"]["actions"] == ["update"]]
    for change in changes:
        before, after = change["change"]["before"], change["change"]["after"]
        if change["type"] == _TABLE and before["billing_mode"] != after["billing_mode"]:
            yield (
                f"{change['address']}: AWS changes how a table is paid without an interruption, but Terraform cannot, "
                "because its capacities are autoscaling's. Run this, then plan again:"
            )
            if not session.bound:
                yield f'  eval "$(make -s aws-env ENV={session.name})"'
            yield f"  {shlex.join(_update_table(before, after['billing_mode'], _least(plan, before['name'])))}"
        if change["type"] == _PROVIDERS:
            leaving = set(before["capacity_providers"]) - set(
                after["capacity_providers"] or before["capacity_providers"]
            )
            yield from _still_used(plan, leaving)


def _still_used(plan: Mapping[str, Any], leaving: set[str]) -> Iterator[str]:
    for change in plan["resource_changes"]:
        before = change["change"]["before"]
        if change["type"] != "aws_ecs_service" or before is None:
            continue
        for name in sorted(
            leaving & {used["capacity_provider"] for used in before["capacity_provider_strategy"] or []}
        ):
            yield (
                f"{change['address']}: runs on {name}, which leaves the cluster in the same plan, and AWS keeps "
                "a provider that a service uses. Take two steps: leave ecs_capacity_providers and its strategy as "
                "they are, and apply the service on another provider, or without it; then take the provider away."
            )


def _update_table(table: Mapping[str, Any], mode: str, least: Mapping[str, int]) -> list[str]:
    command = ["aws", "dynamodb", "update-table", "--table-name", table["name"], "--billing-mode", mode]
    if mode == "PROVISIONED":
        command += [
            "--provisioned-throughput",
            f"ReadCapacityUnits={least['Read']},WriteCapacityUnits={least['Write']}",
        ]
        units = {f"{direction}CapacityUnits": number for direction, number in least.items()}
        updates = [
            {"Update": {"IndexName": index["name"], "ProvisionedThroughput": units}}
            for index in table.get("global_secondary_index") or []
        ]
        if updates:
            command += ["--global-secondary-index-updates", json.dumps(updates)]
    return command


def _least(plan: Mapping[str, Any], table: str) -> dict[str, int]:
    """Return the least capacity units that the plan gives the table, by direction; 1 where it says none."""
    least = {"Read": 1, "Write": 1}
    for change in plan.get("resource_changes", []):
        after = change["change"]["after"] or {}
        if change["type"] == "aws_appautoscaling_target" and after.get("resource_id") == f"table/{table}":
            direction = "Read" if "Read" in after["scalable_dimension"] else "Write"
            least[direction] = after["min_capacity"]
    return least
