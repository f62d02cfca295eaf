"""dev by the documented steps, word by word, and prod: create, plan nothing, change in place, destroy.

What a plan does not know yet is compared after the apply with <name>.applied.yaml: the key and the topics of an alarm,
the policy of a private API, the source of a Lambda permission, the functions that an OpenAPI body names.
"""

from __future__ import annotations

import json
import re
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.calls import PATH as CALLS
from generator.environment import load
from runner.deploy_code import Deployment
from runner.deployed import find
from runner.permissions import ACTIONS
from runner.session import Session
from runner.troubleshoot import recipes
from tests import golden
from tests.aws_cli import problems
from tests.cloudwatch import published
from tests.environments.conftest import Checkout
from tests.harness import read_golden, regenerate_command, write_golden
from tests.permissions import permissions

HERE = Path(__file__).parent
_YES = "yes\n"
INIT = "terraform init -backend-config=backend.conf"
PLAN = "terraform plan"
APPLY = "terraform apply"


def test_the_documented_steps_create_change_and_destroy_dev(checkout: Checkout, request: pytest.FixtureRequest) -> None:
    checkout.below("dev")
    forget_calls(checkout)
    before = inventory(checkout)

    assert run(checkout, "dev", INIT).returncode == 0
    planned = run(checkout, "dev", PLAN)
    assert re.search(r"Plan: [1-9]\d* to add, 0 to change, 0 to destroy", planned.stdout), planned.stdout
    apply(checkout, "dev")
    what_the_plan_did_not_know_is_right(checkout, "dev", request)
    assert health_of_the_backend(checkout)["status"] == "placeholder"
    assert inventory(checkout)["functions"] - before["functions"] == {
        "ai-platform-dev-api-handler",
        "ai-platform-dev-authorizer",
        "ai-platform-assistant-dev-main",
        "ai-platform-assistant-dev-websocket",
        "ai-platform-assistant-dev-connections",
        "ai-platform-assistant-dev-jwt-authorizer",
    }

    the_dashboard_shows_what_is_published(checkout, "dev")
    the_recipes_name_what_there_is(checkout, "dev")
    deploy_the_backend(checkout)
    assert health_of_the_backend(checkout) == {"status": "ok"}
    assert run(checkout, "dev", f"{PLAN} -detailed-exitcode").returncode == 0

    checkout.edit("dev", {'"DEBUG"': '"ERROR"', "nginx:1.29": "nginx:1.30", "desired_count = 1": "desired_count = 2"})
    changed = apply(checkout, "dev")
    for address in (
        'module.layer.module.lambda["api-handler"].aws_lambda_function.this[0]',
        'module.layer.module.ecs_service["web-app"].module.service[0].aws_ecs_service.this',
    ):
        assert f"{address} will be updated in-place" in changed, changed

    destroy(checkout, "dev")
    assert inventory(checkout) == before
    the_pipeline_may_do_what_terraform_did(checkout)


def test_prod_runs_all_eight_services_and_changes_without_replacing_them(
    checkout: Checkout, request: pytest.FixtureRequest
) -> None:
    checkout.below("prod")
    forget_calls(checkout)
    before = inventory(checkout)

    assert run(checkout, "prod", INIT).returncode == 0
    apply(checkout, "prod")
    what_the_plan_did_not_know_is_right(checkout, "prod", request)
    running = inventory(checkout)
    assert "ai-platform-prod-eks" in running["eks clusters"]
    assert any("ai-platform-prod-web-app" in arn for arn in running["ecs services"])
    the_dashboard_shows_what_is_published(checkout, "prod")
    the_recipes_name_what_there_is(checkout, "prod")
    made = {kind for kind in running if running[kind] - before[kind]}
    assert made >= {"backup vaults", "budgets", "saved queries"}
    assert made >= {"functions", "rest apis", "http apis", "load balancers", "distributions", "beanstalk", "job queues"}

    # Only dev and qa say so: what holds traffic is protected by default.
    checkout.edit(
        "prod",
        {
            'environment  = "prod"': 'environment  = "prod"\n\ndeletion_protection = false',
            "desired_size = 3": "desired_size = 4",
            "min_size     = 1": "min_size     = 2",
        },
    )
    changed = apply(checkout, "prod")
    assert re.search(r"0 added, [1-9]\d* changed, 0 destroyed", changed), changed

    destroy(checkout, "prod")
    assert inventory(checkout) == before
    if request.config.getoption("--regenerate"):
        write_golden(ACTIONS, permissions(calls(checkout)))
    the_pipeline_may_do_what_terraform_did(checkout)


