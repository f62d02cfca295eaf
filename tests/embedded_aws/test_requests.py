"""Real requests, through a REST and an HTTP API, to functions that really run."""

from __future__ import annotations

import pytest

from tests.embedded_aws.conftest import Client
from tests.embedded_aws.gateways import (
    GUARD,
    HELLO,
    SIMPLE_GUARD,
    HttpApi,
    RestApi,
    backend,
    invoke_uri,
    make_function,
    send,
)
from tests.embedded_aws.test_additions import fresh


@pytest.fixture
def prepared(aws: Client) -> Client:
    return fresh(aws)


def test_a_request_reaches_a_function_and_what_it_calls(prepared: Client) -> None:
    hello = make_function(prepared, "hello", HELLO, Environment={"Variables": {"GREETING": "hi"}})
    api = RestApi(prepared)
    api.method("POST", "/items/{id}", hello)
    url = api.deploy(variables={"color": "blue"})
    reply = send(f"{url}/items/7?q=1&q=2", "POST", b'{"a": 1}', Content_Type="application/json", X_Mine="m")
    assert (reply.status, reply.headers["x-greeting"], reply.body["account"]) == (201, "hi", "123456789012")
    event = reply.body["event"]
    assert (event["resource"], event["path"], event["httpMethod"]) == ("/items/{id}", "/items/7", "POST")
    assert (event["pathParameters"], event["stageVariables"]) == ({"id": "7"}, {"color": "blue"})
    assert event["multiValueQueryStringParameters"] == {"q": ["1", "2"]}
    assert (event["body"], event["isBase64Encoded"], event["headers"]["X-Mine"]) == ('{"a": 1}', False, "m")
    assert event["requestContext"]["path"] == "/dev/items/7"
    [stream] = prepared("logs").describe_log_streams(logGroupName="/aws/lambda/hello")["logStreams"]
    logged = prepared("logs").get_log_events(logGroupName="/aws/lambda/hello", logStreamName=stream["logStreamName"])
    assert [line["message"].split()[0] for line in logged["events"]] == ["START", "greeting", "END", "REPORT"]


def test_requests_follow_the_deployment_of_the_stage(prepared: Client) -> None:
    hello = make_function(prepared, "hello", HELLO, Environment={"Variables": {"GREETING": "hi"}})
    api = RestApi(prepared)
    api.method("ANY", "/{proxy+}", hello)
    url = api.deploy()
    assert send(f"{url}/any/thing", "PUT").body["event"]["pathParameters"] == {"proxy": "any/thing"}
    unknown = (403, {"message": "Missing Authentication Token"})
    assert send(url).status == 403
    api.mock("GET", "/static", {"X-Mock": "yes"}, '{"mocked": true}')
    assert send(f"{url}/static").body["event"]["path"] == "/static"
    api.deploy()
    mocked = send(f"{url}/static")
    assert (mocked.status, mocked.headers["x-mock"], mocked.body) == (200, "yes", {"mocked": True})
    refused = send(f"{url}/static", "POST")
    assert (refused.status, refused.body) == unknown
    failed = send(f"{url}/fail")
    assert (failed.status, failed.body) == (502, {"message": "Internal server error"})
    assert failed.headers["x-embedded-aws-reason"] == "the function failed: no good"


def test_a_token_authorizer_decides(prepared: Client) -> None:
    hello = make_function(prepared, "hello", HELLO, Environment={"Variables": {"GREETING": "hi"}})
    guard = make_function(prepared, "guard", GUARD)
    api = RestApi(prepared)
    authorizer = api.authorizer(
        "TOKEN",
        guard,
        identitySource="method.request.header.Authorization",
        identityValidationExpression="Bearer [a-z]+",
    )
    api.method("GET", "/items", hello, **authorizer)
    prepared("apigateway").put_gateway_response(
        restApiId=api.id,
        responseType="DEFAULT_4XX",
        responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'https://app.example.com'"},
        responseTemplates={"application/json": '{"said":$context.error.messageString}'},
    )
    url = f"{api.deploy()}/items"
    let_in = send(url, Authorization="Bearer good")
    assert let_in.status == 201
    told = let_in.body["event"]["requestContext"]["authorizer"]
    assert told == {"principalId": "me", "tenant": "t1", "admin": "true"}
    for headers, status, said in (
        ({}, 401, "Unauthorized"),
        ({"Authorization": "Basic x"}, 401, "Unauthorized"),
        ({"Authorization": "Bearer bad"}, 401, "Unauthorized"),
        (
            {"Authorization": "Bearer other"},
            403,
            "User is not authorized to access this resource with an explicit deny",
        ),
    ):
        reply = send(url, **headers)
        assert (reply.status, reply.body) == (status, {"said": said})
        assert reply.headers["access-control-allow-origin"] == "https://app.example.com"


