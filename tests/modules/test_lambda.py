"""modules/lambda: its README's examples and some more cases, planned together."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import hcl2
import pytest
import tftest

from tests.harness import ROOT, Inventory, failed_checks, module_root, plan, resources

FIXTURES = Path(__file__).parent / "lambda"
FUNCTION = "aws_lambda_function.this[0]"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
DATA_KEY = "arn:aws:kms:us-east-1:123456789012:key/66666666-7777-8888-9999-000000000000"
LONG = "a123456789-123456789-123456789-123456789-123456789-123456789-123"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    folder = tmp_path_factory.mktemp("lambda")
    fixtures = (FIXTURES / name for name in ("support.tf", "cases.tf", "networking", "../shared/base.tf"))
    root = module_root(folder, "lambda", *fixtures)
    shutil.copy(ROOT / "modules/lambda/placeholder.zip", root / "package.zip")
    return plan(root)


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> dict[str, dict[str, Any]]:
    return resources(planned)


def statements(values: dict[str, dict[str, Any]], module: str) -> dict[str, dict[str, Any]]:
    """Return the statements of a function's role by id."""
    policies = [f"module.{module}.aws_iam_role_policy.{name}[0]" for name in ("this", "network")]
    found = [statement for name in policies if name in values for statement in values[name]["policy"]["Statement"]]
    return {statement["Sid"]: statement for statement in found}


def allowed(values: dict[str, dict[str, Any]], module: str, sid: str) -> tuple[Any, Any]:
    """Return the actions and the resources of a statement."""
    statement = statements(values, module)[sid]
    return statement["Action"], statement["Resource"]


def through(statement: dict[str, Any]) -> list[str]:
    """Return the services through which a key may be used."""
    return [name.split(".")[0] for name in statement["Condition"]["StringEquals"]["kms:ViaService"]]


def source(values: dict[str, dict[str, Any]], module: str, name: str) -> dict[str, Any]:
    return values[f'module.{module}.aws_lambda_event_source_mapping.this["{name}"]']


def on_failure(mapping: dict[str, Any]) -> Any:
    return mapping["destination_config"][0]["on_failure"][0]["destination_arn"]


# Resources that exist twice because ignore_changes takes no expressions, and in what alone they may differ.
TWINS = [
    ("aws_lambda_function", "this", "external", {"count", "lifecycle"}),
    (
        "aws_lambda_alias",
        "this",
        "external",
        {"count", "lifecycle", "function_name", "function_version", "dynamic"},
    ),
    ("aws_lambda_provisioned_concurrency_config", "this", "autoscaled", {"count", "lifecycle"}),
    ("aws_appautoscaling_target", "this", "scheduled", {"count", "lifecycle"}),
]