def the_pipeline_may_do_what_terraform_did(checkout: Checkout) -> None:
    """Hold what make permissions allows against the calls of this run; on a fast machine terraform polls for less."""
    allowed = read_golden(ACTIONS)
    lacking = {role: sorted({*needed} - {*allowed[role]}) for role, needed in permissions(calls(checkout)).items()}
    again = "pytest tests/environments/test_deployment.py -k prod --regenerate"
    assert not any(lacking.values()), f"{ACTIONS.name} lacks {lacking}; if terraform is right: {again}"


def calls(checkout: Checkout) -> list[str]:
    """Return what terraform has called since `forget_calls`."""
    with urllib.request.urlopen(f"{checkout.server.url}{CALLS}") as answer:  # noqa: S310
        found: list[str] = json.load(answer)
    return found


def forget_calls(checkout: Checkout) -> None:
    urllib.request.urlopen(urllib.request.Request(f"{checkout.server.url}{CALLS}", method="DELETE")).close()  # noqa: S310


def the_recipes_name_what_there_is(checkout: Checkout, environment: str) -> None:
    """Hold each command of make troubleshoot against the AWS CLI's own models."""
    said = json.loads(run(checkout, environment, "terraform output -json").stdout)
    values = {name: each["value"] for name, each in said.items() if not each["sensitive"]}
    found = recipes(checkout.project, values)
    wanted = {"dev": {"ecs.web-app", "lambda.api-handler"}, "prod": {"eks", "batch", "cloudfront.web", "alb.main"}}
    assert set(found) >= wanted[environment] | {"ai-assistant"}
    commands = [step.command for steps in found.values() for step in steps if step.command.startswith("aws ")]
    assert [
        each for command in commands for each in problems(command, reading="update-kubeconfig" not in command)
    ] == []
    assert not [command for command in commands if "None" in command or "null" in command]


def deploy_the_backend(checkout: Checkout) -> None:
    """Deploy the real code of the AI Assistant, as make deploy-code does."""
    session = Session(checkout.project, load(checkout.project, "dev"), "the embedded AWS", checkout.variables)
    Deployment(session, find(session, "main")).deploy(None)


def what_the_plan_did_not_know_is_right(checkout: Checkout, environment: str, request: pytest.FixtureRequest) -> None:
    """Compare all that was "known after apply" with the golden file, or renew it."""
    state = json.loads(run(checkout, environment, "terraform show -json").stdout)
    found = golden.became(state, read_golden(HERE / f"{environment}.planned.yaml"))
    file = HERE / f"{environment}.applied.yaml"
    if request.config.getoption("--regenerate"):
        write_golden(file, found)
        return
    different = golden.differences(read_golden(file), found)
    command = regenerate_command(request)
    assert not different, "\n".join([f"{file.name} differs:", *different, f"If AWS is right: {command}"])


