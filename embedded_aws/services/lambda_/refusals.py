"""What Lambda refuses and moto takes: configurations that cannot run, and what the role may not do."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from moto.awslambda.utils import get_backend

from embedded_aws.additions import AwsError, Call
from embedded_aws.services.lambda_.base import arn, named, service
from embedded_aws.services.lambda_.roles import check_permission, check_trust, refusal

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
_RESERVED = {
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
}
# Blocked for new functions and for updates: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-deprecated
_RETIRED = re.compile(
    r"python(2\.7|3\.[0-7])|nodejs(|4\.3|4\.3-edge|6\.10|8\.10|10\.x|12\.x|14\.x)|java8|dotnetcore.+|ruby2\..+|go1\.x|provided"
)
_LARGEST = 262_144_000  # bytes, unzipped
_WINDOW = 10  # records of a queue that need no batch window
# What Lambda does to a source with the role, in the words of its refusal.
_READS = {
    "sqs": ("sqs:ReceiveMessage", "ReceiveMessage on SQS"),
    "kinesis": ("kinesis:GetRecords", "GetRecords on Kinesis"),
    "dynamodb": ("dynamodb:GetRecords", "GetRecords on DynamoDB"),
}
_SENDS = {"sqs": ("sqs:SendMessage", "SendMessage on SQS"), "sns": ("sns:Publish", "Publish on SNS")}


@service.refusal("CreateFunction")
def check_new(call: Call) -> None:
    code = call.parameters.get("Code", {})
    _check_package(code.get("ZipFile"))
    _check_image(call, code.get("ImageUri"))
    if code.get("ImageUri") and call.parameters.get("CodeSigningConfigArn"):
        # https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
        raise refusal("Code signing is not supported for functions created with container images.")
    _check(call, call.parameters, call.parameters)


@service.refusal("UpdateFunctionConfiguration")
def check_changed(call: Call) -> None:
    name = named(call.parameters).function
    _check(call, call.ask_all("GetFunctionConfiguration", FunctionName=name) | dict(call.parameters), call.parameters)


@service.refusal("UpdateFunctionCode")
def check_code(call: Call) -> None:
    _check_package(call.parameters.get("ZipFile"))
    _check_image(call, call.parameters.get("ImageUri"))


@service.refusal("PublishLayerVersion")
def check_layer(call: Call) -> None:
    _check_package(call.parameters.get("Content", {}).get("ZipFile"))


@service.refusal("DeleteFunction")
def check_version_unused(call: Call) -> None:
    name = named(call.parameters)
    if "Qualifier" not in call.parameters:
        return
    aliases = call.ask("ListAliases", FunctionName=name.function)["Aliases"]
    users = [alias["AliasArn"] for alias in aliases if alias["FunctionVersion"] == name.qualifier]
    if users:
        said = f"Function version {arn(call, name)} cannot be deleted because it is referenced by alias(es): {users}"
        raise AwsError("ResourceConflictException", said)


@service.refusal("CreateEventSourceMapping")
def check_source(call: Call) -> None:
    source, name = call.parameters.get("EventSourceArn", ""), named(call.parameters)
    kind = source.split(":")[2] if source.startswith("arn:") else ""
    if kind not in _READS:
        return
    function = call.ask_all("GetFunctionConfiguration", FunctionName=name.function)
    _check_only(call, source, kind)
    if kind == "sqs":
        _check_queue(call, source, function["Timeout"])
    action, words = _READS[kind]
    said = f"The provided execution role does not have permissions to call {words}"
    # https://github.com/hashicorp/terraform-provider-aws/issues/14042
    check_permission(call, function["Role"], action, source, said)


@service.refusal("PutFunctionEventInvokeConfig", "UpdateFunctionEventInvokeConfig")
def check_destinations(call: Call) -> None:
    role = call.ask_all("GetFunctionConfiguration", FunctionName=named(call.parameters).function)["Role"]
    for destination in call.parameters.get("DestinationConfig", {}).values():
        if target := destination.get("Destination"):
            _check_target(call, role, target, f"The destination ARN {target} is invalid.")


def _check(call: Call, function: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """Check a function as it will be; what looks at other things only where the request changes it."""
    _check_environment((changed.get("Environment") or {}).get("Variables") or {})
    _check_runtime(changed.get("Runtime"))
    _check_combination(function)
    if "Role" in changed:
        check_trust(call, function["Role"])
    if "Layers" in changed:
        _check_layers(call, changed["Layers"])
    if (changed.get("VpcConfig") or {}).get("SubnetIds"):
        _check_network(call, function["Role"], changed["VpcConfig"])
    if target := (changed.get("DeadLetterConfig") or {}).get("TargetArn"):
        _check_target(call, function["Role"], target, f"The target ARN {target} is invalid.", exists=False)


def _check_environment(variables: Mapping[str, str]) -> None:
    unable = (
        "Lambda was unable to configure your environment variables because the environment variables you have provided"
    )
    if reserved := sorted(_RESERVED & variables.keys()):
        # https://github.com/aws/aws-cdk/issues/28048
        raise refusal(
            f"{unable} contains reserved keys that are currently not supported for modification. "
            f"Reserved keys used in this request: {', '.join(reserved)}"
        )
    if len(json.dumps(dict(variables), separators=(",", ":")).encode()) > 4096:
        raise refusal(f"{unable} exceeded the 4KB limit.")


def _check_runtime(runtime: str | None) -> None:
    if runtime and _RETIRED.fullmatch(runtime):
        raise refusal(
            f"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. "
            "We recommend you use a newer runtime while creating or updating functions."
        )


def _check_combination(function: Mapping[str, Any]) -> None:
    snapped = (function.get("SnapStart") or {}).get("ApplyOn") == "PublishedVersions"
    mounts = any(function.get("FileSystemConfigs") or [])
    if mounts and not (function.get("VpcConfig") or {}).get("SubnetIds"):
        raise refusal("Function must be configured to execute in a VPC to reference access point.")
    # https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-supported
    if snapped and (mounts or (function.get("EphemeralStorage") or {}).get("Size", 512) > 512):
        raise refusal("SnapStart does not support Amazon EFS, or ephemeral storage greater than 512 MB.")


def _check_layers(call: Call, layers: list[str]) -> None:
    if len(layers) > 5:
        raise refusal("Function cannot reference more than 5 layers")
    backend = get_backend(call.account, call.region)
    for layer in layers:
        # Those of other accounts cannot be known here.
        if layer.split(":")[4] == call.account and backend.layers_versions_by_arn(layer) is None:
            raise refusal(f"Layer version {layer} does not exist.")


def _check_network(call: Call, role: str, network: Mapping[str, Any]) -> None:
    said = "The provided execution role does not have permissions to call CreateNetworkInterface on EC2"
    # https://github.com/cloudposse/terraform-aws-lambda-function/issues/10
    check_permission(call, role, "ec2:CreateNetworkInterface", "*", said)
    vpcs = set()
    for operation, field, ids, shown in (
        ("DescribeSubnets", "SubnetIds", network["SubnetIds"], "Subnets"),
        ("DescribeSecurityGroups", "GroupIds", network.get("SecurityGroupIds") or [], "SecurityGroups"),
    ):
        try:
            found = call.ask(f"ec2:{operation}", **{field: ids})[shown] if ids else []
        except AwsError as error:
            code = f"EC2 Error Code: {error.code}. EC2 Error Message: {error.message}"
            raise refusal(f"Error occurred while {operation}. {code}") from None
        vpcs |= {item["VpcId"] for item in found}
    if len(vpcs) > 1:
        raise refusal("Security Groups are required to be in the same VPC as the subnets.")


def _check_target(call: Call, role: str, target: str, missing: str, exists: bool = True) -> None:
    kind = target.split(":")[2]
    if kind not in _SENDS:
        return
    action, words = _SENDS[kind]
    check_permission(
        call, role, action, target, f"The provided execution role does not have permissions to call {words}"
    )
    if not exists:
        return
    try:
        if kind == "sqs":
            call.ask("sqs:GetQueueUrl", QueueName=target.rpartition(":")[2])
        else:
            call.ask("sns:GetTopicAttributes", TopicArn=target)
    except AwsError:
        raise refusal(missing) from None


def _check_package(package: bytes | None) -> None:
    if package is None:
        return
    if not zipfile.is_zipfile(io.BytesIO(package)):
        raise refusal("Could not unzip uploaded file. Please check your file, then try to upload again.")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        if sum(file.file_size for file in archive.infolist()) > _LARGEST:
            raise refusal(f"Unzipped size must be smaller than {_LARGEST} bytes")


def _check_image(call: Call, uri: str | None) -> None:
    if uri and ".dkr.ecr." in uri and uri.split(".")[3] != call.region:
        raise refusal(f"Source image {uri} is not valid. Provide a valid source image.")


def _check_only(call: Call, source: str, kind: str) -> None:
    name = named(call.parameters)
    for mapping in call.ask_all("ListEventSourceMappings", EventSourceArn=source)["EventSourceMappings"]:
        if named({"FunctionName": mapping["FunctionArn"]}) == name:
            # https://github.com/aws/chalice/issues/2146
            kinds = {"sqs": "SQS", "kinesis": "Kinesis", "dynamodb": "DynamoDB"}
            raise AwsError(
                "ResourceConflictException",
                f'An event source mapping with {kinds[kind]} arn (" {source} ") and function (" {name.function} ") '
                f"already exists. Please update or delete the existing mapping with UUID {mapping['UUID']}",
            )


def _check_queue(call: Call, source: str, timeout: int) -> None:
    size, window = call.parameters.get("BatchSize", 10), call.parameters.get("MaximumBatchingWindowInSeconds", 0)
    if size > _WINDOW and window == 0:
        raise refusal("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")
    try:
        url = call.ask("sqs:GetQueueUrl", QueueName=source.rpartition(":")[2])["QueueUrl"]
        asked = call.ask("sqs:GetQueueAttributes", QueueUrl=url, AttributeNames=["VisibilityTimeout"])
    except AwsError:
        return  # moto refuses it itself
    visible = int(asked["Attributes"]["VisibilityTimeout"])
    if visible < timeout:
        # https://github.com/hashicorp/terraform-provider-aws/issues/18099
        raise refusal(f"Queue visibility timeout: {visible} seconds is less than Function timeout: {timeout} seconds")
