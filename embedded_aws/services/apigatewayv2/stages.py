"""Deployments, which keep the routes as they were, and the stages that show them."""

from __future__ import annotations

import copy

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict
from embedded_aws.services.apigatewayv2.apis import apis, is_http
from embedded_aws.services.apigatewayv2.base import HttpKind, now, rest_store, service

SNAPSHOTS = "deployed"  # by API and deployment: kind to things by key
DEPLOYED = ("Authorizer", "Integration", "Route")


class Deployments(HttpKind):
    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item["CreatedDate"] = now()
        item["AutoDeployed"] = False
        item["DeploymentStatus"] = "DEPLOYED"

    def make(self, call: Call) -> Answer:
        """Deploy the API as it is, and move the stage that the request names."""
        api, stage = call.parameters["ApiId"], call.parameters.get("StageName")
        apis.find(call, (api,))
        if not any(key[0] == api for key in call.store["Route"]):
            raise bad_request("At least one route is required before deploying the Api.")
        if stage and stages.find(call, (api, stage)).get("AutoDeploy"):
            raise bad_request("Deployments to a stage with autoDeploy enabled are made by API Gateway itself.")
        answer = super().make(call)
        call.store[SNAPSHOTS][(api, answer["DeploymentId"])] = copy.deepcopy(_routes_of(call, api))
        if stage:
            stages.find(call, (api, stage))["DeploymentId"] = answer["DeploymentId"]
        return answer

    def release(self, call: Call, key: Key, item: Answer) -> None:
        if key[-1] in [stage.get("DeploymentId") for stage in stages.within(call, key[:1]).values()]:
            raise bad_request("Active stages pointing to this deployment must be moved or deleted")

    def drop(self, call: Call, key: Key) -> None:
        call.store[SNAPSHOTS].pop(key, None)
        super().drop(call, key)


class Stages(HttpKind):
    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call):
            raise conflict(f"Stage {key[-1]} already exists for this API")
        item["CreatedDate"] = now()
        item.setdefault("AutoDeploy", False)
        item.setdefault("Tags", {})
        item.setdefault("RouteSettings", {})
        item.setdefault("StageVariables", {})
        unlogged = {} if is_http(call, key[0]) else {"DataTraceEnabled": False, "LoggingLevel": "OFF"}
        item["DefaultRouteSettings"] = {
            "DetailedMetricsEnabled": False,
            **unlogged,
            **item.get("DefaultRouteSettings", {}),
        }

    def check(self, call: Call, key: Key, item: Answer) -> None:
        item["LastUpdatedDate"] = now()
        if not is_http(call, key[0]):
            _check_logging(call, item)
        elif any(_logs(settings) for settings in _all_settings(item)):
            raise bad_request("Execution logs are not supported on protocolType HTTP")
        certificate = item.get("ClientCertificateId")
        if certificate and (certificate,) not in rest_store(call)["ClientCertificate"]:
            raise bad_request(f"Invalid Client Certificate identifier specified {certificate}")
        known = {route["RouteKey"] for (api, _), route in call.store["Route"].items() if api == key[0]}
        for route in set(item["RouteSettings"]) - known:
            raise AwsError(
                "NotFoundException", f"Unable to find Route by key {route} within the provided RouteSettings"
            )
        if item["AutoDeploy"]:
            item.setdefault("DeploymentId", _deploy_always(call, key[0]))
        elif item.get("DeploymentId") and (key[0], item["DeploymentId"]) not in deployments.kept(call):
            raise bad_request(f"Invalid Deployment identifier specified {item['DeploymentId']}")

    def release(self, call: Call, key: Key, item: Answer) -> None:
        for (domain, _), mapping in call.store["ApiMapping"].items():
            if (mapping["ApiId"], mapping["Stage"]) == key:
                raise bad_request(f"Deleting stage {key[-1]} failed: remove the API mappings of {domain} first.")

    def drop(self, call: Call, key: Key) -> None:
        deployment = self.find(call, key).get("DeploymentId", "")
        super().drop(call, key)
        if deployments.kept(call).get((key[0], deployment), {}).get("AutoDeployed"):
            deployments.drop(call, (key[0], deployment))


deployments = Deployments("Deployment", "ApiId", "DeploymentId", parent=apis)
stages = Stages("Stage", "ApiId", "StageName", parent=apis)


# Leaving them out of UpdateStage keeps them, as https://github.com/go-to-k/cdkd/pull/1577 measured. Nobody says what an
# empty object does, which the provider sends: here it keeps them too.
@service.operation("DeleteAccessLogSettings")
def delete_access_logs(call: Call) -> Answer:
    stages.find(call, (call.parameters["ApiId"], call.parameters["StageName"])).pop("AccessLogSettings", None)
    return {}


@service.operation("DeleteRouteSettings")
def delete_route_settings(call: Call) -> Answer:
    stage = stages.find(call, (call.parameters["ApiId"], call.parameters["StageName"]))
    if stage["RouteSettings"].pop(call.parameters["RouteKey"], None) is None:
        raise AwsError("NotFoundException", f"Unable to find Route settings of {call.parameters['RouteKey']}")
    return {}


def _routes_of(call: Call, api: str) -> dict[str, dict[Key, Answer]]:
    """Return what a deployment keeps, as it is now."""
    return {kind: {key: item for key, item in call.store[kind].items() if key[0] == api} for kind in DEPLOYED}


def _deploy_always(call: Call, api: str) -> str:
    """Return the deployment of a stage that always shows the API as it is; AWS makes a new one for every change."""
    identifier = deployments.identifier(call)
    deployments.kept(call)[(api, identifier)] = {
        "DeploymentId": identifier,
        "AutoDeployed": True,
        "CreatedDate": now(),
        "DeploymentStatus": "DEPLOYED",
        "Description": "Automatic deployment triggered by changes to the Api configuration",
    }
    return identifier


def _all_settings(item: Answer) -> list[Answer]:
    return [item["DefaultRouteSettings"], *item["RouteSettings"].values()]


def _logs(settings: Answer) -> bool:
    return settings.get("LoggingLevel", "OFF") != "OFF" or bool(settings.get("DataTraceEnabled"))


def _check_logging(call: Call, item: Answer) -> None:
    """Refuse logs of a WebSocket API, which the account's role writes, where the account has none."""
    logs = bool(item.get("AccessLogSettings")) or any(_logs(settings) for settings in _all_settings(item))
    if logs and not rest_store(call)["account"].get("cloudwatchRoleArn"):
        raise bad_request("CloudWatch Logs role ARN must be set in account settings to enable logging")
