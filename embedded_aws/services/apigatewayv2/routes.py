"""Routes, what they lead to, and who may take them."""

from __future__ import annotations

import re

from embedded_aws.additions import Answer, Call
from embedded_aws.kinds import Key, bad_request, conflict, identifier
from embedded_aws.services.apigatewayv2.apis import apis, is_http
from embedded_aws.services.apigatewayv2.base import HttpKind, merge, not_found, service

_HTTP_ROUTE = re.compile(r"\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /\S*")
_TYPES = {True: {"AWS_PROXY", "HTTP_PROXY"}, False: {"AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"}}
# Which authorizers an authorization type may name.
_AUTHORIZERS = {"CUSTOM": "REQUEST", "JWT": "JWT"}


class Integrations(HttpKind):
    def identifier(self, call: Call) -> str:
        return identifier(7)

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        http = is_http(call, key[0])
        item.setdefault("ConnectionType", "INTERNET")
        item.setdefault("TimeoutInMillis", 30000 if http else 29000)
        if item["IntegrationType"] in {"AWS_PROXY", "AWS"} and "IntegrationSubtype" not in item:
            item.setdefault("IntegrationMethod", "POST")
        if http:
            item.setdefault("PayloadFormatVersion", "1.0")
        else:
            item.setdefault("PassthroughBehavior", "WHEN_NO_MATCH")
            item.setdefault("PayloadFormatVersion", "1.0")
            if item["IntegrationType"] != "AWS_PROXY":
                body = item["IntegrationType"] == "AWS"
                selection = (
                    "${integration.response.body.errorMessage}" if body else "${integration.response.statuscode}"
                )
                item["IntegrationResponseSelectionExpression"] = selection

    def check(self, call: Call, key: Key, item: Answer) -> None:
        http = is_http(call, key[0])
        if item["IntegrationType"] not in _TYPES[http]:
            raise bad_request(f"Unsupported integration type for this protocol: {item['IntegrationType']}")
        if item["ConnectionType"] == "VPC_LINK" and (item.get("ConnectionId"),) not in call.store["VpcLink"]:
            raise not_found(f"Invalid VpcLink identifier specified {item.get('ConnectionId', '')}")
        if http and not 50 <= item["TimeoutInMillis"] <= 30000:
            raise bad_request("Timeout should be between 50 ms and 30000 ms for HTTP integrations.")

    def change(self, call: Call, key: Key, item: Answer) -> None:
        # The mappings of one status are replaced as a whole, and taken away by naming none.
        for status in call.parameters.get("ResponseParameters", {}):
            item.get("ResponseParameters", {}).pop(status, None)
        super().change(call, key, item)
        if "ResponseParameters" in item:
            item["ResponseParameters"] = {status: each for status, each in item["ResponseParameters"].items() if each}

    def release(self, call: Call, key: Key, item: Answer) -> None:
        for route in routes.within(call, key[:1]).values():
            if route.get("Target") == f"integrations/{key[-1]}":
                raise conflict(f"Cannot delete Integration '{key[-1]}', is referenced in Route '{route['RouteId']}'")


class Authorizers(HttpKind):
    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if item["Name"] in [each["Name"] for each in self.within(call, key[:1]).values()]:
            raise bad_request(f"Authorizer name must be unique. Authorizer {item['Name']} already exists in this API.")

    def check(self, call: Call, key: Key, item: Answer) -> None:
        if item["AuthorizerType"] not in {"JWT", "REQUEST"}:
            raise bad_request(f"Invalid authorizer type: {item['AuthorizerType']}")
        jwt = item.get("JwtConfiguration", {})
        if item["AuthorizerType"] == "JWT" and not (jwt.get("Issuer") and jwt.get("Audience")):
            raise bad_request("JWT authorizers require an issuer and an audience.")
        if item["AuthorizerType"] == "REQUEST":
            if not item.get("AuthorizerUri"):
                raise bad_request("REQUEST authorizers require an authorizer URI.")
            if is_http(call, key[0]) and not item.get("AuthorizerPayloadFormatVersion"):
                raise bad_request("AuthorizerPayloadFormatVersion is a required parameter for HTTP APIs.")

    def release(self, call: Call, key: Key, item: Answer) -> None:
        for route in routes.within(call, key[:1]).values():
            if route.get("AuthorizerId") == key[-1]:
                raise conflict(f"Cannot delete authorizer '{key[-1]}', is referenced in route: '{route['RouteKey']}'")


class Routes(HttpKind):
    def identifier(self, call: Call) -> str:
        return identifier(7)

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item.setdefault("ApiKeyRequired", False)
        item.setdefault("AuthorizationType", "NONE")

    def change(self, call: Call, key: Key, item: Answer) -> None:
        # Maps are replaced as a whole, other than in integrations.
        for name in ("RequestModels", "RequestParameters"):
            if name in call.parameters:
                item[name] = {}
        super().change(call, key, item)

    def check(self, call: Call, key: Key, item: Answer) -> None:
        if is_http(call, key[0]) and not _HTTP_ROUTE.fullmatch(item["RouteKey"]):
            raise bad_request(
                "The provided route key is not formatted properly for HTTP protocol. Format should be "
                '"<HTTP METHOD> /<RESOURCE PATH>" or "$default"'
            )
        others = [each["RouteKey"] for other, each in self.within(call, key[:1]).items() if other != key]
        if item["RouteKey"] in others:
            raise conflict(f"Route with key {item['RouteKey']} already exists for this API")
        target = item.get("Target", "").removeprefix("integrations/")
        if target and (key[0], target) not in integrations.kept(call):
            raise bad_request(f"Invalid Integration identifier specified {target}")
        _check_authorization(call, key[0], item)


class RouteResponses(HttpKind):
    pass


class IntegrationResponses(HttpKind):
    pass


integrations = Integrations("Integration", "ApiId", "IntegrationId", parent=apis)
authorizers = Authorizers("Authorizer", "ApiId", "AuthorizerId", parent=apis)
routes = Routes("Route", "ApiId", "RouteId", parent=apis)
route_responses = RouteResponses("RouteResponse", "ApiId", "RouteId", "RouteResponseId", parent=routes)
integration_responses = IntegrationResponses(
    "IntegrationResponse", "ApiId", "IntegrationId", "IntegrationResponseId", parent=integrations
)


@service.operation("DeleteRouteRequestParameter")
def delete_request_parameter(call: Call) -> Answer:
    route = routes.find(call, (call.parameters["ApiId"], call.parameters["RouteId"]))
    merge(route, {"RequestParameters": {call.parameters["RequestParameterKey"]: ""}})
    return {}


def _check_authorization(call: Call, api: str, item: Answer) -> None:
    wanted = _AUTHORIZERS.get(item["AuthorizationType"])
    if wanted is None:
        item.pop("AuthorizerId", None)
        if item["AuthorizationType"] not in {"NONE", "AWS_IAM"}:
            raise bad_request(f"Invalid authorization type: {item['AuthorizationType']}")
        return
    authorizer = authorizers.kept(call).get((api, item.get("AuthorizerId", "")), {})
    if authorizer.get("AuthorizerType") != wanted:
        raise bad_request(f"Authorization type {item['AuthorizationType']} requires the ID of a {wanted} authorizer.")
