"""Services: the settings that moto drops, and tasks that run as soon as somebody looks."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, items
from embedded_aws.services.ecs import references
from embedded_aws.services.ecs.base import active_services, cluster_name, cluster_of, invalid, name_of, service

KEPT = "settings of service"  # by cluster and service
_FIELDS = (
    "availabilityZoneRebalancing",
    "capacityProviderStrategy",
    "deploymentConfiguration",
    "deploymentController",
    "enableECSManagedTags",
    "enableExecuteCommand",
    "healthCheckGracePeriodSeconds",
    "loadBalancers",
    "networkConfiguration",
    "placementConstraints",
    "placementStrategy",
    "platformVersion",
    "propagateTags",
    "schedulingStrategy",
    "serviceRegistries",
    "taskDefinition",
)
# What AWS shows in the deployments instead of in the service.
_DEPLOYED_FIELDS = ("serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations")
_DEFAULTS: dict[str, Any] = {
    "availabilityZoneRebalancing": "DISABLED",
    "deploymentController": {"type": "ECS"},
    "enableECSManagedTags": False,
    "enableExecuteCommand": False,
    "propagateTags": "NONE",
    "schedulingStrategy": "REPLICA",
}
_DEPLOYMENT_DEFAULTS = {
    "deploymentCircuitBreaker": {"enable": False, "rollback": False},
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
    "strategy": "ROLLING",
}
# CodeDeploy changes these, by deployments of its own.
_CODEDEPLOY_FIELDS = (
    "forceNewDeployment",
    "loadBalancers",
    "networkConfiguration",
    "platformVersion",
    "taskDefinition",
)
_SHOWN_BY = {
    "CreateService": "service",
    "DeleteService": "service",
    "DescribeServices": "services[]",
    "UpdateService": "service",
}


@service.operation("CreateService")
def create(call: Call) -> Answer:
    cluster, name = cluster_of(call), call.parameters["serviceName"]
    if name in [each["serviceName"] for each in active_services(call, cluster["clusterName"])]:
        raise invalid("Creation of service was not idempotent.")
    settings = _DEFAULTS | {key: call.parameters[key] for key in _FIELDS + _DEPLOYED_FIELDS if key in call.parameters}
    if "launchType" not in call.parameters:
        settings.setdefault("capacityProviderStrategy", cluster.get("defaultCapacityProviderStrategy", []))
    settings["deploymentConfiguration"] = _DEPLOYMENT_DEFAULTS | settings.get("deploymentConfiguration", {})
    _check(call, cluster, settings)
    if "launchType" in call.parameters and call.parameters.get("capacityProviderStrategy"):
        raise invalid("Specifying both a launch type and capacity provider strategy is not supported.")
    answer = call.ask("CreateService", **_with_groups(call))
    call.store[KEPT][cluster["clusterName"], name] = settings
    return answer


@service.operation("UpdateService")
def update(call: Call) -> Answer:
    cluster, name = cluster_of(call), name_of(call.parameters["service"])
    found = call.ask("DescribeServices", cluster=cluster["clusterName"], services=[name])["services"]
    if not found:
        raise AwsError("ServiceNotFoundException", "Service not found.")
    if found[0]["status"] != "ACTIVE":
        raise AwsError("ServiceNotActiveException", "Service was not ACTIVE.")
    before = call.store[KEPT][cluster["clusterName"], name]
    changes = {key: call.parameters[key] for key in _FIELDS + _DEPLOYED_FIELDS if key in call.parameters}
    if before["deploymentController"]["type"] == "CODE_DEPLOY":
        _refuse_what_codedeploy_does(call)
    deployment = before["deploymentConfiguration"] | changes.get("deploymentConfiguration", {})
    settings = before | changes | {"deploymentConfiguration": deployment}
    _check(call, cluster, settings)
    answer = call.ask("UpdateService", **_with_groups(call))
    call.store[KEPT][cluster["clusterName"], name] = settings
    return answer


@service.completion(*_SHOWN_BY)
def show(call: Call, answer: Answer) -> None:
    for each in items(answer, _SHOWN_BY[call.operation]):
        settings = call.store[KEPT].get((cluster_name(call), each["serviceName"]), {})
        each |= {key: value for key, value in settings.items() if key not in _DEPLOYED_FIELDS and value != []}
        if settings.get("capacityProviderStrategy"):
            each.pop("launchType", None)
        if call.operation != "CreateService":
            each |= {"runningCount": each["desiredCount"], "pendingCount": 0}
        each["deployments"] = _deployments(each, settings)


def _check(call: Call, cluster: Answer, settings: dict[str, Any]) -> None:
    references.check_strategy(settings.get("capacityProviderStrategy", []), cluster.get("capacityProviders", []))
    references.check_registries(call, settings.get("serviceRegistries", []))
    if "taskDefinition" in settings:
        definition = references.check_task_definition(call, settings["taskDefinition"])
        settings["taskDefinition"] = definition["taskDefinitionArn"]
        references.check_load_balancers(call, settings.get("loadBalancers", []), definition)
        _check_definition(settings, definition)
        launch_type = call.parameters.get("launchType")
        if launch_type and launch_type not in definition.get("requiresCompatibilities", ["EC2"]):
            raise invalid(f"Task definition does not support launch_type {launch_type}.")
    # https://github.com/hashicorp/terraform-provider-aws/issues/31104
    if settings.get("healthCheckGracePeriodSeconds") and not settings.get("loadBalancers"):
        raise invalid("Health check grace period is only valid for services configured to use load balancers")
    breaker = settings["deploymentConfiguration"].get("deploymentCircuitBreaker", {})
    if breaker.get("enable") and settings["deploymentController"]["type"] != "ECS":
        raise invalid("DeploymentCircuitBreaker feature can be configured only with ECS deployment controller.")


def _check_definition(settings: dict[str, Any], definition: Answer) -> None:
    """Refuse a network and a shell that the tasks cannot have.

    The sentences are in https://github.com/aws-actions/amazon-ecs-deploy-task-definition/issues/802 and
    https://github.com/cloudposse/terraform-aws-ecs-alb-service-task/issues/22.
    """
    network = settings.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
    if definition.get("networkMode") == "awsvpc" and not network.get("subnets"):
        raise invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    if definition.get("networkMode") != "awsvpc" and network:
        raise invalid("Network Configuration is not valid for the given networkMode of this task definition.")
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
    for field, most in (("subnets", 16), ("securityGroups", 5)):
        if len(network.get(field, [])) > most:
            raise invalid(f"{field} can have at most {most} items.")
    if settings.get("enableExecuteCommand") and not definition.get("taskRoleArn"):
        raise invalid(
            "The service couldn't be created because a valid taskRoleArn is not being used. "
            "Specify a valid task role in your task definition and try again."
        )


def _with_groups(call: Call) -> dict[str, Any]:
    """Return the request as moto takes it: who names no security groups gets the VPC's own, as on AWS."""
    asked = dict(call.parameters)
    network = asked.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
    if not network.get("subnets") or network.get("securityGroups"):
        return asked
    vpc = call.ask("ec2:DescribeSubnets", SubnetIds=network["subnets"][:1])["Subnets"][0]["VpcId"]
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    groups = call.ask("ec2:DescribeSecurityGroups", Filters=filters)["SecurityGroups"]
    asked["networkConfiguration"] = {
        "awsvpcConfiguration": {**network, "securityGroups": [group["GroupId"] for group in groups]}
    }
    return asked


