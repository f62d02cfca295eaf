"""Tags, of everything that has an ARN."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.kinds import bad_request
from embedded_aws.services.apigatewayv2.apis import apis
from embedded_aws.services.apigatewayv2.base import service
from embedded_aws.services.apigatewayv2.domain_names import domain_names
from embedded_aws.services.apigatewayv2.links import vpc_links
from embedded_aws.services.apigatewayv2.stages import stages

# Of an ARN such as arn:aws:apigateway:REGION::/apis/API/stages/STAGE, by the words between the names.
_TAGGED = {
    ("apis",): apis,
    ("apis", "stages"): stages,
    ("domainnames",): domain_names,
    ("vpclinks",): vpc_links,
}


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    _tags(call).update(call.parameters["Tags"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    for key in call.parameters["TagKeys"]:
        _tags(call).pop(key, None)
    return {}


@service.operation("GetTags")
def get(call: Call) -> Answer:
    return {"Tags": _tags(call)}


def _tags(call: Call) -> dict[str, str]:
    arn = call.parameters["ResourceArn"]
    steps = arn.rpartition("::/")[2].split("/")
    kind = _TAGGED.get(tuple(steps[::2]))
    if kind is None:
        raise bad_request(f"Invalid ARN specified in the request: {arn}")
    found: dict[str, str] = kind.find(call, tuple(steps[1::2])).setdefault("Tags", {})
    return found
