"""Things that change their address with a decision, and stay what they are: what to write as `moved` for them.

What Terraform leaves alone of a resource, and what it waits for, cannot depend on a value; so some things of a module
are made by one of two resources. A `moved` block says that a thing is still the same when the other one makes it, and
does nothing where it is there already. Terraform takes no expressions in it, so it is written here, where the values
are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator import hcl

# modules/eks/addons.tf has the same: add-ons that come by themselves, before the first node and after it.
ADDONS_BEFORE_COMPUTE = ("eks-pod-identity-agent", "kube-proxy", "vpc-cni")
ADDONS_AFTER_COMPUTE = ("aws-ebs-csi-driver", "coredns")


@dataclass(frozen=True)
class _Pair:
    variable: str  # a map of the layer's
    attribute: str  # of its entries: which of the two makes them
    usual: Callable[[str], str]  # its value where an entry, here by key, has none
    switch: str  # the layer's variable without which there is none of it
    addresses: Mapping[str, str]  # by value, with {key} for the entry's
    always: tuple[str, ...] = ()  # keys of entries that are there without being named

    def moves(self, variables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield from where to where each entry moves, should it be elsewhere."""
        if variables.get(self.switch) is not True:
            return
        found = variables.get(self.variable)
        entries = {**dict.fromkeys(self.always), **(found if isinstance(found, Mapping) else {})}
        for key, entry in entries.items():
            given = entry.get(self.attribute) if isinstance(entry, Mapping) else None
            value = given if isinstance(given, str) else self.usual(key)
            if value in self.addresses:
                addresses = {name: text.replace("{key}", hcl.string(key)) for name, text in self.addresses.items()}
                yield next(address for name, address in addresses.items() if name != value), addresses[value]


_PAIRS = (
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