def _refuse_what_codedeploy_does(call: Call) -> None:
    for field in _CODEDEPLOY_FIELDS:
        if call.parameters.get(field):
            raise invalid(
                f"Unable to update {field} on services with a CODE_DEPLOY deployment controller. "
                "Use AWS CodeDeploy to trigger a new deployment."
            )


def _deployments(each: Answer, settings: dict[str, Any]) -> list[Answer]:
    """Show the one deployment that ECS made; those of CodeDeploy are none to ECS."""
    if settings.get("deploymentController", {}).get("type") != "ECS" or each["status"] != "ACTIVE":
        return []
    identifier = f"ecs-svc/{secrets.randbelow(10**19):019}"
    before = each.get("deployments") or [{"id": identifier, "createdAt": datetime.datetime.now(datetime.UTC)}]
    started = each["runningCount"] == each["desiredCount"]
    copied = ("capacityProviderStrategy", "launchType", "networkConfiguration", "platformVersion", "taskDefinition")
    return [
        {
            "id": before[0]["id"],
            "status": "PRIMARY",
            "createdAt": before[0]["createdAt"],
            "updatedAt": before[0].get("updatedAt", before[0]["createdAt"]),
            "desiredCount": each["desiredCount"],
            "runningCount": each["runningCount"],
            "pendingCount": each["pendingCount"],
            "failedTasks": 0,
            "rolloutState": "COMPLETED" if started else "IN_PROGRESS",
            **{field: each[field] for field in copied if field in each},
            **{field: settings[field] for field in _DEPLOYED_FIELDS if settings.get(field)},
        }
    ]
