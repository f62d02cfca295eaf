"""modules/websocket-api: its README's examples and some more cases, planned together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import tftest

from tests.cloudwatch import watched
from tests.harness import Inventory, failed_checks, module_root, of_type, plan, readme_blocks, resources
from tests.modules.alarms import alarms

FIXTURES = Path(__file__).parent / "websocket-api"
SUPPORT = [FIXTURES / name for name in ("support.tf", "../shared/api.tf", "../shared/base.tf")]
CHAT = readme_blocks("websocket-api")[1]
CHANGES = [
    ("timeout    = 10", "timeout    = 11"),
    ('"send" =', '"post" ='),
    ("lambda = module.chat, response = true", "lambda = module.chat, response = false"),
    ("lambda           = module.authorizer", "lambda           = module.chat"),
    ("querystring.token", "querystring.key"),
    ('description = "Chat with support"', 'route_selection_expression = "$request.body.kind"'),
]
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    return plan(module_root(tmp_path_factory.mktemp("websocket-api"), "websocket-api", *SUPPORT, FIXTURES / "cases.tf"))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def hashed(values: Values, module: str) -> str:
    """Return what the module's deployment is made anew by."""
    triggers = values[f"module.{module}.aws_apigatewayv2_deployment.this[0]"]["triggers"]
    assert triggers.keys() == {"redeployment"}
    return str(triggers["redeployment"])


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_nothing_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {}


def test_only_those_who_say_public_let_everyone_connect(values: Values) -> None:
    routes = of_type(values, "aws_apigatewayv2_route")
    deciding = {name: each["authorization_type"] for name, each in routes.items() if each["route_key"] == "$connect"}
    assert deciding == {
        'main.this["$connect"]': "AWS_IAM",
        'support.this["$connect"]': "CUSTOM",
        'nulls.this["$connect"]': "CUSTOM",
        'dependent.this["$connect"]': "CUSTOM",
        'long.this["$connect"]': "NONE",
        'same.this["$connect"]': "NONE",
    }


def test_functions_are_called_by_their_routes_and_authorizer_only(values: Values) -> None:
    permissions = of_type(values, "aws_lambda_permission", "support")
    assert {name: each["function_name"] for name, each in permissions.items()} == {
        'route["$connect"]': "chat",
        'route["$default"]': "chat",
        'route["$disconnect"]': "chat",
        'route["send"]': "chat",
        "authorizer[0]": "authorizer",
    }
    for name, each in of_type(values, "aws_lambda_permission").items():
        assert (each["action"], each["principal"]) == ("lambda:InvokeFunction", "apigateway.amazonaws.com"), name
        assert each["qualifier"] == "live", name
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,100}", each["statement_id"]), name


def test_what_a_deployment_holds_makes_it_anew_and_nothing_else(values: Values) -> None:
    hashes = {module: hashed(values, module) for module in ("main", "support", "nulls", "dependent", "long", "same")}
    assert hashes.pop("same") == hashes["long"]
    assert len(set(hashes.values())) == len(hashes)


def test_a_change_of_a_route_or_the_authorizer_redeploys(values: Values, tmp_path: Path) -> None:
    root = module_root(tmp_path, "websocket-api", *SUPPORT)
    changed = {f"changed_{number}": CHAT.replace(*change) for number, change in enumerate(CHANGES)}
    assert CHAT not in changed.values()
    (root / "examples.tf").write_text(
        "\n".join(text.replace('module "support"', f'module "{name}"') for name, text in changed.items())
    )
    planned = resources(plan(root))
    hashes = [hashed(planned, name) for name in changed] + [hashed(values, "support")]
    assert len(set(hashes)) == len(CHANGES) + 1


def test_answers_go_back_where_a_route_says_so(values: Values) -> None:
    assert of_type(values, "aws_apigatewayv2_route_response", "support").keys() == {'this["$default"]'}
    routes = of_type(values, "aws_apigatewayv2_route", "support")
    answering = {name for name, each in routes.items() if each["route_response_selection_expression"]}
    assert answering == {'this["$default"]'}


