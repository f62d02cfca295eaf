"""Documentation of an API, in parts and versions."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.kinds import Key, conflict
from embedded_aws.services.apigateway.base import RestKind, now
from embedded_aws.services.apigateway.rest_apis import rest_apis


class Versions(RestKind):
    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call):
            raise conflict("Documentation version already exists")
        item["createdDate"] = now()


parts = RestKind("DocumentationPart", "restApiId", "documentationPartId", parent=rest_apis)
versions = Versions("DocumentationVersion", "restApiId", "documentationVersion", field="version", parent=rest_apis)
