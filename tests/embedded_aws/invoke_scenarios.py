"""What invoking functions can do; registered like the rest, in scenarios.py."""

from __future__ import annotations

import base64
import io
import json
import threading
import zipfile
from typing import Any

from tests.embedded_aws.scenarios import Client, refused, scenario

CODE = """
import os, time

def told(event, context):
    import shared  # of the layer
    print("event", event)
    left = context.get_remaining_time_in_millis()
    return {
        "event": event,
        "variable": os.environ["COLOR"],
        "endpoint": os.environ["AWS_ENDPOINT_URL"],
        "arn": context.invoked_function_arn,
        "version": context.function_version,
        "layer": shared.NAME,
        "in_time": 0 < left <= 20000,
    }

def fails(event, context):
    raise KeyError("no good")

def sleeps(event, context):
    time.sleep(60)

def ends(event, context):
    os._exit(3)

def unreadable(event, context):
    return object()
"""


def zipped(name: str, text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


def make(aws: Client, handler: str, **settings: Any) -> str:
    layer = zipped("python/shared.py", "NAME = 'layer'")
    version = aws("lambda").publish_layer_version(LayerName="shared", Content={"ZipFile": layer})
    aws("lambda").create_function(
        **{
            "FunctionName": handler,
            "Role": aws("iam").get_role(RoleName="scenario")["Role"]["Arn"],
            "Runtime": "python3.13",
            "Handler": f"main.{handler}",
            "Code": {"ZipFile": zipped("main.py", CODE)},
            "Layers": [version["LayerVersionArn"]],
            "Timeout": 20,
            "Environment": {"Variables": {"COLOR": "blue"}},
            **settings,
        }
    )
    return handler


@scenario
def functions_run(aws: Client) -> None:
    awslambda = aws("lambda")
    make(aws, "told", Publish=True)
    awslambda.create_alias(FunctionName="told", Name="live", FunctionVersion="1")
    answer = awslambda.invoke(FunctionName="told:live", Payload=json.dumps({"a": 1}), LogType="Tail")
    assert json.loads(answer["Payload"].read()) == {
        "event": {"a": 1},
        "variable": "blue",
        "endpoint": awslambda.meta.endpoint_url,
        "arn": "arn:aws:lambda:us-east-1:123456789012:function:told:live",
        "version": "1",
        "layer": "layer",
        "in_time": True,
    }
    assert (answer["ExecutedVersion"], "FunctionError" in answer) == ("1", False)
    assert b"\nevent {'a': 1}\n" in base64.b64decode(answer["LogResult"])
    assert aws("logs").describe_log_streams(logGroupName="/aws/lambda/told")["logStreams"]


@scenario
def functions_fail_as_on_aws(aws: Client) -> None:
    failures: dict[str, dict[str, str]] = {}
    make(aws, "sleeps", Timeout=1)
    for handler in (make(aws, "fails"), "sleeps", make(aws, "ends"), make(aws, "unreadable"), make(aws, "nothing")):
        answer = aws("lambda").invoke(FunctionName=handler)
        assert answer["FunctionError"] == "Unhandled"
        failures[handler] = json.loads(answer["Payload"].read())
    assert {handler: failure["errorType"] for handler, failure in failures.items()} == {
        "fails": "KeyError",
        "sleeps": "Sandbox.Timedout",
        "ends": "Runtime.ExitError",
        "unreadable": "Runtime.MarshalError",
        "nothing": "Runtime.HandlerNotFound",
    }
    assert failures["fails"]["errorMessage"] == "'no good'"
    assert failures["sleeps"]["errorMessage"].endswith("Task timed out after 1.00 seconds")


@scenario
def events_are_accepted_and_dry_runs_run_nothing(aws: Client) -> None:
    awslambda = aws("lambda")
    make(aws, "told")
    assert awslambda.invoke(FunctionName="told", InvocationType="DryRun")["StatusCode"] == 204
    accepted = awslambda.invoke(FunctionName="told", InvocationType="Event", Payload=b"{}")
    assert accepted["StatusCode"] == 202
    for thread in [thread for thread in threading.enumerate() if thread.name.startswith("event for ")]:
        thread.join()
    assert len(aws("logs").describe_log_streams(logGroupName="/aws/lambda/told")["logStreams"]) == 1
    with refused("ResourceNotFoundException"):
        awslambda.invoke(FunctionName="told", Qualifier="nobody")
    with refused("InvalidRequestContentException"):
        awslambda.invoke(FunctionName="told", Payload=b"{")


@scenario
def other_runtimes_are_not_run(aws: Client) -> None:
    make(aws, "told", Runtime="nodejs22.x")
    with refused("NotImplemented"):
        aws("lambda").invoke(FunctionName="told")
