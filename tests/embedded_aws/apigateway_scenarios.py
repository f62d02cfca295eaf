"""What ours of API Gateway's REST APIs can do; registered like the rest, in scenarios.py."""

from __future__ import annotations

import json
from typing import Any

from tests.embedded_aws.scenarios import Client, refused, scenario

URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f"
INVOCATIONS = f"{URI}/invocations"

Where = dict[str, str]


def make_api(aws: Client, **settings: Any) -> tuple[Any, str, Where]:
    """Make an API with one resource; return the client, the API and where its methods go."""
    gateway = aws("apigateway")
    api = gateway.create_rest_api(name="a", **settings)
    resource = gateway.create_resource(restApiId=api["id"], parentId=api["rootResourceId"], pathPart="items")["id"]
    return gateway, api["id"], {"restApiId": api["id"], "resourceId": resource, "httpMethod": "GET"}


def replace(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


@scenario
def rest_apis_keep_and_change_all_of_their_settings(aws: Client) -> None:
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "execute-api:/dev/*"}]}
    gateway, api, _ = make_api(
        aws,
        binaryMediaTypes=["image/png"],
        minimumCompressionSize=1024,
        endpointConfiguration={"types": ["REGIONAL"]},
        policy=json.dumps(policy),
        tags={"a": "1"},
    )
    patches = [
        {"op": "remove", "path": "/binaryMediaTypes/image~1png"},
        {"op": "add", "path": "/binaryMediaTypes/text~1csv"},
        replace("/minimumCompressionSize", "2048"),
        replace("/disableExecuteApiEndpoint", "false"),
        replace("/endpointConfiguration/ipAddressType", "dualstack"),
    ]
    gateway.update_rest_api(restApiId=api, patchOperations=patches)
    arn = f"arn:aws:apigateway:us-east-1::/restapis/{api}"
    gateway.tag_resource(resourceArn=arn, tags={"b": "2"})
    gateway.untag_resource(resourceArn=arn, tagKeys=["a"])
    found = gateway.get_rest_api(restApiId=api)
    assert (found["binaryMediaTypes"], found["minimumCompressionSize"]) == (["text/csv"], 2048)
    assert found["endpointConfiguration"] == {"types": ["REGIONAL"], "ipAddressType": "dualstack"}
    assert (found["disableExecuteApiEndpoint"], found["tags"]) == (False, {"b": "2"})
    # As AWS gives it back: with whole ARNs, and escaped.
    given = json.loads(json.loads(f'"{found["policy"]}"'))
    assert given["Statement"][0]["Resource"] == f"arn:aws:execute-api:us-east-1:123456789012:{api}/dev/*"
    with refused("BadRequestException"):
        gateway.update_rest_api(restApiId=api, patchOperations=[replace("/nothing", "1")])
    gateway.delete_rest_api(restApiId=api)
    with refused("NotFoundException"):
        gateway.get_rest_api(restApiId=api)


