"""Deployments, which keep the API as it was, and the stages that show them."""

from __future__ import annotations

import copy
import re
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict
from embedded_aws.services.apigateway import patches
from embedded_aws.services.apigateway.base import RestKind, not_found, now, own
from embedded_aws.services.apigateway.patches import Patch
from embedded_aws.services.apigateway.rest_apis import rest_apis

SNAPSHOTS = "deployed"  # by API and deployment: kind to things by key
_DEPLOYED = (
    "RestApi",
    "Resource",
    "Method",
    "Integration",
    "IntegrationResponse",
    "MethodResponse",
    "Authorizer",
    "RequestValidator",
    "Model",
    "GatewayResponse",
)
_SETTING = re.compile(
    r"/(?P<method>.+)/(?P<setting>(?:metrics|logging|throttling|caching)/[A-Za-z]+)$",
)
_SETTING_PATH = re.compile(r"/[^/]+/(\*|[A-Z]+)/[a-z]+/[A-Za-z]+")
_CACHE_SIZES = ("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")
_SETTINGS = {
    "metrics/enabled": "metricsEnabled",
    "logging/loglevel": "loggingLevel",
    "logging/dataTrace": "dataTraceEnabled",
    "throttling/burstLimit": "throttlingBurstLimit",
    "throttling/rateLimit": "throttlingRateLimit",
    "caching/enabled": "cachingEnabled",
    "caching/ttlInSeconds": "cacheTtlInSeconds",
    "caching/dataEncrypted": "cacheDataEncrypted",
    "caching/requireAuthorizationForCacheControl": "requireAuthorizationForCacheControl",
    "caching/unauthorizedCacheControlHeaderStrategy": "unauthorizedCacheControlHeaderStrategy",
}
_NEW_SETTINGS = {
    "metricsEnabled": False,
    "loggingLevel": "OFF",
    "dataTraceEnabled": False,
    "throttlingBurstLimit": 5000,
    "throttlingRateLimit": 10000.0,
    "cachingEnabled": False,
    "cacheTtlInSeconds": 300,
    "cacheDataEncrypted": False,
    "requireAuthorizationForCacheControl": True,
    "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
}
# What a deployment may say of the stage that it makes.
_OF_STAGE = ("cacheClusterEnabled", "cacheClusterSize", "variables", "canarySettings", "tracingEnabled")


class Deployments(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Deployment identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        api = key[:1]
        _check_deployable(call, api)
        item["createdDate"] = now()
        call.store[SNAPSHOTS][key] = copy.deepcopy(
            {kind: {each: thing for each, thing in call.store[kind].items() if each[:1] == api} for kind in _DEPLOYED}
        )

    def make(self, call: Call) -> Answer:
        """Deploy, and move the stage that the request names, or make it."""
        answer = super().make(call)
        api, stage = call.parameters["restApiId"], call.parameters.get("stageName", "")
        if (api, stage) in stages.kept(call):
            stages.find(call, (api, stage))["deploymentId"] = answer["id"]
        elif stage:
            settings = {name: call.parameters[name] for name in _OF_STAGE if name in call.parameters}
            described = {"description": call.parameters.get("stageDescription", "")}
            own(call, "CreateStage", restApiId=api, stageName=stage, deploymentId=answer["id"], **settings, **described)
        return answer

    def release(self, call: Call, key: Key, item: Answer) -> None:
        for stage in stages.within(call, key[:1]).values():
            if stage["deploymentId"] == key[-1]:
                raise bad_request("Active stages pointing to this deployment must be moved or deleted")
            if stage.get("canarySettings", {}).get("deploymentId") == key[-1]:
                raise bad_request(
                    "Active stages with canary settings pointing to this deployment must be moved or deleted"
                )

    def drop(self, call: Call, key: Key) -> None:
        call.store[SNAPSHOTS].pop(key, None)
        super().drop(call, key)


class Stages(RestKind):
    list_field = "item"

    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Stage identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call):
            raise conflict("Stage already exists")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", key[-1]):
            raise bad_request("Stage name only allows a-zA-Z0-9_-")
        item["createdDate"] = item["lastUpdatedDate"] = now()
        item.setdefault("tracingEnabled", False)
        item.setdefault("methodSettings", {})
        item.setdefault("tags", {})

    def check(self, call: Call, key: Key, item: Answer) -> None:
        canary = item.get("canarySettings", {})
        for deployment in filter(None, (item["deploymentId"], canary.get("deploymentId"))):
            if (key[0], deployment) not in deployments.kept(call):
                raise bad_request("Invalid Deployment identifier specified")
        certificate = item.get("clientCertificateId")
        if certificate and (certificate,) not in call.store["ClientCertificate"]:
            raise bad_request("Invalid Client Certificate identifier specified")
        version = item.get("documentationVersion")
        if version and (key[0], version) not in call.store["DocumentationVersion"]:
            raise bad_request("Invalid Documentation version specified")
        for name, value in item.get("variables", {}).items():
            if not re.fullmatch(r"[A-Za-z0-9_]+", name) or not re.fullmatch(r"[A-Za-z0-9\-._~:/?#&=,]*", value):
                raise bad_request(f"Stage variable {name} has characters that API Gateway does not take.")
        _check_logging(call, item)
        item["lastUpdatedDate"] = now()
        item.setdefault("cacheClusterEnabled", False)
        item["cacheClusterStatus"] = "AVAILABLE" if item["cacheClusterEnabled"] else "NOT_AVAILABLE"
        if item["cacheClusterEnabled"]:
            item.setdefault("cacheClusterSize", "0.5")
            # https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html, cacheClusterSize
            if item["cacheClusterSize"] not in _CACHE_SIZES:
                raise bad_request(f"Invalid cache cluster size: must be one of {', '.join(_CACHE_SIZES)}")

    def change(self, call: Call, key: Key, item: Answer) -> None:
        for patch in call.parameters.get("patchOperations", []):
            setting = _SETTING.match(patch["path"])
            if setting:
                _check_setting_path(patch)
                settings = item["methodSettings"].setdefault(setting["method"], dict(_NEW_SETTINGS))
                _set(settings, setting["setting"], patch, self.shape.members["methodSettings"])
            elif patch["op"] == "remove" and patches.steps_of(patch)[0] not in self.shape.members:
                _remove_settings(item["methodSettings"], patch)
            else:
                patches.apply(item, [patch], self.shape)

    def release(self, call: Call, key: Key, item: Answer) -> None:
        for (domain, *_), mapping in call.store["BasePathMapping"].items():
            if (mapping["restApiId"], mapping.get("stage")) == key:
                raise bad_request(f"Deleting stage {key[-1]} failed: remove the base path mappings of {domain} first.")

    def matches(self, call: Call, key: Key, item: Answer) -> bool:
        return call.parameters.get("deploymentId") in {None, item["deploymentId"]}