@pytest.mark.parametrize(("kind", "first", "second", "different"), TWINS, ids=[twin[0] for twin in TWINS])
def test_twins_are_equal_but_for_what_makes_them_two(kind: str, first: str, second: str, different: set[str]) -> None:
    bodies = [
        body
        for file in sorted((ROOT / "modules/lambda").glob("*.tf"))
        for resource in hcl2.loads(file.read_text()).get("resource", [])
        for name in (first, second)
        for body in [resource.get(f'"{kind}"', resource.get(kind, {})).get(f'"{name}"', {})]
        if body
    ]
    one, other = (
        {key: value for key, value in body.items() if key not in {"__comments__", *different}} for body in bodies
    )
    assert one == other


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_only_a_missing_package_a_single_zone_and_an_old_runtime_warn(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {
        "module.api_handler.check.package": [
            "Function api-handler gets the placeholder because its package api-handler.zip does not exist: "
            "run `make package`, or correct filename."
        ],
        "module.long.check.availability": [
            f"Function {LONG} stops with its one availability zone: give vpc_config.subnet_ids a second subnet."
        ],
        "module.long.check.runtime": [
            f"Runtime python3.9 of function {LONG} gets no security patches from 2025-12-15 on, and later Lambda "
            "neither makes nor updates functions with it: take a newer one."
        ],
    }


def test_a_role_may_log_trace_and_keep_dead_letters_only(values: dict[str, dict[str, Any]]) -> None:
    assert {sid: (each["Action"], each["Resource"]) for sid, each in statements(values, "hello").items()} == {
        "WriteLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/hello:*",
        ),
        "WriteTraces": (["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"),
        "SendDeadLetters": ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:hello-dead-letter"),
    }


def test_a_role_of_a_function_with_everything_off_may_log_and_read_its_source_only(
    values: dict[str, dict[str, Any]],
) -> None:
    assert statements(values, "off").keys() == {"WriteLogs", "ReadEventsKinesis"}


def test_network_permissions_come_with_a_vpc_and_not_to_the_code(values: dict[str, dict[str, Any]]) -> None:
    allowed, denied = (statements(values, "long")[sid] for sid in ("AttachToNetwork", "KeepCodeOffNetwork"))
    assert (allowed["Effect"], denied["Effect"]) == ("Allow", "Deny")
    assert allowed["Action"] == denied["Action"]
    assert denied["Condition"]["ArnEquals"] == {
        "lambda:SourceFunctionArn": f"arn:aws:lambda:us-east-1:123456789012:function:{LONG}"
    }
    assert not [sid for sid in statements(values, "hello") if "Network" in sid]


def test_the_key_may_be_used_for_dead_letters_only(values: dict[str, dict[str, Any]]) -> None:
    statement = statements(values, "long")["EncryptDeadLetters"]
    assert (statement["Action"], statement["Resource"]) == (["kms:Decrypt", "kms:GenerateDataKey"], KEY)
    assert statement["Condition"] == {"StringEquals": {"kms:ViaService": "sqs.us-east-1.amazonaws.com"}}


def test_no_role_makes_log_groups_or_has_wildcard_actions(values: dict[str, dict[str, Any]]) -> None:
    roles = [each for address, each in values.items() if ".aws_iam_role_policy." in address]
    policies = [each["policy"] for each in roles if "policy" in each]
    actions = [action for policy in policies for each in policy["Statement"] for action in _listed(each["Action"])]
    assert len(policies) >= 4
    assert "logs:CreateLogGroup" not in actions
    assert not [action for action in actions if "*" in action]


def test_only_lambda_may_take_a_role_and_codedeploy_its_own(values: dict[str, dict[str, Any]]) -> None:
    taken: dict[str, set[str]] = {"this": set(), "code_deploy": set()}
    for address, each in values.items():
        if ".aws_iam_role." in address:
            [statement] = each["assume_role_policy"]["Statement"]
            assert statement["Action"] == "sts:AssumeRole"
            taken[address.rpartition(".")[2].removesuffix("[0]")].add(statement["Principal"]["Service"])
    assert taken == {"this": {"lambda.amazonaws.com"}, "code_deploy": {"codedeploy.amazonaws.com"}}


def test_every_log_group_is_kept_for_a_while_and_not_for_ever(values: dict[str, dict[str, Any]]) -> None:
    groups = [each for address, each in values.items() if ".aws_cloudwatch_log_group." in address]
    assert len(groups) == 19
    assert all(group["retention_in_days"] for group in groups)


def test_everything_is_under_the_key_that_is_given(values: dict[str, dict[str, Any]]) -> None:
    assert values[f"module.long.{FUNCTION}"]["kms_key_arn"] == KEY
    assert values["module.long.aws_cloudwatch_log_group.this"]["kms_key_id"] == KEY
    assert values["module.long.aws_sqs_queue.dead_letter[0]"]["kms_master_key_id"] == KEY


def test_dead_letters_are_encrypted_at_rest_and_in_transit(values: dict[str, dict[str, Any]]) -> None:
    queue = values["module.hello.aws_sqs_queue.dead_letter[0]"]
    [statement] = queue["policy"]["Statement"]
    assert queue["sqs_managed_sse_enabled"] is True
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_long_names_fit_and_stay_apart(values: dict[str, dict[str, Any]]) -> None:
    names = [values[f"module.{module}.aws_iam_role.this[0]"]["name"] for module in ("long", "long_twin")]
    assert len(set(names)) == 2
    assert max(map(len, names)) <= 64
    assert len(values["module.long.aws_sqs_queue.dead_letter[0]"]["name"]) <= 80


def test_what_the_code_uses_is_wired_and_allowed_and_nothing_else(values: dict[str, dict[str, Any]]) -> None:
    [environment] = values[f"module.full.{FUNCTION}"]["environment"]
    assert environment["variables"] == {
        "LOG_LEVEL": "INFO",
        "DB_SECRET": "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1b2c3",
        "FLAGS": "arn:aws:ssm:us-east-1:123456789012:parameter/flags",
        "INBOX": "https://sqs.us-east-1.amazonaws.com/123456789012/inbox",
        "INVOICES": "invoices",
        "NEWS": "arn:aws:sns:us-east-1:123456789012:news",
        "ORDERS": "orders",
        "OUTBOX": "https://sqs.us-east-1.amazonaws.com/123456789012/outbox",
        "SESSIONS": "sessions",
    }
    tables = "arn:aws:dynamodb:us-east-1:123456789012:table"
    assert allowed(values, "full", "ReadTables") == (
        ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"],
        [f"{tables}/orders", f"{tables}/orders/index/*", f"{tables}/sessions", f"{tables}/sessions/index/*"],
    )
    assert allowed(values, "full", "WriteTables") == (
        ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        [f"{tables}/sessions"],
    )
    assert allowed(values, "full", "ReadSecrets") == (
        ["secretsmanager:GetSecretValue"],
        ["arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1b2c3"],
    )
    assert allowed(values, "full", "ReadParameters")[1] == ["arn:aws:ssm:us-east-1:123456789012:parameter/flags"]
    assert allowed(values, "full", "ReceiveFromQueues")[1] == ["arn:aws:sqs:us-east-1:123456789012:inbox"]
    assert allowed(values, "full", "SendToQueues") == (
        ["sqs:SendMessage"],
        ["arn:aws:sqs:us-east-1:123456789012:outbox"],
    )
    assert allowed(values, "full", "WriteBuckets")[1] == ["arn:aws:s3:::invoices/*"]
    assert allowed(values, "full", "PublishToTopics") == (
        ["sns:Publish"],
        ["arn:aws:sns:us-east-1:123456789012:news"],
    )


def test_event_sources_may_be_read_and_no_more(values: dict[str, dict[str, Any]]) -> None:
    assert allowed(values, "full", "ReadEventsSqs") == (
        ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        ["arn:aws:sqs:us-east-1:123456789012:orders"],
    )
    assert allowed(values, "full", "ReadEventsKinesis") == (
        [
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
        ],
        ["arn:aws:kinesis:us-east-1:123456789012:stream/clicks"],
    )
    assert allowed(values, "full", "ReadEventsDynamodb") == (
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        ["arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000"],
    )
    assert allowed(values, "off", "ReadEventsKinesis")[1] == ["arn:aws:kinesis:us-east-1:123456789012:stream/clicks"]


def test_outcomes_may_be_sent_to_their_destinations_only(values: dict[str, dict[str, Any]]) -> None:
    sent = {sid: each["Resource"] for sid, each in statements(values, "full").items() if sid.startswith("SendOutcomes")}
    assert sent == {
        "SendOutcomesEventbridge": ["arn:aws:events:us-east-1:123456789012:event-bus/failures"],
        "SendOutcomesS3": ["arn:aws:s3:::failures", "arn:aws:s3:::failures/*"],
        "SendOutcomesSqs": ["arn:aws:sqs:us-east-1:123456789012:full-succeeded"],
    }


def test_keys_are_used_through_the_services_that_are_used(values: dict[str, dict[str, Any]]) -> None:
    decrypt, encrypt = (statements(values, "full")[sid] for sid in ("DecryptData", "EncryptData"))
    assert (decrypt["Action"], encrypt["Action"]) == ("kms:Decrypt", "kms:GenerateDataKey")
    assert decrypt["Resource"] == encrypt["Resource"] == [KEY, DATA_KEY]
    assert through(decrypt) == ["dynamodb", "kinesis", "s3", "secretsmanager", "sns", "sqs", "ssm"]
    assert through(encrypt) == ["dynamodb", "s3", "sns", "sqs"]


def test_a_file_system_is_mounted_through_its_access_point(values: dict[str, dict[str, Any]]) -> None:
    statement = statements(values, "full")["MountFileSystem"]
    assert statement["Action"] == ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    assert statement["Resource"] == "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1"
    assert statement["Condition"]["ArnEquals"]["elasticfilesystem:AccessPointArn"].endswith(":access-point/fsap-1")


def test_batches_answer_in_part_unless_told_otherwise(values: dict[str, dict[str, Any]]) -> None:
    answers = {
        name: source(values, "full", name)["function_response_types"] for name in ("orders", "changes", "clicks")
    }
    assert answers == {"orders": ["ReportBatchItemFailures"], "changes": ["ReportBatchItemFailures"], "clicks": None}


def test_streams_give_up_into_the_dead_letter_queue_unless_told_otherwise(values: dict[str, dict[str, Any]]) -> None:
    assert on_failure(source(values, "full", "changes")) == "arn:aws:sqs:us-east-1:123456789012:full-dead-letter"
    assert on_failure(source(values, "full", "clicks")) == "arn:aws:s3:::failures"
    assert source(values, "off", "clicks")["destination_config"] == []
    assert source(values, "full", "changes")["maximum_retry_attempts"] == 10


def test_a_paused_function_reads_no_source_and_keeps_nothing_warm(values: dict[str, dict[str, Any]]) -> None:
    assert values[f"module.off.{FUNCTION}"]["reserved_concurrent_executions"] == 0
    assert source(values, "off", "clicks")["enabled"] is False
    assert not [address for address in values if address.startswith("module.off.") and "provisioned" in address]


def test_urls_want_a_signature_unless_public_is_asked_for(values: dict[str, dict[str, Any]]) -> None:
    types = {
        address.split(".")[1]: each["authorization_type"]
        for address, each in values.items()
        if ".aws_lambda_function_url." in address
    }
    assert types == {"webhook": "AWS_IAM", "full": "AWS_IAM", "status": "NONE", "dependent": "NONE"}


def test_the_public_may_call_the_url_and_not_the_function(values: dict[str, dict[str, Any]]) -> None:
    everybody = {
        address: each["action"]
        for address, each in values.items()
        if ".aws_lambda_permission." in address and each["principal"] == "*"
    }
    assert everybody == {
        "module.dependent.aws_lambda_permission.public_url[0]": "lambda:InvokeFunctionUrl",
        "module.status.aws_lambda_permission.public_url[0]": "lambda:InvokeFunctionUrl",
    }
    invocation = values["module.status.aws_cloudcontrolapi_resource.public_invocation[0]"]
    assert invocation["type_name"] == "AWS::Lambda::Permission"


def test_permissions_belong_to_the_alias_and_name_their_source(values: dict[str, dict[str, Any]]) -> None:
    uploads = values['module.importer.aws_lambda_permission.this["uploads"]']
    assert (uploads["qualifier"], uploads["source_account"]) == ("live", "123456789012")
    assert {values[f'module.full.aws_lambda_permission.{kind}["cdn"]']["action"] for kind in ("this", "url")} == {
        "lambda:InvokeFunction",
        "lambda:InvokeFunctionUrl",
    }


def test_deployments_may_move_the_alias_only(values: dict[str, dict[str, Any]]) -> None:
    policy = values["module.payments.aws_iam_role_policy.code_deploy[0]"]["policy"]
    move, watch = policy["Statement"]
    function = "arn:aws:lambda:us-east-1:123456789012:function:payments"
    assert move["Action"] == ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"]
    assert move["Resource"] == [function, f"{function}:*"]
    assert (watch["Action"], watch["Resource"]) == ("cloudwatch:DescribeAlarms", "*")


def test_a_deployment_that_fails_is_taken_back(values: dict[str, dict[str, Any]]) -> None:
    group = values["module.payments.aws_codedeploy_deployment_group.this[0]"]
    [rollback], [alarms] = group["auto_rollback_configuration"], group["alarm_configuration"]
    assert rollback == {"enabled": True, "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]}
    assert (alarms["enabled"], alarms["alarms"]) == (True, ["payments-error-rate"])


def test_a_placeholder_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "modules", tmp_path / "modules", ignore=shutil.ignore_patterns(".terraform*"))
    root = shutil.copytree(FIXTURES / "refused", tmp_path / "layers/root")
    with pytest.raises(tftest.TerraformTestError) as raised:
        plan(root)
    said = " ".join(str(raised.value).replace("\\n", " ").split())
    assert (
        "Function unsigned with code_signing takes no placeholder, which nobody signed: "
        "give a signed package by s3_package or filename."
    ) in said


def test_a_policy_and_an_environment_that_aws_would_refuse_are_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "modules", tmp_path / "modules", ignore=shutil.ignore_patterns(".terraform*"))
    root = shutil.copytree(FIXTURES / "too_much", tmp_path / "layers/root")
    with pytest.raises(tftest.TerraformTestError) as raised:
        plan(root)
    said = " ".join(str(raised.value).replace("\\n", " ").split())
    for sentence in (
        "Function wordy has more than 4 KB of environment variables, those for its tables, queues, buckets,",
        "characters, and IAM takes 10,240: join policy_statements or their resources",
        "Function abroad has an image in another region than us-east-1, from where Lambda takes none",
    ):
        assert sentence in said


def test_further_permissions_are_exactly_the_callers(values: dict[str, dict[str, Any]]) -> None:
    own = statements(values, "long_twin")
    assert own.keys() - statements(values, "hello").keys() == {"ReadOrders", "WriteMetrics"}
    assert own["ReadOrders"] == {
        "Sid": "ReadOrders",
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem"],
        "Resource": ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
        "Condition": {"StringEquals": {"dynamodb:Attributes": ["id"]}},
    }
    assert own["WriteMetrics"] == {
        "Sid": "WriteMetrics",
        "Effect": "Allow",
        "Action": ["cloudwatch:PutMetricData"],
        "Resource": ["*"],
    }


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value
