"""Prices of a month, out of files that the user has: AWS's price lists, in the format of the Price List Bulk API.

No price and no amount is ours. A line is priced where exactly one product of the region has its usage type: the names
are those of `usagetype` in the lists, which prefix them with the region (`EUC1-LoadBalancerUsage`).

Source: AWS Billing User Guide, "Reading the service price list file".
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from generator.errors import Refusal

Json = Mapping[str, Any]
# By unit of runner.cost: the usage type without its region, and what else the product must say of itself.
_USAGE: dict[str, tuple[str, dict[str, str]]] = {
    "alarm metrics": ("CW:AlarmMonitorUsage", {}),
    "cluster hours": ("AmazonEKS-Hours:perCluster", {}),
    "Fargate GB hours": ("Fargate-GB-Hours", {}),
    "Fargate GB hours, ARM64": ("Fargate-ARM-GB-Hours", {}),
    "Fargate vCPU hours": ("Fargate-vCPU-Hours:perCPU", {}),
    "Fargate vCPU hours, ARM64": ("Fargate-ARM-vCPU-Hours:perCPU", {}),
    "keys": ("KMS-Keys", {}),
    "load balancer hours": ("LoadBalancerUsage", {"operation": "LoadBalancing:Application"}),
    "provisioned GB-seconds": ("Lambda-Provisioned-Concurrency", {}),
    "provisioned GB-seconds, ARM64": ("Lambda-Provisioned-Concurrency-ARM", {}),
    "read capacity unit hours": ("ReadCapacityUnit-Hrs", {}),
    "shard hours": ("Storage-ShardHour", {}),
    "write capacity unit hours": ("WriteCapacityUnit-Hrs", {}),
}
_LINUX = {
    "capacitystatus": "Used",
    "operatingSystem": "Linux",
    "operation": "RunInstances",
    "preInstalledSw": "NA",
    "tenancy": "Shared",
}
_INSTANCE = re.compile(r"(?P<type>[a-z][a-z0-9-]*\.[a-z0-9-]+) hours(, ON_DEMAND)?")
_CACHE = re.compile(r"cache hours, (?P<size>[\d.]+) GB")


@dataclass(frozen=True)
class Tier:
    """A price of a unit, from an amount a month on."""

    begin: Decimal
    end: Decimal
    price: Decimal


@dataclass(frozen=True)
class Price:
    """On-demand price of a product."""

    sku: str
    currency: str
    tiers: tuple[Tier, ...]

    def of(self, amount: float) -> float:
        """Return what an amount a month costs, each part at the price of its tier."""
        wanted = Decimal(str(amount))
        parts = (max(Decimal(0), min(wanted, tier.end) - tier.begin) * tier.price for tier in self.tiers)
        return float(sum(parts, Decimal(0)))


class PriceList:
    """The products of some price list files, in one region."""

    def __init__(self, offers: Sequence[Json], region: str) -> None:
        self._found = [found for offer in offers for found in _products(offer, region)]

    @classmethod
    def read(cls, paths: Sequence[Path], region: str) -> PriceList:
        """Read price list files; raise Refusal where one is none."""
        return cls([_offer(path) for path in paths], region)

    def price(self, unit: str) -> Price | str:
        """Return the price of a unit of runner.cost, or why there is none."""
        asked = _asked(unit)
        if asked is None:
            return "no usage type in price lists"
        usage, attributes = asked
        name = re.compile(rf"(?:[A-Za-z0-9-]+-)?{re.escape(usage)}")
        prices = [
            price
            for said, price in self._found
            if name.fullmatch(said.get("usagetype", ""))
            and all(said.get(key) == value for key, value in attributes.items())
        ]
        if not prices:
            return f"no {usage} in the price lists"
        if len({(price.currency, price.tiers) for price in prices}) > 1:
            return f"several prices of {usage}: {', '.join(sorted(price.sku for price in prices))}"
        return prices[0]


def _asked(unit: str) -> tuple[str, dict[str, str]] | None:
    if found := _INSTANCE.fullmatch(unit):
        return f"BoxUsage:{found['type']}", _LINUX
    if found := _CACHE.fullmatch(unit):
        return f"ApiGatewayCacheUsage:{found['size']}GB", {}
    return _USAGE.get(unit)


def _offer(path: Path) -> Json:
    again = "take a file of AWS's Price List Bulk API, offers/v1.0/aws/SERVICE/current/REGION/index.json."
    try:
        offer = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise Refusal(f"{path}: is no price list, {error}; {again}") from error
    if not isinstance(offer, dict) or not {"products", "terms"} <= offer.keys():
        raise Refusal(f"{path}: is no price list, for it has no products and terms; {again}")
    return offer


def _products(offer: Json, region: str) -> Iterator[tuple[dict[str, str], Price]]:
    terms = offer["terms"].get("OnDemand", {})
    for sku, product in offer["products"].items():
        said = product.get("attributes", {})
        if said.get("regionCode") == region:
            for term in terms.get(sku, {}).values():
                if price := _price(sku, term):
                    yield said, price


def _price(sku: str, term: Json) -> Price | None:
    tiers: list[Tier] = []
    currency = ""
    try:
        for dimension in term["priceDimensions"].values():
            [(currency, amount)] = dimension["pricePerUnit"].items()
            end = dimension.get("endRange", "Inf")
            begin = Decimal(dimension.get("beginRange", "0"))
            tiers.append(Tier(begin, Decimal(math.inf) if end == "Inf" else Decimal(end), Decimal(amount)))
    except (KeyError, ValueError, InvalidOperation) as error:
        raise Refusal(f"price list: the term of {sku} is none as AWS writes them: {error!r}.") from error
    return Price(sku, currency, tuple(sorted(tiers, key=lambda tier: tier.begin))) if tiers else None
