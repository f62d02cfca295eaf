"""CloudWatch: composite alarms, whose rules name other alarms.

Source: CloudWatch API Reference, PutCompositeAlarm, DeleteAlarms, DescribeAlarms. They stay with the metric alarms that
they name: CloudWatch deletes none that a composite alarm depends on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from moto.core.utils import utcnow

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudwatch import service

__all__ = ["service"]

_COMPOSITES, _TAGS = "composites", "tags"  # by name; by ARN
_STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")
_TOKEN = re.compile(r'\s*([()]|"[^"]*"|[^\s()"]+)')
_CHILDREN, _ELEMENTS, _PARENTS = 100, 500, 150
_KEPT = (
    "AlarmName",
    "AlarmRule",
    "AlarmDescription",
    "AlarmActions",
    "OKActions",
    "InsufficientDataActions",
    "ActionsSuppressor",
    "ActionsSuppressorWaitPeriod",
    "ActionsSuppressorExtensionPeriod",
)

Holds = Callable[[Mapping[str, str]], bool]  # whether a rule is true of the states of alarms, by name


class Rule:
    """An AlarmRule: the alarms that it names, and whether it is true of their states.

    Its operators bind as everywhere: NOT before AND, AND before OR. Raises AwsError where it is none.
    """

    def __init__(self, text: str) -> None:
        self.children: list[str] = []
        self._tokens = _TOKEN.findall(text)
        if "".join(self._tokens) != re.sub(r'\s+(?=(?:[^"]*"[^"]*")*[^"]*$)', "", text):
            raise _not_a_rule("a quote is not closed")
        elements = sum(token in ("(", ")", "TRUE", "FALSE") for token in self._tokens)
        self.holds = self._any()
        if self._tokens:
            raise _not_a_rule(f"unexpected {self._tokens[0]}")
        # The parentheses around the name of an alarm belong to it.
        if len(set(self.children)) > _CHILDREN or elements - len(self.children) > _ELEMENTS:
            raise AwsError("ValidationError", "AlarmRule must not exceed 100 children alarms and 500 elements.")

    def _any(self) -> Holds:
        parts = [self._every()]
        while self._tokens[:1] == ["OR"]:
            self._next()
            parts.append(self._every())
        return lambda states: any(part(states) for part in parts)

    def _every(self) -> Holds:
        parts = [self._one()]
        while self._tokens[:1] == ["AND"]:
            self._next()
            parts.append(self._one())
        return lambda states: all(part(states) for part in parts)

    def _one(self) -> Holds:
        word = self._next()
        if word == "NOT":
            denied = self._one()
            return lambda states: not denied(states)
        if word in ("TRUE", "FALSE"):
            return lambda _states: word == "TRUE"
        if word == "(":
            inner = self._any()
            self._expect(")")
            return inner
        if word in _STATES:
            self._expect("(")
            name = alarm_name(self._next().strip('"'))
            self._expect(")")
            self.children.append(name)
            return lambda states: states.get(name) == word
        raise _not_a_rule(f"unexpected {word}")

    def _next(self) -> str:
        if not self._tokens:
            raise _not_a_rule("it ends too early")
        token: str = self._tokens.pop(0)
        return token

    def _expect(self, wanted: str) -> None:
        found = self._next()
        if found != wanted:
            raise _not_a_rule(f"unexpected {found}")


def _not_a_rule(why: str) -> AwsError:
    return AwsError("ValidationError", f"AlarmRule is not valid: {why}.")


def alarm_name(name_or_arn: str) -> str:
    return name_or_arn.split(":alarm:", 1)[-1]


@service.operation("PutCompositeAlarm")
def put(call: Call) -> Answer:
    asked = call.parameters
    name = asked["AlarmName"]
    metrics = _metric_states(call)
    rule = Rule(asked["AlarmRule"])
    known = metrics.keys() | call.store[_COMPOSITES].keys()
    missing = sorted(set(rule.children) - known)
    if missing:
        said = f"Could not save the composite alarm as alarms [{', '.join(missing)}] in the alarm rule do not exist"
        raise AwsError("ValidationError", said)
    if name in metrics:
        raise AwsError("ValidationError", f"An alarm of another type is called {name} already.")
    for child in rule.children:
        if len({*_parents(call, child), name}) > _PARENTS:
            raise AwsError("LimitExceeded", f"Alarm {child} is in the rules of {_PARENTS} composite alarms already.")
    if "ActionsSuppressor" in asked:
        if alarm_name(asked["ActionsSuppressor"]) not in known:
            raise AwsError("ValidationError", f"ActionsSuppressor {asked['ActionsSuppressor']} does not exist")
        if not {"ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"} <= asked.keys():
            raise AwsError("ValidationError", "ActionsSuppressor needs a wait period and an extension period")
    arn = f"arn:aws:cloudwatch:{call.region}:{call.account}:alarm:{name}"
    if name not in call.store[_COMPOSITES]:
        call.store[_TAGS][arn] = {tag["Key"]: tag["Value"] for tag in asked.get("Tags", [])}
    call.store[_COMPOSITES][name] = {
        **{key: asked[key] for key in _KEPT if key in asked},
        "AlarmArn": arn,
        "ActionsEnabled": asked.get("ActionsEnabled", True),
        "AlarmConfigurationUpdatedTimestamp": utcnow(),
    }
    return {}


@service.refusal("PutMetricAlarm")
def name_that_a_composite_has(call: Call) -> None:
    if call.parameters["AlarmName"] in call.store[_COMPOSITES]:
        said = f"An alarm of another type is called {call.parameters['AlarmName']} already."
        raise AwsError("ValidationError", said)


@service.completion("DescribeAlarms")
def show(call: Call, answer: Answer) -> None:
    asked = call.parameters
    # "If you omit this parameter, only metric alarms are returned."
    types = asked.get("AlarmTypes") or ["MetricAlarm"]
    if "MetricAlarm" not in types:
        answer["MetricAlarms"] = []
    if "CompositeAlarm" not in types:
        return
    states = _states(call)
    answer["CompositeAlarms"] = [
        _shown(alarm, states)
        for name, alarm in sorted(call.store[_COMPOSITES].items())
        if name in asked.get("AlarmNames", [name])
        and name.startswith(asked.get("AlarmNamePrefix", ""))
        and states[name] == asked.get("StateValue", states[name])
        and any(action.startswith(asked.get("ActionPrefix", "")) for action in alarm.get("AlarmActions") or [""])
    ]


@service.refusal("DeleteAlarms")
def alarm_that_a_rule_names(call: Call) -> None:
    names = call.parameters["AlarmNames"]
    if sum(name in call.store[_COMPOSITES] for name in names) > 1:
        raise AwsError("ValidationError", "Only one composite alarm can be deleted with one operation.")
    held = [name for name in names if any(_parents(call, name))]
    if held:
        it = "it" if len(held) == 1 else "them"
        said = f"Cannot delete {','.join(held)} as there are composite alarm(s) depending on {it}."
        raise AwsError("ValidationError", said)


@service.completion("DeleteAlarms")
def delete(call: Call, _answer: Answer) -> None:
    for name in call.parameters["AlarmNames"]:
        alarm = call.store[_COMPOSITES].pop(name, None)
        if alarm:
            call.store[_TAGS].pop(alarm["AlarmArn"], None)


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    kept = call.store[_TAGS].get(call.parameters["ResourceARN"])
    if kept is None:
        return call.ask("TagResource", **call.parameters)
    kept.update({each["Key"]: each["Value"] for each in call.parameters["Tags"]})
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    kept = call.store[_TAGS].get(call.parameters["ResourceARN"])
    if kept is None:
        return call.ask("UntagResource", **call.parameters)
    for key in call.parameters["TagKeys"]:
        kept.pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def tags(call: Call) -> Answer:
    kept = call.store[_TAGS].get(call.parameters["ResourceARN"])
    if kept is None:
        return call.ask("ListTagsForResource", **call.parameters)
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(kept.items())]}


def _metric_states(call: Call) -> dict[str, str]:
    return {alarm["AlarmName"]: alarm["StateValue"] for alarm in call.ask("DescribeAlarms")["MetricAlarms"]}


def _states(call: Call) -> dict[str, str]:
    """Return the state of every alarm by name; a composite alarm that waits for itself has too little data."""
    states = _metric_states(call)
    composites = call.store[_COMPOSITES]

    def of(name: str, above: tuple[str, ...] = ()) -> str:
        if name in states or name not in composites:
            return states.get(name, "INSUFFICIENT_DATA")
        if name in above:
            return "INSUFFICIENT_DATA"
        rule = Rule(composites[name]["AlarmRule"])
        found = "ALARM" if rule.holds({child: of(child, (*above, name)) for child in rule.children}) else "OK"
        return states.setdefault(name, found)

    for name in composites:
        of(name)
    return states


def _parents(call: Call, name: str) -> Iterator[str]:
    for parent, alarm in call.store[_COMPOSITES].items():
        if name in Rule(alarm["AlarmRule"]).children:
            yield parent


def _shown(alarm: Mapping[str, Any], states: Mapping[str, str]) -> Answer:
    shown = {**alarm, "StateValue": states[alarm["AlarmName"]], "StateReason": "Evaluated from its rule."}
    suppressor = alarm_name(alarm.get("ActionsSuppressor", ""))
    if shown["StateValue"] == "ALARM" and states.get(suppressor) == "ALARM":
        shown["ActionsSuppressedBy"] = "Alarm"
    return shown
