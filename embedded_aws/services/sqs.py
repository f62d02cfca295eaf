"""SQS: policies of a queue, as they were written."""

from __future__ import annotations

import json

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("sqs")

# moto forgets the first whenever a request sets other attributes only, does not know the second, and writes the third
# with other white space, which is a difference to the provider.
_KEPT = ("Policy", "RedriveAllowPolicy", "RedrivePolicy")


@service.completion("CreateQueue", "SetQueueAttributes")
def remember(call: Call, _answer: Answer) -> None:
    given = call.parameters.get("Attributes", {})
    _kept(call).update({name: given[name] for name in _KEPT if name in given})


@service.operation("GetQueueAttributes")
def get_attributes(call: Call) -> Answer:
    asked = set(call.parameters.get("AttributeNames", []))
    # moto refuses to be asked for what it does not know.
    url, known = call.parameters["QueueUrl"], sorted(asked.difference(_KEPT))
    given = call.ask("GetQueueAttributes", QueueUrl=url, AttributeNames=known).get("Attributes", {})
    theirs = {name: value for name, value in given.items() if name not in _KEPT}
    ours = {name: value for name, value in _kept(call).items() if value and asked & {name, "All"}}
    return {"Attributes": theirs | ours}


@service.completion("DeleteQueue")
def forget(call: Call, _answer: Answer) -> None:
    call.store["attributes"].pop(_queue(call), None)


# SQS Developer Guide, "Dead-letter queues": it exists, and is of the same type.
@service.refusal("CreateQueue", "SetQueueAttributes")
def dead_letter_queue_that_does_not_fit(call: Call) -> None:
    text = call.parameters.get("Attributes", {}).get("RedrivePolicy")
    if not text:
        return
    target = json.loads(text).get("deadLetterTargetArn", "").rpartition(":")[2]
    try:
        call.ask("GetQueueUrl", QueueName=target)
        fits = target.endswith(".fifo") == _queue(call).endswith(".fifo")
        reason = "Dead-letter queue must be same type of queue as the source."
    except AwsError:
        fits, reason = False, "Dead letter target does not exist."
    if not fits:
        said = f"Value {text} for parameter RedrivePolicy is invalid. Reason: {reason}"
        raise AwsError("InvalidParameterValue", said)


def _kept(call: Call) -> dict[str, str]:
    kept: dict[str, str] = call.store["attributes"].setdefault(_queue(call), {})
    return kept


def _queue(call: Call) -> str:
    """Return the queue's name, with which its URL ends."""
    named: str = call.parameters.get("QueueName") or call.parameters["QueueUrl"]
    return named.rsplit("/", 1)[-1]