def test_a_request_authorizer_decides(prepared: Client) -> None:
    guard = make_function(prepared, "guard", GUARD)
    hello = make_function(prepared, "hello", HELLO, Environment={"Variables": {"GREETING": "hi"}})
    api = RestApi(prepared)
    authorizer = api.authorizer("REQUEST", guard, identitySource="method.request.header.X-Token,context.stage")
    api.method("GET", "/items/{id}", hello, **authorizer)
    url = f"{api.deploy()}/items/1"
    assert send(url, X_Token="Bearer good").status == 201
    assert send(url).status == 401


def test_keys_signatures_and_validators_are_asked_for(prepared: Client) -> None:
    api, gateway = RestApi(prepared), prepared("apigateway")
    for verb in ("GET", "PUT", "POST"):
        api.mock(verb, "/items")
    where = {"restApiId": api.id, "resourceId": api.resource("/items")}
    validator = gateway.create_request_validator(
        restApiId=api.id, name="all", validateRequestParameters=True, validateRequestBody=True
    )["id"]
    for verb, path, value in (
        ("GET", "/apiKeyRequired", "true"),
        ("PUT", "/authorizationType", "AWS_IAM"),
        ("POST", "/requestValidatorId", validator),
        ("POST", "/requestParameters/method.request.querystring.q", "true"),
        ("POST", "/requestModels/application~1json", "Empty"),
    ):
        patch = {"op": "add" if path.startswith("/request") else "replace", "path": path, "value": value}
        gateway.update_method(**where, httpMethod=verb, patchOperations=[patch])
    url = f"{api.deploy()}/items"
    key = gateway.create_api_key(name="k", enabled=True)
    plan = gateway.create_usage_plan(name="p", apiStages=[{"apiId": api.id, "stage": "dev"}])["id"]
    assert send(url, X_Api_Key=key["value"]).body == {"message": "Forbidden"}
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    assert [send(url, X_Api_Key=value).status for value in (key["value"], "other")] == [200, 403]
    assert send(url, "PUT").body == {"message": "Missing Authentication Token"}
    signature = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/execute-api/aws4_request, Signature=x"
    assert send(url, "PUT", Authorization=signature).status == 200
    assert send(url, "POST", b"{}").body == {"message": "Missing required request parameters: [q]"}
    assert send(f"{url}?q=1", "POST", b"no").body == {"message": "Invalid request body"}
    assert send(f"{url}?q=1", "POST", b"{}").status == 200


