"""Tags, of everything that has an ARN."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.kinds import bad_request
from embedded_aws.services.apigateway.base import service
from embedded_aws.services.apigateway.domain_names import domain_names
from embedded_aws.services.apigateway.links import client_certificates, vpc_links
from embedded_aws.services.apigateway.plans import api_keys, usage_plans
from embedded_aws.services.apigateway.rest_apis import rest_apis
from embedded_aws.services.apigateway.stages import stages

# Of an ARN such as arn:aws:apigateway:REGION::/restapis/API/stages/STAGE, by the words between the names.
_TAGGED = {
    ("apikeys",): api_keys,
    ("clientcertificates",): client_certificates,
    ("domainnames",): domain_names,
    ("restapis",): rest_apis,
    ("restapis", "stages"): stages,
    ("usageplans",): usage_plans,
    ("vpclinks",): vpc_links,
}


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    _tags(call).update(call.parameters["tags"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    for key in call.parameters["tagKeys"]:
        _tags(call).pop(key, None)
    return {}


@service.operation("GetTags")
def get(call: Call) -> Answer:
    return {"tags": _tags(call)}


def _tags(call: Call) -> dict[str, str]:
    arn = call.parameters["resourceArn"]
    steps = arn.rpartition("::/")[2].split("/")
    kind = _TAGGED.get(tuple(steps[::2]))
    if kind is None:
        raise bad_request(f"Invalid ARN specified in the request: {arn}")
    found: dict[str, str] = kind.find(call, tuple(steps[1::2])).setdefault("tags", {})
    return found
