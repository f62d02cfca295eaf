"""CodeDeploy: deployment groups with all of their settings, which can be changed and deleted, as can applications.

Deployments of Lambda functions are done at once: the alias moves, unless an alarm of the group is on or it cannot move.
"""

from __future__ import annotations

import yaml
from moto.codedeploy.models import CodeDeployBackend, codedeploy_backends

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("codedeploy")

_GROUPS = "deployment groups"  # by application and group
_OUTCOMES = "outcomes"  # of Lambda deployments, by id
_FIELDS = (
    "alarmConfiguration",
    "autoRollbackConfiguration",
    "autoScalingGroups",
    "blueGreenDeploymentConfiguration",
    "deploymentConfigName",
    "deploymentStyle",
    "ec2TagFilters",
    "ec2TagSet",
    "ecsServices",
    "loadBalancerInfo",
    "onPremisesInstanceTagFilters",
    "onPremisesTagSet",
    "outdatedInstancesStrategy",
    "serviceRoleArn",
    "terminationHookEnabled",
    "triggerConfigurations",
)


@service.operation("CreateDeploymentGroup")
def create(call: Call) -> Answer:
    _check_config(call)
    _check_platform(call)
    _check(call)
    answer = call.ask("CreateDeploymentGroup", **call.parameters)
    application, group = call.parameters["applicationName"], call.parameters["deploymentGroupName"]
    call.store[_GROUPS][application, group] = {"deploymentConfigName": "CodeDeployDefault.OneAtATime"} | _given(call)
    return answer


@service.completion("GetDeploymentGroup")
def show(call: Call, answer: Answer) -> None:
    key = call.parameters["applicationName"], call.parameters["deploymentGroupName"]
    info = answer["deploymentGroupInfo"]
    for field in _FIELDS:
        info.pop(field, None)
    info |= call.store[_GROUPS][key]


@service.operation("UpdateDeploymentGroup")
def update(call: Call) -> Answer:
    application, name = call.parameters["applicationName"], call.parameters["currentDeploymentGroupName"]
    call.ask("GetDeploymentGroup", applicationName=application, deploymentGroupName=name)
    _check(call)
    call.store[_GROUPS][application, name] |= _given(call)
    renamed = call.parameters.get("newDeploymentGroupName", name)
    if renamed != name:
        groups = _moto(call).deployment_groups[application]
        groups[renamed] = groups.pop(name)
        groups[renamed].deployment_group_name = renamed
        call.store[_GROUPS][application, renamed] = call.store[_GROUPS].pop((application, name))
    return {"hooksNotCleanedUp": []}


@service.operation("DeleteDeploymentGroup")
def delete(call: Call) -> Answer:
    application, name = call.parameters["applicationName"], call.parameters["deploymentGroupName"]
    _moto(call).deployment_groups.get(application, {}).pop(name, None)
    call.store[_GROUPS].pop((application, name), None)
    return {"hooksNotCleanedUp": []}


@service.operation("DeleteApplication")
def delete_application(call: Call) -> Answer:
    """Delete the application and what belongs to it; one that does not exist is no error to CodeDeploy."""
    application = call.parameters["applicationName"]
    _moto(call).applications.pop(application, None)
    _moto(call).deployment_groups.pop(application, None)
    for key in [key for key in call.store[_GROUPS] if key[0] == application]:
        del call.store[_GROUPS][key]
    return {}


@service.completion("CreateDeployment")
def deploy(call: Call, answer: Answer) -> None:
    """Move the aliases that the AppSpec names."""
    content = call.parameters.get("revision", {}).get("appSpecContent", {}).get("content", "{}")
    resources = yaml.safe_load(content).get("Resources", [])
    moves = [
        each["Properties"] for one in resources for each in one.values() if each["Type"] == "AWS::Lambda::Function"
    ]
    if moves:
        call.store[_OUTCOMES][answer["deploymentId"]] = _outcome(call, moves)


@service.completion("GetDeployment")
def show_deployment(call: Call, answer: Answer) -> None:
    answer["deploymentInfo"] |= call.store[_OUTCOMES].get(call.parameters["deploymentId"], {})


def _outcome(call: Call, moves: list[Answer]) -> Answer:
    """Return the status of a deployment, which an alarm that is on stops."""
    group = call.store[_GROUPS][call.parameters["applicationName"], call.parameters["deploymentGroupName"]]
    names = [alarm["name"] for alarm in group.get("alarmConfiguration", {}).get("alarms", [])]
    alarms = call.ask("cloudwatch:DescribeAlarms", AlarmNames=names)["MetricAlarms"] if names else []
    if ringing := [alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] == "ALARM"]:
        message = f"One or more alarms have been activated: {', '.join(ringing)}"
        return {"status": "Stopped", "errorInformation": {"code": "ALARM_ACTIVE", "message": message}}
    try:
        for move in moves:
            version = str(move["TargetVersion"])
            call.ask("lambda:GetFunctionConfiguration", FunctionName=move["Name"], Qualifier=version)
            call.ask_all(
                "lambda:UpdateAlias",
                FunctionName=move["Name"],
                Name=move["Alias"],
                FunctionVersion=version,
                RoutingConfig={},
            )
    except AwsError as error:
        failed = {"code": "INVALID_LAMBDA_FUNCTION", "message": str(error.message)}
        return {"status": "Failed", "errorInformation": failed}
    return {"status": "Succeeded"}


