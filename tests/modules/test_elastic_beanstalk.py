"""modules/elastic-beanstalk: its README's examples and some more cases, planned together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import hcl2
import pytest
import tftest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from embedded_aws.server import Server
from embedded_aws.services.elasticbeanstalk.options import KNOWN
from tests.harness import ROOT, Inventory, failed_checks, module_root, resources, terraform_in

FIXTURES = Path(__file__).parent / "elastic-beanstalk"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
WEB = 'module.shop.aws_elastic_beanstalk_environment.this["web"]'
WORKER = 'module.shop.aws_elastic_beanstalk_environment.this["worker"]'

Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> tftest.TerraformPlanOutput:
    """The plan; the platforms it asks for by regular expression are those of the embedded AWS."""
    folder = tmp_path_factory.mktemp("elastic-beanstalk")
    fixtures = (FIXTURES / name for name in ("support.tf", "cases.tf", "networking"))
    root = module_root(folder, "elastic-beanstalk", *fixtures)
    return terraform_in(root, embedded_aws.url).plan(output=True)


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def options(values: Values, address: str) -> dict[str, str]:
    """Return an environment's options by namespace and name; those that are not known yet are missing."""
    return {f"{each['namespace']} {each['name']}": each.get("value", "") for each in values[address]["setting"]}


def environments(values: Values) -> dict[str, dict[str, Any]]:
    return {address: each for address, each in values.items() if ".aws_elastic_beanstalk_environment." in address}


def statements(values: Values, address: str) -> dict[str, dict[str, Any]]:
    return {statement["Sid"]: statement for statement in values[address]["policy"]["Statement"]}


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_nothing_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {}


def test_an_application_may_have_no_environments(values: Values) -> None:
    assert not [address for address in environments(values) if address.startswith("module.off.")]
    assert "module.off.aws_elastic_beanstalk_application.this" in values


def test_every_environment_uses_launch_templates_and_no_public_address(values: Values) -> None:
    found = {address: options(values, address) for address in environments(values)}
    assert len(found) == 9
    for address, each in found.items():
        assert each["aws:autoscaling:launchconfiguration DisableIMDSv1"] == "true", address
        assert each["aws:autoscaling:launchconfiguration RootVolumeType"] == "gp3", address
        assert each["aws:ec2:vpc AssociatePublicIpAddress"] == "false", address


def test_every_environment_reports_health_and_streams_logs(values: Values) -> None:
    for address in environments(values):
        each = options(values, address)
        assert each["aws:elasticbeanstalk:healthreporting:system SystemType"] == "enhanced"
        assert each["aws:elasticbeanstalk:cloudwatch:logs StreamLogs"] == "true"
        assert each["aws:elasticbeanstalk:cloudwatch:logs:health HealthStreamingEnabled"] == "true"


def test_platforms_are_updated_unless_told_otherwise(values: Values) -> None:
    enabled = {
        address: options(values, address)["aws:elasticbeanstalk:managedactions ManagedActionsEnabled"]
        for address in environments(values)
    }
    assert [address for address, each in enabled.items() if each == "false"] == [
        'module.long.aws_elastic_beanstalk_environment.this["e123456789-123456789-12"]'
    ]


def test_a_regular_expression_finds_the_newest_platform(values: Values) -> None:
    assert values[WEB]["solution_stack_name"] == "64bit Amazon Linux 2023 v6.6.6 running Node.js 22"


def test_users_reach_https_only_and_instances_only_through_it(values: Values) -> None:
    web = options(values, WEB)
    assert web["aws:elbv2:listener:default ListenerEnabled"] == "false"
    assert web["aws:elbv2:listener:443 SSLPolicy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    ports = {
        address.split(".")[1]: each["from_port"]
        for address, each in values.items()
        if ".aws_vpc_security_group_ingress_rule.load_balancer[" in address
    }
    assert ports == {"dependent": 80, "long": 443, "shop": 443}
    rules = [each for address, each in values.items() if ".aws_vpc_security_group_ingress_rule.instances[" in address]
    assert len(rules) == 3
    assert not [each for each in rules if each.get("cidr_ipv4")]


@pytest.mark.parametrize("absent", ["aws:elb:", "aws:elbv2:", "aws:autoscaling:trigger", "aws:elasticbeanstalk:sqsd"])
def test_a_single_instance_has_no_options_of_others(values: Values, absent: str) -> None:
    found = options(values, 'module.blog.aws_elastic_beanstalk_environment.this["live"]')
    assert not [option for option in found if option.startswith(absent)]
    assert found["aws:elasticbeanstalk:environment EnvironmentType"] == "SingleInstance"


def test_a_worker_has_its_queue_and_no_load_balancer(values: Values) -> None:
    found = options(values, WORKER)
    assert found["aws:elasticbeanstalk:sqsd HttpPath"] == "/"
    assert not [option for option in found if "elbv2" in option]
    assert values[WORKER]["tier"] == "Worker"


def test_all_options_are_text_and_only_schedules_are_of_a_resource(values: Values) -> None:
    for address, each in environments(values).items():
        for setting in each["setting"]:
            assert isinstance(setting.get("value", ""), str), address
            assert bool(setting["resource"]) == (setting["namespace"] == "aws:autoscaling:scheduledaction"), address


