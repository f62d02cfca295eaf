"""API keys, usage plans, and which keys are in which plan."""

from __future__ import annotations

import re

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict, identifier
from embedded_aws.services.apigateway import patches
from embedded_aws.services.apigateway.base import RestKind, not_found, now
from embedded_aws.services.apigateway.patches import Patch, unescape

_THROTTLE = re.compile(
    r"/apiStages/(?P<stage>[^/]+)/throttle(?:/(?P<method>.+?))?(?:/(?P<limit>rateLimit|burstLimit))?$"
)


class ApiKeys(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid API Key identifier specified")

    def identifier(self, call: Call) -> str:
        return identifier(10)

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item["createdDate"] = now()
        item.setdefault("enabled", False)
        item["value"] = item.get("value") or identifier(40)
        item["stageKeys"] = []
        item.setdefault("tags", {})
        if len(item["value"]) < 20:
            raise bad_request("API Key value should be at least 20 characters")
        if item["value"] in [each["value"] for each in self.kept(call).values()]:
            raise conflict("API Key already exists")

    def check(self, call: Call, key: Key, item: Answer) -> None:
        item["lastUpdatedDate"] = now()

    def matches(self, call: Call, key: Key, item: Answer) -> bool:
        return str(item.get("name", "")).startswith(call.parameters.get("nameQuery", ""))

    def show(self, call: Call, key: Key, item: Answer) -> Answer:
        asked = ("includeValue", "includeValues")
        if call.operation.startswith("Get") and not any(call.parameters.get(name) for name in asked):
            return {name: value for name, value in item.items() if name != "value"}
        return item

    def drop(self, call: Call, key: Key) -> None:
        for plan, member in list(plan_keys.kept(call)):
            if member == key[0]:
                plan_keys.drop(call, (plan, member))
        super().drop(call, key)


class UsagePlans(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Usage Plan ID specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item.setdefault("apiStages", [])
        item.setdefault("tags", {})

    def check(self, call: Call, key: Key, item: Answer) -> None:
        for stage in item["apiStages"]:
            if (stage["apiId"], stage["stage"]) not in call.store["Stage"]:
                raise not_found(f"API Stage not found: {stage['apiId']}:{stage['stage']}")

    def change(self, call: Call, key: Key, item: Answer) -> None:
        for patch in call.parameters.get("patchOperations", []):
            throttle = _THROTTLE.match(patch["path"])
            if throttle:
                _throttle(_stage(item, throttle["stage"]), throttle["method"], throttle["limit"], patch)
            elif patch["path"] == "/apiStages":
                _change_stages(item["apiStages"], patch)
            else:
                patches.apply(item, [patch], self.shape)

    def release(self, call: Call, key: Key, item: Answer) -> None:
        if item["apiStages"]:
            # https://github.com/aws/aws-sdk-js/issues/3841
            stages = ", ".join(f"{stage['apiId']}:{stage['stage']}" for stage in item["apiStages"])
            raise bad_request(
                f"Cannot delete Usage Plan {key[0]} because there are API Stages associated with it, including {stages}"
            )

    def matches(self, call: Call, key: Key, item: Answer) -> bool:
        member = call.parameters.get("keyId")
        return member is None or (key[0], member) in plan_keys.kept(call)


class UsagePlanKeys(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Usage Plan Key identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call):
            raise conflict(f"Key {key[-1]} is already in usage plan {key[0]}")
        api_key = api_keys.find(call, key[1:])
        item["type"] = call.parameters["keyType"]
        item["value"] = api_key["value"]
        item["name"] = api_key.get("name", "")

    def matches(self, call: Call, key: Key, item: Answer) -> bool:
        return str(item["name"]).startswith(call.parameters.get("nameQuery", ""))


api_keys = ApiKeys("ApiKey", "apiKey")
usage_plans = UsagePlans("UsagePlan", "usagePlanId")
plan_keys = UsagePlanKeys("UsagePlanKey", "usagePlanId", "keyId", parent=usage_plans)


def _stage(plan: Answer, name: str) -> Answer:
    for stage in plan["apiStages"]:
        if name == f"{stage['apiId']}:{stage['stage']}":
            found: Answer = stage
            return found
    raise not_found(f"API Stage not found: {name}")


def _throttle(stage: Answer, method: str | None, limit: str | None, patch: Patch) -> None:
    throttles = stage.setdefault("throttle", {})
    if method is None:
        throttles.clear()
    elif patch["op"] == "remove":
        throttles.pop(unescape(method), None)
    elif limit:
        value = float(patch["value"]) if limit == "rateLimit" else int(patch["value"])
        throttles.setdefault(unescape(method), {})[limit] = value


def _change_stages(stages: list[Answer], patch: Patch) -> None:
    api, _, stage = patch["value"].partition(":")
    known = [each for each in stages if (each["apiId"], each["stage"]) == (api, stage)]
    if patch["op"] == "remove":
        if not known:
            raise not_found(f"API Stage not found: {patch['value']}")
        stages.remove(known[0])
    elif known:
        raise conflict(f"API Stage {patch['value']} is already in the usage plan")
    else:
        stages.append({"apiId": api, "stage": stage})
