"""Code from outside is published, taken into use, and taken back by one command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from embedded_aws.environment import environment
from embedded_aws.server import Server
from generator.errors import Refusal
from generator.project import Project
from runner import deployed
from runner.choice import Misuse
from runner.deploy_code import Deployment
from runner.deployed import Function
from runner.package import package
from runner.session import Session
from tests.embedded_aws.conftest import client_of
from tests.harness import REGION, ROOT
from tests.runner.fakes import FakeTerraform, session

NAME = "demo-dev-orders"
ORDERS = Function("orders", NAME, "live", "external")
OUTPUT = {"name": NAME, "alias_name": "live", "code_owner": "external", "code_deploy": None}


@pytest.fixture
def here(project: Project, embedded_aws: Server, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session on an embedded AWS, in a checkout with code for the function."""
    shutil.copytree(ROOT / "lambda/api_handler", project.root / "lambda/orders")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    return replace(session(project), variables=environment(embedded_aws.url, REGION, {}))


@pytest.fixture(scope="module")
def role(embedded_aws: Server) -> str:
    trust = {
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]
    }
    made = client_of(embedded_aws.url)("iam").create_role(RoleName="orders", AssumeRolePolicyDocument=json.dumps(trust))
    return str(made["Role"]["Arn"])


@pytest.fixture
def aws(here: Session, role: str) -> Iterator[Any]:
    """Lambda, with the function as Terraform makes it: a placeholder as version 1, and the alias."""
    client = client_of(here.variables["AWS_ENDPOINT_URL"])("lambda")
    client.create_function(
        FunctionName=NAME,
        Runtime="python3.11",
        Handler="lambda_function.lambda_handler",
        Role=role,
        Code={"ZipFile": (ROOT / "modules/lambda/placeholder.zip").read_bytes()},
        Architectures=["arm64"],
        Publish=True,
    )
    client.create_alias(FunctionName=NAME, Name="live", FunctionVersion="1")
    yield client
    client.delete_function(FunctionName=NAME)


def change_code(here: Session) -> None:
    with (here.project.root / "lambda/orders/lambda_function.py").open("a") as code:
        code.write("# changed\n")


def alias(aws: Any) -> tuple[str, dict[str, float]]:
    found = aws.get_alias(FunctionName=NAME, Name="live")
    return found["FunctionVersion"], (found.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}


