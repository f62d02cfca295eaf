"""modules/http-api: its README's examples and some more cases, planned together."""

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

FIXTURES = Path(__file__).parent / "http-api"
SHARED = (FIXTURES.parent / name for name in ("alb/networking", "shared/api.tf", "shared/base.tf"))
SUPPORT = [FIXTURES / "support.tf", FIXTURES / "web", *SHARED]
SHOP = readme_blocks("http-api")[1]
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    return plan(module_root(tmp_path_factory.mktemp("http-api"), "http-api", *SUPPORT, FIXTURES / "cases.tf"))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_nothing_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {}


def test_only_those_who_say_public_let_everyone_in(values: Values) -> None:
    routes = of_type(values, "aws_apigatewayv2_route")
    assert {name for name, each in routes.items() if each["authorization_type"] == "NONE"} == {
        'shop.this["GET /health"]',
        'partners.this["POST /imports"]',
    }


def test_permissions_are_for_the_alias_and_for_api_gateway(values: Values) -> None:
    for name, each in of_type(values, "aws_lambda_permission").items():
        assert (each["action"], each["principal"]) == ("lambda:InvokeFunction", "apigateway.amazonaws.com"), name
        assert each["qualifier"] == "live", name


def test_functions_are_called_by_their_routes_and_authorizers_only(values: Values) -> None:
    permissions = of_type(values, "aws_lambda_permission", "shop")
    assert {name: each["function_name"] for name, each in permissions.items()} == {
        'route["GET /health"]': "orders",
        'route["GET /orders/{id}"]': "orders",
        'route["POST /imports"]': "orders",
        'authorizer["partners"]': "authorizer",
    }
    assert len({each["statement_id"] for each in permissions.values()}) == len(permissions)


def test_statement_ids_fit(values: Values) -> None:
    ids = [each["statement_id"] for each in of_type(values, "aws_lambda_permission").values()]
    assert max(map(len, ids)) <= 100
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]+", each) for each in ids)


def test_tokens_are_checked_for_issuer_and_audience(values: Values) -> None:
    users = of_type(values, "aws_apigatewayv2_authorizer", "shop")['this["users"]']
    assert users["authorizer_type"] == "JWT"
    assert users["identity_sources"] == ["$request.header.Authorization"]
    assert users["jwt_configuration"] == [{"issuer": "https://login.example.com", "audience": ["shop"]}]


def test_an_answer_that_is_kept_counts_for_its_route_alone(values: Values) -> None:
    kept = of_type(values, "aws_apigatewayv2_authorizer", "shop")['this["partners"]']
    assert kept["authorizer_result_ttl_in_seconds"] == 60
    assert "$context.routeKey" in kept["identity_sources"]
    assert (kept["authorizer_payload_format_version"], kept["enable_simple_responses"]) == ("2.0", True)
    asked = of_type(values, "aws_apigatewayv2_authorizer", "dependent")['this["partners"]']
    assert (asked["authorizer_result_ttl_in_seconds"], asked["enable_simple_responses"]) == (0, False)
    assert asked["identity_sources"] == ["$request.header.Authorization"]


def test_every_api_is_throttled_and_a_route_may_have_its_own(values: Values) -> None:
    stages = of_type(values, "aws_apigatewayv2_stage")
    for name, each in stages.items():
        [default] = each["default_route_settings"]
        assert default["throttling_rate_limit"] > 0, name
        assert default["throttling_burst_limit"] > 0, name
    [imports] = stages["shop.this"]["route_settings"]
    assert (imports["route_key"], imports["throttling_rate_limit"]) == ("POST /imports", 5)


def test_access_logs_are_json_without_tokens_or_query_strings(values: Values) -> None:
    for name, each in of_type(values, "aws_apigatewayv2_stage").items():
        [logged] = each["access_log_settings"]
        fields = json.loads(logged["format"])
        assert {"requestId", "status", "routeKey", "sourceIp"} <= fields.keys(), name
        assert not re.search(r"query|token|header", logged["format"], re.IGNORECASE), name


def test_every_log_group_has_a_retention_and_shops_a_key(planned: tftest.TerraformPlanOutput, values: Values) -> None:
    groups = of_type(values, "aws_cloudwatch_log_group")
    assert {each["retention_in_days"] for name, each in groups.items() if "access" in name} == {30, 90}
    unknown = planned.resource_changes["module.shop.aws_cloudwatch_log_group.access"]["change"]["after_unknown"]
    assert unknown["kms_key_id"] is True


def test_a_domain_closes_the_other_door(values: Values) -> None:
    closed = {
        name.split(".")[0]
        for name, each in of_type(values, "aws_apigatewayv2_api").items()
        if each["disable_execute_api_endpoint"]
    }
    assert closed == {"shop", "partners", "nulls", "dependent"}