def _moto(call: Call) -> CodeDeployBackend:
    """Return moto's own memory, from which no operation of moto's removes anything."""
    return codedeploy_backends[call.account][call.region]


def _given(call: Call) -> Answer:
    return {field: call.parameters[field] for field in _FIELDS if field in call.parameters}


# https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
_CONFIGS = {
    *(f"CodeDeployDefault.{name}" for name in ("AllAtOnce", "HalfAtATime", "OneAtATime")),
    *(f"CodeDeployDefault.{platform}AllAtOnce" for platform in ("ECS", "Lambda")),
    *(f"CodeDeployDefault.ECSCanary10Percent{minutes}Minutes" for minutes in (5, 15)),
    *(f"CodeDeployDefault.LambdaCanary10Percent{minutes}Minutes" for minutes in (5, 10, 15, 30)),
    *(f"CodeDeployDefault.ECSLinear10PercentEvery{minutes}Minutes" for minutes in (1, 3)),
    *(
        f"CodeDeployDefault.LambdaLinear10PercentEvery{minutes}"
        for minutes in ("1Minute", "2Minutes", "3Minutes", "10Minutes")
    ),
}


def _check_config(call: Call) -> None:
    """Refuse a deployment configuration that AWS did not make; nobody else can make one here."""
    name = call.parameters.get("deploymentConfigName")
    if name is not None and name not in _CONFIGS:
        raise AwsError("DeploymentConfigDoesNotExistException", f"No Deployment Configuration found for name {name}")


def _check_platform(call: Call) -> None:
    """Refuse what a deployment group of the application's platform cannot have.

    The sentences are in https://github.com/hashicorp/terraform-provider-aws/issues/6802 and 7128.
    """
    asked = call.parameters
    try:
        application = call.ask("GetApplication", applicationName=asked["applicationName"])["application"]
    except AwsError:
        return
    platform = application.get("computePlatform")
    if platform == "Server" and asked.get("ecsServices"):
        raise AwsError(
            "InvalidECSServiceException", "Should not specify ECS services parameter for Server deployment group"
        )
    if platform != "ECS":
        return
    if asked.get("autoScalingGroups"):
        raise AwsError(
            "InvalidAutoScalingGroupException", "For ECS deployment group, autoScalingGroups can not be specified"
        )
    style = asked.get("deploymentStyle", {})
    if (style.get("deploymentType"), style.get("deploymentOption")) != ("BLUE_GREEN", "WITH_TRAFFIC_CONTROL"):
        raise AwsError(
            "InvalidDeploymentStyleException", "For ECS deployment group, deployment type can only be BLUE_GREEN"
        )
    if not asked.get("blueGreenDeploymentConfiguration"):
        raise AwsError(
            "InvalidBlueGreenDeploymentConfigurationException",
            "For ECS deployment group, blueGreenDeploymentConfiguration must be specified",
        )
    if not asked.get("loadBalancerInfo", {}).get("targetGroupPairInfoList"):
        raise AwsError(
            "InvalidLoadBalancerInfoException", "For ECS deployment group, loadBalancerInfo must be specified"
        )


def _check(call: Call) -> None:
    """Refuse ECS services and target groups that do not exist, and services that somebody else deploys."""
    _check_config(call)
    for each in call.parameters.get("ecsServices", []):
        cluster, name = each["clusterName"], each["serviceName"]
        try:
            found = call.ask_all("ecs:DescribeServices", cluster=cluster, services=[name])["services"]
        except AwsError:
            found = []
        active = [one for one in found if one["status"] == "ACTIVE"]
        if not active:
            raise AwsError("InvalidECSServiceException", f"The ECS service {name} of cluster {cluster} does not exist.")
        if active[0]["deploymentController"]["type"] != "CODE_DEPLOY":
            raise AwsError(
                "InvalidECSServiceException",
                "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
            )
    for pair in call.parameters.get("loadBalancerInfo", {}).get("targetGroupPairInfoList", []):
        for group in pair.get("targetGroups", []):
            try:
                call.ask("elbv2:DescribeTargetGroups", Names=[group["name"]])
            except AwsError:
                raise AwsError(
                    "InvalidTargetGroupPairException", f"The target group {group['name']} does not exist."
                ) from None
