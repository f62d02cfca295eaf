"""modules/compute: the specification's sample, the README's examples and some more cases, planned together."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import tftest
import yaml

from runner import package
from tests.harness import ROOT, Inventory, failed_checks, of_type, plan, regenerate_command, resources
from tests.modules.alarms import alarms as all_alarms
from tests.modules.assistant import FIXTURES, code, sample_root

MODULE = ROOT / "modules/compute"
ALARMS = FIXTURES / "alarms.yaml"
FULL = "a123456789-123456789-123456789-123456789-123-prod"
ACCOUNT = "us-east-1:123456789012"
KEY = f"arn:aws:kms:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
TABLE = f"arn:aws:dynamodb:{ACCOUNT}:table/{FULL}-sessions"
FUNCTIONS = {
    "main": 'module.function["main"]',
    "websocket": 'module.function["websocket"]',
    "connections": 'module.function["connections"]',
    "jwt-authorizer": "module.authorizer",
}
DENIES = "The AI Assistant {} denies everybody: give identity_center_issuer_url and jwt_audience to let anybody in."
NO_ANSWERS = (
    "The WebSocket function of {} cannot answer without a way to the internet: the API's @connections address is "
    "public and AWS has no VPC endpoint for it. Give the private subnets a NAT gateway."
)
# As the specification has them: type, and default or `required`.
INTERFACE = {
    "project_name": "string required",
    "environment": "string required",
    "aws_region": "string required",
    "tags": "map(string) required",
    "vpc_id": "string required",
    "private_subnet_ids": "list(string) required",
    "lambda_security_group_id": "string required",
    "lambda_bedrock_role_arn": "string required",
    "knowledge_base_id": "string required",
    "bedrock_models": "list(string) required",
    "lambda_runtime": 'string "python3.11"',
    "lambda_timeout": "number 30",
    "lambda_memory_size": "number 512",
    "lambda_reserved_concurrency": "number 10",
    "api_gateway_stage_name": 'string "v1"',
    "api_gateway_throttle_rate_limit": "number 1000",
    "api_gateway_throttle_burst_limit": "number 2000",
    "dynamodb_billing_mode": 'string "PAY_PER_REQUEST"',
    "dynamodb_point_in_time_recovery": "bool true",
    "log_retention_days": "number 30",
    "identity_center_issuer_url": 'string ""',
    "jwt_audience": 'string ""',
}
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    return plan(sample_root(tmp_path_factory.mktemp("compute"), FIXTURES / "support.tf", FIXTURES / "cases.tf"))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def function(values: Values, module: str, key: str) -> dict[str, Any]:
    return values[f"module.{module}.{FUNCTIONS[key]}.aws_lambda_function.external[0]"]


def variables(values: Values, module: str, key: str) -> dict[str, str]:
    """Return what is known of a function's environment."""
    [environment] = function(values, module, key)["environment"]
    found: dict[str, str] = environment["variables"]
    return found