def test_code_is_published_and_gets_the_calls(here: Session, aws: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Deployment(here, ORDERS).deploy(None)

    assert alias(aws) == ("2", {})
    built = package(here.project.root / "lambda/orders", here.project.root / "expected.zip", architecture="arm64")
    published = aws.get_function_configuration(FunctionName=NAME, Qualifier="2")
    assert published["CodeSize"] == built.size
    assert published["Architectures"] == ["arm64"]
    assert capsys.readouterr().out == (
        "orders on the embedded AWS: version 2, before 1.\nGo back: make rollback-code ENV=dev FUNCTION=orders\n"
    )


def test_the_same_code_is_no_new_version(here: Session, aws: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Deployment(here, ORDERS).deploy(None)
    Deployment(here, ORDERS).deploy(None)

    assert alias(aws) == ("2", {})
    assert capsys.readouterr().out.endswith("version 2 has this code already, and all calls.\n")


def test_a_canary_gets_its_share_and_then_all_calls(here: Session, aws: Any) -> None:
    Deployment(here, ORDERS).deploy("10")
    assert alias(aws) == ("1", {"2": 0.1})

    Deployment(here, ORDERS).deploy(None)
    assert alias(aws) == ("2", {})


def test_a_canary_is_taken_back(here: Session, aws: Any) -> None:
    Deployment(here, ORDERS).deploy("10")
    Deployment(here, ORDERS).roll_back()

    assert alias(aws) == ("1", {})


def test_rollback_goes_to_the_version_that_was_in_use_before(here: Session, aws: Any) -> None:
    Deployment(here, ORDERS).deploy(None)
    change_code(here)
    Deployment(here, ORDERS).deploy(None)
    assert alias(aws) == ("3", {})

    Deployment(here, ORDERS).roll_back()
    assert alias(aws) == ("2", {})
    with pytest.raises(Refusal, match="nothing to go back to; version 2 is the only one known"):
        Deployment(here, ORDERS).roll_back()


def test_code_deploy_moves_the_alias_where_it_has_a_group(here: Session, aws: Any, role: str) -> None:
    code_deploy = client_of(here.variables["AWS_ENDPOINT_URL"])("codedeploy")
    code_deploy.create_application(applicationName="orders", computePlatform="Lambda")
    code_deploy.create_deployment_group(
        applicationName="orders",
        deploymentGroupName="live",
        serviceRoleArn=role,
        deploymentConfigName="CodeDeployDefault.LambdaAllAtOnce",
        deploymentStyle={"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
    )
    shifted = replace(ORDERS, application="orders", group="live")

    Deployment(here, shifted).deploy(None)
    assert alias(aws) == ("2", {})
    Deployment(here, shifted).roll_back()
    assert alias(aws) == ("1", {})
    with pytest.raises(Misuse, match="CodeDeploy shifts this function's traffic"):
        Deployment(here, shifted).deploy("10")


def test_an_alias_that_somebody_moved_is_not_overruled(
    here: Session, aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment = Deployment(here, ORDERS)
    seen = deployment._alias()
    aws.update_alias(FunctionName=NAME, Name="live", Description="moved")
    monkeypatch.setattr(deployment, "_alias", lambda: seen)

    with pytest.raises(Refusal, match="somebody else moved the alias meanwhile"):
        deployment.deploy(None)
    assert alias(aws) == ("1", {})


@pytest.mark.parametrize("share", ["0", "100", "-1", "ten", "1.5", "٣"])
def test_a_share_that_is_no_percentage_is_refused(here: Session, share: str) -> None:
    with pytest.raises(Misuse, match="give the percentage of the calls, from 1 to 99"):
        Deployment(here, ORDERS).deploy(share)


@pytest.mark.usefixtures("aws")
def test_code_that_is_not_there_is_refused(here: Session) -> None:
    shutil.rmtree(here.project.root / "lambda/orders")

    with pytest.raises(Refusal, match="neither lambda/lambda_function nor lambda/orders; put its code there"):
        Deployment(here, ORDERS).deploy(None)


def test_a_function_that_is_not_there_is_one_sentence(here: Session) -> None:
    with pytest.raises(Refusal, match=r"orders: AWS refuses: .*ResourceNotFound.*; nothing was taken into use"):
        Deployment(here, ORDERS).deploy(None)


def test_functions_are_found_in_the_outputs(project: Project, terraform: FakeTerraform) -> None:
    shifted = {"application_name": "a", "deployment_group_name": "g"}
    terraform.says(
        "output",
        json.dumps(
            {
                "lambda_functions": {"sensitive": False, "value": {"orders": OUTPUT}},
                "ai_assistant": {
                    "sensitive": False,
                    "value": {"functions": {"main": {**OUTPUT, "name": "demo-dev-main", "code_deploy": shifted}}},
                },
                "secret": {"sensitive": True, "value": "x"},
            }
        ),
    )

    assert deployed.find(session(project), "orders") == ORDERS
    assert deployed.find(session(project), NAME) == ORDERS
    assert deployed.find(session(project), "main") == Function("main", "demo-dev-main", "live", "external", "a", "g")


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        (None, "FUNCTION is missing: say which function; code from outside goes to orders."),
        ("", "FUNCTION is missing: say which function; code from outside goes to orders."),
        (
            "order",
            "FUNCTION='order': no such function in dev, did you mean \"orders\"?; code from outside goes to orders.",
        ),
        (
            "mail",
            "FUNCTION=mail: Terraform owns its code: make package ENV=dev and make apply ENV=dev deploy it. "
            "Set code_owner: external to deploy it from outside.",
        ),
    ],
)
def test_another_function_is_refused(key: str | None, sentence: str) -> None:
    functions = [ORDERS, Function("mail", "demo-dev-mail", "live", "terraform")]
    with pytest.raises(Refusal) as refusal:
        deployed.choose(functions, key, "dev")
    assert refusal.value.message == sentence


def test_nothing_deployed_is_said() -> None:
    with pytest.raises(Refusal, match="dev: no function is deployed; run make apply ENV=dev first"):
        deployed.choose(deployed.functions({"lambda_functions": {}, "ai_assistant": None}), "main", "dev")
