"""HTTP and WebSocket APIs."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, identifier
from embedded_aws.services.apigatewayv2.base import HttpKind, not_found, now, own, service


class Apis(HttpKind):
    def missing(self, key: Key) -> AwsError:
        return not_found(f"Invalid API identifier specified {key[-1]}")

    def identifier(self, call: Call) -> str:
        return identifier(10)

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        http = item["ProtocolType"] == "HTTP"
        item["CreatedDate"] = now()
        item["ApiEndpoint"] = f"{'https' if http else 'wss'}://{key[0]}.execute-api.{call.region}.amazonaws.com"
        item.setdefault("ApiKeySelectionExpression", "$request.header.x-api-key")
        item.setdefault("DisableExecuteApiEndpoint", False)
        item.setdefault("IpAddressType", "ipv4")
        item.setdefault("Tags", {})
        if http:
            item.setdefault("RouteSelectionExpression", "$request.method $request.path")

    def make(self, call: Call) -> Answer:
        answer = super().make(call)
        if "Target" in call.parameters:
            _make_quickly(call, answer["ApiId"])
        return answer

    def check(self, call: Call, key: Key, item: Answer) -> None:
        if item["ProtocolType"] not in {"HTTP", "WEBSOCKET"}:
            raise bad_request(f"Invalid protocol specified: {item['ProtocolType']}. Must be one of [HTTP, WEBSOCKET]")
        if not item.get("RouteSelectionExpression"):
            raise bad_request("Route selection expression is required for WEBSOCKET protocol.")
        cors = item.get("CorsConfiguration", {})
        if cors and item["ProtocolType"] != "HTTP":
            raise bad_request("CORS is supported only for HTTP APIs.")
        if cors.get("AllowCredentials") and "*" in cors.get("AllowOrigins", []):
            raise bad_request("AllowOrigins can not be '*' while AllowCredentials is true.")

    def change(self, call: Call, key: Key, item: Answer) -> None:
        # CORS is replaced as a whole.
        if "CorsConfiguration" in call.parameters:
            item["CorsConfiguration"] = {}
        super().change(call, key, item)

    def release(self, call: Call, key: Key, item: Answer) -> None:
        mapped = [domain for (domain, _), each in call.store["ApiMapping"].items() if each["ApiId"] == key[0]]
        if mapped:
            raise bad_request(f"Cannot delete API, please remove its API mappings first: {', '.join(mapped)}.")


class Models(HttpKind):
    pass


apis = Apis("Api", "ApiId")
models = Models("Model", "ApiId", "ModelId", parent=apis)


@service.operation("DeleteCorsConfiguration")
def delete_cors(call: Call) -> Answer:
    apis.find(call, (call.parameters["ApiId"],)).pop("CorsConfiguration", None)
    return {}


def is_http(call: Call, api: str) -> bool:
    return bool(apis.find(call, (api,))["ProtocolType"] == "HTTP")


def _make_quickly(call: Call, api: str) -> None:
    """Make the one integration, route and stage of an API that was made with a target."""
    target = call.parameters["Target"]
    kind = "HTTP_PROXY" if target.startswith("http") else "AWS_PROXY"
    made = own(
        call,
        "CreateIntegration",
        ApiId=api,
        IntegrationType=kind,
        IntegrationUri=target,
        PayloadFormatVersion="1.0" if kind == "HTTP_PROXY" else "2.0",
        **({"IntegrationMethod": "ANY"} if kind == "HTTP_PROXY" else {}),
    )
    route = call.parameters.get("RouteKey", "$default")
    own(call, "CreateRoute", ApiId=api, RouteKey=route, Target=f"integrations/{made['IntegrationId']}")
    own(call, "CreateStage", ApiId=api, StageName="$default", AutoDeploy=True)
