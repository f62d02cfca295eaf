"""PutRestApi and ImportRestApi: an OpenAPI 3 or Swagger 2 document, carried out as the operations it stands for."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import bad_request
from embedded_aws.services.apigateway.base import own, service
from embedded_aws.services.apigateway.openapi_security import Authorization, make_authorizers
from embedded_aws.services.apigateway.rest_apis import resources, rest_apis

_X = "x-amazon-apigateway-"
_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", f"{_X}any-method")
_PLACES = {"header": "header", "path": "path", "query": "querystring"}
# What an extension of the document's root says of the API; an overwriting document without it sets the default again.
_SETTINGS = {
    f"{_X}api-key-source": "apiKeySource",
    f"{_X}binary-media-types": "binaryMediaTypes",
    f"{_X}minimum-compression-size": "minimumCompressionSize",
}
_INTEGRATION = (
    "type",
    "uri",
    "connectionType",
    "connectionId",
    "credentials",
    "requestParameters",
    "requestTemplates",
    "passthroughBehavior",
    "cacheNamespace",
    "cacheKeyParameters",
    "contentHandling",
    "timeoutInMillis",
    "tlsConfig",
)

Document = Mapping[str, Any]


@service.operation("ImportRestApi")
def import_api(call: Call) -> Answer:
    document = _parse(call.parameters["body"])
    made = own(call, "CreateRestApi", name=document["info"].get("title", "imported"))
    try:
        return _write(call, made["id"], document, overwrite=True)
    except AwsError:
        own(call, "DeleteRestApi", restApiId=made["id"])
        raise


@service.operation("PutRestApi")
def put(call: Call) -> Answer:
    document = _parse(call.parameters["body"])
    rest_apis.find(call, (call.parameters["restApiId"],))
    before = copy.deepcopy(dict(call.store))
    try:
        overwrite = call.parameters.get("mode", "merge") == "overwrite"
        return _write(call, call.parameters["restApiId"], document, overwrite)
    except AwsError as error:
        # All of it, or nothing.
        call.store.clear()
        call.store.update(before)
        raise bad_request(f"Errors found during import:\n\t{error.message}") from None


def _parse(body: bytes | str) -> Document:
    try:
        document = yaml.safe_load(body)
    except yaml.YAMLError as error:
        raise bad_request(f"Unable to parse API definition because of a malformed document: {error}") from None
    if not isinstance(document, dict) or not ({"openapi", "swagger"} & document.keys()) or "info" not in document:
        raise bad_request("Invalid OpenAPI input: a document has `openapi` or `swagger`, and `info`.")
    return document


def _write(call: Call, api: str, document: Document, overwrite: bool) -> Answer:
    if overwrite:
        _clear(call, api)
    _write_settings(call, api, document, overwrite)
    schemas = document.get("components", {}).get("schemas", {}) | document.get("definitions", {})
    for name, schema in schemas.items():
        _write_model(call, api, name, schema)
    validators = {
        name: own(call, "CreateRequestValidator", restApiId=api, name=name, **validator)["id"]
        for name, validator in document.get(f"{_X}request-validators", {}).items()
    }
    authorization = make_authorizers(call, api, document)
    for kind, response in document.get(f"{_X}gateway-responses", {}).items():
        status = {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}
        own(call, "PutGatewayResponse", restApiId=api, responseType=kind, **{**response, **status})
    for path, item in document.get("paths", {}).items():
        resource = _resource(call, api, path)
        for verb in _VERBS:
            if verb in item:
                _Method(call, api, resource, document, validators, authorization).write(verb, item)
    return own(call, "GetRestApi", restApiId=api)


def _clear(call: Call, api: str) -> None:
    """Forget what a document describes; deployments and stages stay."""
    for (_, resource), each in list(resources.within(call, (api,)).items()):
        if each["path"] != "/":
            resources.drop(call, (api, resource))
    for kind in resources.children:
        for key in kind.within(call, (api,)):
            kind.drop(call, key)
    for name in ("Authorizer", "RequestValidator", "GatewayResponse", "Model"):
        for key in [key for key in call.store[name] if key[0] == api]:
            del call.store[name][key]


def _write_settings(call: Call, api: str, document: Document, overwrite: bool) -> None:
    item, info = rest_apis.find(call, (api,)), document["info"]
    given = {"name": info.get("title"), "description": info.get("description"), "version": info.get("version")}
    given |= {field: document.get(extension) for extension, field in _SETTINGS.items()}
    if f"{_X}policy" in document or overwrite:
        policy = document.get(f"{_X}policy")
        given["policy"] = policy if isinstance(policy, str | None) else json.dumps(policy)
    for field, value in given.items():
        if value is not None:
            item[field] = value
        elif overwrite and field != "name":
            item.pop(field, None)
    item.setdefault("apiKeySource", "HEADER")
    endpoint = document.get(f"{_X}endpoint-configuration", {})
    for server in document.get("servers", []):
        endpoint = endpoint | server.get(f"{_X}endpoint-configuration", {})
    if "disableExecuteApiEndpoint" in endpoint:
        item["disableExecuteApiEndpoint"] = endpoint["disableExecuteApiEndpoint"]
    if "vpcEndpointIds" in endpoint:
        item["endpointConfiguration"]["vpcEndpointIds"] = endpoint["vpcEndpointIds"]
    rest_apis.check(call, (api,), item)


def _write_model(call: Call, api: str, name: str, schema: Any) -> None:
    call.store["Model"].pop((api, name), None)
    text = json.dumps(schema)
    own(call, "CreateModel", restApiId=api, name=name, contentType="application/json", schema=text)


def _resource(call: Call, api: str, path: str) -> str:
    """Return the resource of a path, after making it and those above it where they are missing."""
    found = {each["path"]: each["id"] for each in resources.within(call, (api,)).values()}
    path = "/" + path.strip("/")
    if path not in found:
        above, _, part = path.rpartition("/")
        made = own(call, "CreateResource", restApiId=api, parentId=_resource(call, api, above), pathPart=part)
        return str(made["id"])
    return str(found[path])


class _Method:
    """One operation of the document, written as a method with its integration and responses."""

    def __init__(
        self,
        call: Call,
        api: str,
        resource: str,
        document: Document,
        validators: Mapping[str, str],
        authorization: Authorization,
    ) -> None:
        self.call = call
        self.document = document
        self.validators = validators
        self.authorization = authorization
        self.where = {"restApiId": api, "resourceId": resource}

    def write(self, verb: str, item: Document) -> None:
        operation = item[verb]
        method = "ANY" if verb.startswith(_X) else verb.upper()
        where = {**self.where, "httpMethod": method}
        self.call.store["Method"].pop(tuple(where.values()), None)
        own(self.call, "PutMethod", **where, **self._settings(item, operation))
        for status, response in operation.get("responses", {}).items():
            if str(status).isdigit():
                self._write_response(where, str(status), self._resolved(response))
        integration = operation.get(f"{_X}integration") or self.document.get(f"{_X}integration")
        if integration:
            self._write_integration(where, integration)

    def _settings(self, item: Document, operation: Document) -> Answer:
        validator = operation.get(f"{_X}request-validator") or self.document.get(f"{_X}request-validator")
        if validator and validator not in self.validators:
            raise bad_request(
                f"Invalid request validator {validator}: it is not among x-amazon-apigateway-request-validators"
            )
        settings = {
            "requestParameters": dict(self._parameters(item, operation)),
            "requestModels": dict(self._models(operation)),
            "requestValidatorId": self.validators.get(validator or ""),
            "operationName": operation.get("operationId"),
            **self.authorization.of(operation),
        }
        return {name: value for name, value in settings.items() if value not in (None, {})}

    def _parameters(self, item: Document, operation: Document) -> Iterator[tuple[str, bool]]:
        for parameter in map(self._resolved, [*item.get("parameters", []), *operation.get("parameters", [])]):
            if parameter.get("in") in _PLACES:
                place = _PLACES[parameter["in"]]
                yield f"method.request.{place}.{parameter['name']}", bool(parameter.get("required"))

    def _models(self, operation: Document) -> Iterator[tuple[str, str]]:
        """Name the models of the body: of each content type in OpenAPI 3, of the body parameter in Swagger 2."""
        for content, media in self._resolved(operation.get("requestBody", {})).get("content", {}).items():
            if "$ref" in media.get("schema", {}):
                yield content, media["schema"]["$ref"].rpartition("/")[2]
        for parameter in operation.get("parameters", []):
            if parameter.get("in") == "body" and "$ref" in parameter.get("schema", {}):
                yield "application/json", parameter["schema"]["$ref"].rpartition("/")[2]

    def _write_response(self, where: Answer, status: str, response: Document) -> None:
        headers = {f"method.response.header.{name}": False for name in response.get("headers", {})}
        content = (
            {**response.get("content", {}), "application/json": response}
            if "schema" in response
            else response.get("content", {})
        )
        models = {
            kind: media["schema"]["$ref"].rpartition("/")[2]
            for kind, media in content.items()
            if "$ref" in media.get("schema", {})
        }
        given = {"responseParameters": headers, "responseModels": models}
        self.call.store["MethodResponse"].pop((*where.values(), status), None)
        own(self.call, "PutMethodResponse", **where, statusCode=status, **{k: v for k, v in given.items() if v})

    def _write_integration(self, where: Answer, integration: Document) -> None:
        given = {name: integration[name] for name in _INTEGRATION if name in integration}
        given["type"] = str(given.get("type", "")).upper()
        if "httpMethod" in integration:
            given["integrationHttpMethod"] = integration["httpMethod"]
        own(self.call, "PutIntegration", **where, **given)
        for pattern, response in integration.get("responses", {}).items():
            named = {} if pattern == "default" else {"selectionPattern": str(pattern)}
            kept = {name: value for name, value in response.items() if name != "statusCode"}
            own(self.call, "PutIntegrationResponse", **where, statusCode=str(response["statusCode"]), **named, **kept)

    def _resolved(self, item: Document) -> Document:
        """Follow a reference within the document."""
        found: Any = item
        if "$ref" in item:
            found = self.document
            for step in item["$ref"].removeprefix("#/").split("/"):
                found = found.get(step, {})
        return found  # type: ignore[no-any-return]  # a document is made of dicts