def the_dashboard_shows_what_is_published(checkout: Checkout, environment: str) -> None:
    """Hold every graph against what AWS publishes, by metric and dimensions; a plan does not know the ids in it yet."""
    client = boto3.client(  # type: ignore[call-overload]
        "cloudwatch",
        endpoint_url=checkout.server.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    body = json.loads(client.get_dashboard(DashboardName=f"ai-platform-{environment}")["DashboardBody"])
    alarms = {item["AlarmArn"] for item in client.describe_alarms()["MetricAlarms"]}
    kinds = [widget["type"] for widget in body["widgets"]]
    assert kinds.count("text") >= 5
    assert kinds.count("metric") >= 20
    for widget in body["widgets"]:
        assert set(widget["properties"].get("alarms", [])) <= alarms
        for namespace, metric, *dimensions, _label in widget["properties"].get("metrics", []):
            assert all(dimensions[1::2]), (namespace, metric, dimensions)
            assert frozenset(dimensions[::2]) in published()[namespace, metric], (namespace, metric, dimensions)


def health_of_the_backend(checkout: Checkout) -> Any:
    """Ask the deployed API, through the embedded API Gateway."""
    client = boto3.client(  # type: ignore[call-overload]
        "apigateway",
        endpoint_url=checkout.server.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    [api] = [each["id"] for each in client.get_rest_apis()["items"] if "assistant" in each["name"]]
    url = f"{checkout.server.url}/_aws/execute-api/{api}/v1/api/v1/health"
    with urllib.request.urlopen(url) as answer:  # noqa: S310
        return json.load(answer)


def run(checkout: Checkout, environment: str, command: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    return checkout.run(checkout.root(environment), *command.split(), answer=answer)


def apply(checkout: Checkout, environment: str) -> str:
    """Apply, assert that nothing is left to do, and return what terraform printed."""
    applied = run(checkout, environment, APPLY, _YES)
    assert "Apply complete!" in applied.stdout, applied.stdout + applied.stderr
    again = run(checkout, environment, f"{PLAN} -detailed-exitcode")
    assert again.returncode == 0, again.stdout + again.stderr
    return applied.stdout


def destroy(checkout: Checkout, environment: str) -> None:
    destroyed = run(checkout, environment, "terraform destroy", _YES)
    assert "Destroy complete!" in destroyed.stdout, destroyed.stdout + destroyed.stderr
    assert run(checkout, environment, "terraform state list").stdout == ""


def inventory(checkout: Checkout) -> dict[str, set[str]]:
    """List what the layer makes, as the embedded AWS has it.

    Task definitions stay by design, for rollbacks; ECS still tells of clusters that are deleted, as INACTIVE.
    """

    def client(service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=checkout.server.url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    ecs, elb = client("ecs"), client("elbv2")
    known = ecs.describe_clusters(clusters=ecs.list_clusters()["clusterArns"])["clusters"]
    clusters = [cluster["clusterArn"] for cluster in known if cluster["status"] == "ACTIVE"]
    beanstalk, batch = client("elasticbeanstalk"), client("batch")
    return {
        "beanstalk": {item["EnvironmentName"] for item in beanstalk.describe_environments()["Environments"]},
        "compute environments": {
            item["computeEnvironmentArn"] for item in batch.describe_compute_environments()["computeEnvironments"]
        },
        "distributions": {
            item["Id"] for item in client("cloudfront").list_distributions()["DistributionList"].get("Items", [])
        },
        "http apis": {item["ApiId"] for item in client("apigatewayv2").get_apis()["Items"]},
        "job queues": {item["jobQueueArn"] for item in batch.describe_job_queues()["jobQueues"]},
        "rest apis": {item["id"] for item in client("apigateway").get_rest_apis()["items"]},
        "streams": set(client("kinesis").list_streams()["StreamNames"]),
        "tables": set(client("dynamodb").list_tables()["TableNames"]),
        "edge web acls": {item["Name"] for item in client("wafv2").list_web_acls(Scope="CLOUDFRONT")["WebACLs"]},
        "alarms": {item["AlarmName"] for item in client("cloudwatch").describe_alarms()["MetricAlarms"]},
        "composite alarms": {
            item["AlarmName"]
            for item in client("cloudwatch").describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
        },
        "auto scaling groups": {
            item["AutoScalingGroupName"]
            for item in client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]
        },
        "backup vaults": {item["BackupVaultName"] for item in client("backup").list_backup_vaults()["BackupVaultList"]},
        "budgets": {
            item["BudgetName"] for item in client("budgets").describe_budgets(AccountId="123456789012")["Budgets"]
        },
        "dashboards": {item["DashboardName"] for item in client("cloudwatch").list_dashboards()["DashboardEntries"]},
        "saved queries": {item["name"] for item in client("logs").describe_query_definitions()["queryDefinitions"]},
        "buckets": {item["Name"] for item in client("s3").list_buckets()["Buckets"]},
        "ecs clusters": set(clusters),
        "ecs services": {arn for cluster in clusters for arn in ecs.list_services(cluster=cluster)["serviceArns"]},
        "eks clusters": set(client("eks").list_clusters()["clusters"]),
        "functions": {item["FunctionName"] for item in client("lambda").list_functions()["Functions"]},
        "instances": {
            instance["InstanceId"]
            for reservation in client("ec2").describe_instances()["Reservations"]
            for instance in reservation["Instances"]
            if instance["State"]["Name"] != "terminated"
        },
        "load balancers": {item["LoadBalancerArn"] for item in elb.describe_load_balancers()["LoadBalancers"]},
        "log groups": {item["logGroupName"] for item in client("logs").describe_log_groups()["logGroups"]},
        "queues": set(client("sqs").list_queues().get("QueueUrls", [])),
        "roles": {item["RoleName"] for item in client("iam").list_roles()["Roles"]},
        "security groups": {item["GroupId"] for item in client("ec2").describe_security_groups()["SecurityGroups"]},
        "target groups": {item["TargetGroupArn"] for item in elb.describe_target_groups()["TargetGroups"]},
        "topics": {item["TopicArn"] for item in client("sns").list_topics()["Topics"]},
        "web acls": {item["Name"] for item in client("wafv2").list_web_acls(Scope="REGIONAL")["WebACLs"]},
    }