def granted(policy: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what a policy allows: actions and resources by statement id."""
    statements = [each for each in policy["Statement"] if each["Effect"] == "Allow"]
    return {each["Sid"]: (each["Action"], each["Resource"]) for each in statements}


# interface


def test_the_interface_is_the_specifications() -> None:
    readme = (MODULE / "README.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| `(.*?)` \| (?:`(.*?)`|(required)) \|", readme, re.MULTILINE)
    found = {name: f"{kind} {default or required}" for name, kind, default, required in rows}
    assert {name: found[name] for name in INTERFACE} == INTERFACE
    assert not [name for name in found.keys() - INTERFACE.keys() if found[name].endswith("required")]


def test_the_outputs_are_the_specifications(planned: tftest.TerraformPlanOutput) -> None:
    module = planned["configuration"]["root_module"]["module_calls"]["compute"]["module"]
    assert module["outputs"].keys() == {
        "api_gateway_rest_api_url",
        "api_gateway_websocket_url",
        "compute_config",
        "dynamodb_sessions_table_name",
        "lambda_jwt_authorizer_function_name",
        "lambda_main_function_name",
        "lambda_websocket_function_name",
    }


def test_the_functions_run_on_the_python_that_their_code_is_built_for() -> None:
    assert INTERFACE["lambda_runtime"] == f'string "python{package.PYTHON}"'


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_who_denies_everybody_or_has_another_region_is_told(planned: tftest.TerraformPlanOutput) -> None:
    open_to_nobody = {"ai_assistant": "dev", "dependent": "dependent", "nulls": "nulls", "off": "off"}
    denying = {
        f"module.{module}.check.authorization": [DENIES.format(f"ai-assistant-{environment}")]
        for module, environment in open_to_nobody.items()
    }
    assert failed_checks(planned) == {
        **denying,
        "module.compute.check.authorization": [DENIES.format("ai-assistant-cli-dev")],
        "module.off.check.region": [
            "aws_region is eu-west-1, but the provider works in us-east-1: everything is made there, and Bedrock is "
            "called in eu-west-1."
        ],
        "module.off.check.network": [NO_ANSWERS.format("ai-assistant-off")],
        "module.dependent.check.network": [
            NO_ANSWERS.format("ai-assistant-dependent"),
            "The authorizer of ai-assistant-dependent cannot fetch the issuer's keys without a way to the internet, "
            "and refuses everybody: say jwt_authorizer_in_vpc = false.",
        ],
    }


# permissions


def test_the_bedrock_role_gets_what_it_lacks_and_no_more(values: Values) -> None:
    policies = of_type(values, "aws_iam_role_policy", "full")
    assert {key: each["role"] for key, each in policies.items()} == {
        f'this["{key}"]': "bedrock" for key in ("main", "websocket", "connections", "connections-function")
    }
    network = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ]
    for key in ("main", "websocket"):
        assert granted(policies[f'this["{key}"]']["policy"]) == {
            "WriteLogs": (
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                f"arn:aws:logs:{ACCOUNT}:log-group:/aws/lambda/{FULL}-{key}:*",
            ),
            "WriteTraces": (["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"),
            "AttachToNetwork": (network, "*"),
            "UseSessions": (
                ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
                [TABLE],
            ),
            "ListSessions": (["dynamodb:Query"], [f"{TABLE}/index/UserIndex"]),
            "DescribeKnowledgeBase": (
                ["bedrock:GetKnowledgeBase"],
                [f"arn:aws:bedrock:{ACCOUNT}:knowledge-base/KB12345678"],
            ),
            "ApplyGuardrail": (["bedrock:ApplyGuardrail"], [f"arn:aws:bedrock:{ACCOUNT}:guardrail/abc123"]),
            "DecryptSessions": (["kms:Decrypt"], [KEY]),
        }


def test_network_permissions_are_not_for_the_code(values: Values) -> None:
    for key in ("main", "websocket"):
        policy = of_type(values, "aws_iam_role_policy", "full")[f'this["{key}"]']["policy"]
        [denied] = [each for each in policy["Statement"] if each["Effect"] == "Deny"]
        assert denied["Action"] == granted(policy)["AttachToNetwork"][0]
        assert denied["Condition"] == {
            "ArnEquals": {"lambda:SourceFunctionArn": f"arn:aws:lambda:{ACCOUNT}:function:{FULL}-{key}"}
        }


def test_the_authorizer_may_log_and_trace_only(values: Values) -> None:
    policy = values["module.off.module.authorizer.aws_iam_role_policy.this[0]"]["policy"]
    assert granted(policy).keys() == {"WriteLogs", "WriteTraces"}
    in_vpc = values["module.full.module.authorizer.aws_iam_role_policy.this[0]"]["policy"]
    assert granted(in_vpc).keys() == {"WriteLogs", "WriteTraces"}
    network = values["module.full.module.authorizer.aws_iam_role_policy.network[0]"]["policy"]
    assert granted(network).keys() == {"AttachToNetwork"}


def test_a_role_that_others_own_is_left_alone(planned: tftest.TerraformPlanOutput, values: Values) -> None:
    assert not [address for address in values if address.startswith("module.off.aws_iam_role_policy.")]
    given = planned["planned_values"]["outputs"]["policies_of_others"]["value"]
    assert given["attached"] is False
    assert granted(json.loads(given["main"])).keys() >= {"WriteLogs", "AttachToNetwork", "UseSessions"}


# APIs


def described(values: Values, module: str) -> dict[str, Any]:
    """Return the document that the REST API is imported from."""
    body: dict[str, Any] = values[f"module.{module}.module.rest_api.aws_api_gateway_rest_api.this"]["body"]
    return body


def operations(values: Values, module: str) -> dict[str, dict[str, Any]]:
    """Return the operations of the REST API, such as `GET /api/v1/health`."""
    return {
        f"{verb.upper()} {path}": operation
        for path, item in described(values, module)["paths"].items()
        for verb, operation in item.items()
    }


def test_every_route_but_the_health_and_preflights_asks_the_authorizer(values: Values) -> None:
    asked = {route: operation["security"] for route, operation in operations(values, "full").items()}
    assert {route: each for route, each in asked.items() if not route.startswith("OPTIONS ")} == {
        "GET /api/v1/health": [],
        "GET /api/v1/knowledge-bases": [{"jwt": []}],
        "GET /api/v1/sessions": [{"jwt": []}],
        "POST /api/v1/sessions": [{"jwt": []}],
        "DELETE /api/v1/sessions/{session_id}": [{"jwt": []}],
        "GET /api/v1/sessions/{session_id}": [{"jwt": []}],
        "PUT /api/v1/sessions/{session_id}": [{"jwt": []}],
        "POST /api/v1/sessions/{session_id}/messages": [{"jwt": []}],
    }
    assert len([route for route in asked if route.startswith("OPTIONS ")]) == 5


def test_the_routes_are_those_that_the_backend_answers(values: Values) -> None:
    document = json.loads((ROOT / "lambda/backend/openapi.json").read_text())
    answered = {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}
    routes = operations(values, "full")
    assert {route for route in routes if not route.startswith("OPTIONS ")} == answered
    for route in answered:
        integration = routes[route]["x-amazon-apigateway-integration"]
        assert (integration["type"], integration["timeoutInMillis"]) == ("aws_proxy", 29_000), route
        assert integration["uri"] == (
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            f"arn:aws:lambda:{ACCOUNT}:function:{FULL}-main:live/invocations"
        )


def test_whoever_connects_asks_the_authorizer(values: Values) -> None:
    routes = of_type(values, "aws_apigatewayv2_route", r"full\.module\.websocket_api")
    assert {each["route_key"]: each["authorization_type"] for each in routes.values()} == {
        "$connect": "CUSTOM",
        "$disconnect": "NONE",
        "$default": "NONE",
    }
    authorizer = values["module.full.module.websocket_api.aws_apigatewayv2_authorizer.this[0]"]
    assert (authorizer["authorizer_type"], authorizer.get("identity_sources")) == ("REQUEST", None)


def test_an_answer_of_the_authorizer_is_kept_for_a_minute_and_junk_never_reaches_it(values: Values) -> None:
    authorizer = described(values, "full")["components"]["securitySchemes"]["jwt"]["x-amazon-apigateway-authorizer"]
    assert (authorizer["type"], authorizer["authorizerResultTtlInSeconds"]) == ("token", 60)
    pattern = re.compile(authorizer["identityValidationExpression"])
    assert pattern.fullmatch("Bearer eyJh.eyJp.c2ln")
    for junk in ("eyJh.eyJp.c2ln", "Bearer eyJh.eyJp", "Bearer eyJh.eyJp.c2ln.c2ln", "Bearer a.b.c\n", "Basic a.b.c"):
        assert not pattern.fullmatch(junk)


def test_browsers_see_preflights_and_errors_too(values: Values) -> None:
    origin = "'https://assistant.example.com'"
    responses = described(values, "full")["x-amazon-apigateway-gateway-responses"]
    assert responses.keys() == {"DEFAULT_4XX", "DEFAULT_5XX"}
    for response in responses.values():
        assert response["responseParameters"] == {"gatewayresponse.header.Access-Control-Allow-Origin": origin}
        error = response["responseTemplates"]["application/json"].replace("$context.error.messageString", '"denied"')
        assert json.loads(error)["error"].keys() == {"code", "message", "request_id"}
    preflight = operations(values, "full")["OPTIONS /api/v1/sessions/{session_id}"]["x-amazon-apigateway-integration"]
    assert preflight["responses"]["default"]["responseParameters"] == {
        "method.response.header.Access-Control-Allow-Headers": "'authorization,content-type,idempotency-key'",
        "method.response.header.Access-Control-Allow-Methods": "'DELETE,GET,OPTIONS,PUT'",
        "method.response.header.Access-Control-Allow-Origin": origin,
        "method.response.header.Access-Control-Max-Age": "'600'",
    }


def test_a_first_plan_knows_what_is_deployed(values: Values) -> None:
    hashes = [
        values[f"module.full.module.{api}.this[0]"]["triggers"]["redeployment"]
        for api in ("rest_api.aws_api_gateway_deployment", "websocket_api.aws_apigatewayv2_deployment")
    ]
    assert all(re.fullmatch("[0-9a-f]{40}", found) for found in hashes)


def test_both_stages_are_throttled_and_log_without_content(values: Values) -> None:
    rest = values['module.nulls.module.rest_api.aws_api_gateway_method_settings.this["*/*"]']["settings"][0]
    websocket = values["module.nulls.module.websocket_api.aws_apigatewayv2_stage.this[0]"]["default_route_settings"][0]
    for settings in (rest, websocket):
        assert (settings["throttling_rate_limit"], settings["throttling_burst_limit"]) == (1000, 2000)
        assert (settings["logging_level"], settings["data_trace_enabled"]) == ("ERROR", False)
    formats = [
        values[f"module.nulls.module.{stage}.this[0]"]["access_log_settings"][0]["format"]
        for stage in ("rest_api.aws_api_gateway_stage", "websocket_api.aws_apigatewayv2_stage")
    ]
    for text in formats:
        # A token travels in a header, a subprotocol or, with other clients, the query.
        fields = json.loads(text) if isinstance(text, str) else text
        assert not re.search("header|query|input", json.dumps(fields), re.IGNORECASE)
        assert fields.keys() >= {"apiId", "requestId", "principalId", "status"}


def test_the_gateway_may_invoke_each_function_for_its_own_api_only(values: Values) -> None:
    permissions = {
        address: (permission["function_name"], permission["qualifier"])
        for address, permission in values.items()
        if address.startswith("module.full.") and ".aws_lambda_permission." in address
    }
    rest, websocket = (f"module.full.module.{api}.aws_lambda_permission" for api in ("rest_api", "websocket_api"))
    assert permissions == {
        f'{rest}.this["main"]': (f"{FULL}-main", "live"),
        f'{rest}.this["jwt-authorizer"]': (f"{FULL}-jwt-authorizer", "live"),
        f'{websocket}.route["$connect"]': (f"{FULL}-connections", "live"),
        f'{websocket}.route["$default"]': (f"{FULL}-websocket", "live"),
        f'{websocket}.route["$disconnect"]': (f"{FULL}-connections", "live"),
        f"{websocket}.authorizer[0]": (f"{FULL}-jwt-authorizer", "live"),
    }
    for address in permissions:
        permission = values[address]
        assert (permission["action"], permission["principal"]) == ("lambda:InvokeFunction", "apigateway.amazonaws.com")


def test_the_role_that_apis_log_with_is_made_unless_it_is_there(values: Values) -> None:
    accounts = {address.split(".")[1] for address in values if ".aws_api_gateway_account." in address}
    assert accounts == {"ai_assistant", "api_gateway_account", "compute", "dependent", "full", "nulls"}


# functions


def test_functions_run_in_the_private_subnets_with_traces_and_json_logs(values: Values) -> None:
    for key in FUNCTIONS:
        each = function(values, "full", key)
        assert each["function_name"] == f"{FULL}-{key}"
        assert (each["runtime"], each["memory_size"]) == ("python3.11", 512)
        # Connections take what the account has left, so that answers do not keep them waiting.
        assert each["reserved_concurrent_executions"] == (-1 if key == "connections" else 10)
        [network] = each["vpc_config"]
        assert network["subnet_ids"] == ["subnet-1", "subnet-2"]
        assert network["security_group_ids"] == ["sg-1"]
        assert each["tracing_config"] == [{"mode": "Active"}]
        assert each["logging_config"][0]["log_format"] == "JSON"
    assert [function(values, "full", key)["timeout"] for key in FUNCTIONS] == [30, 30, 10, 10]
    assert function(values, "off", "jwt-authorizer")["vpc_config"] == []


def test_the_authorizer_is_told_what_its_code_reads(values: Values) -> None:
    authorizer = code("authorizer/settings.py")
    assert authorizer.Settings.read(variables(values, "full", "jwt-authorizer")) == authorizer.Settings(
        issuer="https://issuer.example.com", audience="assistant", jwks_uri="https://issuer.example.com/keys"
    )


def test_without_issuer_and_audience_the_code_lets_nobody_in(values: Values) -> None:
    authorizer = code("authorizer/settings.py")
    with pytest.raises(authorizer.SettingsError, match="IDENTITY_CENTER_ISSUER_URL: is empty"):
        authorizer.Settings.read(variables(values, "nulls", "jwt-authorizer"))


def test_the_placeholder_has_the_modules_of_the_real_code(values: Values) -> None:
    for key in FUNCTIONS:
        file = f"{function(values, 'full', key)['handler'].rpartition('.')[0].replace('.', '/')}.py"
        assert (MODULE / "placeholder" / file).exists()
        assert (ROOT / "lambda" / file).exists()


# sessions, logs and alarms


def test_sessions_are_kept_as_the_specification_says(values: Values) -> None:
    table = values["module.compute.aws_dynamodb_table.sessions"]
    assert (table["name"], table["hash_key"], table["range_key"]) == (
        "ai-assistant-cli-dev-sessions",
        "session_id",
        None,
    )
    assert {each["name"]: each["type"] for each in table["attribute"]} == {
        "session_id": "S",
        "user_id": "S",
        "last_activity": "S",
    }
    [index] = table["global_secondary_index"]
    assert (index["name"], index["hash_key"], index["range_key"]) == ("UserIndex", "user_id", "last_activity")
    assert (index["projection_type"], table["billing_mode"]) == ("ALL", "PAY_PER_REQUEST")
    assert table["ttl"] == [{"attribute_name": "expires_at", "enabled": True}]


def test_sessions_are_encrypted_recoverable_and_protected_in_prod(values: Values) -> None:
    tables = {module: values[f"module.{module}.aws_dynamodb_table.sessions"] for module in ("full", "nulls", "off")}
    assert all(table["server_side_encryption"][0]["enabled"] for table in tables.values())
    assert tables["full"]["server_side_encryption"][0]["kms_key_arn"] == KEY
    recoverable = {module: table["point_in_time_recovery"][0]["enabled"] for module, table in tables.items()}
    assert recoverable == {"full": True, "nulls": True, "off": False}
    protected = {module: table["deletion_protection_enabled"] for module, table in tables.items()}
    assert protected == {"full": True, "nulls": False, "off": False}


def test_provisioned_capacity_scales_on_table_and_index(values: Values) -> None:
    targets = of_type(values, "aws_appautoscaling_target", "full")
    assert {each["scalable_dimension"] for each in targets.values()} == {
        f"dynamodb:{what}:{direction}CapacityUnits" for what in ("table", "index") for direction in ("Read", "Write")
    }
    assert {(each["min_capacity"], each["max_capacity"]) for each in targets.values()} == {(5, 100)}
    assert not [address for address in values if address.startswith("module.nulls.aws_appautoscaling_target.")]


def test_log_groups_have_the_names_that_are_asked_for_and_an_end(values: Values) -> None:
    groups = {
        group["name"]: (group["retention_in_days"], group["kms_key_id"])
        for address, group in values.items()
        if address.startswith("module.full.") and ".aws_cloudwatch_log_group." in address and "name" in group
    }
    assert groups == {
        f"/aws/apigateway/{FULL}": (30, KEY),
        **{f"/aws/lambda/{FULL}-{key}": (30, KEY) for key in FUNCTIONS},
    }
    for api in ("rest_api", "websocket_api"):  # their names hold ids that are not known yet
        group = values[f"module.full.module.{api}.aws_cloudwatch_log_group.execution[0]"]
        assert (group["retention_in_days"], group["kms_key_id"]) == (30, KEY)


@pytest.mark.parametrize(
    ("function", "folder"),
    [("main", "backend"), ("websocket", "websocket_handler"), ("connections", "websocket_handler")],
)
def test_no_variable_is_set_that_no_code_reads(function: str, folder: str, values: Values) -> None:
    assert_read(values[f'module.full.module.function["{function}"].aws_lambda_function.external[0]'], folder, "shared")


def test_the_authorizer_is_told_nothing_that_it_does_not_read(values: Values) -> None:
    assert_read(values["module.full.module.authorizer.aws_lambda_function.external[0]"], "authorizer")


def assert_read(function: dict[str, Any], *folders: str) -> None:
    sources = [ROOT / "lambda" / folder for folder in folders] + [MODULE / "placeholder" / folders[0]]
    code = "".join(file.read_text() for source in sources for file in source.rglob("*.py"))
    [environment] = function["environment"]
    unread = {name for name in environment.get("variables") or () if not re.search(f"['\"]{name}['\"]", code)}
    assert unread <= {"LOG_LEVEL"}  # modules/lambda tells every function its level


def alarms(values: Values, module: str) -> Values:
    """Return the alarms of the assistant by the names that its changes know them by."""
    prefixes = {
        module: "",
        f"{module}.module.rest_api": "rest-api-",
        f"{module}.module.websocket_api": "websocket-api-",
    }
    return {
        f"{prefixes[owner]}{name}": alarm for (owner, name), alarm in all_alarms(values).items() if owner in prefixes
    }


def test_alarms_watch_metrics_that_have_data(values: Values) -> None:
    found = alarms(values, "full")
    throttles = {
        name: (alarm["metric_name"], alarm["dimensions"])
        for name, alarm in found.items()
        if alarm["namespace"] == "AWS/DynamoDB"
    }
    table, index = {"TableName": f"{FULL}-sessions"}, {"GlobalSecondaryIndexName": "UserIndex"}
    assert throttles == {
        "sessions-read-throttles": ("ReadThrottleEvents", table),
        "sessions-write-throttles": ("WriteThrottleEvents", table),
        "index-read-throttles": ("ReadThrottleEvents", table | index),
        "index-write-throttles": ("WriteThrottleEvents", table | index),
    }
    for key, seconds in {"main": 24, "websocket": 24, "jwt-authorizer": 8}.items():
        alarm = found[f"{key}-duration"]
        assert (alarm["extended_statistic"], alarm["threshold"]) == ("p95", seconds * 1000)
        assert alarm["dimensions"] == {"FunctionName": f"{FULL}-{key}"}


WEBSOCKET_ERRORS = (
    "IF(FILL(errors, 0) >= 3, 100 * FILL(errors, 0) / (FILL(messages, 0) + FILL(connects, 0) + FILL(errors, 0)), 0)"
)


def test_a_rate_counts_from_a_minimum_of_failures_on(values: Values) -> None:
    found = alarms(values, "full")
    expressions = {
        name: next(query["expression"] for query in alarm["metric_query"] if query["return_data"])
        for name, alarm in found.items()
        if alarm["metric_query"]
    }
    assert expressions == {
        "main-errors": "IF(bad >= 3 OR bad == all, 100 * bad / all, 0)",
        "main-unanswered": "IF(FILL(bad, 0) >= 3, 100 * FILL(bad, 0) / (FILL(bad, 0) + FILL(good, 0)), 0)",
        "connections-errors": "IF(bad >= 3 OR bad == all, 100 * bad / all, 0)",
        "websocket-errors": "IF(bad >= 3 OR bad == all, 100 * bad / all, 0)",
        "websocket-unanswered": "IF(FILL(bad, 0) >= 3, 100 * FILL(bad, 0) / (FILL(bad, 0) + FILL(good, 0)), 0)",
        "rest-api-client-errors": "IF(errors >= 50, 100 * errors / requests, 0)",
        "rest-api-errors": "IF(errors >= 3, 100 * errors / requests, 0)",
        "websocket-api-execution-errors": WEBSOCKET_ERRORS,
        "websocket-api-integration-errors": WEBSOCKET_ERRORS,
    }
    queries = {query["id"]: query for query in found["rest-api-client-errors"]["metric_query"]}
    [metric] = queries["errors"]["metric"]
    assert (metric["metric_name"], metric["dimensions"]) == ("4XXError", {"ApiName": f"{FULL}-rest", "Stage": "v1"})


def test_the_apis_have_the_alarms_of_their_modules_and_a_model_may_take_its_time(values: Values) -> None:
    found = {name: alarm["threshold"] for name, alarm in alarms(values, "full").items() if "-api-" in name}
    assert found == {
        "rest-api-client-errors": 25,
        "rest-api-errors": 5,
        "rest-api-latency": 23_200,
        "websocket-api-execution-errors": 5,
        "websocket-api-integration-errors": 5,
        "websocket-api-latency": 23_200,
    }


def test_every_alarm_can_be_changed_by_its_name(values: Values) -> None:
    found = alarms(values, "off")
    assert found["main-errors"]["threshold"] == 1
    assert found["websocket-api-latency"]["threshold"] == 5000
    assert found["rest-api-latency"]["evaluation_periods"] == 3
    assert found["rest-api-latency"]["threshold"] == 23_200
    assert "rest-api-client-errors" not in found


def test_the_authorizer_alarms_when_it_fails_and_not_when_it_refuses(values: Values) -> None:
    assert "jwt-authorizer-errors" not in alarms(values, "full")


def test_an_alarm_that_counts_lines_of_a_log_counts_those_of_its_function(values: Values) -> None:
    filters = {
        counted["metric_transformation"][0]["name"]: (counted["log_group_name"], counted["pattern"])
        for address, counted in values.items()
        if address.startswith("module.full.aws_cloudwatch_log_metric_filter.")
    }
    watched = {
        metric["metric_name"]: name
        for name, alarm in alarms(values, "full").items()
        for metric in [alarm, *(each for query in alarm["metric_query"] or () for each in query["metric"])]
        if metric["namespace"] == FULL
    }
    assert watched.keys() == filters.keys()
    for metric, alarm in watched.items():
        function = alarm.removesuffix("-key-fetches").rpartition("-")[0] if "key" not in alarm else "jwt-authorizer"
        assert filters[metric][0] == f"/aws/lambda/{FULL}-{function}"


def test_the_alarms_are_as_the_tests_of_the_code_take_them(values: Values, request: pytest.FixtureRequest) -> None:
    """tests/lambda_code/test_outages.py reads the file, and looks which of these go off."""
    kept = ("namespace", "metric_name", "statistic", "extended_statistic", "period", "evaluation_periods")
    kept += ("datapoints_to_alarm", "comparison_operator", "threshold", "treat_missing_data")
    found = {
        "alarms": {
            name: {key: alarm[key] for key in kept}
            | {"dimensions": alarm.get("dimensions"), "metric_query": queries(alarm)}
            for name, alarm in sorted(alarms(values, "full").items())
        },
        "filters": {
            counted["metric_transformation"][0]["name"]: {
                "namespace": counted["metric_transformation"][0]["namespace"],
                "log_group": counted["log_group_name"],
                "pattern": counted["pattern"],
            }
            for address, counted in sorted(values.items())
            if address.startswith("module.full.aws_cloudwatch_log_metric_filter.")
        },
    }
    if request.config.getoption("--regenerate"):
        ALARMS.write_text(
            "# What modules/compute watches, as planned. Written anew by --regenerate.\n" + yaml.safe_dump(found)
        )
    assert yaml.safe_load(ALARMS.read_text()) == found, f"if the plan is right: {regenerate_command(request)}"


def queries(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "id": query["id"],
            "expression": query["expression"],
            "return_data": bool(query["return_data"]),
            "metric": [
                {key: metric.get(key) for key in ("namespace", "metric_name", "dimensions", "stat", "period")}
                for metric in query["metric"]
            ],
        }
        for query in alarm["metric_query"] or ()
    ]


def test_alarms_are_there_without_topics_and_then_tell_nobody(values: Values) -> None:
    told = {
        module: {topic for alarm in alarms(values, module).values() for topic in alarm["alarm_actions"] or ()}
        for module in ("full", "nulls")
    }
    assert told == {"full": {f"arn:aws:sns:{ACCOUNT}:alarms", f"arn:aws:sns:{ACCOUNT}:warnings"}, "nulls": set()}
    assert alarms(values, "nulls").keys() == alarms(values, "full").keys()
