"""Who may call what, as an OpenAPI document says it: security schemes, and requirements of operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from embedded_aws.additions import Answer, Call
from embedded_aws.kinds import bad_request
from embedded_aws.services.apigateway.base import own

_X = "x-amazon-apigateway-"
_API_KEY = "x-api-key"


@dataclass(frozen=True)
class Authorization:
    """The schemes of a document: those that are authorizers, the API key's and IAM's."""

    authorizers: Mapping[str, Answer]
    keys: frozenset[str]
    iam: frozenset[str]
    default: list[Mapping[str, list[str]]]

    def of(self, operation: Mapping[str, Any]) -> Answer:
        """Return the settings of a method."""
        if operation.get(f"{_X}auth", {}).get("type", "").upper() == "AWS_IAM":
            return {"authorizationType": "AWS_IAM"}
        settings: Answer = {"authorizationType": "NONE"}
        for requirement in operation.get("security", self.default):
            for scheme, scopes in requirement.items():
                settings |= self._required(scheme, scopes)
        return settings

    def _required(self, scheme: str, scopes: list[str]) -> Answer:
        if scheme in self.keys:
            return {"apiKeyRequired": True}
        if scheme in self.iam:
            return {"authorizationType": "AWS_IAM"}
        if scheme not in self.authorizers:
            raise bad_request(
                f"Invalid security requirement {scheme}: no security scheme of that name is an authorizer."
            )
        authorizer = self.authorizers[scheme]
        cognito = authorizer["type"] == "COGNITO_USER_POOLS"
        settings: Answer = {
            "authorizationType": "COGNITO_USER_POOLS" if cognito else "CUSTOM",
            "authorizerId": authorizer["id"],
        }
        return settings | ({"authorizationScopes": scopes} if scopes else {})


def make_authorizers(call: Call, api: str, document: Mapping[str, Any]) -> Authorization:
    """Make the authorizers that the document describes."""
    schemes = document.get("components", {}).get("securitySchemes", {}) | document.get("securityDefinitions", {})
    authorizers, keys, iam = {}, set(), set()
    for name, scheme in schemes.items():
        kind = scheme.get(f"{_X}authtype", "").lower()
        if f"{_X}authorizer" in scheme:
            authorizers[name] = _make(call, api, name, scheme)
        elif kind == "awssigv4":
            iam.add(name)
        elif scheme.get("type") == "apiKey" and scheme.get("name", "").lower() == _API_KEY:
            keys.add(name)
    return Authorization(authorizers, frozenset(keys), frozenset(iam), document.get("security", []))


def _make(call: Call, api: str, name: str, scheme: Mapping[str, Any]) -> Answer:
    given = dict(scheme[f"{_X}authorizer"])
    kind = given.pop("type", "token").upper()
    source = f"method.request.header.{scheme.get('name', 'Authorization')}" if kind != "REQUEST" else None
    given.setdefault("identitySource", source)
    given["providerARNs"] = given.get("providerARNs")
    for known in [key for key, each in call.store["Authorizer"].items() if key[0] == api and each["name"] == name]:
        del call.store["Authorizer"][known]
    kept = {key: value for key, value in given.items() if value is not None}
    return own(call, "CreateAuthorizer", restApiId=api, name=name, type=kind, **kept)
