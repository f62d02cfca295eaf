"""REST APIs, and the tree of their resources."""

from __future__ import annotations

import json
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict, identifier
from embedded_aws.services.apigateway.base import RestKind, not_found, now, own
from embedded_aws.services.apigateway.patches import invalid_path

_ENDPOINT_TYPES = {"EDGE", "REGIONAL", "PRIVATE"}
# Every new API has these two models.
_MODELS: dict[str, dict[str, Any]] = {
    "Empty": {"title": "Empty Schema", "type": "object"},
    "Error": {"title": "Error Schema", "type": "object", "properties": {"message": {"type": "string"}}},
}


class RestApis(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found(f"Invalid API identifier specified {key[-1]}")

    def identifier(self, call: Call) -> str:
        return identifier(10)

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item["createdDate"] = now()
        item["rootResourceId"] = identifier(10)
        item.setdefault("apiKeySource", "HEADER")
        item.setdefault("disableExecuteApiEndpoint", False)
        item.setdefault("endpointConfiguration", {"types": ["EDGE"]})
        item.setdefault("tags", {})

    def make(self, call: Call) -> Answer:
        """Make the API with what every new one has: the root of its resources, and two models."""
        answer = super().make(call)
        api, root = answer["id"], answer["rootResourceId"]
        resources.kept(call)[(api, root)] = {"id": root, "path": "/"}
        for name, schema in _MODELS.items():
            text = json.dumps({"$schema": "http://json-schema.org/draft-04/schema#", **schema})
            own(call, "CreateModel", restApiId=api, name=name, contentType="application/json", schema=text)
        return answer

    def check(self, call: Call, key: Key, item: Answer) -> None:
        endpoint = item["endpointConfiguration"]
        types = endpoint.setdefault("types", ["EDGE"])
        if len(types) != 1 or not set(types) <= _ENDPOINT_TYPES:
            raise bad_request(f"Invalid endpoint type {', '.join(types)}: one of EDGE, REGIONAL and PRIVATE.")
        if endpoint.get("vpcEndpointIds") and types != ["PRIVATE"]:
            raise bad_request("VPCEndpoint can only be set for PRIVATE endpoint type.")
        endpoint.setdefault("ipAddressType", "dualstack" if types == ["PRIVATE"] else "ipv4")
        if item.get("policy"):
            item["policy"] = _whole_arns(item["policy"], call, key[-1])

    def release(self, call: Call, key: Key, item: Answer) -> None:
        mapped = [domain for (domain, *_), each in call.store["BasePathMapping"].items() if each["restApiId"] == key[0]]
        if mapped:
            raise bad_request(f"Cannot delete API, please remove its base path mappings first: {', '.join(mapped)}.")

    def show(self, call: Call, key: Key, item: Answer) -> Answer:
        """Show the policy the way AWS does, as the inside of a JSON string."""
        return item | {"policy": json.dumps(item["policy"])[1:-1]} if item.get("policy") else item


class Resources(RestKind):
    """The tree of paths below an API's root."""

    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Resource identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        parent = self.find(call, (key[0], call.parameters["parentId"]))
        item["parentId"] = parent["id"]
        if "+}" in parent.get("pathPart", ""):
            raise bad_request(f"Cannot create a child of a resource with a greedy path variable: {parent['path']}")

    def check(self, call: Call, key: Key, item: Answer) -> None:
        if "parentId" not in item:
            return
        siblings = [
            each
            for other, each in self.within(call, key[:1]).items()
            if other != key and each.get("parentId") == item["parentId"]
        ]
        if item["pathPart"] in [each["pathPart"] for each in siblings]:
            raise conflict(f"Another resource with the same parent already has this name: {item['pathPart']}")
        variables = [each["pathPart"] for each in siblings if each["pathPart"].startswith("{")]
        if item["pathPart"].startswith("{") and variables:
            raise bad_request(f"A sibling ({variables[0]}) of this resource already has a variable path part.")
        item["path"] = _path(self.find(call, (key[0], item["parentId"])), item["pathPart"])

    def change(self, call: Call, key: Key, item: Answer) -> None:
        for patch in call.parameters.get("patchOperations", []):
            if patch["path"] not in {"/pathPart", "/parentId"}:
                raise invalid_path(patch)
        super().change(call, key, item)

    def update(self, call: Call) -> Answer:
        answer = super().update(call)
        self._move_below(call, call.parameters["restApiId"], answer)
        return answer

    def delete(self, call: Call) -> Answer:
        key = self._named(call)
        if "parentId" not in self.find(call, key):
            raise bad_request("Root resource cannot be deleted")
        return super().delete(call)

    def drop(self, call: Call, key: Key) -> None:
        below = [other for other, each in self.within(call, key[:1]).items() if each.get("parentId") == key[-1]]
        for child in below:
            self.drop(call, child)
        super().drop(call, key)

    def show(self, call: Call, key: Key, item: Answer) -> Answer:
        """Name the methods of the resource, whole where the request asks for that."""
        whole = "methods" in call.parameters.get("embed", [])
        found = [other for other in call.store["Method"] if other[:2] == key]
        shown = {
            method: own(call, "GetMethod", restApiId=api, resourceId=resource, httpMethod=method) if whole else {}
            for api, resource, method in found
        }
        return item | {"resourceMethods": shown} if shown else item

    def _move_below(self, call: Call, api: str, moved: Answer) -> None:
        for each in self.within(call, (api,)).values():
            if each.get("parentId") == moved["id"]:
                each["path"] = _path(moved, each["pathPart"])
                self._move_below(call, api, each)


rest_apis = RestApis("RestApi", "restApiId")
resources = Resources("Resource", "restApiId", "resourceId", parent=rest_apis)


def _path(parent: Answer, part: str) -> str:
    return f"{parent['path'].rstrip('/')}/{part}"


def _whole_arns(policy: str, call: Call, api: str) -> str:
    """Put the API's ARN where the policy says `execute-api:/...`, as AWS does when it takes the policy."""

    def whole(value: Any) -> Any:
        if isinstance(value, list):
            return [whole(each) for each in value]
        if isinstance(value, str) and value.startswith("execute-api:/"):
            return f"arn:aws:execute-api:{call.region}:{call.account}:{api}/{value.removeprefix('execute-api:/')}"
        return value

    try:
        document = json.loads(policy)
    except ValueError:
        raise bad_request("Invalid policy document. Please check the policy syntax and ensure it is JSON.") from None
    statements = document.get("Statement", [])
    for statement in statements if isinstance(statements, list) else [statements]:
        if "Resource" in statement:
            statement["Resource"] = whole(statement["Resource"])
    return json.dumps(document, separators=(",", ":"))
