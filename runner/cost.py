"""make cost: what an environment will be charged for, in AWS's own units a month, from its saved plan.

Amounts, and money only by price lists that the user names: prices are another in each region and contract, and none of
ours. What is charged by use alone, as requests are, is named without an amount.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from generator.errors import Refusal
from runner.prices import PriceList
from runner.report import read_plan
from runner.saved_plan import SavedPlan
from runner.service_names import service
from runner.session import Session

HOURS = 730  # of a month, as AWS's calculator counts
Values = Mapping[str, Any]
Amounts = Iterator[tuple[str, float]]
Key = tuple[str, str]  # service and unit
# Charged for nothing but what is done with them, or what they hold; the amount is not known beforehand.
BY_USE = {
    "aws_api_gateway_rest_api": "requests",
    "aws_apigatewayv2_api": "requests or messages",
    "aws_backup_vault": "GB of backups",
    "aws_cloudfront_distribution": "requests and GB to viewers",
    "aws_cloudfront_realtime_log_config": "log lines",
    "aws_cloudwatch_log_group": "GB of logs",
    "aws_lambda_function": "requests and GB-seconds",
    "aws_s3_bucket": "GB and requests",
    "aws_sns_topic": "messages",
    "aws_sqs_queue": "requests",
    "aws_xray_group": "traces",
}


@dataclass(frozen=True)
class Line:
    """An amount of a unit a month, before and after the plan."""

    service: str
    unit: str
    before: float
    after: float


def cost(session: Session, *, as_json: bool, prices: Sequence[Path] = ()) -> None:
    """Print the amounts of the saved plan, with prices where lists are named; raise Refusal where there is no plan."""
    saved = SavedPlan(session.project, session.name)
    if not saved.exists:
        raise Refusal(f"{session.name}: no saved plan; run make plan ENV={session.name} first.")
    listed = PriceList.read(prices, session.environment.region) if prices else None
    plan = read_plan(session.project, session.name, saved.path)
    found, used = lines(plan), by_use(plan)
    if as_json:
        amounts = [vars(line) | ({"price": _money(line, listed)} if listed else {}) for line in found]
        click.echo(json.dumps({"amounts": amounts, "by_use": used}, indent=2))
        return
    click.secho(f"{session.name} on {session.where}: what is charged a month, after the saved plan", bold=True)
    click.echo(f"{'':<20}{'unit':<44}{'now':>12}{'planned':>12}{'change':>12}{'price' if listed else '':>16}".rstrip())
    for line in found:
        change = line.after - line.before
        shown = f"{change:+,.0f}" if change else "-"
        priced = f"   {_said(_money(line, listed))}" if listed else ""
        click.echo(f"{line.service:<20}{line.unit:<44}{line.before:>12,.0f}{line.after:>12,.0f}{shown:>12}{priced}")
    for total in _totals(found, listed) if listed else ():
        click.echo(total)
    click.echo("\nBy use alone:")
    for name, what in used.items():
        click.echo(f"{name:<20}{', '.join(what)}")
    click.echo("\nTasks, instances and functions count at the least that they scale to.")
    if not listed:
        click.echo("No prices: name AWS's price lists in PRICES, or see AWS Pricing Calculator.")


def _money(line: Line, listed: PriceList) -> dict[str, Any]:
    """Return what a line costs a month, now and planned, or why that is not known."""
    price = listed.price(line.unit)
    if isinstance(price, str):
        return {"missing": price}
    return {
        "sku": price.sku,
        "currency": price.currency,
        "before": price.of(line.before),
        "after": price.of(line.after),
    }


def _said(money: Mapping[str, Any]) -> str:
    if "missing" in money:
        return f"no price: {money['missing']}"
    return f"{money['before']:,.2f} -> {money['after']:,.2f} {money['currency']}"


def _totals(found: Sequence[Line], listed: PriceList) -> Iterator[str]:
    """Yield the sum of what has a price, by currency, and how many lines have none."""
    all_money = [_money(line, listed) for line in found]
    for currency in sorted({money["currency"] for money in all_money if "currency" in money}):
        same = [money for money in all_money if money.get("currency") == currency]
        before, after = (sum(money[side] for money in same) for side in ("before", "after"))
        yield f"\nOf what has a price: {before:,.2f} -> {after:,.2f} {currency} ({after - before:+,.2f})"
    missing = sum("missing" in money for money in all_money)
    if missing:
        yield f"Without a price: {missing} of {len(found)} lines, and what is charged by use"


def lines(plan: Values) -> list[Line]:
    """Return the amounts by service and unit, before and after a plan (`terraform show -json`)."""
    sides: list[dict[Key, float]] = []
    for side in ("before", "after"):
        amounts: dict[Key, float] = defaultdict(float)
        resources = {
            each["address"]: (each["type"], each["change"][side])
            for each in plan["resource_changes"]
            if each["mode"] == "managed" and each["change"][side]
        }
        for address, (kind, values) in resources.items():
            if kind in CHARGED:
                for unit, amount in CHARGED[kind](values, _Around(address, resources)):
                    amounts[service(address), unit] += amount
        sides.append(amounts)
    before, after = sides
    keys = sorted(key for key in {*before, *after} if before.get(key) or after.get(key))
    return [Line(*key, before.get(key, 0), after.get(key, 0)) for key in keys]


def by_use(plan: Values) -> dict[str, list[str]]:
    """Return what is charged by use alone, by service."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in plan["resource_changes"]:
        if each["type"] in BY_USE and each["change"]["after"]:
            found[service(each["address"])].add(BY_USE[each["type"]])
    return {name: sorted(what) for name, what in sorted(found.items())}