def test_a_function_must_let_the_api_in(prepared: Client) -> None:
    hello = make_function(prepared, "hello", HELLO, Publish=True)
    awslambda = prepared("lambda")
    awslambda.create_alias(FunctionName="hello", Name="live", FunctionVersion="1")
    api = RestApi(prepared)
    api.method("GET", "/items", f"{hello}:live")
    url = f"{api.deploy()}/items"
    refused = send(url)
    assert (refused.status, refused.body) == (500, {"message": "Internal server error"})
    assert "does not let apigateway.amazonaws.com invoke it" in refused.headers["x-embedded-aws-reason"]
    for statement, method in (("other", "POST"), ("this", "GET")):
        awslambda.add_permission(
            FunctionName="hello",
            Qualifier="live",
            StatementId=statement,
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:us-east-1:123456789012:{api.id}/*/{method}/items",
        )
        # Without GREETING it fails, which shows that it ran.
        assert send(url).status == (502 if statement == "this" else 500)


def test_http_integrations_stay_on_this_machine(prepared: Client) -> None:
    api = RestApi(prepared)
    where = {"restApiId": api.id, "resourceId": api.resource("/{proxy+}"), "httpMethod": "ANY"}
    api.method("ANY", "/{proxy+}", requestParameters={"method.request.path.proxy": True})
    path = {"integration.request.path.proxy": "method.request.path.proxy"}
    integration = {"type": "HTTP_PROXY", "integrationHttpMethod": "ANY", "requestParameters": path}
    with backend() as target:
        api.gateway.put_integration(**where, **integration, uri=f"{target}/in/{{proxy}}")
        reply = send(f"{api.deploy()}/a/b?q=1", X_Mine="m")
        assert (reply.status, reply.body) == (202, {"path": "/in/a/b?q=1", "mine": "m"})
    api.gateway.put_integration(**where, **integration, uri="https://backend.example.com/{proxy}")
    refused = send(f"{api.deploy()}/a")
    assert refused.status == 501
    assert "this machine only" in refused.body["message"]


def test_an_http_api_routes_to_the_most_specific(prepared: Client) -> None:
    hello = make_function(prepared, "hello", HELLO, Environment={"Variables": {"GREETING": "hi"}})
    api = HttpApi(prepared)
    for key in ("GET /items/{id}", "GET /items/first", "ANY /{proxy+}"):
        api.route(key, hello)
    routes = {}
    for method, path in (("GET", "/items/1"), ("GET", "/items/first"), ("POST", "/items/1"), ("GET", "/a/b")):
        event = send(f"{api.url}{path}", method).body["event"]
        routes[f"{method} {path}"] = (event["routeKey"], event.get("pathParameters"))
    assert routes == {
        "GET /items/1": ("GET /items/{id}", {"id": "1"}),
        "GET /items/first": ("GET /items/first", None),
        "POST /items/1": ("ANY /{proxy+}", {"proxy": "items/1"}),
        "GET /a/b": ("ANY /{proxy+}", {"proxy": "a/b"}),
    }
    nowhere = send(f"{api.url}/")
    assert (nowhere.status, nowhere.body) == (404, {"message": "Not Found"})
    api.route("$default", hello, version="1.0")
    old = send(f"{api.url}/", Cookie="a=1; b=2").body["event"]
    assert (old["httpMethod"], old["requestContext"]["stage"]) == ("GET", "$default")


def test_an_http_api_authorizes_with_simple_answers(prepared: Client) -> None:
    hello = make_function(prepared, "hello", HELLO, Environment={"Variables": {"GREETING": "hi"}})
    guard = make_function(prepared, "guard", SIMPLE_GUARD)
    api = HttpApi(prepared, stage="dev")
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id,
        Name="guard",
        AuthorizerType="REQUEST",
        AuthorizerUri=invoke_uri(guard),
        AuthorizerPayloadFormatVersion="2.0",
        EnableSimpleResponses=True,
        IdentitySource=["$request.header.Authorization"],
    )["AuthorizerId"]
    api.route("GET /items", hello, AuthorizationType="CUSTOM", AuthorizerId=authorizer)
    event = send(f"{api.url}/items", Authorization="Bearer good").body["event"]
    assert event["requestContext"]["authorizer"] == {"lambda": {"tenant": "t1"}}
    assert event["rawPath"] == "/dev/items"
    refused = [send(f"{api.url}/items", **headers) for headers in ({"Authorization": "Bearer other"}, {})]
    assert [(each.status, each.body["message"]) for each in refused] == [(403, "Forbidden"), (401, "Unauthorized")]


def test_an_http_api_answers_browsers_itself(prepared: Client) -> None:
    origin = "https://app.example.com"
    cors = {"AllowOrigins": [origin], "AllowMethods": ["GET"], "AllowHeaders": ["x-a"], "MaxAge": 60}
    api = HttpApi(prepared, CorsConfiguration=cors)
    asked = send(f"{api.url}/items", "OPTIONS", Origin=origin, Access_Control_Request_Method="GET")
    assert asked.status == 204
    allowed = {name: value for name, value in asked.headers.items() if name.startswith("access-control-")}
    assert allowed == {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": "x-a",
        "access-control-max-age": "60",
    }
    other = send(f"{api.url}/items", Origin="https://other.example.com")
    assert (other.status, "access-control-allow-origin" in other.headers) == (404, False)
    assert send(f"{api.url}/items", Origin=origin).headers["access-control-allow-origin"] == origin


def test_a_route_with_an_authorizer_comes_before_cors(prepared: Client) -> None:
    guard = make_function(prepared, "guard", SIMPLE_GUARD)
    hello = make_function(prepared, "hello", HELLO, Environment={"Variables": {"GREETING": "hi"}})
    api = HttpApi(prepared, CorsConfiguration={"AllowOrigins": ["https://app.example.com"], "AllowMethods": ["GET"]})
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id,
        Name="guard",
        AuthorizerType="REQUEST",
        AuthorizerUri=invoke_uri(guard),
        IdentitySource=["$request.header.Authorization"],
        AuthorizerPayloadFormatVersion="2.0",
        EnableSimpleResponses=True,
    )["AuthorizerId"]
    api.route("ANY /items", hello, AuthorizationType="CUSTOM", AuthorizerId=authorizer)

    def preflight(path: str, **headers: str) -> int:
        asked = {"Origin": "https://app.example.com", "Access_Control_Request_Method": "GET", **headers}
        return send(f"{api.url}{path}", "OPTIONS", **asked).status

    assert (preflight("/items"), preflight("/items", Authorization="Bearer good"), preflight("/other")) == (
        401,
        204,
        204,
    )
    api.route("$default", hello, AuthorizationType="CUSTOM", AuthorizerId=authorizer)
    assert preflight("/other") == 401
    api.route("OPTIONS /{proxy+}", hello)
    assert preflight("/other") == 204


def test_a_mock_reads_text_and_picks_the_origin_that_asks(prepared: Client) -> None:
    api = RestApi(prepared, binaryMediaTypes=["*/*"])
    template = (
        '#set($allowed = ["https://a.example.com","https://b.example.com"])'
        '#set($origin = $input.params().header.get("Origin"))#if(!$origin)#set($origin = "")#end'
        "#if($allowed.contains($origin))#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)"
        '#end{"ok": true}'
    )
    api.mock("OPTIONS", "/items", {"Vary": "Origin"}, template)
    url = f"{api.deploy()}/items"
    assert send(url, "OPTIONS").status == 500
    where = {"restApiId": api.id, "resourceId": api.paths["/items"], "httpMethod": "OPTIONS"}
    text = [{"op": "replace", "path": "/contentHandling", "value": "CONVERT_TO_TEXT"}]
    api.gateway.update_integration(**where, patchOperations=text)
    url = f"{api.deploy()}/items"
    allowed = send(url, "OPTIONS", Origin="https://b.example.com")
    assert (allowed.status, allowed.body, allowed.headers["vary"]) == (200, {"ok": True}, "Origin")
    assert allowed.headers["access-control-allow-origin"] == "https://b.example.com"
    for headers in ({}, {"Origin": "https://c.example.com"}):
        assert "access-control-allow-origin" not in send(url, "OPTIONS", **headers).headers


def test_what_cannot_be_carried_says_so(prepared: Client) -> None:
    hello = make_function(prepared, "hello", HELLO)
    api = HttpApi(prepared)
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id,
        Name="jwt",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": "https://issuer.example.com", "Audience": ["a"]},
    )["AuthorizerId"]
    api.route("GET /items", hello, AuthorizationType="JWT", AuthorizerId=authorizer)
    assert send(f"{api.url}/items").status == 401
    unverified = send(f"{api.url}/items", Authorization="Bearer x")
    assert unverified.status == 501
    assert "web tokens are not verified" in unverified.body["message"]
    missing = send(f"{api.gateway.meta.endpoint_url}/_aws/execute-api/nothing/dev/")
    assert (missing.status, missing.body) == (404, {"message": "There is no API nothing in this embedded AWS."})