@scenario
def methods_and_integrations_change_in_place(aws: Client) -> None:
    gateway, _, where = make_api(aws)
    with refused("BadRequestException"):
        gateway.put_method(**where, authorizationType="CUSTOM", authorizerId="nobody")
    gateway.put_method(**where, authorizationType="NONE", requestParameters={"method.request.querystring.q": True})
    with refused("ConflictException"):
        gateway.put_method(**where, authorizationType="NONE")
    link = gateway.create_vpc_link(name="l", targetArns=["arn:aws:elasticloadbalancing:us-east-1:123456789012:lb"])[
        "id"
    ]
    private = {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "http://a", "connectionType": "VPC_LINK"}
    with refused("BadRequestException"):
        gateway.put_integration(**where, **private, connectionId="nobody")
    gateway.put_integration(
        **where, **private, connectionId=link, cacheKeyParameters=["method.request.querystring.q"], timeoutInMillis=5000
    )
    with refused("BadRequestException"):
        gateway.delete_vpc_link(vpcLinkId=link)
    patches = [
        replace("/uri", "http://b"),
        replace("/timeoutInMillis", "6000"),
        replace("/tlsConfig/insecureSkipVerification", "true"),
        {"op": "add", "path": "/requestTemplates/application~1json", "value": "t"},
        {"op": "remove", "path": "/cacheKeyParameters/method.request.querystring.q"},
    ]
    changed = gateway.update_integration(**where, patchOperations=patches)
    assert (changed["uri"], changed["timeoutInMillis"], changed["connectionId"]) == ("http://b", 6000, link)
    assert (changed["requestTemplates"], changed["tlsConfig"]) == (
        {"application/json": "t"},
        {"insecureSkipVerification": True},
    )
    assert changed["cacheKeyParameters"] == []
    patches = [
        {"op": "remove", "path": "/requestParameters/method.request.querystring.q"},
        {"op": "add", "path": "/requestParameters/method.request.header.x", "value": "true"},
        replace("/authorizationType", "AWS_IAM"),
    ]
    method = gateway.update_method(**where, patchOperations=patches)
    assert method["requestParameters"] == {"method.request.header.x": True}
    assert (method["authorizationType"], method["methodIntegration"]["uri"]) == ("AWS_IAM", "http://b")


@scenario
def mappings_name_declared_parameters(aws: Client) -> None:
    gateway, _, where = make_api(aws)
    gateway.put_method(**where, authorizationType="NONE")
    gateway.put_integration(**where, type="MOCK")
    mapped = {"responseParameters": {"method.response.header.X": "'1'"}}
    with refused("BadRequestException"):
        gateway.put_integration_response(**where, statusCode="200", **mapped)
    gateway.put_method_response(**where, statusCode="200")
    with refused("BadRequestException"):
        gateway.put_integration_response(**where, statusCode="200", **mapped)
    patch = {"op": "add", "path": "/responseParameters/method.response.header.X", "value": "false"}
    gateway.update_method_response(**where, statusCode="200", patchOperations=[patch])
    gateway.put_integration_response(**where, statusCode="200", **mapped)
    patch = replace("/responseParameters/method.response.header.X", "'2'")
    changed = gateway.update_integration_response(**where, statusCode="200", patchOperations=[patch])
    assert changed["responseParameters"] == {"method.response.header.X": "'2'"}


@scenario
def authorizers_keep_their_expression_while_methods_use_them(aws: Client) -> None:
    gateway, api, where = make_api(aws)
    made = gateway.create_authorizer(
        restApiId=api,
        name="t",
        type="TOKEN",
        authorizerUri=INVOCATIONS,
        identitySource="method.request.header.Authorization",
        identityValidationExpression="Bearer .+",
    )
    assert made["identityValidationExpression"] == "Bearer .+"
    gateway.put_method(**where, authorizationType="CUSTOM", authorizerId=made["id"])
    patches = [replace("/identityValidationExpression", "B .+"), replace("/authorizerResultTtlInSeconds", "0")]
    gateway.update_authorizer(restApiId=api, authorizerId=made["id"], patchOperations=patches)
    found = gateway.get_authorizer(restApiId=api, authorizerId=made["id"])
    assert (found["identityValidationExpression"], found["authorizerResultTtlInSeconds"]) == ("B .+", 0)
    with refused("ConflictException"):
        gateway.delete_authorizer(restApiId=api, authorizerId=made["id"])