@dataclass(frozen=True)
class _Around:
    """A resource among the others of its plan."""

    address: str
    resources: Mapping[str, tuple[str, Values]]

    def beside(self, kind: str) -> Iterator[Values]:
        """Yield the resources of a type in the same module, or in the one around it."""
        module = self.address.rpartition(".module.service[")[0] or self.address.rpartition(".aws_")[0]
        for address, (found, values) in self.resources.items():
            if found == kind and address.startswith(f"{module}."):
                yield values


def _one(unit: str, amount: float = 1) -> Callable[[Values, _Around], Amounts]:
    return lambda _values, _around: iter([(unit, amount)])


def _processor(architectures: Sequence[str | None]) -> str:
    """Return what tells the unit of ARM from that of x86: AWS has a price for each."""
    return ", ARM64" if any((name or "").upper() == "ARM64" for name in architectures) else ""


def _service_tasks(values: Values, around: _Around) -> Amounts:
    scaled = [target.get("min_capacity") or 0 for target in around.beside("aws_appautoscaling_target")]
    count = scaled[0] if scaled else values.get("desired_count") or 0
    strategies = values.get("capacity_provider_strategy") or []
    providers = {each["capacity_provider"] for each in strategies}
    if providers and not any(name.startswith("FARGATE") for name in providers):
        return  # its instances are charged
    kind = "Fargate and Fargate Spot" if "FARGATE_SPOT" in providers else "Fargate"
    for task in around.beside("aws_ecs_task_definition"):
        processor = _processor([each.get("cpu_architecture") for each in task.get("runtime_platform") or []])
        yield f"{kind} vCPU hours{processor}", count * int(task.get("cpu") or 0) / 1024 * HOURS
        yield f"{kind} GB hours{processor}", count * int(task.get("memory") or 0) / 1024 * HOURS
        break


def _node_group(values: Values, _around: _Around) -> Amounts:
    [scaling] = values.get("scaling_config") or [{}]
    kind = (values.get("instance_types") or ["instance"])[0]
    yield f"{kind} hours, {values.get('capacity_type') or 'ON_DEMAND'}", (scaling.get("desired_size") or 0) * HOURS


