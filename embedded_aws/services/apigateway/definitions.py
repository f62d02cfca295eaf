"""What the methods of an API use: authorizers, request validators, models; and the responses of the gateway itself."""

from __future__ import annotations

import dataclasses
import json

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict
from embedded_aws.services.apigateway.base import RestKind, not_found
from embedded_aws.services.apigateway.rest_apis import rest_apis

# The status that API Gateway gives of itself; None where it keeps the backend's or its own detailed one.
GATEWAY_RESPONSES: dict[str, int | None] = {
    "ACCESS_DENIED": 403,
    "API_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_FAILURE": 500,
    "BAD_REQUEST_BODY": 400,
    "BAD_REQUEST_PARAMETERS": 400,
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
    "EXPIRED_TOKEN": 403,
    "INTEGRATION_FAILURE": 504,
    "INTEGRATION_TIMEOUT": 504,
    "INVALID_API_KEY": 403,
    "INVALID_SIGNATURE": 403,
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "QUOTA_EXCEEDED": 429,
    "REQUEST_TOO_LARGE": 413,
    "RESOURCE_NOT_FOUND": 404,
    "THROTTLED": 429,
    "UNAUTHORIZED": 401,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "WAF_FILTERED": 403,
}


class Authorizers(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Authorizer identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if item["name"] in [each["name"] for each in self.within(call, key[:1]).values()]:
            raise bad_request(f"Authorizer name must be unique. Authorizer {item['name']} already exists in this API.")
        item.setdefault("authType", "custom" if item["type"] != "COGNITO_USER_POOLS" else "cognito_user_pools")
        item.setdefault("authorizerResultTtlInSeconds", 300)

    def check(self, call: Call, key: Key, item: Answer) -> None:
        if item["type"] not in {"TOKEN", "REQUEST", "COGNITO_USER_POOLS"}:
            raise bad_request(f"Invalid authorizer type: {item['type']}")
        if item["type"] == "COGNITO_USER_POOLS":
            if not item.get("providerARNs"):
                raise bad_request("A Cognito authorizer requires at least one provider ARN.")
        elif not item.get("authorizerUri", "").startswith("arn:aws:apigateway:"):
            raise bad_request(f"Invalid Authorizer URI: {item.get('authorizerUri', '')}. Must be a Lambda function's.")
        if not 0 <= item["authorizerResultTtlInSeconds"] <= 3600:
            raise bad_request("Authorizer result TTL must be between 0 and 3600 seconds.")
        if item["type"] == "REQUEST" and not item.get("identitySource") and item["authorizerResultTtlInSeconds"]:
            raise bad_request("A REQUEST authorizer without an identity source cannot cache: set the TTL to 0.")

    def release(self, call: Call, key: Key, item: Answer) -> None:
        _refuse_while_used(call, key, "authorizer", "authorizerId")


class RequestValidators(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Request Validator identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item.setdefault("validateRequestBody", False)
        item.setdefault("validateRequestParameters", False)

    def release(self, call: Call, key: Key, item: Answer) -> None:
        _refuse_while_used(call, key, "request validator", "requestValidatorId")


class Models(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found(f"Invalid model name specified: {key[-1]}")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if (key[0], item["name"]) in self.kept(call):
            raise conflict("Model name already exists for this REST API")
        item["id"] = self.identifier(call)

    def make(self, call: Call) -> Answer:
        """Take the name as the key, which this operation alone calls `name`."""
        return super().make(_renamed(call, modelName=call.parameters["name"]))

    def check(self, call: Call, key: Key, item: Answer) -> None:
        try:
            json.loads(item.get("schema", "{}"))
        except ValueError as error:
            raise bad_request(f"Invalid model schema specified: {error}") from None

    def release(self, call: Call, key: Key, item: Answer) -> None:
        for (api, *where), each in [*call.store["Method"].items(), *call.store["MethodResponse"].items()]:
            used = {**each.get("requestModels", {}), **each.get("responseModels", {})}
            if api == key[0] and item["name"] in used.values():
                raise conflict(f"Cannot delete model '{item['name']}', is referenced in method {'/'.join(where)}")


class GatewayResponses(RestKind):
    make_verb = "Put"

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key[-1] not in GATEWAY_RESPONSES:
            raise bad_request(f"Invalid gateway response type: {key[-1]}")
        item["defaultResponse"] = False

    def find(self, call: Call, key: Key) -> Answer:
        """Return what was put, or else the gateway's own."""
        if key in self.kept(call) or key[-1] not in GATEWAY_RESPONSES:
            return super().find(call, key)
        status = GATEWAY_RESPONSES[key[-1]]
        templates = {"application/json": '{"message":$context.error.messageString}'}
        own = {"responseType": key[-1], "defaultResponse": True, "responseTemplates": templates}
        return own | ({"statusCode": str(status)} if status else {})


authorizers = Authorizers("Authorizer", "restApiId", "authorizerId", parent=rest_apis)
request_validators = RequestValidators("RequestValidator", "restApiId", "requestValidatorId", parent=rest_apis)
models = Models("Model", "restApiId", "modelName", field="name", parent=rest_apis)
gateway_responses = GatewayResponses(
    "GatewayResponse", "restApiId", "responseType", field="responseType", parent=rest_apis
)


def _renamed(call: Call, **parameters: str) -> Call:
    return dataclasses.replace(call, parameters={**call.parameters, **parameters})


def _refuse_while_used(call: Call, key: Key, what: str, field: str) -> None:
    for (api, resource, method), each in call.store["Method"].items():
        if api == key[0] and each.get(field) == key[-1]:
            path = call.store["Resource"][(api, resource)]["path"]
            raise conflict(f"Cannot delete {what} '{key[-1]}', is referenced in method: {method} {path}")
