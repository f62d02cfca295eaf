"""Methods of a resource, their integrations and the responses of both."""

from __future__ import annotations

import re
from collections.abc import Iterable

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict
from embedded_aws.services.apigateway.base import RestKind, not_found
from embedded_aws.services.apigateway.rest_apis import resources, rest_apis

METHODS = {"ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
_AUTHORIZATIONS = {"NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"}
_AUTHORIZER_TYPES = {"CUSTOM": {"TOKEN", "REQUEST"}, "COGNITO_USER_POOLS": {"COGNITO_USER_POOLS"}}
_METHOD = ("restApiId", "resourceId", "httpMethod")


class _Put(RestKind):
    make_verb = "Put"


class Methods(_Put):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Method identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call):
            raise conflict("Method already exists for this resource")
        if key[-1] not in METHODS:
            raise bad_request(f"Invalid HTTP method specified: {key[-1]}")
        item.setdefault("apiKeyRequired", False)

    def check(self, call: Call, key: Key, item: Answer) -> None:
        api, authorization = key[0], item["authorizationType"]
        if authorization not in _AUTHORIZATIONS:
            raise bad_request(f"Invalid authorization type specified. Valid options are {sorted(_AUTHORIZATIONS)}")
        if authorization in _AUTHORIZER_TYPES:
            authorizer = call.store["Authorizer"].get((api, item.get("authorizerId")), {})
            if authorizer.get("type") not in _AUTHORIZER_TYPES[authorization]:
                raise bad_request(
                    f"Invalid authorizer ID specified. Setting the authorization type to {authorization} requires a "
                    "valid authorizer."
                )
        else:
            item.pop("authorizerId", None)
        validator = item.get("requestValidatorId")
        if validator and (api, validator) not in call.store["RequestValidator"]:
            raise bad_request("Invalid Request Validator identifier specified")
        check_models(call, api, item.get("requestModels", {}))

    def show(self, call: Call, key: Key, item: Answer) -> Answer:
        shown = dict(item)
        if key in integrations.kept(call):
            shown["methodIntegration"] = integrations.show(call, key, integrations.find(call, key))
        responses = method_responses.within(call, key)
        if responses:
            shown["methodResponses"] = {status: each for (*_, status), each in responses.items()}
        return shown


class Integrations(_Put):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Integration identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        # The field of this name is the method of the backend; the parameter is the method that it belongs to.
        item.pop("httpMethod")
        if call.parameters.get("integrationHttpMethod"):
            item["httpMethod"] = call.parameters["integrationHttpMethod"]
        item.setdefault("passthroughBehavior", "WHEN_NO_MATCH")
        item.setdefault("timeoutInMillis", 29000)
        item.setdefault("cacheNamespace", key[1])
        item.setdefault("cacheKeyParameters", [])

    def check(self, call: Call, key: Key, item: Answer) -> None:
        if item["type"] not in {"AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"}:
            raise bad_request(f"Invalid integration type specified: {item['type']}")
        if item["type"] != "MOCK" and not item.get("httpMethod"):
            raise bad_request("Enumeration value for HttpMethod must be non-empty")
        if item["type"].startswith("AWS"):
            _check_arn(item.get("uri", ""))
        if item["type"].startswith("HTTP") and not re.match(r"https?://", item.get("uri", "")):
            raise bad_request("Invalid HTTP endpoint specified for URI")
        _check_link(call, item)
        _check_timeout(call, key[0], item)
        declared = methods.find(call, key).get("requestParameters", {})
        mapped = [*item.get("requestParameters", {}).values(), *item["cacheKeyParameters"]]
        _check_mappings("method.request.", mapped, declared)

    def show(self, call: Call, key: Key, item: Answer) -> Answer:
        responses = integration_responses.within(call, key)
        if not responses:
            return item
        return item | {"integrationResponses": {status: each for (*_, status), each in responses.items()}}


class MethodResponses(_Put):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Response status code specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call):
            raise conflict("Response already exists for this resource")

    def check(self, call: Call, key: Key, item: Answer) -> None:
        check_models(call, key[0], item.get("responseModels", {}))


class IntegrationResponses(_Put):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Response status code specified")

    def check(self, call: Call, key: Key, item: Answer) -> None:
        response = method_responses.kept(call).get(key)
        mapped = item.get("responseParameters", {})
        if response is None and mapped:
            raise bad_request(
                "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                "[No method response exists for method.]"
            )
        _check_mappings("method.response.", mapped, (response or {}).get("responseParameters", {}))


methods = Methods("Method", *_METHOD, field="httpMethod", parent=resources)
integrations = Integrations("Integration", *_METHOD, field="httpMethod", parent=methods)
method_responses = MethodResponses("MethodResponse", *_METHOD, "statusCode", field="statusCode", parent=methods)
integration_responses = IntegrationResponses(
    "IntegrationResponse", *_METHOD, "statusCode", field="statusCode", parent=integrations
)


def check_models(call: Call, api: str, models: dict[str, str]) -> None:
    for name in models.values():
        if (api, name) not in call.store["Model"]:
            raise bad_request(f"Invalid model identifier specified: {name}")


def _check_arn(uri: str) -> None:
    parts = uri.split(":", 5)
    if len(parts) != 6 or parts[:3:2] != ["arn", "apigateway"]:
        raise bad_request("Invalid ARN specified in the request")
    if not parts[5].startswith(("path/", "action/")):
        raise bad_request("AWS ARN for integration must contain path or action")


def _check_link(call: Call, item: Answer) -> None:
    """Refuse a private integration whose link nobody made; a stage variable may still name one later."""
    if item.get("connectionType") != "VPC_LINK":
        return
    link = item.get("connectionId", "")
    if not link.startswith("${stageVariables.") and (link,) not in call.store["VpcLink"]:
        raise bad_request(f"Invalid Vpc Link identifier specified: {link or 'none'}")


def _check_timeout(call: Call, api: str, item: Answer) -> None:
    """Refuse to wait longer than 29 seconds, which for APIs that are not edge-optimised a raised quota allows.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    """
    edge = rest_apis.find(call, (api,))["endpointConfiguration"]["types"] == ["EDGE"]
    longest = 29000 if edge else 300000
    if not 50 <= item["timeoutInMillis"] <= longest:
        raise bad_request(f"Timeout should be between 50 ms and {longest} ms")


def _check_mappings(prefix: str, used: Iterable[str], declared: Iterable[str]) -> None:
    """Refuse mappings from or to parameters that the method does not declare."""
    named = {name.replace(f"{prefix}multivalue", prefix) for name in used if name.startswith(prefix)}
    unknown = [name for name in sorted(named - set(declared)) if not name.startswith(f"{prefix}body")]
    if unknown:
        raise bad_request(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
            f"[Invalid mapping expression parameter specified: {unknown[0]}]"
        )
