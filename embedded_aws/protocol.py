"""Between HTTP and plain dicts, by botocore's models: nothing here knows a service.

It leans on moto's private modules (routing, parsers, serialisers), which is why moto is pinned exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import botocore.exceptions
import botocore.parsers
import botocore.serialize
from botocore.awsrequest import HeadersDict
from botocore.model import StructureShape
from moto.core.model import OperationModel, ServiceModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model
from werkzeug.datastructures import Headers
from werkzeug.exceptions import NotFound
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from embedded_aws.additions import Answer, AwsError

_SCOPE = re.compile(r"Credential=(?P<key>[^/\s]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")
# Where the name in the signature is not botocore's name for the service.
_SIGNING_NAMES = {
    "cloudcontrolapi": "cloudcontrol",
    "elasticfilesystem": "efs",
    "email": "ses",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
}
_ELB_V1 = "2012-06-01"


@dataclass(frozen=True)
class Scope:
    """Who signed a request, and for what."""

    access_key: str
    region: str
    service: str


@dataclass(frozen=True)
class Match:
    """The operation a request is meant for, and what its path says."""

    operation: OperationModel
    path_parameters: dict[str, Any]
    protocol: str


def scope_of(request: Request) -> Scope | None:
    """Read the credential scope; None for unsigned requests."""
    found = _SCOPE.search(request.headers.get("Authorization", ""))
    if found is None:
        return None
    return Scope(found["key"], found["region"], _service_name(found["service"], request))


def _service_name(signing_name: str, request: Request) -> str:
    if signing_name == "elasticloadbalancing":
        return "elb" if request.values.get("Version") == _ELB_V1 else "elbv2"
    if request.path.startswith("/v2/") and signing_name in {"apigateway", "ses"}:
        return f"{signing_name}v2"
    return _SIGNING_NAMES.get(signing_name, signing_name)


def match(service: str, request: Request) -> Match | None:
    """Find the operation; None where botocore knows no such service, or no such operation of it."""
    try:
        operation, path_parameters = get_service_router(service).match(request)
    except (NotFound, NotImplementedError, botocore.exceptions.UnknownServiceError):
        return None
    return Match(operation, path_parameters, determine_request_protocol(operation.service_model, request.content_type))


def parameters_of(request: Request, found: Match) -> dict[str, Any]:
    """Parse a request into the parameters that a boto3 call would take."""
    parser = PROTOCOL_PARSERS[found.protocol](found.operation)
    parsed: dict[str, Any] = parser.parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.get_data(),
            "url_path": request.path,
            "url_params": found.path_parameters,
        }
    )
    return {name: value for name, value in parsed.items() if value is not None}


def answer_of(response: Response, found: Match) -> Answer:
    """Parse moto's response into a plain dict; raise AwsError where it is an error."""
    parser = botocore.parsers.ResponseParserFactory().create_parser(found.protocol)
    parsed: Answer = parser.parse(
        {
            "status_code": response.status_code,
            "headers": HeadersDict(dict(response.headers)),
            "body": response.get_data(),
        },
        found.operation.output_shape,  # type: ignore[arg-type]  # None is fine
    )
    parsed.pop("ResponseMetadata", None)
    if response.status_code >= 300:
        error = parsed.get("Error", {})
        raise AwsError(error.get("Code", "InternalFailure"), error.get("Message", ""))
    return parsed


def respond(result: Answer | AwsError, found: Match) -> Response:
    """Serialise an answer, or an error, the way the service's protocol wants it."""
    serializer = get_serializer_class(found.operation.service_model.service_name, found.protocol)
    serialized = serializer(operation_model=found.operation).serialize(result)
    body = serialized["body"]
    # In a list, so that werkzeug leaves the Content-Length of an answer to HEAD alone.
    parts = [body.encode() if isinstance(body, str) else body]
    return Response(parts, _status_in(result, found) or serialized["status_code"], dict(serialized["headers"]))


def _status_in(result: Answer | AwsError, found: Match) -> int | None:
    """Return the HTTP status that is itself part of an answer, such as that of Lambda's Invoke."""
    shape = found.operation.output_shape
    if isinstance(result, AwsError) or not isinstance(shape, StructureShape):
        return None
    named = [name for name, member in shape.members.items() if member.serialization.get("location") == "statusCode"]
    return next((int(result[name]) for name in named if name in result), None)


def build_request(
    service: str, operation: str, parameters: Mapping[str, Any], scope: Scope
) -> tuple[dict[str, Any], Match]:
    """Build the WSGI environment of a request, as boto3 would send it, and what its answer must be parsed as."""
    model = get_service_model(service)
    found = Match(model.operation_model(operation), {}, _protocol_moto_speaks(model))
    serializer = botocore.serialize.create_serializer(found.protocol, include_validation=False)
    prepared = serializer.serialize_to_request(dict(parameters), found.operation)
    body = prepared["body"]
    credential = f"{scope.access_key}/20000101/{scope.region}/{model.signing_name}/aws4_request"
    # The path of an operation may itself end in a query: "/{Bucket}?policy".
    path, _, fixed_query = str(prepared["url_path"]).partition("?")
    headers = Headers(prepared["headers"])
    headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}"
    builder = EnvironBuilder(
        path=path,
        method=prepared["method"],
        query_string="&".join(filter(None, [fixed_query, urlencode(prepared["query_string"], doseq=True)])),
        headers=headers,
        data=urlencode(body, doseq=True) if isinstance(body, dict) else body,
    )
    return builder.get_environ(), found


def _protocol_moto_speaks(model: ServiceModel) -> str:
    """Return the service's first protocol that moto can parse: some models put one first that it cannot."""
    offered: list[str] = [str(model.protocol), *model.metadata.get("protocols", [])]
    return next(name for name in offered if name in PROTOCOL_PARSERS)
