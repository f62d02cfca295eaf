"""Things that change their address with a decision, and stay what they are: what to write as `moved` for them.

What Terraform leaves alone of a resource, and what it waits for, cannot depend on a value; so some things of a module
are made by one of two resources. A `moved` block says that a thing is still the same when the other one makes it, and
does nothing where it is there already. Terraform takes no expressions in it, so it is written here, where the values
are known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator import hcl

# modules/eks/addons.tf has the same: add-ons that come by themselves, before the first node and after it.
ADDONS_BEFORE_COMPUTE = ("eks-pod-identity-agent", "kube-proxy", "vpc-cni")
ADDONS_AFTER_COMPUTE = ("aws-ebs-csi-driver", "coredns")


@dataclass(frozen=True)
class _Pair:
    variable: str  # a map of the layer's
    attribute: str | Callable[[Mapping[str, Any]], str]  # of its entries: which of the two makes them
    usual: Callable[[str], str]  # its value where an entry, here by key, has none
    switch: str  # the layer's variable without which there is none of it; empty for what needs none
    addresses: Mapping[str, str]  # by value, with {key} for the entry's and {part} for each of its parts
    always: tuple[str, ...] = ()  # keys of entries that are there without being named
    parts: Callable[[Mapping[str, Any]], Iterable[str]] = lambda _: ("",)  # of an entry, each of which moves

    def moves(self, variables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield from where to where each entry moves, should it be elsewhere."""
        if self.switch and variables.get(self.switch) is not True:
            return
        found = variables.get(self.variable)
        entries = {**dict.fromkeys(self.always), **(found if isinstance(found, Mapping) else {})}
        for key, entry in entries.items():
            read = self.attribute if callable(self.attribute) else operator.methodcaller("get", self.attribute)
            given = read(entry) if isinstance(entry, Mapping) else None
            value = given if isinstance(given, str) else self.usual(key)
            for part in self.parts(entry if isinstance(entry, Mapping) else {}) if value in self.addresses else ():
                addresses = {
                    name: text.replace("{key}", hcl.string(key)).replace("{part}", hcl.string(part))
                    for name, text in self.addresses.items()
                }
                yield next(address for name, address in addresses.items() if name != value), addresses[value]


def _warm(function: Mapping[str, Any]) -> str:
    """Return what makes the function's warm executions: Terraform's number, or autoscaling; nothing for none."""
    asked = function.get("provisioned_concurrency")
    if not isinstance(asked, Mapping) or function.get("paused") is True:
        return ""
    return "autoscaled" if asked.get("max") is not None or asked.get("schedules") else "this"


def _limits(function: Mapping[str, Any]) -> str:
    """Return what makes their limits: Terraform, or schedules; nothing without autoscaling."""
    if _warm(function) != "autoscaled":
        return ""
    return "scheduled" if function["provisioned_concurrency"].get("schedules") else "this"


def _lambda(kind: str, attribute: str | Callable[[Mapping[str, Any]], str], names: Mapping[str, str]) -> _Pair:
    address = "module.layer.module.lambda[{key}]." + kind
    by_value = {value: f"{address}.{name}[0]" for value, name in names.items()}
    return _Pair("lambda_functions", attribute, lambda _: next(iter(names)), "", by_value)


def _listeners(balancer: Mapping[str, Any]) -> list[str]:
    """Return the listeners that serve: modules/alb/listeners.tf calls them so."""
    return [
        "http" if balancer.get("https") is None else "traffic",
        *(["test"] if balancer.get("test_listener") is not None else []),
    ]


def _listener_rules(balancer: Mapping[str, Any]) -> list[str]:
    rules = balancer.get("rules")
    found = (
        [rule.get("priority") for rule in rules.values() if isinstance(rule, Mapping)]
        if isinstance(rules, Mapping)
        else []
    )
    return [f"{kind}/{number}" for kind in _listeners(balancer) for number in found if isinstance(number, int)]


def _alb(kind: str, parts: Callable[[Mapping[str, Any]], Iterable[str]]) -> _Pair:
    address = "module.layer.module.alb[{key}]." + kind
    by_value = {value: f"{address}.{name}[{{part}}]" for value, name in _OWNERS.items()}
    return _Pair("albs", "traffic_owner", lambda _: "terraform", "", by_value, parts=parts)


_OWNERS = {"terraform": "this", "external": "external"}
_PAIRS = (
    _lambda("aws_lambda_function", "code_owner", _OWNERS),
    _lambda("aws_lambda_alias", "code_owner", _OWNERS),
    _lambda("aws_lambda_provisioned_concurrency_config", _warm, {"this": "this", "autoscaled": "autoscaled"}),
    _lambda("aws_appautoscaling_target", _limits, {"this": "this", "scheduled": "scheduled"}),
    _alb("aws_lb_listener", _listeners),
    _alb("aws_lb_listener_rule", _listener_rules),
    _Pair(
        "eks_node_groups",
        "scaling",
        lambda _: "autoscaler",
        "enable_eks",
        {
            "autoscaler": "module.layer.module.eks[0].aws_eks_node_group.autoscaled[{key}]",
            "terraform": "module.layer.module.eks[0].aws_eks_node_group.this[{key}]",
        },
    ),
    _Pair(
        "eks_addons",
        "phase",
        lambda key: "before" if key in ADDONS_BEFORE_COMPUTE else "after",
        "enable_eks",
        {
            "before": "module.layer.module.eks[0].aws_eks_addon.before_compute[{key}]",
            "after": "module.layer.module.eks[0].aws_eks_addon.after_compute[{key}]",
        },
        always=(*ADDONS_BEFORE_COMPUTE, *ADDONS_AFTER_COMPUTE),
    ),
    _Pair(
        "ecs_services",
        "deployment_owner",
        lambda _: "terraform",
        "enable_ecs",
        {
            "terraform": "module.layer.module.ecs_service[{key}].module.service[0].aws_ecs_service.this",
            "external": "module.layer.module.ecs_service[{key}].module.external[0].aws_ecs_service.this",
        },
    ),
)


def moves(variables: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the addresses that `moved` blocks name, from and to, for the decisions of an environment."""
    return [move for pair in _PAIRS for move in pair.moves(variables)]