def test_domains_speak_tls_1_2_and_ask_for_certificates_where_they_have_authorities(values: Values) -> None:
    domains = of_type(values, "aws_apigatewayv2_domain_name")
    for name, each in domains.items():
        [configuration] = each["domain_name_configuration"]
        assert (configuration["security_policy"], configuration["endpoint_type"]) == ("TLS_1_2", "REGIONAL"), name
    asking = {name for name, each in domains.items() if each["mutual_tls_authentication"]}
    assert asking == {'partners.this["partners.example.com"]'}


def test_a_domain_has_its_paths_and_records(values: Values) -> None:
    mappings = of_type(values, "aws_apigatewayv2_api_mapping", "shop")
    assert {each["api_mapping_key"] for each in mappings.values()} == {"shop", "v1/shop"}
    records = of_type(values, "aws_route53_record", "shop")
    assert {(each["name"], each["type"]) for each in records.values()} == {
        ("api.example.com", "A"),
        ("api.example.com", "AAAA"),
    }


def test_load_balancers_are_spoken_to_by_tls_unless_plain_http_is_asked_for(values: Values) -> None:
    integrations = of_type(values, "aws_apigatewayv2_integration")
    plain = {
        name for name, each in integrations.items() if each["connection_type"] == "VPC_LINK" and not each["tls_config"]
    }
    assert plain == {'dependent.this["ANY /web/{proxy+}"]', 'long.this["POST /plain"]'}
    inside = integrations['inside.this["$default"]']
    assert inside["tls_config"] == [{"server_name_to_verify": "web.example.com"}]
    assert inside["integration_method"] == "ANY"


def test_functions_get_payload_2_and_urls_the_routes_method(values: Values) -> None:
    integrations = of_type(values, "aws_apigatewayv2_integration", "shop")
    kinds = {
        name: (each["integration_type"], each["integration_method"], each["payload_format_version"])
        for name, each in integrations.items()
    }
    assert kinds['this["POST /imports"]'] == ("AWS_PROXY", "POST", "2.0")
    assert kinds['this["GET /rates/{currency}"]'] == ("HTTP_PROXY", "GET", "1.0")
    assert integrations['this["POST /imports"]']["timeout_milliseconds"] == 10000


def test_a_link_reaches_the_ports_of_its_load_balancers_in_the_vpc_only(values: Values) -> None:
    rules = of_type(values, "aws_vpc_security_group_egress_rule", "long")
    assert {name: (each["cidr_ipv4"], each["from_port"], each["to_port"]) for name, each in rules.items()} == {
        f'vpc_link["{port}"]': ("10.0.0.0/16", port, port) for port in (80, 443, 8443)
    }
    assert not any("ingress_rule" in address for address in values)


def test_every_origin_is_let_in_without_credentials_only(values: Values) -> None:
    cors = {
        name.split(".")[0]: each["cors_configuration"][0]
        for name, each in of_type(values, "aws_apigatewayv2_api").items()
        if each["cors_configuration"]
    }
    assert {name for name, each in cors.items() if each["allow_credentials"]} == {"shop"}
    assert {name for name, each in cors.items() if "*" in each["allow_origins"]} == {"fast"}


def test_alarms_exist_only_with_someone_to_tell(values: Values) -> None:
    found = alarms(values)
    assert {module for module, _ in found} == {"shop", "dependent"}
    assert {name: [key[1] for key, *_ in watched(alarm)] for (_, name), alarm in found.items()} == {
        "client-errors": ["4xx", "Count"],
        "errors": ["5xx", "Count"],
        "latency": ["Latency"],
    }


def test_the_specifications_sample_and_what_is_off_make_api_stage_and_log_only(values: Values) -> None:
    for module in ("fast", "off"):
        made = sorted(
            address.removeprefix(f"module.{module}.") for address in values if address.startswith(f"module.{module}.")
        )
        assert made == [
            "aws_apigatewayv2_api.this",
            "aws_apigatewayv2_stage.this",
            "aws_cloudwatch_log_group.access",
        ], module


def test_a_certificate_of_another_region_is_refused(tmp_path: Path) -> None:
    root = module_root(tmp_path, "http-api", *SUPPORT)
    certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
    (root / "examples.tf").write_text(SHOP.replace("aws_acm_certificate.api.arn", f'"{certificate}"'))
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root)
    said = " ".join(" ".join(map(str, refused.value.args)).split())
    assert (
        "Domain api.example.com of HTTP API shop is in us-east-1 and takes a certificate of that region only: "
        f"request it there instead of {certificate}."
    ) in said
