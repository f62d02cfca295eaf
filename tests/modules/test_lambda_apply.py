"""modules/lambda on the embedded AWS: its README's examples are made, changed, left alone and removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tftest

from embedded_aws.server import Server
from runner.package import package
from tests.deployment import Deployment
from tests.harness import ROOT, module_root

FIXTURES = Path(__file__).parent / "lambda"
API_HANDLER = "module.api_handler.aws_lambda_function.this[0]"
CHECKOUT = {"FunctionName": "checkout", "Qualifier": "live"}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    fixtures = (FIXTURES / name for name in ("support.tf", "networking", "../shared/base.tf"))
    root = module_root(tmp_path_factory.mktemp("lambda"), "lambda", *fixtures)
    return Deployment(root, embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.terraform.apply()
    assert_only_the_url_is_public(deployment)
    deploy_from_outside(deployment)
    scale_from_outside(deployment)
    assert deployment.planned() == {}

    built = deployment.root / "api-handler.zip"
    package(ROOT / "lambda/api_handler", built)
    deployment.change('"api-handler.zip"', f'"{built}"')  # the provider that tests share does not run in the root
    deployment.change("512", "1024")
    change_in_place(deployment)
    hand_over_orders(deployment)
    assert deployment.planned() == {
        API_HANDLER: ["update"],
        "module.api_handler.aws_lambda_alias.this[0]": ["update"],
        'module.billing.aws_lambda_event_source_mapping.this["orders"]': ["update"],
        'module.billing.aws_lambda_event_source_mapping.this["clicks"]': ["update"],
        "module.importer.aws_lambda_function_event_invoke_config.this[0]": ["update"],
        "module.payments.aws_codedeploy_deployment_group.this[0]": ["update"],
        "module.thumbnails.aws_lambda_function.this[0]": ["update"],
        "module.thumbnails.aws_lambda_alias.this[0]": ["update"],
        "module.webhook.aws_lambda_function_url.this[0]": ["update"],
    }
    deployment.apply()
    alias = deployment.client("lambda").get_alias(FunctionName="api-handler", Name="live")
    assert alias["FunctionVersion"] == "2"

    try_the_next_version(deployment)
    deployment.change("timeout    = 30", "timeout    = 30\n  paused = true")
    deployment.apply()
    assert_the_next_version_takes_a_tenth(deployment)
    assert_billing_reads_nothing(deployment)

    deployment.destroy()


def assert_only_the_url_is_public(deployment: Deployment) -> None:
    """Everybody may call the URL, and nobody the function but through it."""
    policy = json.loads(deployment.client("lambda").get_policy(FunctionName="status", Qualifier="live")["Policy"])
    allowed = {each["Action"]: (each["Principal"], each["Condition"]) for each in policy["Statement"]}
    assert len(policy["Statement"]) == 2
    assert allowed == {
        "lambda:InvokeFunctionUrl": ("*", {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}),
        "lambda:InvokeFunction": ("*", {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}),
    }


def deploy_from_outside(deployment: Deployment) -> None:
    """Publish other code and move the alias to it; then name a package and a processor, which have no say."""
    client = deployment.client("lambda")
    code = (deployment.root.parents[1] / "modules/lambda/placeholder.zip").read_bytes() + b"other"
    for name in ("worker", "payments"):
        client.update_function_code(FunctionName=name, ZipFile=code, Architectures=["arm64"])
        version = client.publish_version(FunctionName=name)["Version"]
        client.update_alias(
            FunctionName=name,
            Name="live",
            FunctionVersion="1",
            Description="before: 1",
            RoutingConfig={"AdditionalVersionWeights": {version: 0.1}},
        )
    client.update_alias(FunctionName="worker", Name="live", FunctionVersion=version, RoutingConfig={})
    deployment.change('"external"\n}', '"external"\n  architecture = "x86_64"\n  filename = "api-handler.zip"\n}')


def scale_from_outside(deployment: Deployment) -> None:
    """Do what autoscaling and its schedules do."""
    deployment.client("lambda").put_provisioned_concurrency_config(**CHECKOUT, ProvisionedConcurrentExecutions=7)
    deployment.client("application-autoscaling").register_scalable_target(
        ServiceNamespace="lambda",
        ResourceId="function:checkout:live",
        ScalableDimension="lambda:function:ProvisionedConcurrency",
        MinCapacity=10,
        MaxCapacity=50,
    )


def change_in_place(deployment: Deployment) -> None:
    deployment.change("batch_size                 = 100", "batch_size = 50")
    deployment.change("parallelization_factor = 2", "parallelization_factor = 3")
    deployment.change("max_retries           = 1", "max_retries = 0")
    deployment.change("LambdaLinear10PercentEvery1Minute", "LambdaAllAtOnce")
    deployment.change('["thumbnails.handler"]', '["thumbnails.resize"]')
    deployment.change('["POST"]', '["POST", "PUT"]')


def try_the_next_version(deployment: Deployment) -> None:
    """Let the version to come have a tenth of the invocations; there must be one."""
    canary = 'canary               = { stable_version = "2", percent = 10 }'
    deployment.change("reserved_concurrency = 50", f"reserved_concurrency = 50\n  {canary}")
    with pytest.raises(tftest.TerraformTestError) as raised:
        deployment.terraform.plan(targets=["module.api_handler"])
    said = " ".join(str(raised.value).replace("\\n", " ").split())
    assert "api-handler has no version newer than its canary.stable_version: deploy one, or leave canary out." in said
    deployment.change("1024", "2048")


def assert_the_next_version_takes_a_tenth(deployment: Deployment) -> None:
    alias = deployment.client("lambda").get_alias(FunctionName="api-handler", Name="live")
    assert (alias["FunctionVersion"], alias["RoutingConfig"]["AdditionalVersionWeights"]) == ("2", {"3": 0.1})


def assert_billing_reads_nothing(deployment: Deployment) -> None:
    """No invocation, and no record that uses up its retries meanwhile."""
    client = deployment.client("lambda")
    assert client.get_function_concurrency(FunctionName="billing")["ReservedConcurrentExecutions"] == 0
    mappings = client.list_event_source_mappings()["EventSourceMappings"]
    assert [each["State"] for each in mappings] == ["Disabled"] * 3


def hand_over_orders(deployment: Deployment) -> None:
    """Give the code of a running function to another owner, as the README says."""
    deployment.change('name       = "orders"', 'name       = "orders"\n  code_owner = "external"')
    moved(deployment, *(f"module.orders.{kind}" for kind in ("aws_lambda_function", "aws_lambda_alias")))


def moved(deployment: Deployment, *addresses: str) -> None:
    """Say that what Terraform owned is owned from outside now, as the roots' moved.tf does."""
    blocks = (f"moved {{\n  from = {address}.this[0]\n  to   = {address}.external[0]\n}}\n" for address in addresses)
    (deployment.root / "moved.tf").write_text("\n".join(blocks))
