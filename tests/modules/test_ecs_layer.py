"""What the layer makes of ecs_services: who reaches whom, planned with nothing but ECS and a load balancer."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
import tftest

from embedded_aws.server import Server
from tests.harness import ROOT, plan, resources

TASK = {"containers": [{"name": "web", "image": "web:1.0", "portMappings": [{"containerPort": 8080, "name": "http"}]}]}
ADMIN = {"alb_key": "main", "target_group_key": "admin", "container_name": "web", "container_port": 8080}
SERVICES: dict[str, Any] = {
    "web": {
        "task_definition": TASK,
        "load_balancer": ADMIN | {"target_group_key": "web"},
        "load_balancers": {"admin": ADMIN},
        "egress": {
            "orders": {"port": 8080, "ecs_service_key": "orders"},
            "database": {"port": 5432, "security_group_key": "database"},
        },
        "security_group_keys": ["database"],
        "health_check_grace_period": 300,
        "alarms": {"tasks": {"severity": "warning"}},
    },
    "orders": {
        "task_definition": TASK,
        "service_discovery": True,
        "ingress": {
            "web": {"port": 8080, "ecs_service_key": "web"},  # said at both ends, opened once
            "jobs": {"port": 9000, "to_port": 9010, "ecs_service_key": "jobs"},
            "office": {"port": 443, "cidr_ipv4": "10.9.0.0/16"},
        },
        "default_egress_enabled": False,
    },
    "jobs": {"task_definition": TASK, "service_connect": {"jobs": {"port_name": "http", "port": 80}}},
}
MAIN = {
    "provider": {
        "aws": [
            {
                "region": "us-east-1",
                "skip_credentials_validation": True,
                "skip_metadata_api_check": True,
                "skip_requesting_account_id": True,
            }
        ]
    },
    "module": {
        "layer": {
            "source": "../../compute",
            "providers": {"aws": "aws", "aws.us_east_1": "aws"},
            "aws_region": "us-east-1",
            "environment": "dev",
            "project_name": "shop",
            "enable_ecs": True,
            "ecs_capacity_providers": ["FARGATE", "EC2"],
            "ecs_ec2": {"volume_size": 50, "target_capacity": 90},
            "ecs_cluster_alarms": {"capacity": {"threshold": 150}},
            "ecs_services": SERVICES,
            "albs": {"main": {"plain_http": True, "target_groups": {"web": {"port": 8080}, "admin": {"port": 8080}}}},
            "networking": {
                "vpc_id": "vpc-1",
                "vpc_cidr_block": "10.0.0.0/16",
                "private_subnet_ids": ["subnet-1", "subnet-2"],
                "public_subnet_ids": ["subnet-3", "subnet-4"],
                "security_group_ids": {"ecs": "sg-1", "database": "sg-2"},
            },
        }
    },
}


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("ecs-layer")
    ignored = shutil.ignore_patterns(".terraform*", "environments")
    for part in ("modules", "layers"):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    root = folder / "layers" / "roots" / "dev"
    root.mkdir(parents=True)
    (root / "main.tf.json").write_text(json.dumps(MAIN))
    planned: tftest.TerraformPlanOutput = plan(root, embedded_aws.url)
    return {address.removeprefix("module.layer."): each for address, each in resources(planned).items()}


def rules(values: dict[str, dict[str, Any]], direction: str, place: str) -> dict[str, tuple[int, int]]:
    """Return the ports that rules open, by key."""
    start = f"{place}aws_vpc_security_group_{direction}_rule."
    return {
        name.removeprefix(start): (rule["from_port"], rule["to_port"])
        for name, rule in values.items()
        if name.startswith(start)
    }


@pytest.mark.parametrize("direction", ["egress", "ingress"])
def test_calls_between_services_are_open_at_both_ends(values: dict[str, dict[str, Any]], direction: str) -> None:
    assert rules(values, direction, "") == {
        'ecs_call["jobs-to-orders-tcp-9000-9010"]': (9000, 9010),
        'ecs_call["web-to-orders-tcp-8080"]': (8080, 8080),
    }


def test_rules_are_named_for_what_they_open(values: dict[str, dict[str, Any]]) -> None:
    assert rules(values, "egress", 'module.ecs_service["web"].') == {
        'this["https"]': (443, 443),
        'this["tcp-5432-database"]': (5432, 5432),
    }
    assert rules(values, "egress", 'module.ecs_service["orders"].') == {}
    assert rules(values, "ingress", 'module.ecs_service["orders"].') == {'this["tcp-443-10.9.0.0/16"]': (443, 443)}


def test_two_target_groups_of_a_load_balancer_open_a_port_once(values: dict[str, dict[str, Any]]) -> None:
    assert rules(values, "ingress", 'module.ecs_service["web"].') == {'load_balancer["main"]': (8080, 8080)}


@pytest.mark.parametrize("direction", ["egress", "ingress"])
def test_services_of_the_namespace_reach_one_another(values: dict[str, dict[str, Any]], direction: str) -> None:
    assert rules(values, direction, "module.ecs_cluster[0].") == {'namespace["tcp-8080"]': (8080, 8080)}
