"""Application Auto Scaling: tags of scalable targets."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("application-autoscaling")


@service.completion("RegisterScalableTarget")
def register(call: Call, _answer: Answer) -> None:
    """Remember the tags that came with the target; it may be registered again, to change it."""
    tags = call.store["tags"].setdefault(_target_arn(call), {})
    tags.update(call.parameters.get("Tags", {}))


@service.operation("DeregisterScalableTarget")
def deregister(call: Call) -> Answer:
    arn = _target_arn(call)
    answer = call.ask("DeregisterScalableTarget", **call.parameters)
    call.store["tags"].pop(arn, None)
    return answer


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    _tags(call).update(call.parameters["Tags"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    tags = _tags(call)
    for key in call.parameters["TagKeys"]:
        tags.pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def list_tags(call: Call) -> Answer:
    return {"Tags": _tags(call)}


def _tags(call: Call) -> dict[str, str]:
    arn = call.parameters["ResourceARN"]
    if arn not in call.store["tags"]:
        raise AwsError("ResourceNotFoundException", f"The resource {arn} doesn't exist.")
    tags: dict[str, str] = call.store["tags"][arn]
    return tags


def _target_arn(call: Call) -> str | None:
    """Return the ARN of the target that the call names, or None where there is none."""
    found = call.ask(
        "DescribeScalableTargets",
        ServiceNamespace=call.parameters["ServiceNamespace"],
        ResourceIds=[call.parameters["ResourceId"]],
        ScalableDimension=call.parameters["ScalableDimension"],
    )["ScalableTargets"]
    return found[0]["ScalableTargetARN"] if found else None