def test_messages_are_never_logged(values: Values) -> None:
    stages = of_type(values, "aws_apigatewayv2_stage")
    for name, each in stages.items():
        for settings in [*each["default_route_settings"], *each["route_settings"]]:
            assert settings["data_trace_enabled"] is False, name
            assert settings["throttling_rate_limit"] > 0, name
            assert settings["throttling_burst_limit"] > 0, name
        for logged in each["access_log_settings"]:
            fields = json.loads(logged["format"])
            assert {"requestId", "connectionId", "status", "routeKey"} <= fields.keys(), name
            assert not re.search(r"query|token|header|body", logged["format"], re.IGNORECASE), name
    logging = {name.split(".")[0] for name, each in stages.items() if each["access_log_settings"]}
    assert logging == {"main", "support", "nulls", "dependent", "same"}


def test_execution_logs_are_of_the_level_asked_for_in_a_group_with_retention(values: Values) -> None:
    stages = of_type(values, "aws_apigatewayv2_stage")
    levels = {name.split(".")[0]: each["default_route_settings"][0]["logging_level"] for name, each in stages.items()}
    assert levels.pop("long") == "OFF"
    assert levels == {"main": "ERROR", "nulls": "ERROR", "dependent": "ERROR", "support": "INFO", "same": "INFO"}
    groups = of_type(values, "aws_cloudwatch_log_group")
    retentions = {name: each["retention_in_days"] for name, each in groups.items() if "execution" in name}
    assert retentions == {f"{module}.execution[0]": 90 if module == "support" else 30 for module in levels}


def test_every_log_of_support_has_its_key(planned: tftest.TerraformPlanOutput) -> None:
    for address in ("access[0]", "execution[0]"):
        change = planned.resource_changes[f"module.support.aws_cloudwatch_log_group.{address}"]["change"]
        assert change["after_unknown"]["kms_key_id"] is True


def test_a_domain_closes_the_other_door_and_speaks_tls_1_2(values: Values) -> None:
    apis = of_type(values, "aws_apigatewayv2_api")
    closed = {name.split(".")[0] for name, each in apis.items() if each["disable_execute_api_endpoint"]}
    assert closed == {"support", "nulls", "dependent"}
    for name, each in of_type(values, "aws_apigatewayv2_domain_name").items():
        [configuration] = each["domain_name_configuration"]
        assert (configuration["security_policy"], configuration["endpoint_type"]) == ("TLS_1_2", "REGIONAL"), name


def test_alarms_exist_only_with_someone_to_tell(values: Values) -> None:
    found = alarms(values)
    assert {module for module, _ in found} == {"support", "dependent"}
    assert {name: {key[1] for key, *_ in watched(alarm)} for (_, name), alarm in found.items()} == {
        "execution-errors": {"ExecutionError", "MessageCount", "ConnectCount"},
        "integration-errors": {"IntegrationError", "MessageCount", "ConnectCount"},
        "latency": {"IntegrationLatency"},
    }


def test_what_is_off_is_not_made_and_no_routes_are_no_stage(values: Values) -> None:
    made = sorted(address.removeprefix("module.off.") for address in values if address.startswith("module.off."))
    assert made == ["aws_apigatewayv2_api.this"]


def test_a_certificate_of_another_region_is_refused(tmp_path: Path) -> None:
    root = module_root(tmp_path, "websocket-api", *SUPPORT)
    certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
    (root / "examples.tf").write_text(CHAT.replace("aws_acm_certificate.api.arn", f'"{certificate}"'))
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root)
    said = " ".join(" ".join(map(str, refused.value.args)).split())
    assert (
        "Domain support.example.com of WebSocket API support is in us-east-1 and takes a certificate of that region "
        f"only: request it there instead of {certificate}."
    ) in said


def test_logs_without_the_accounts_role_are_refused(tmp_path: Path) -> None:
    root = module_root(tmp_path, "websocket-api", *SUPPORT)
    (root / "examples.tf").write_text(CHAT.replace("account_logging_ready = true", ""))
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root)
    said = " ".join(" ".join(map(str, refused.value.args)).split())
    assert (
        "WebSocket API support writes logs, for which API Gateway needs a role in the settings of account and region: "
        "make it once with modules/api-gateway-account and set account_logging_ready = true, or set "
        'access_logs_enabled = false and execution_log_level = "OFF".'
    ) in said