def test_secrets_are_named_and_not_told(values: Values) -> None:
    assert "aws:elasticbeanstalk:application:environmentsecrets DATABASE_URL" in options(values, WEB)
    assert "aws:elasticbeanstalk:application:environment DATABASE_URL" not in options(values, WEB)


def test_instances_may_do_what_their_application_needs(values: Values) -> None:
    blog = statements(values, "module.blog.aws_iam_role_policy.instance")
    assert blog.keys() == {"ReportHealth", "WriteLogs", "ReadVersions", "UploadCollectedLogs", "WriteTraces"}
    assert blog["ReportHealth"]["Resource"] == [
        "arn:aws:elasticbeanstalk:us-east-1:123456789012:application/blog",
        "arn:aws:elasticbeanstalk:us-east-1:123456789012:environment/blog/blog-live",
    ]
    assert blog["WriteLogs"]["Resource"] == [
        "arn:aws:logs:us-east-1:123456789012:log-group:/aws/elasticbeanstalk/blog-live/*"
    ]
    unlimited = {sid for sid, each in blog.items() if each["Resource"] == "*"}
    assert unlimited == {"WriteTraces"}
    long = statements(values, "module.long.aws_iam_role_policy.instance")
    assert long["ReadOrders"]["Resource"] == ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"]


def test_names_fit(values: Values) -> None:
    names = [each["name"] for each in environments(values).values()]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 40
    roles = [each["name"] for address, each in values.items() if ".aws_iam_role." in address]
    assert len(set(roles)) == len(roles)
    assert max(map(len, roles)) <= 64


def test_alarms_tell_of_degraded_health_unless_paused(values: Values) -> None:
    alarms = [address for address in values if ".aws_cloudwatch_metric_alarm." in address]
    assert alarms == [
        'module.dependent.module.alarms.aws_cloudwatch_metric_alarm.this["web-health"]',
        'module.shop.module.alarms.aws_cloudwatch_metric_alarm.this["web-health"]',
        'module.shop.module.alarms.aws_cloudwatch_metric_alarm.this["worker-health"]',
    ]


# What AWS's managed policies allow and ours do not, by the first word of the action, with the reason.
LEFT_OUT = {
    "aws-marketplace": "subscribes to models for the AI analysis of environments, which nobody asked for",
    "bedrock": "AI analysis of environments, which nobody asked for",
    "elasticbeanstalk:DescribeEnvironmentHealth": "AI analysis of environments, which nobody asked for",
    "elasticbeanstalk:DescribeEvents": "AI analysis of environments, which nobody asked for",
    "logs:DescribeLogGroups": "the agent describes streams of the groups that it is told",
    "s3:Get*": "GetObject and GetObjectVersion are what an instance reads",
    "s3:List*": "instances are told the keys of what they read",
}


@pytest.mark.parametrize(
    ("managed", "address"),
    [
        ("AWSElasticBeanstalkWebTier", "module.blog.aws_iam_role_policy.instance"),
        ("AWSElasticBeanstalkWorkerTier", "module.long_twin.aws_iam_role_policy.instance"),
    ],
)
def test_instances_may_do_what_aws_lets_them_or_there_is_a_reason(values: Values, managed: str, address: str) -> None:
    theirs = actions(json.loads(aws_managed_policies_data)[managed]["Document"]["Statement"])
    ours = actions(list(statements(values, address).values()))
    missing = {action for action in theirs - ours if not LEFT_OUT.keys() & {action, action.partition(":")[0]}}
    assert not missing
    used = {
        name for name in LEFT_OUT if any(action in (name, f"{name}:{action.partition(':')[2]}") for action in theirs)
    }
    assert managed != "AWSElasticBeanstalkWebTier" or used == LEFT_OUT.keys()


def actions(listed: list[dict[str, Any]]) -> set[str]:
    given = [statement["Action"] for statement in listed]
    return {action for each in given for action in ([each] if isinstance(each, str) else each)}


def test_workers_elect_who_starts_periodic_tasks(values: Values) -> None:
    assert "ElectLeader" not in statements(values, "module.blog.aws_iam_role_policy.instance")
    elect = statements(values, "module.long_twin.aws_iam_role_policy.instance")["ElectLeader"]
    assert elect["Resource"] == (
        "arn:aws:dynamodb:us-east-1:123456789012:table/awseb-e-*-stack-AWSEBWorkerCronLeaderRegistry*"
    )


def test_the_network_is_open_as_asked(values: Values) -> None:
    rules = {
        address.rpartition("_rule.this[")[2].strip('"]'): (each["from_port"], each["to_port"])
        for address, each in values.items()
        if address.startswith("module.long.") and "gress_rule.this[" in address
    }
    assert rules == {
        "database": (5432, 5432),
        "endpoints": (443, 443),
        "metrics": (9100, 9100),
        "streams": (9092, 9096),
    }


def test_the_module_and_the_embedded_aws_know_the_same_options() -> None:
    [block] = hcl2.loads((ROOT / "modules/elastic-beanstalk/variables_options.tf").read_text())["locals"]
    known = {
        namespace.strip('"'): {name.strip('"'): form.strip('"') for name, form in options.items()}
        for namespace, options in block["known_options"].items()
    }
    assert known == KNOWN
