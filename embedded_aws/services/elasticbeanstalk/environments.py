"""Environments, web and worker, with the load balancer that a balanced one has."""

from __future__ import annotations

from dataclasses import replace

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import identifier
from embedded_aws.services.elasticbeanstalk.applications import version
from embedded_aws.services.elasticbeanstalk.base import (
    ENVIRONMENTS,
    TAGS,
    Option,
    application,
    arn,
    changed_options,
    named,
    now,
    refusal,
    remember_tags,
    service,
)
from embedded_aws.services.elasticbeanstalk.configurations import template
from embedded_aws.services.elasticbeanstalk.platforms import check

_TIERS = {"WebServer": "Standard", "Worker": "SQS/HTTP"}
_LAUNCH = "aws:autoscaling:launchconfiguration"


@service.operation("CreateEnvironment")
def create(call: Call) -> Answer:
    owner = application(call)["ApplicationName"]
    name = call.parameters["EnvironmentName"]
    if any(each["EnvironmentName"] == name for each in call.store[ENVIRONMENTS].values()):
        raise refusal(f"Environment {name} already exists.")
    based_on = template(call) if call.parameters.get("TemplateName") else {"options": {}, "SolutionStackName": None}
    platform = call.parameters.get("SolutionStackName") or based_on["SolutionStackName"]
    check(platform)
    if call.parameters.get("VersionLabel"):
        version(call, call.parameters["VersionLabel"])
    options = changed_options(call, based_on["options"])
    _check(call, options)
    environment_id = f"e-{identifier(10)}"
    tier = call.parameters.get("Tier", {"Name": "WebServer"})["Name"]
    made = {
        "EnvironmentId": environment_id,
        "EnvironmentName": name,
        "EnvironmentArn": arn(call, "environment", owner, name),
        "ApplicationName": owner,
        "Description": call.parameters.get("Description"),
        "SolutionStackName": platform,
        "PlatformArn": f"arn:aws:elasticbeanstalk:{call.region}::platform/{str(platform).rpartition(' running ')[2]}/1",
        "VersionLabel": call.parameters.get("VersionLabel"),
        "Tier": {"Name": tier, "Type": _TIERS[tier], "Version": "1.0"},
        "Status": "Ready",
        "Health": "Grey",
        "HealthStatus": "NoData",
        "AbortableOperationInProgress": False,
        "DateCreated": now(),
        "DateUpdated": now(),
        "options": options,
        "load balancer": _balance(call, environment_id, options),
    }
    if tier == "WebServer":
        host = call.parameters.get("CNAMEPrefix") or f"{name}.eba-{identifier(8)}"
        made["CNAME"] = f"{host}.{call.region}.elasticbeanstalk.com"
        made["EndpointURL"] = made["load balancer"].get("DNSName", made["CNAME"])
    call.store[ENVIRONMENTS][environment_id] = made
    remember_tags(call, made["EnvironmentArn"])
    return _shown(made)


@service.operation("DescribeEnvironments")
def describe(call: Call) -> Answer:
    found = named(call.store[ENVIRONMENTS].values(), "EnvironmentId", call.parameters.get("EnvironmentIds"))
    found = named(found, "EnvironmentName", call.parameters.get("EnvironmentNames"))
    owner = call.parameters.get("ApplicationName")
    return {"Environments": [_shown(each) for each in found if owner in (None, each["ApplicationName"])]}


@service.operation("DescribeEnvironmentResources")
def describe_resources(call: Call) -> Answer:
    found = _existing(call)
    balancer = found["load balancer"]
    queue = found["options"].get(("aws:elasticbeanstalk:sqsd", "WorkerQueueURL", ""))
    resources = {
        "EnvironmentName": found["EnvironmentName"],
        "AutoScalingGroups": [{"Name": f"awseb-{found['EnvironmentId']}-stack-AWSEBAutoScalingGroup"}],
        "Instances": [],
        "LaunchConfigurations": [],
        "LaunchTemplates": [],
        "LoadBalancers": [{"Name": balancer["LoadBalancerArn"]}] if balancer else [],
        "Triggers": [],
        "Queues": [{"Name": "WorkerQueue", "URL": queue}] if queue else [],
    }
    return {"EnvironmentResources": resources}


