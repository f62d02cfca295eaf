"""modules/rest-api: its README's examples and some more cases, planned together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import tftest

from tests.harness import ROOT, Inventory, failed_checks, module_root, of_type, plan, readme_blocks, resources
from tests.modules.alarms import alarms

FIXTURES = Path(__file__).parent / "rest-api"
SUPPORT = [FIXTURES / name for name in ("support.tf", "stand_ins.tf", "function")]
README = (ROOT / "modules" / "rest-api" / "README.md").read_text()
SHOP = readme_blocks("rest-api")[1]
DOCUMENTED = readme_blocks("rest-api")[3]
# Not known before an apply; with it in a document, a first plan could not show that.
POOL = ("aws_cognito_user_pool.buyers.arn", '"arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_ID"')
Values = dict[str, dict[str, Any]]


def document(readme: str = README) -> str:
    """Return the README's OpenAPI document."""
    found = re.search(r"^```yaml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def root_of(folder: Path, *fixtures: Path, examples: str | None = None) -> Path:
    root = module_root(folder, "rest-api", *fixtures)
    (root / "orders.yaml").write_text(document())
    text = (root / "examples.tf").read_text() if examples is None else examples
    (root / "examples.tf").write_text(text.replace(*POOL))
    return root


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    return plan(root_of(tmp_path_factory.mktemp("rest-api"), *SUPPORT, FIXTURES / "cases.tf"))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Values:
    fixtures = [FIXTURES / "variants.tf", FIXTURES / "function"]
    return resources(plan(root_of(tmp_path_factory.mktemp("variants"), *fixtures, examples="")))


def described(values: Values, module: str) -> dict[str, Any]:
    """Return the document that the module imports."""
    body: dict[str, Any] = of_type(values, "aws_api_gateway_rest_api", module)["this"]["body"]
    return body


def operations(values: Values, module: str) -> dict[str, dict[str, Any]]:
    """Return the operations of the module's document, such as `GET /orders`."""
    return {
        f"{'ANY' if verb.startswith('x-') else verb.upper()} {path}": operation
        for path, item in described(values, module)["paths"].items()
        for verb, operation in item.items()
    }


def integration(values: Values, module: str, route: str) -> dict[str, Any]:
    found: dict[str, Any] = operations(values, module)[route]["x-amazon-apigateway-integration"]
    return found


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_nothing_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {}


def test_only_what_says_public_is_open(values: Values) -> None:
    asks_nobody = {
        (module, route)
        for module in ("main", "shop", "services", "documented", "closed")
        for route, operation in operations(values, module).items()
        if operation.get("security", []) == [] and not route.startswith("OPTIONS ")
    }
    assert asks_nobody == {
        ("shop", "GET /health"),
        ("services", "GET /own"),
        ("documented", "GET /health"),
        ("closed", "GET /health"),
    }


def test_a_route_asks_whom_it_names(values: Values) -> None:
    asked = {route: operation["security"] for route, operation in operations(values, "shop").items()}
    assert asked["POST /orders"] == [{"buyers": ["shop/order"]}]
    assert asked["GET /orders/{id}"] == [{"staff": []}]
    assert asked["ANY /partners/{proxy+}"] == [{"partners": []}, {"api_key": []}]
    assert operations(values, "main")["GET /orders"]["security"] == [{"iam": []}]


def test_authorizers_ask_the_alias_and_refuse_what_is_no_token(values: Values) -> None:
    schemes = described(values, "shop")["components"]["securitySchemes"]
    staff = schemes["staff"]["x-amazon-apigateway-authorizer"]
    assert staff["type"] == "token"
    assert staff["authorizerUri"].endswith(":function:tokens:live/invocations")
    assert staff["authorizerResultTtlInSeconds"] == 300
    pattern = re.compile(staff["identityValidationExpression"])
    assert pattern.fullmatch("Bearer eyJh.eyJz.c2ln")
    assert not pattern.fullmatch("Bearer opaque")
    partners = schemes["partners"]["x-amazon-apigateway-authorizer"]
    assert partners["type"] == "request"
    assert partners["identitySource"] == "method.request.header.X-Partner, method.request.querystring.signature"
    assert partners["authorizerResultTtlInSeconds"] == 0
    assert schemes["buyers"]["x-amazon-apigateway-authorizer"]["providerARNs"] == [json.loads(POOL[1])]
    assert schemes["iam"]["x-amazon-apigateway-authtype"] == "awsSigv4"


def test_an_api_may_call_the_alias_and_says_that_it_is_this_api(planned: tftest.TerraformPlanOutput) -> None:
    permissions = of_type(resources(planned), "aws_lambda_permission")
    assert {(each["function_name"], each["qualifier"]) for each in permissions.values()} == {
        ("orders", "live"),
        ("tokens", "live"),
    }
    assert {each["principal"] for each in permissions.values()} == {"apigateway.amazonaws.com"}
    statement = planned.resource_changes['module.shop.aws_lambda_permission.this["orders"]']
    assert statement["change"]["after_unknown"]["source_arn"] is True
    configured = planned["configuration"]["root_module"]["module_calls"]["shop"]["module"]["resources"]
    [source] = [
        each["expressions"]["source_arn"] for each in configured if each["address"] == "aws_lambda_permission.this"
    ]
    assert source["references"] == ["aws_api_gateway_rest_api.this.execution_arn", "aws_api_gateway_rest_api.this"]


def test_parameters_and_models_are_checked(values: Values) -> None:
    for module in ("main", "shop", "services", "documented"):
        body = described(values, module)
        validator = body["x-amazon-apigateway-request-validators"][body["x-amazon-apigateway-request-validator"]]
        assert validator == {"validateRequestBody": True, "validateRequestParameters": True}, module
    order = operations(values, "shop")["POST /orders"]["requestBody"]
    assert order["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/NewOrder"}
    assert described(values, "shop")["components"]["schemas"]["NewOrder"]["required"] == ["product"]
    parameters = {each["name"]: each for each in operations(values, "shop")["GET /orders/{id}"]["parameters"]}
    assert {name: (each["in"], each["required"]) for name, each in parameters.items()} == {
        "id": ("path", True),
        "Authorization": ("header", True),
        "fields": ("query", False),
    }


def test_a_url_gets_the_parameters_that_it_names(values: Values) -> None:
    http = integration(values, "services", "GET /a/{one}/b/{two}")
    assert (http["type"], http["httpMethod"], http["uri"]) == ("http_proxy", "POST", "https://b.example.com/{two}")
    assert http["requestParameters"] == {
        "integration.request.path.two": "method.request.path.two",
        "integration.request.header.X-Caller": "context.identity.caller",
    }


def test_an_aws_service_is_called_with_the_role_that_is_given(values: Values) -> None:
    service = integration(values, "services", "DELETE /a/{one}")
    assert service["type"] == "aws"
    assert service["credentials"] == "arn:aws:iam::123456789012:role/start"
    assert service["timeoutInMillis"] == 60_000


def test_browsers_are_answered_for_every_path_and_told_what_is_there(values: Values) -> None:
    allowed = {
        route: answer["x-amazon-apigateway-integration"]["responses"]["default"]["responseParameters"][
            "method.response.header.Access-Control-Allow-Methods"
        ]
        for route, answer in operations(values, "shop").items()
        if route.startswith("OPTIONS ")
    }
    assert allowed == {
        "OPTIONS /health": "'GET,OPTIONS'",
        "OPTIONS /orders": "'OPTIONS,POST'",
        "OPTIONS /orders/{id}": "'GET,OPTIONS'",
        "OPTIONS /partners/{proxy+}": "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
    }
    own = integration(values, "services", "OPTIONS /own")["responses"]["default"]
    assert own["statusCode"] == "200", "the route's own answer stays"


def test_refusals_carry_the_headers_of_cors(values: Values) -> None:
    origin = "gatewayresponse.header.Access-Control-Allow-Origin"
    responses = described(values, "shop")["x-amazon-apigateway-gateway-responses"]
    assert {kind: each["responseParameters"][origin] for kind, each in responses.items()} == dict.fromkeys(
        ["DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED"], "'https://www.example.com'"
    )
    assert described(values, "main")["x-amazon-apigateway-gateway-responses"] == {}
    quota = described(values, "services")["x-amazon-apigateway-gateway-responses"]["QUOTA_EXCEEDED"]
    assert (quota["statusCode"], quota["responseTemplates"]) == ("402", {"text/plain": "Buy more"})


def test_access_logs_hold_no_token_and_no_query_string(values: Values) -> None:
    formats = [
        settings["format"]
        for stage in of_type(values, "aws_api_gateway_stage").values()
        for settings in stage["access_log_settings"]
    ]
    assert formats
    fields = {field for each in formats for field in (json.loads(each) if isinstance(each, str) else each).values()}
    assert not [field for field in fields if re.search(r"querystring|header|params|request\.", field, re.IGNORECASE)]
    assert "$context.requestId" in fields


def test_stages_are_traced_and_logged_unless_off(values: Values) -> None:
    stages = of_type(values, "aws_api_gateway_stage")
    assert {name for name, each in stages.items() if not each["xray_tracing_enabled"]} == {"quiet.this[0]"}
    assert {name for name, each in stages.items() if not each["access_log_settings"]} == {"quiet.this[0]"}
    groups = of_type(values, "aws_cloudwatch_log_group")
    logging = {name.split(".")[0] for name in stages} - {"quiet", "shared"}
    assert "shared.access[0]" not in groups
    for module in logging:
        days = 90 if module == "shop" else 30
        assert groups[f"{module}.access[0]"]["retention_in_days"] == days, module
        assert groups[f"{module}.execution[0]"]["retention_in_days"] == days, module


def test_every_setting_is_throttled_encrypted_and_keeps_bodies_out_of_the_log(values: Values) -> None:
    for name, each in of_type(values, "aws_api_gateway_method_settings").items():
        [settings] = each["settings"]
        assert settings["throttling_rate_limit"] > 0, name
        assert settings["throttling_burst_limit"] > 0, name
        assert settings["cache_data_encrypted"] is True, name
        assert settings["require_authorization_for_cache_control"] is True, name
        assert settings["data_trace_enabled"] is False, name


def test_a_route_has_its_own_throttling_and_cache(values: Values) -> None:
    settings = {
        each["method_path"]: each["settings"][0]
        for each in of_type(values, "aws_api_gateway_method_settings", "shop").values()
    }
    assert settings.keys() == {"*/*", "~1orders/POST", "~1orders~1{id}/GET"}
    assert (settings["~1orders/POST"]["throttling_rate_limit"], settings["*/*"]["throttling_rate_limit"]) == (50, 1000)
    cached = settings["~1orders~1{id}/GET"]
    assert (cached["caching_enabled"], cached["cache_ttl_in_seconds"]) == (True, 60)
    assert settings["*/*"]["caching_enabled"] is False
    documented = of_type(values, "aws_api_gateway_method_settings", "documented")
    assert documented['this["~1orders/GET"]']["settings"][0]["throttling_rate_limit"] == 20


def test_a_cached_answer_is_told_from_others_by_who_asks(values: Values) -> None:
    assert set(integration(values, "shop", "GET /orders/{id}")["cacheKeyParameters"]) == {
        "method.request.path.id",
        "method.request.header.Authorization",
        "method.request.querystring.fields",
    }


def test_usage_plans_limit_the_keys_that_they_have(values: Values) -> None:
    [plan_of_shop] = of_type(values, "aws_api_gateway_usage_plan", "shop").values()
    assert plan_of_shop["throttle_settings"] == [{"rate_limit": 10, "burst_limit": 5}]
    assert plan_of_shop["quota_settings"] == [{"limit": 100000, "offset": 0, "period": "MONTH"}]
    keys = of_type(values, "aws_api_gateway_api_key", "shop")
    assert {name: each["enabled"] for name, each in keys.items()} == {
        'this["basic/acme"]': True,
        'this["basic/globex"]': False,
    }
    assert all(each.get("value") is None for each in keys.values()), "AWS makes the values up"


def test_domains_speak_tls_1_2_and_close_the_other_door(values: Values) -> None:
    domains = of_type(values, "aws_api_gateway_domain_name")
    assert {each["security_policy"] for each in domains.values()} == {"TLS_1_2"}
    closed = {
        name
        for name, each in of_type(values, "aws_api_gateway_rest_api").items()
        if each["disable_execute_api_endpoint"]
    }
    assert closed == {"shop.this", "dependent.this", "partners.this", "shared.this"}
    [server] = described(values, "shop")["servers"]
    assert server["x-amazon-apigateway-endpoint-configuration"] == {"disableExecuteApiEndpoint": True}
    [trusted] = domains['partners.this["partners.example.com"]']["mutual_tls_authentication"]
    assert trusted["truststore_uri"] == "s3://authorities/partners.pem"
    assert set(of_type(values, "aws_route53_record")) == {
        'shop.this["api.example.com/A"]',
        'shop.this["api.example.com/AAAA"]',
    }
    edge = domains['edge.this["edge.example.com"]']
    assert (edge.get("certificate_arn") is None, edge.get("regional_certificate_arn") is None) == (False, True)


def test_a_private_api_keeps_its_endpoints_through_an_import_and_waits_for_its_policy(
    planned: tftest.TerraformPlanOutput, values: Values
) -> None:
    [server] = described(values, "closed")["servers"]
    assert server["x-amazon-apigateway-endpoint-configuration"] == {"vpcEndpointIds": ["vpce-1", "vpce-2"]}
    policies = of_type(values, "aws_api_gateway_rest_api_policy")
    without = {name.split(".")[0] for name, policy in policies.items() if policy.get("policy") == ""}
    assert {name.split(".")[0] for name in policies} - without == {"private", "closed", "internal", "shared"}
    configured = planned["configuration"]["root_module"]["module_calls"]["closed"]["module"]["resources"]
    waits = {each["address"]: each.get("depends_on", []) for each in configured}
    assert "aws_api_gateway_rest_api_policy.this" in waits["aws_api_gateway_deployment.this"]
    assert "aws_cloudwatch_log_group.execution" in waits["aws_api_gateway_stage.this"]


def test_a_canary_stands_beside_what_was_there(values: Values) -> None:
    deployments = of_type(values, "aws_api_gateway_deployment", "partners")
    assert deployments["this[0]"]["triggers"] == {"redeployment": "0123456789abcdef0123456789abcdef01234567"}
    assert deployments["canary[0]"]["triggers"] != deployments["this[0]"]["triggers"]
    [settings] = of_type(values, "aws_api_gateway_stage", "partners")["this[0]"]["canary_settings"]
    assert (settings["percent_traffic"], settings["use_stage_cache"]) == (10, False)


def test_an_api_without_routes_has_no_stage(values: Values) -> None:
    made = sorted(address.removeprefix("module.off.") for address in values if address.startswith("module.off."))
    assert made == ["aws_api_gateway_rest_api.this"]


def test_what_is_off_is_not_made(values: Values) -> None:
    made = sorted(address.removeprefix("module.quiet.") for address in values if address.startswith("module.quiet."))
    assert made == [
        "aws_api_gateway_deployment.this[0]",
        'aws_api_gateway_method_settings.this["*/*"]',
        "aws_api_gateway_rest_api.this",
        "aws_api_gateway_rest_api_policy.this[0]",
        "aws_api_gateway_stage.this[0]",
    ]


def test_alarms_exist_only_with_someone_to_tell(values: Values) -> None:
    found = alarms(values)
    every = {"client-errors", "errors", "latency"}
    assert found.keys() == {
        *((module, name) for module in ("shop", "dependent") for name in every),
        ("shared", "errors"),
        ("shared", "latency"),
    }
    assert [
        query["expression"] for query in found["shop", "client-errors"]["metric_query"] if query["return_data"]
    ] == ["IF(errors >= 50, 100 * errors / requests, 0)"]
    assert found["shared", "latency"]["threshold"] == 500


def test_pages_of_several_origins_are_answered_by_name(values: Values) -> None:
    preflight = integration(values, "shared", "OPTIONS /health")["responses"]["default"]
    origin = "method.response.header.Access-Control-Allow-Origin"
    assert origin not in preflight["responseParameters"]
    assert preflight["responseParameters"]["method.response.header.Vary"] == "'Origin'"
    template = preflight["responseTemplates"]["application/json"]
    assert '["https://www.example.com","https://shop.example.com"]' in template
    for response in integration(values, "shared", "POST /start")["responses"].values():
        assert response["responseTemplates"]["application/json"] == f"{template}$input.body"
    refusals = described(values, "shared")["x-amazon-apigateway-gateway-responses"]
    allowed = "gatewayresponse.header.Access-Control-Allow-Origin"
    assert {refusal["responseParameters"][allowed] for refusal in refusals.values()} == {"'*'"}


def test_what_reads_a_request_by_a_template_gets_text(values: Values) -> None:
    assert described(values, "shared")["x-amazon-apigateway-binary-media-types"] == ["*/*"]
    for module in ("main", "shop", "services", "shared"):
        for route, operation in operations(values, module).items():
            found = operation["x-amazon-apigateway-integration"]
            reads = "requestTemplates" in found and found["requestTemplates"] != {}
            assert (found.get("contentHandling") == "CONVERT_TO_TEXT") == reads, f"{module} {route}"


def test_statements_become_the_policy_and_change_with_the_document(planned: tftest.TerraformPlanOutput) -> None:
    configured = planned["configuration"]["root_module"]["module_calls"]["shared"]["module"]["resources"]
    [policy] = [each for each in configured if each["address"] == "aws_api_gateway_rest_api_policy.this"]
    assert "local.policy" in policy["expressions"]["policy"]["references"]


def test_a_domain_that_others_share_is_mapped_and_closes_the_other_door(values: Values) -> None:
    mapping = of_type(values, "aws_api_gateway_base_path_mapping", "shared")['this["shared/main"]']
    assert (mapping["domain_name"], mapping["base_path"]) == ("api.example.com", "shared")
    assert of_type(values, "aws_api_gateway_rest_api", "shared")["this"]["disable_execute_api_endpoint"] is True


def deployed(variants: Values) -> dict[str, str]:
    """Return what the deployment of each variant hangs on."""
    pattern = re.compile(r'module\.variant\["(\w+)"\]\.aws_api_gateway_deployment\.this\[0\]')
    return {
        match[1]: each["triggers"]["redeployment"]
        for address, each in variants.items()
        if (match := pattern.fullmatch(address))
    }


@pytest.mark.parametrize("change", ["alarms", "description", "level", "name", "tags", "throttling"])
def test_what_a_deployment_does_not_keep_deploys_nothing(variants: Values, change: str) -> None:
    found = deployed(variants)
    assert found[change] == found["base"]


@pytest.mark.parametrize(
    "change",
    ["authorizer", "cors", "domains", "endpoints", "gateway_responses", "media_types", "models", "policy", "timeout"],
)
def test_what_a_deployment_keeps_deploys_again(variants: Values, change: str) -> None:
    found = deployed(variants)
    assert found[change] != found["base"]


def refusal(folder: Path, example: str) -> str:
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root_of(folder, *SUPPORT, examples=example))
    return " ".join(" ".join(map(str, refused.value.args)).split())


