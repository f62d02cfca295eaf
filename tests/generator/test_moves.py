"""generator/moves.py: an entry moves to where its decision has it, whatever it was before, and to no third place."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator.layer import read_module
from generator.moves import ADDONS_AFTER_COMPUTE, ADDONS_BEFORE_COMPUTE, moves
from generator.project import Project
from tests.harness import ROOT

GROUP = "module.layer.module.eks[0].aws_eks_node_group"
ADDON = "module.layer.module.eks[0].aws_eks_addon"


def moved(**variables: Any) -> set[tuple[str, str]]:
    return set(moves({"enable_eks": True, **variables}))


def test_without_a_cluster_nothing_moves() -> None:
    assert moves({"eks_node_groups": {"general": {}}}) == []


@pytest.mark.parametrize(
    ("entry", "origin", "target"),
    [
        ({}, "this", "autoscaled"),
        ({"scaling": None}, "this", "autoscaled"),
        ({"scaling": "autoscaler"}, "this", "autoscaled"),
        ({"scaling": "terraform"}, "autoscaled", "this"),
    ],
)
def test_a_node_group_stays_when_somebody_else_sizes_it(entry: dict[str, Any], origin: str, target: str) -> None:
    move = (f'{GROUP}.{origin}["general"]', f'{GROUP}.{target}["general"]')
    assert move in moved(eks_node_groups={"general": entry})


def test_an_add_on_stays_when_its_phase_changes() -> None:
    found = moved(
        eks_addons={"cert-manager": {"phase": "before"}, "kube-proxy": {"phase": "after"}, "external-dns": {}}
    )
    assert (f'{ADDON}.after_compute["cert-manager"]', f'{ADDON}.before_compute["cert-manager"]') in found
    assert (f'{ADDON}.before_compute["kube-proxy"]', f'{ADDON}.after_compute["kube-proxy"]') in found
    assert (f'{ADDON}.before_compute["external-dns"]', f'{ADDON}.after_compute["external-dns"]') in found
    assert (f'{ADDON}.after_compute["vpc-cni"]', f'{ADDON}.before_compute["vpc-cni"]') in found


@pytest.mark.parametrize(
    ("entry", "origin", "target"),
    [
        ({}, "external", "service"),
        ({"deployment_owner": "terraform"}, "external", "service"),
        ({"deployment_owner": "external"}, "service", "external"),
    ],
)
def test_an_ecs_service_stays_when_somebody_else_deploys_it(entry: dict[str, Any], origin: str, target: str) -> None:
    start, end = 'module.layer.module.ecs_service["web"].module.', "[0].aws_ecs_service.this"
    found = moves({"enable_ecs": True, "ecs_services": {"web": entry}})
    assert found == [(f"{start}{origin}{end}", f"{start}{target}{end}")]
    assert moves({"ecs_services": {"web": entry}}) == []


BALANCER = {"https": {}, "rules": {"api": {"priority": 10}}}


@pytest.mark.parametrize(
    ("entry", "origin", "target", "moving"),
    [
        (BALANCER, "external", "this", ["listener|traffic", "listener_rule|traffic/10"]),
        ({"plain_http": True}, "external", "this", ["listener|http"]),
        (
            {**BALANCER, "traffic_owner": "external", "test_listener": {"port": 8443}},
            "this",
            "external",
            ["listener|traffic", "listener|test", "listener_rule|traffic/10", "listener_rule|test/10"],
        ),
    ],
)
def test_listeners_and_rules_stay_when_somebody_else_shifts_traffic(
    entry: dict[str, Any], origin: str, target: str, moving: list[str]
) -> None:
    start = 'module.layer.module.alb["main"].aws_lb_'
    wanted = [
        (f'{start}{kind}.{origin}["{part}"]', f'{start}{kind}.{target}["{part}"]')
        for kind, part in (one.split("|") for one in moving)
    ]
    assert moves({"albs": {"main": entry}}) == wanted


def test_values_that_are_refused_elsewhere_move_nothing() -> None:
    assert not [move for move in moved(eks_node_groups={"a": {"scaling": "hpa"}, "b": None}) if '["a"]' in move[0]]
    assert moved(eks_node_groups=None) == moved()


def test_keys_are_text() -> None:
    assert (f'{GROUP}.this["$${{a}}"]', f'{GROUP}.autoscaled["$${{a}}"]') in moved(eks_node_groups={"${a}": {}})


def test_what_is_usual_is_what_the_module_has() -> None:
    groups = read_module(Project(ROOT), "eks").variables["node_groups"].type.element
    assert groups
    assert groups.attributes["scaling"].default == '"autoscaler"'
    text = (ROOT / "modules/eks/addons.tf").read_text()
    lists = [
        tuple(re.findall(r'"([a-z-]+)"', match))
        for match in re.findall(r"_addons_(?:before_compute|by_default) += .*", text)
    ]
    assert lists == [ADDONS_BEFORE_COMPUTE, ADDONS_AFTER_COMPUTE]


def test_a_function_moves_to_whoever_deploys_its_code() -> None:
    function = 'module.layer.module.lambda["orders"].aws_lambda_function'
    alias = 'module.layer.module.lambda["orders"].aws_lambda_alias'
    assert set(moves({"lambda_functions": {"orders": {"code_owner": "external"}}})) == {
        (f"{function}.this[0]", f"{function}.external[0]"),
        (f"{alias}.this[0]", f"{alias}.external[0]"),
    }
    assert set(moves({"lambda_functions": {"orders": {}}})) == {
        (f"{function}.external[0]", f"{function}.this[0]"),
        (f"{alias}.external[0]", f"{alias}.this[0]"),
    }


@pytest.mark.parametrize(
    ("warm", "config", "target"),
    [
        ({"min": 2}, "this", ""),
        ({"min": 2, "max": 5}, "autoscaled", "this"),
        ({"min": 2, "schedules": {"day": {}}}, "autoscaled", "scheduled"),
    ],
)
def test_what_is_warm_stays_warm_with_autoscaling(warm: dict[str, Any], config: str, target: str) -> None:
    found = moves({"lambda_functions": {"orders": {"provisioned_concurrency": warm}}})
    to = {address.rpartition(".")[0].rpartition(".")[2]: address.rpartition(".")[2] for _, address in found}
    assert to["aws_lambda_provisioned_concurrency_config"] == f"{config}[0]"
    assert to.get("aws_appautoscaling_target", "[0]") == f"{target}[0]"
    paused = moves({"lambda_functions": {"orders": {"paused": True, "provisioned_concurrency": warm}}})
    assert not [address for _, address in paused if "provisioned" in address]