@service.operation("UpdateEnvironment")
def update(call: Call) -> Answer:
    found = _existing(call)
    check(call.parameters.get("SolutionStackName"))
    if call.parameters.get("VersionLabel"):
        label = version(_of(call, found), call.parameters["VersionLabel"])["VersionLabel"]
        found["VersionLabel"] = label
    options = changed_options(call, found["options"])
    _check(call, options)
    found["options"] = options
    for field in ("Description", "SolutionStackName"):
        found[field] = call.parameters.get(field, found[field])
    found["DateUpdated"] = now()
    return _shown(found)


@service.operation("TerminateEnvironment")
def terminate(call: Call) -> Answer:
    found = _existing(call)
    if found["load balancer"]:
        call.ask("elbv2:DeleteLoadBalancer", LoadBalancerArn=found["load balancer"]["LoadBalancerArn"])
    del call.store[ENVIRONMENTS][found["EnvironmentId"]]
    call.store[TAGS].pop(found["EnvironmentArn"], None)
    return _shown(found) | {"Status": "Terminated"}


@service.operation("DescribeEvents")
def describe_events(_call: Call) -> Answer:
    return {"Events": []}


def _existing(call: Call) -> Answer:
    identity, name = call.parameters.get("EnvironmentId"), call.parameters.get("EnvironmentName")
    for each in call.store[ENVIRONMENTS].values():
        if each["EnvironmentId"] == identity or (identity is None and each["EnvironmentName"] == name):
            found: Answer = each
            return found
    raise refusal(f"No Environment found for EnvironmentName = '{name or identity}'.")


def _of(call: Call, environment: Answer) -> Call:
    """The same call with the application that the environment is of, which a request need not name."""
    return replace(call, parameters={**call.parameters, "ApplicationName": environment["ApplicationName"]})


def _shown(environment: Answer) -> Answer:
    return {name: value for name, value in environment.items() if name[0].isupper()}


def _option(options: dict[Option, str], namespace: str, name: str) -> str:
    return options.get((namespace, name, ""), "")


def _check(call: Call, options: dict[Option, str]) -> None:
    """Refuse what new accounts cannot have, and what does not exist."""
    if not (
        _option(options, _LAUNCH, "DisableIMDSv1") == "true" or _option(options, _LAUNCH, "RootVolumeType") == "gp3"
    ):
        said = "The Launch Configuration creation operation is not available in your account. Use launch templates."
        raise refusal(said)
    profile = _option(options, _LAUNCH, "IamInstanceProfile")
    try:
        if profile:
            call.ask("iam:GetInstanceProfile", InstanceProfileName=profile)
        for subnets in filter(None, (_option(options, "aws:ec2:vpc", name) for name in ("Subnets", "ELBSubnets"))):
            call.ask("ec2:DescribeSubnets", SubnetIds=subnets.split(","))
    except AwsError as error:
        raise refusal(f"Configuration validation exception: {error.message}") from None
    mixed = [name for namespace, name, _ in options if namespace.startswith("aws:elb:")]
    if mixed and _option(options, "aws:elasticbeanstalk:environment", "LoadBalancerType") == "application":
        raise refusal(f"Configuration validation exception: {mixed[0]} is an option of classic load balancers.")


def _balance(call: Call, environment_id: str, options: dict[Option, str]) -> Answer:
    """Make the load balancer; nothing where there is none."""
    if _option(options, "aws:elasticbeanstalk:environment", "LoadBalancerType") != "application":
        return {}
    groups = _option(options, "aws:elbv2:loadbalancer", "SecurityGroups")
    public = _option(options, "aws:ec2:vpc", "ELBScheme") != "internal"
    made = call.ask(
        "elbv2:CreateLoadBalancer",
        Name=f"awseb-{environment_id}",
        Subnets=_option(options, "aws:ec2:vpc", "ELBSubnets").split(","),
        SecurityGroups=groups.split(",") if groups else [],
        Scheme="internet-facing" if public else "internal",
    )
    [balancer] = made["LoadBalancers"]
    return {name: balancer[name] for name in ("LoadBalancerArn", "DNSName")}