deployments = Deployments("Deployment", "restApiId", "deploymentId", parent=rest_apis)
stages = Stages("Stage", "restApiId", "stageName", field="stageName", parent=rest_apis)


def _check_setting_path(patch: Patch) -> None:
    """Refuse a path whose slashes are not written as ~1: RESOURCE/METHOD is all that stands before a setting.

    https://github.com/hashicorp/terraform-provider-aws/issues/15855
    """
    if not _SETTING_PATH.fullmatch(patch["path"]):
        raise bad_request(
            f"Invalid method setting path: {patch['path']}. Must be one of: [/deploymentId, /description, "
            "/{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, "
            "/{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit, "
            "/{resourcePath}/{httpMethod}/throttling/rateLimit, /{resourcePath}/{httpMethod}/caching/ttlInSeconds, "
            "/{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted]"
        )


def _check_deployable(call: Call, api: Key) -> None:
    methods = [key for key in call.store["Method"] if key[:1] == api]
    if not methods:
        raise bad_request("The REST API doesn't contain any methods")
    if any(key not in call.store["Integration"] for key in methods):
        raise bad_request("No integration defined for method")
    found = rest_apis.find(call, api)
    if found["endpointConfiguration"]["types"] == ["PRIVATE"] and not found.get("policy"):
        raise bad_request("Private REST API doesn't have a resource policy attached to it")


def _check_logging(call: Call, item: Answer) -> None:
    levels = [each["loggingLevel"] for each in item["methodSettings"].values()]
    logs = item.get("accessLogSettings", {}).get("destinationArn", "")
    if set(levels) - {"OFF"} or ":logs:" in logs:
        check_logging_role(call)


def check_logging_role(call: Call) -> None:
    """Refuse logging where the account has no role for it, as AWS does."""
    if not own(call, "GetAccount").get("cloudwatchRoleArn"):
        raise bad_request("CloudWatch Logs role ARN must be set in account settings to enable logging")


def _set(settings: Answer, name: str, patch: Patch, shape: Any) -> None:
    if name not in _SETTINGS:
        raise patches.invalid_path(patch)
    field = _SETTINGS[name]
    settings[field] = patches.typed(patch.get("value", ""), shape.value.members[field])


def _remove_settings(settings: Answer, patch: Patch) -> None:
    if settings.pop(patch["path"].removeprefix("/"), None) is None:
        raise bad_request(
            f"Cannot remove method setting {patch['path']} because there is no method setting for this method"
        )
