"""Application Auto Scaling: tags of scalable targets, and limits that hold once they are set."""

from __future__ import annotations

import re

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("application-autoscaling")

# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
_SCHEDULES = (
    re.compile(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\)"),
    re.compile(r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)"),
    # Six fields, of which one of day of month and day of week is a question mark.
    re.compile(r"cron\([^? ]+ [^? ]+ (\? [^? ]+ [^? ]+|[^? ]+ [^? ]+ \?) [^? ]+\)"),
)
_KEYS = ("ServiceNamespace", "ResourceId", "ScalableDimension")


@service.completion("RegisterScalableTarget")
def register(call: Call, _answer: Answer) -> None:
    """Remember the tags that came with the target; it may be registered again, to change it."""
    tags = call.store["tags"].setdefault(_target_arn(call), {})
    tags.update(call.parameters.get("Tags", {}))


@service.refusal("RegisterScalableTarget")
def check_limits(call: Call) -> None:
    least, most = call.parameters.get("MinCapacity"), call.parameters.get("MaxCapacity")
    if least is not None and most is not None and least > most:
        raise AwsError("ValidationException", "Maximum capacity cannot be less than minimum capacity")


@service.refusal("PutScheduledAction")
def check_schedule(call: Call) -> None:
    schedule = call.parameters.get("Schedule")
    if schedule and not any(pattern.fullmatch(schedule) for pattern in _SCHEDULES):
        raise AwsError("ValidationException", f"Schedule expression {schedule} is invalid")


@service.completion("RegisterScalableTarget")
def bring_within_limits(call: Call, _answer: Answer) -> None:
    """Change the count of a service that is outside of the limits, with or without a policy.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html: "it changes the
    resource's current capacity to a value that is inside of this range".
    """
    if call.parameters["ServiceNamespace"] != "ecs":
        return
    _, cluster, name = call.parameters["ResourceId"].split("/")
    target = _target(call)
    assert target, "just registered"
    [found] = call.ask("ecs:DescribeServices", cluster=cluster, services=[name])["services"]
    wanted = min(max(found["desiredCount"], target["MinCapacity"]), target["MaxCapacity"])
    if wanted != found["desiredCount"]:
        call.ask_all("ecs:UpdateService", cluster=cluster, service=name, desiredCount=wanted)


@service.operation("DeregisterScalableTarget")
def deregister(call: Call) -> Answer:
    """Delete the target with its policies and scheduled actions, as AWS does.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html
    """
    arn = _target_arn(call)
    if not arn:
        raise AwsError("ObjectNotFoundException", f"No scalable target found for {_named(call)}")
    answer = call.ask("DeregisterScalableTarget", **call.parameters)
    call.store["tags"].pop(arn, None)
    target = {key: call.parameters[key] for key in _KEYS}
    for policy in call.ask("DescribeScalingPolicies", **target)["ScalingPolicies"]:
        call.ask("DeleteScalingPolicy", PolicyName=policy["PolicyName"], **target)
    for action in call.ask("DescribeScheduledActions", **target)["ScheduledActions"]:
        call.ask("DeleteScheduledAction", ScheduledActionName=action["ScheduledActionName"], **target)
    return answer


@service.refusal("PutScalingPolicy", "PutScheduledAction")
def check_target(call: Call) -> None:
    if not _target_arn(call):
        raise AwsError("ObjectNotFoundException", f"No scalable target registered for {_named(call)}")


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
    target = _target(call)
    return target["ScalableTargetARN"] if target else None


def _target(call: Call) -> Answer | None:
    found = call.ask(
        "DescribeScalableTargets",
        ServiceNamespace=call.parameters["ServiceNamespace"],
        ResourceIds=[call.parameters["ResourceId"]],
        ScalableDimension=call.parameters["ScalableDimension"],
    )["ScalableTargets"]
    return found[0] if found else None


def _named(call: Call) -> str:
    namespace, resource, dimension = (call.parameters[key] for key in _KEYS)
    return f"service namespace: {namespace}, resource ID: {resource}, scalable dimension: {dimension}"