def _instances(values: Values, around: _Around) -> Amounts:
    kinds = [template.get("instance_type") for template in around.beside("aws_launch_template")]
    yield f"{next(filter(None, kinds), None) or 'instance'} hours", (values.get("min_size") or 0) * HOURS


def _beanstalk(values: Values, _around: _Around) -> Amounts:
    # A value that is known after the apply, such as a subnet, is none that counts.
    said = {(each["namespace"], each["name"]): each.get("value") for each in values.get("setting") or []}
    types = said.get(("aws:ec2:instances", "InstanceTypes"), "") or "instance"
    least = int(said.get(("aws:autoscaling:asg", "MinSize"), 1) or 0)
    yield f"{types.split(',')[0]} hours", least * HOURS
    if said.get(("aws:elasticbeanstalk:environment", "EnvironmentType")) == "LoadBalanced":
        yield "load balancer hours", HOURS


def _provisioned_concurrency(values: Values, around: _Around) -> Amounts:
    for function in around.beside("aws_lambda_function"):
        memory = function.get("memory_size") or 128
        yield (
            f"provisioned GB-seconds{_processor(function.get('architectures') or [])}",
            (values.get("provisioned_concurrent_executions") or 0) * memory / 1024 * HOURS * 3600,
        )
        break


def _batch(values: Values, _around: _Around) -> Amounts:
    for resources in values.get("compute_resources") or []:
        yield "vCPU hours kept without jobs", (resources.get("min_vcpus") or 0) * HOURS


def _table(values: Values, _around: _Around) -> Amounts:
    if values.get("billing_mode") == "PROVISIONED":
        yield "read capacity unit hours", (values.get("read_capacity") or 0) * HOURS
        yield "write capacity unit hours", (values.get("write_capacity") or 0) * HOURS


def _stage_cache(values: Values, _around: _Around) -> Amounts:
    if values.get("cache_cluster_enabled"):
        yield f"cache hours, {values.get('cache_cluster_size')} GB", HOURS


def _stream(values: Values, _around: _Around) -> Amounts:
    details = values.get("stream_mode_details") or [{}]
    if details[0].get("stream_mode") == "ON_DEMAND":
        yield "on-demand stream hours", HOURS
    else:
        yield "shard hours", (values.get("shard_count") or 1) * HOURS


def _alarm(values: Values, _around: _Around) -> Amounts:
    yield "alarm metrics", max(1, sum(1 for query in values.get("metric_query") or [] if query.get("metric")))


def _web_acl(values: Values, _around: _Around) -> Amounts:
    yield "web ACLs", 1
    yield "web ACL rules", len(values.get("rule") or [])


CHARGED: dict[str, Callable[[Values, _Around], Amounts]] = {
    "aws_api_gateway_stage": _stage_cache,
    "aws_autoscaling_group": _instances,
    "aws_batch_compute_environment": _batch,
    "aws_budgets_budget_action": _one("days of budgets with an action, two budgets free", HOURS / 24),
    "aws_cloudwatch_composite_alarm": _one("composite alarms"),
    "aws_cloudwatch_dashboard": _one("dashboards"),
    "aws_cloudwatch_metric_alarm": _alarm,
    "aws_dynamodb_table": _table,
    "aws_ecs_service": _service_tasks,
    "aws_eks_cluster": _one("cluster hours", HOURS),
    "aws_eks_node_group": _node_group,
    "aws_elastic_beanstalk_environment": _beanstalk,
    "aws_kinesis_stream": _stream,
    "aws_kms_key": _one("keys"),
    "aws_lambda_provisioned_concurrency_config": _provisioned_concurrency,
    "aws_lb": _one("load balancer hours", HOURS),
    "aws_route53_health_check": _one("health checks"),
    "aws_wafv2_web_acl": _web_acl,
}