@scenario
def models_and_validators_are_kept_while_used(aws: Client) -> None:
    gateway, api, where = make_api(aws)
    assert {each["name"] for each in gateway.get_models(restApiId=api)["items"]} == {"Empty", "Error"}
    with refused("BadRequestException"):
        gateway.create_model(restApiId=api, name="Item", contentType="application/json", schema="{")
    gateway.create_model(restApiId=api, name="Item", contentType="application/json", schema="{}")
    validator = gateway.create_request_validator(restApiId=api, name="v", validateRequestBody=True)["id"]
    used = {"requestModels": {"application/json": "Item"}, "requestValidatorId": validator}
    gateway.put_method(**where, authorizationType="NONE", **used)
    with refused("ConflictException"):
        gateway.delete_model(restApiId=api, modelName="Item")
    with refused("ConflictException"):
        gateway.delete_request_validator(restApiId=api, requestValidatorId=validator)
    patch = replace("/schema", '{"type": "object"}')
    gateway.update_model(restApiId=api, modelName="Item", patchOperations=[patch])
    assert gateway.get_model(restApiId=api, modelName="Item")["schema"] == '{"type": "object"}'


@scenario
def gateway_responses_change_in_place(aws: Client) -> None:
    gateway, api, _ = make_api(aws)
    where = {"restApiId": api, "responseType": "UNAUTHORIZED"}
    assert gateway.get_gateway_response(**where)["defaultResponse"] is True
    gateway.put_gateway_response(**where, statusCode="401")
    patch = {"op": "add", "path": "/responseParameters/gatewayresponse.header.X", "value": "'1'"}
    gateway.update_gateway_response(**where, patchOperations=[patch])
    found = gateway.get_gateway_response(**where)
    assert (found["defaultResponse"], found["responseParameters"]) == (False, {"gatewayresponse.header.X": "'1'"})


def document(**paths: Any) -> bytes:
    """Return an OpenAPI document with an authorizer, a validator and a model."""
    scheme = {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {"type": "token", "authorizerUri": INVOCATIONS},
    }
    return json.dumps(
        {
            "openapi": "3.0.1",
            "info": {"title": "pets", "version": "1"},
            "components": {"securitySchemes": {"guard": scheme}, "schemas": {"Pet": {"type": "object"}}},
            "x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": True}},
            "paths": {path.replace("_", "/"): item for path, item in paths.items()},
        }
    ).encode()


@scenario
def documents_become_apis(aws: Client) -> None:
    gateway = aws("apigateway")
    schema = {"schema": {"$ref": "#/components/schemas/Pet"}}
    post = {
        "security": [{"guard": []}],
        "parameters": [{"name": "id", "in": "path", "required": True}],
        "requestBody": {"content": {"application/json": schema}},
        "x-amazon-apigateway-request-validator": "all",
        "responses": {"200": {"description": "ok", "content": {"application/json": schema}}},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": INVOCATIONS,
            "responses": {"default": {"statusCode": "200"}},
        },
    }
    api = gateway.import_rest_api(body=document(**{"_pets_{id}": {"post": post}}))["id"]
    resources = {each["path"]: each["id"] for each in gateway.get_resources(restApiId=api)["items"]}
    assert set(resources) == {"/", "/pets", "/pets/{id}"}
    method = gateway.get_method(restApiId=api, resourceId=resources["/pets/{id}"], httpMethod="POST")
    assert method["requestParameters"] == {"method.request.path.id": True}
    assert method["requestModels"] == {"application/json": "Pet"}
    assert method["methodIntegration"]["uri"] == INVOCATIONS
    assert method["authorizerId"] == gateway.get_authorizers(restApiId=api)["items"][0]["id"]
    # A refused document changes nothing, another one everything.
    with refused("BadRequestException"):
        broken: dict[str, Any] = {"get": {"security": [{"nobody": []}]}}
        gateway.put_rest_api(restApiId=api, mode="overwrite", body=document(_cats=broken))
    assert len(gateway.get_resources(restApiId=api)["items"]) == 3
    gateway.put_rest_api(restApiId=api, mode="overwrite", body=document(_cats={"get": {}}))
    assert {each["path"] for each in gateway.get_resources(restApiId=api)["items"]} == {"/", "/cats"}
    with refused("BadRequestException"):
        gateway.put_rest_api(restApiId=api, body=b"{")
