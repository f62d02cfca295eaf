"""Which operations of AWS terraform has called: what the role that runs it must be allowed.

`GET /_embedded-aws/calls` lists them as `service:Operation` in botocore's words, and DELETE forgets them. Those of API
Gateway, whose actions are HTTP methods, are `apigateway:METHOD`:
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
"""

from __future__ import annotations

import json

from moto.core.request import Request
from werkzeug.wrappers import Response

from embedded_aws import protocol

PATH = "/_embedded-aws/calls"
# The AWS SDK for Go says so of the provider and of the S3 backend; tests and people call with others.
_TERRAFORM = "Terraform/"


class Calls:
    """Remembers each operation once."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def remember(self, request: Request) -> None:
        """Note the operation of a request, whatever becomes of it: AWS asks for the permission first."""
        if _TERRAFORM not in request.headers.get("User-Agent", ""):
            return
        scope = protocol.scope_of(request)
        if scope is None:
            return
        if scope.service in ("apigateway", "apigatewayv2"):
            self._seen.add(f"apigateway:{request.method}")
        elif found := protocol.match(scope.service, request):
            self._seen.add(f"{scope.service}:{found.operation.name}")

    def answer(self, method: str) -> Response:
        """List what was called; DELETE forgets it."""
        if method == "DELETE":
            self._seen.clear()
        return Response(json.dumps(sorted(self._seen)), content_type="application/json")
