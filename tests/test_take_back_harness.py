"""What the take-back harness counts and what it refuses, without a terraform."""

from __future__ import annotations

from typing import Any

import pytest
import tftest

from generator.layer import Layer, parse
from tests import take_back
from tests.decisions import decisions, taken_back

VARIABLES = """
variable "name" {
  type = string
}

variable "public" {
  type    = bool
  default = false
}

variable "https" {
  type = object({
    certificate = string
    mutual      = optional(object({ mode = string }))
    settings    = optional(object({ strict = optional(bool, true) }), {})
  })
  default = null
}

variable "rules" {
  type    = map(object({ tags = optional(map(string), {}), waits = optional(bool) }))
  default = {}
}
"""
MODULE: Layer = parse({"variables.tf": VARIABLES}, "modules/example")


def test_decisions_are_optional_objects_booleans_and_entries_of_maps() -> None:
    assert decisions(MODULE) == {
        "public",
        "https",
        "https.mutual",
        "https.settings.strict",
        "rules (removed)",
        "rules (renamed)",
        "rules.tags (removed)",
        "rules.waits",
    }


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"public": True}, {}, {"public"}),
        ({"public": False}, {}, set()),
        ({"https": {"mutual": {}}}, {}, {"https"}),
        ({"https": {"mutual": {}}}, {"https": {}}, {"https.mutual"}),
        ({"https": {}}, {"https": {"mutual": {}}}, set()),
        ({"https": {"settings": {"strict": False}}}, {"https": {"settings": {}}}, {"https.settings.strict"}),
        ({"rules": {"a": {}, "b": {}}}, {"rules": {"b": {}}}, {"rules (removed)"}),
        ({"rules": {"a": {}}}, {"rules": {"b": {}}}, {"rules (renamed)"}),
        ({"rules": {"a": {"tags": {"x": "1"}}}}, {"rules": {"a": {"tags": {"y": "1"}}}}, {"rules.tags (removed)"}),
        ({"rules": {"a": {"waits": False}}}, {"rules": {"a": {}}}, {"rules.waits"}),
    ],
)
def test_what_differs_between_two_steps_is_taken_back(before: Any, after: Any, found: set[str]) -> None:
    assert taken_back(MODULE, [{"main": before}, {"main": after}]) == found


def test_a_call_that_goes_takes_nothing_back() -> None:
    assert taken_back(MODULE, [{"main": {"public": True}}, {"other": {}}]) == set()


def plan(*changes: tuple[str, list[str], dict[str, Any] | None, dict[str, Any] | None]) -> tftest.TerraformPlanOutput:
    found = [
        {
            "address": address,
            "type": address.split(".")[-2],
            "mode": "managed",
            "change": {"actions": actions, "before": before, "after": after, "replace_paths": [["subnets"]]},
        }
        for address, actions, before, after in changes
    ]
    return tftest.TerraformPlanOutput({"resource_changes": found, "planned_values": {"root_module": {}}})


def test_a_replacement_is_found() -> None:
    assert take_back.replacements(plan(("module.main.aws_lb.this", ["delete", "create"], {}, {}))) == {
        "module.main.aws_lb.this": "delete then create, because of subnets"
    }


def test_the_same_thing_under_another_address_is_found() -> None:
    found = take_back.replacements(
        plan(
            ("module.main.aws_ecs_service.this[0]", ["delete"], {"name": "web"}, None),
            ("module.main.aws_ecs_service.autoscaled[0]", ["create"], None, {"name": "web"}),
        )
    )
    assert found == {
        "module.main.aws_ecs_service.this[0]": "it goes, and module.main.aws_ecs_service.autoscaled[0] comes under the "
        "same name web"
    }


def test_what_only_goes_and_what_is_made_anew_by_design_is_not() -> None:
    assert (
        take_back.replacements(
            plan(
                ("module.main.aws_lb_target_group.this", ["delete"], {"name": "a"}, None),
                ("module.main.aws_lb_target_group.that", ["create"], None, {"name": "b"}),
                ("module.main.aws_api_gateway_deployment.this", ["create", "delete"], {}, {}),
            )
        )
        == {}
    )


USER, USED = "module.main.aws_wafv2_web_acl.this", "module.main.aws_wafv2_ip_set.this"
CHANGED = [("start", "update", USER), ("complete", "update", USER)]


@pytest.mark.parametrize(
    ("applied", "problem"),
    [
        ([*CHANGED, ("start", "delete", USED)], None),
        ([CHANGED[0], ("start", "delete", USED), CHANGED[1]], "started to be destroyed before"),
        (CHANGED, "was not destroyed"),
        ([("start", "delete", USED)], "was not changed"),
    ],
)
def test_the_user_changes_before_what_it_used_goes(applied: list[tuple[str, str, str]], problem: str | None) -> None:
    found = take_back.out_of_order(applied, changed=USER, before=USED)
    assert (problem in found[0]) if problem else found == []
