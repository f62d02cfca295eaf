"""make cost: amounts a month in AWS's own units, before and after a plan."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.errors import Refusal
from generator.project import Project
from runner.cost import BY_USE, CHARGED, HOURS, Line, by_use, cost, lines
from runner.prices import Price, PriceList
from tests.harness import ROOT
from tests.runner.fakes import FakeTerraform, session

LAYER = "module.layer.module."
# What AWS charges nothing for by itself; another resource, or its use, is what is charged.
FREE = re.compile(
    r"aws_(acm_certificate|api_gateway_(?!rest_api$|stage$)\w+|apigatewayv2_(?!api$)\w+|appautoscaling_\w+"
    r"|autoscaling_group_tag|backup_(?!vault$)\w+|batch_(?!compute)\w+|bcmdataexports_export|budgets_budget"
    r"|ce_\w+|cloudcontrolapi_resource|computeoptimizer_\w+|costoptimizationhub_\w+"
    r"|cloudfront_(?!distribution|realtime)\w+|cloudwatch_(event|log)_(?!group)\w+|cloudwatch_query_definition"
    r"|cloudwatch_log_delivery\w*|codedeploy_\w+|ecs_(?!service)\w+|eks_(?!cluster|node_group)\w+"
    r"|elastic_beanstalk_(?!environment)\w+|iam_\w+|kms_alias|lambda_(?!function$|provisioned)\w+|launch_template"
    r"|lb_\w+|route53_record|s3_bucket_\w+|scheduler_\w+|security_group|service_discovery_\w+|sns_topic_\w+"
    r"|vpc_security_group_\w+|wafv2_(?!web_acl$)\w+|xray_sampling_rule)|terraform_data"
)


def change(address: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    kind = re.sub(r"\[[^\]]*\]", "", address).split(".")[-2]
    return {
        "address": f"{LAYER}{address}",
        "type": kind,
        "mode": "managed",
        "change": {"before": before, "after": after},
    }


def plan_of(*changes: dict[str, Any]) -> dict[str, Any]:
    return {"resource_changes": list(changes)}


def test_what_is_there_all_the_time_counts_by_the_hour() -> None:
    plan = plan_of(
        change('alb["main"].aws_lb.this', {}, None),
        change('alb["main"].aws_lb.this', {"name": "x"}, {"name": "x"}),
        change('alb["more"].aws_lb.this', None, {"name": "y"}),
    )
    assert lines(plan) == [Line("Load balancing", "load balancer hours", HOURS, 2 * HOURS)]


def test_tasks_count_at_the_least_that_they_scale_to() -> None:
    module = 'ecs_service["web"]'
    plan = plan_of(
        change(f"{module}.aws_ecs_task_definition.this", None, {"cpu": "512", "memory": "1024"}),
        change(f"{module}.aws_appautoscaling_target.this[0]", None, {"min_capacity": 3}),
        change(
            f"{module}.module.service[0].aws_ecs_service.this",
            None,
            {"desired_count": 1, "capacity_provider_strategy": [{"capacity_provider": "FARGATE_SPOT"}]},
        ),
        change(
            'ecs_service["on-ec2"].module.service[0].aws_ecs_service.this',
            None,
            {"desired_count": 1, "capacity_provider_strategy": [{"capacity_provider": "own-ec2"}]},
        ),
    )
    assert lines(plan) == [
        Line("ECS", "Fargate and Fargate Spot GB hours", 0, 3 * HOURS),
        Line("ECS", "Fargate and Fargate Spot vCPU hours", 0, 1.5 * HOURS),
    ]


@pytest.mark.parametrize(
    ("address", "values", "expected"),
    [
        (
            'eks[0].aws_eks_node_group.autoscaled["a"]',
            {"scaling_config": [{"desired_size": 3}], "instance_types": ["m7i.large"], "capacity_type": "SPOT"},
            {"m7i.large hours, SPOT": 3 * HOURS},
        ),
        (
            'lambda["a"].aws_lambda_provisioned_concurrency_config.this[0]',
            {"provisioned_concurrent_executions": 2},
            {"provisioned GB-seconds": 2 * 0.25 * HOURS * 3600},
        ),
        (
            'elastic_beanstalk["a"].aws_elastic_beanstalk_environment.this["b"]',
            {
                "setting": [
                    {"namespace": "aws:ec2:instances", "name": "InstanceTypes", "value": "t3.small,t3.medium"},
                    {"namespace": "aws:autoscaling:asg", "name": "MinSize", "value": "2"},
                    {
                        "namespace": "aws:elasticbeanstalk:environment",
                        "name": "EnvironmentType",
                        "value": "LoadBalanced",
                    },
                    {"namespace": "aws:ec2:vpc", "name": "Subnets"},  # known after the apply
                ]
            },
            {"t3.small hours": 2 * HOURS, "load balancer hours": HOURS},
        ),
        ('waf["a"].aws_wafv2_web_acl.this', {"rule": [{}, {}]}, {"web ACLs": 1, "web ACL rules": 2}),
        ("ai[0].aws_dynamodb_table.sessions", {"billing_mode": "PAY_PER_REQUEST"}, {}),
        (
            "ai[0].aws_dynamodb_table.sessions",
            {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 1},
            {"read capacity unit hours": 5 * HOURS, "write capacity unit hours": HOURS},
        ),
        (
            'rest_api["a"].aws_api_gateway_stage.this[0]',
            {"cache_cluster_enabled": True, "cache_cluster_size": "0.5"},
            {"cache hours, 0.5 GB": HOURS},
        ),
        (
            "a.aws_cloudwatch_metric_alarm.this",
            {"metric_query": [{"metric": [1]}, {"metric": [1]}, {"metric": []}]},
            {"alarm metrics": 2},
        ),
        (
            "a.aws_kinesis_stream.this[0]",
            {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]},
            {"on-demand stream hours": HOURS},
        ),
        ("a.aws_kinesis_stream.this[0]", {"shard_count": 2}, {"shard hours": 2 * HOURS}),
        ('batch[0].aws_batch_compute_environment.this["a"]', {"compute_resources": [{"min_vcpus": 0}]}, {}),
        ("ecs_cluster[0].aws_autoscaling_group.ec2[0]", {"min_size": 1}, {"m7i.large hours": HOURS}),
    ],
)
def test_each_kind_has_its_unit(address: str, values: dict[str, Any], expected: dict[str, float]) -> None:
    module = address.rpartition(".aws_")[0]
    beside = [
        change(f"{module}.aws_lambda_function.this[0]", None, {"memory_size": 256}),
        change(f"{module}.aws_launch_template.ec2[0]", None, {"instance_type": "m7i.large"}),
    ]
    assert {line.unit: line.after for line in lines(plan_of(*beside, change(address, None, values)))} == expected


def test_what_is_charged_by_use_is_named() -> None:
    plan = plan_of(change("a.aws_lambda_function.this", None, {"x": 1}), change("a.aws_sqs_queue.dead", {"x": 1}, None))
    assert by_use(plan) == {"Lambda": ["requests and GB-seconds"]}


def product(sku: str, usage: str, **attributes: str) -> dict[str, Any]:
    return {"sku": sku, "attributes": {"usagetype": usage, "regionCode": "us-east-1"} | attributes}


def term(*tiers: tuple[str, str, str]) -> dict[str, Any]:
    dimensions = {
        str(number): {"beginRange": begin, "endRange": end, "pricePerUnit": {"USD": price}}
        for number, (begin, end, price) in enumerate(tiers)
    }
    return {"term": {"priceDimensions": dimensions}}


# As AWS writes price lists, with prices that are nobody's.
OFFER = {
    "products": {
        "A": product("A", "LoadBalancerUsage", operation="LoadBalancing:Application"),
        "B": product("B", "LoadBalancerUsage", operation="LoadBalancing:Network"),
        "C": product("C", "EUC1-LoadBalancerUsage", operation="LoadBalancing:Application", regionCode="eu-central-1"),
        "D": product("D", "us-east-1-KMS-Keys"),
        "E": product("E", "CW:AlarmMonitorUsage"),
        "F": product("F", "CW:AlarmMonitorUsage"),
    },
    "terms": {
        "OnDemand": {
            "A": term(("0", "Inf", "2")),
            "B": term(("0", "Inf", "3")),
            "C": term(("0", "Inf", "4")),
            "D": term(("0", "10", "1"), ("10", "Inf", "0.5")),
            "E": term(("0", "Inf", "1")),
            "F": term(("0", "Inf", "2")),
        }
    },
}


def test_a_unit_has_the_price_of_its_usage_type_in_the_region() -> None:
    price = PriceList([OFFER], "us-east-1").price("load balancer hours")
    assert isinstance(price, Price)
    assert (price.sku, price.currency, price.of(HOURS)) == ("A", "USD", 2 * HOURS)
    abroad = PriceList([OFFER], "eu-central-1").price("load balancer hours")
    assert isinstance(abroad, Price)
    assert abroad.sku == "C"


def test_each_part_of_an_amount_has_the_price_of_its_tier() -> None:
    price = PriceList([OFFER], "us-east-1").price("keys")
    assert isinstance(price, Price)
    assert [price.of(amount) for amount in (0, 10, 14)] == [0, 10, 12]


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        ("web ACLs", "no usage type in price lists"),
        ("m7i.large hours, SPOT", "no usage type in price lists"),
        ("m7i.large hours, ON_DEMAND", "no BoxUsage:m7i.large in the price lists"),
        ("cache hours, 0.5 GB", "no ApiGatewayCacheUsage:0.5GB in the price lists"),
        ("alarm metrics", "several prices of CW:AlarmMonitorUsage: E, F"),
    ],
)
def test_what_has_no_price_says_why(unit: str, reason: str) -> None:
    assert PriceList([OFFER], "us-east-1").price(unit) == reason


@pytest.mark.parametrize("text", ["{", "[]", '{"products": {}}'])
def test_a_file_that_is_no_price_list_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "prices.json").write_text(text)
    with pytest.raises(Refusal, match=r"prices.json: is no price list.*index.json"):
        PriceList.read([tmp_path / "prices.json"], "us-east-1")


def test_every_type_that_the_modules_make_is_charged_by_use_or_free() -> None:
    texts = [file.read_text() for file in (ROOT / "modules").rglob("*.tf")]
    made = {kind for text in texts for kind in re.findall(r'^resource "(\w+)"', text, re.MULTILINE)}
    assert {kind for kind in made - CHARGED.keys() - BY_USE.keys() if not FREE.fullmatch(kind)} == set()
    assert made >= {*CHARGED, *BY_USE}


def test_the_saved_plan_is_what_counts(
    project: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="no saved plan; run make plan ENV=dev first"):
        cost(session(project), as_json=False)
    monkeypatch.setattr("runner.cost.SavedPlan.exists", True)
    text = json.dumps(plan_of(change('alb["main"].aws_lb.this', None, {"name": "x"})))
    terraform.says("show", text)
    cost(session(project), as_json=False)
    assert re.search(r"Load balancing +load balancer hours +0 +730 +\+730\n", capsys.readouterr().out)
    cost(session(project), as_json=True)
    [amount] = json.loads(capsys.readouterr().out)["amounts"]
    assert amount == {"service": "Load balancing", "unit": "load balancer hours", "before": 0, "after": 730}


def test_prices_stand_beside_amounts(
    project: Project,
    terraform: FakeTerraform,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("runner.cost.SavedPlan.exists", True)
    text = json.dumps(
        plan_of(change('alb["main"].aws_lb.this', None, {}), change("waf.aws_wafv2_web_acl.this", None, {"rule": []}))
    )
    terraform.says("show", text.replace('"after": {}', '"after": {"name": "x"}'))
    here = session(project)
    prices = tmp_path / "prices.json"
    prices.write_text(json.dumps(OFFER).replace("us-east-1", here.environment.region))
    cost(here, as_json=False, prices=[prices])
    shown = capsys.readouterr().out
    assert "0.00 -> 1,460.00 USD\n" in shown
    assert "no price: no usage type in price lists" in shown
    assert "Of what has a price: 0.00 -> 1,460.00 USD (+1,460.00)\nWithout a price: 1 of 2 lines" in shown
    cost(here, as_json=True, prices=[prices])
    balancer, acl = json.loads(capsys.readouterr().out)["amounts"]
    assert balancer["price"] == {"sku": "A", "currency": "USD", "before": 0, "after": 1460}
    assert acl["price"] == {"missing": "no usage type in price lists"}