def test_logs_without_the_account_s_role_are_refused(tmp_path: Path) -> None:
    example = re.sub(r"^.*account_logging_ready.*\n", "", readme_blocks("rest-api")[0], flags=re.MULTILINE)
    assert (
        "REST API main writes logs, for which API Gateway needs a role in the settings of account and region: make it "
        "once with modules/api-gateway-account and set account_logging_ready = true, or set access_logs_enabled = "
        'false and execution_log_level = "OFF".'
    ) in refusal(tmp_path, example)


def test_a_certificate_or_web_acl_of_another_region_is_refused(tmp_path: Path) -> None:
    certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
    web_acl = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/main/1"
    example = SHOP.replace("aws_acm_certificate.api.arn", f'"{certificate}"')
    said = refusal(tmp_path, example.replace("aws_wafv2_web_acl.main.arn", f'"{web_acl}"'))
    assert (
        "Domain api.example.com of REST API shop takes a certificate of us-east-1 only: "
        f"request it there instead of {certificate}."
    ) in said
    assert f"REST API shop is in us-east-1 and takes a web ACL of that region only, not {web_acl}." in said


def test_a_document_that_leaves_things_open_is_refused(tmp_path: Path) -> None:
    root = root_of(tmp_path, *SUPPORT, examples=DOCUMENTED.replace('"GET /health" = { public = true }', ""))
    paths = {"/health": {"get": {"security": [{}]}, "options": {}}, "/none": {"get": {"security": [{"iam": []}]}}}
    text = json.dumps({"openapi": "3.0.1", "info": {}, "paths": paths})
    (root / "orders.yaml").write_text(text)
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root)
    said = " ".join(" ".join(map(str, refused.value.args)).split())
    assert (
        "REST API documented would open GET /health, GET /none to everyone: give the operations a security scheme with "
        'x-amazon-apigateway-authtype, or say openapi.routes["METHOD /path"].public = true.'
    ) in said
    assert (
        "REST API documented has no x-amazon-apigateway-integration for GET /health, GET /none, OPTIONS /health: "
        "say in openapi.document where the requests go."
    ) in said
    assert (
        "REST API documented has no GET /orders in openapi.document; openapi.routes can name GET /health, GET /none, "
        "OPTIONS /health."
    ) in said


def test_a_setting_with_two_owners_is_refused(tmp_path: Path) -> None:
    example = DOCUMENTED.replace("  functions =", "  gateway_responses = { THROTTLED = {} }\n  functions =")
    root = root_of(tmp_path, *SUPPORT, examples=example)
    text = document().replace(
        "paths:",
        "x-amazon-apigateway-policy: {}\nx-amazon-apigateway-binary-media-types: []\n"
        "x-amazon-apigateway-gateway-responses: {THROTTLED: {}}\npaths:",
        1,
    )
    (root / "orders.yaml").write_text(text)
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root)
    said = " ".join(" ".join(map(str, refused.value.args)).split())
    assert (
        "REST API documented has x-amazon-apigateway-binary-media-types, "
        "x-amazon-apigateway-gateway-responses.THROTTLED, x-amazon-apigateway-policy in openapi.document, "
        "which the provider would put back to what it was: give "
        "binary_media_types, it in gateway_responses alone, policy_statements instead."
    ) in said
