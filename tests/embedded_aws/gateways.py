"""What tests need to send requests through API Gateway: functions, APIs put together step by step, and a client."""

from __future__ import annotations

import io
import json
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, NamedTuple

from tests.embedded_aws.conftest import Client

# Greets the caller whom the authorizer named, shows its event, fails, or asks the embedded AWS who it is.
HELLO = """
import json, os
import boto3

def handler(event, context):
    if event.get("path", event.get("rawPath", "")).endswith("/fail"):
        raise ValueError("no good")
    account = boto3.client("sts").get_caller_identity()["Account"]
    print("greeting", context.aws_request_id)
    return {
        "statusCode": 201,
        "headers": {"X-Greeting": os.environ["GREETING"]},
        "body": json.dumps({"account": account, "event": event}),
    }
"""
# Lets in who says "Bearer good", with a context; says "Unauthorized" to "Bearer bad", and denies the rest.
GUARD = """
def handler(event, context):
    token = event.get("authorizationToken") or event["headers"].get("authorization") or event["headers"]["X-Token"]
    if token == "Bearer bad":
        raise Exception("Unauthorized")
    arn = event.get("methodArn") or event["routeArn"]
    effect = "Allow" if token == "Bearer good" else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": arn}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "me", "policyDocument": policy, "context": {"tenant": "t1", "admin": True}}
"""
SIMPLE_GUARD = """
def handler(event, context):
    return {"isAuthorized": event["identitySource"] == ["Bearer good"], "context": {"tenant": "t1"}}
"""


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: Any


def send(url: str, method: str = "GET", body: bytes | None = None, /, **headers: str) -> Reply:
    """Send a request; `X_Token` stands for the header X-Token."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, body, named, method=method)  # noqa: S310
    try:
        answer = urllib.request.urlopen(request)  # noqa: S310
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        text = answer.read().decode()
        found = {name.lower(): value for name, value in answer.headers.items()}
        try:
            return Reply(answer.status, found, json.loads(text))
        except ValueError:
            return Reply(answer.status, found, text)


def make_function(aws: Client, name: str, code: str, **settings: Any) -> str:
    """Make a function that API Gateway may invoke; return its ARN."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("main.py", code)
    awslambda = aws("lambda")
    made = awslambda.create_function(
        FunctionName=name,
        Role=aws("iam").get_role(RoleName="scenario")["Role"]["Arn"],
        Runtime="python3.13",
        Handler="main.handler",
        Code={"ZipFile": buffer.getvalue()},
        Timeout=30,
        **settings,
    )
    awslambda.add_permission(
        FunctionName=name, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    return str(made["FunctionArn"])


def invoke_uri(arn: str) -> str:
    return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"


class RestApi:
    """A REST API that a test puts together and deploys."""

    def __init__(self, aws: Client, **settings: Any) -> None:
        self.aws = aws
        self.gateway = aws("apigateway")
        made = self.gateway.create_rest_api(name="a", endpointConfiguration={"types": ["REGIONAL"]}, **settings)
        self.id: str = made["id"]
        self.paths: dict[str, str] = {"": made["rootResourceId"]}

    def resource(self, path: str) -> str:
        if path not in self.paths:
            above, _, part = path.rpartition("/")
            made = self.gateway.create_resource(restApiId=self.id, parentId=self.resource(above), pathPart=part)
            self.paths[path] = made["id"]
        return self.paths[path]

    def method(
        self, verb: str, path: str, arn: str | None = None, authorization: str = "NONE", **settings: Any
    ) -> None:
        where = {"restApiId": self.id, "resourceId": self.resource(path), "httpMethod": verb}
        self.gateway.put_method(**where, authorizationType=authorization, **settings)
        if arn:
            proxy = {"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": invoke_uri(arn)}
            self.gateway.put_integration(**where, **proxy)

    def mock(self, verb: str, path: str, headers: dict[str, str] | None = None, body: str = "") -> None:
        """Make a method that API Gateway answers by itself, with status 200."""
        headers = headers or {}
        self.method(verb, path)
        where = {"restApiId": self.id, "resourceId": self.resource(path), "httpMethod": verb}
        self.gateway.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        declared = {f"method.response.header.{name}": True for name in headers}
        given = {f"method.response.header.{name}": f"'{value}'" for name, value in headers.items()}
        self.gateway.put_method_response(**where, statusCode="200", responseParameters=declared)
        self.gateway.put_integration_response(
            **where, statusCode="200", responseParameters=given, responseTemplates={"application/json": body}
        )

    def authorizer(self, kind: str, arn: str, **settings: Any) -> dict[str, str]:
        made = self.gateway.create_authorizer(
            restApiId=self.id, name=kind, type=kind, authorizerUri=invoke_uri(arn), **settings
        )
        return {"authorization": "CUSTOM", "authorizerId": made["id"]}

    def deploy(self, **settings: Any) -> str:
        """Deploy to the stage `dev` and return its URL."""
        deployment = self.gateway.create_deployment(restApiId=self.id)["id"]
        if "dev" in [stage["stageName"] for stage in self.gateway.get_stages(restApiId=self.id)["item"]]:
            moved = [{"op": "replace", "path": "/deploymentId", "value": deployment}]
            self.gateway.update_stage(restApiId=self.id, stageName="dev", patchOperations=moved)
        else:
            self.gateway.create_stage(restApiId=self.id, stageName="dev", deploymentId=deployment, **settings)
        return f"{self.gateway.meta.endpoint_url}/_aws/execute-api/{self.id}/dev"


class HttpApi:
    """An HTTP API with a stage that deploys by itself."""

    def __init__(self, aws: Client, stage: str = "$default", **settings: Any) -> None:
        self.gateway = aws("apigatewayv2")
        self.id = self.gateway.create_api(Name="h", ProtocolType="HTTP", **settings)["ApiId"]
        self.gateway.create_stage(ApiId=self.id, StageName=stage, AutoDeploy=True)
        self.url = f"{self.gateway.meta.endpoint_url}/_aws/execute-api/{self.id}/{stage}"

    def route(self, key: str, arn: str, version: str = "2.0", **settings: Any) -> None:
        made = self.gateway.create_integration(
            ApiId=self.id, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion=version
        )
        self.gateway.create_route(
            ApiId=self.id, RouteKey=key, Target=f"integrations/{made['IntegrationId']}", **settings
        )


@contextmanager
def backend() -> Iterator[str]:
    """Serve an HTTP backend on loopback that tells the path it was asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"path": self.path, "mine": self.headers["X-Mine"]}).encode()
            self.send_response(202)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
