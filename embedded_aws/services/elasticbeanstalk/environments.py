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
from embedded_aws.services.elasticbeanstalk.options import check_options, invalid
from embedded_aws.services.elasticbeanstalk.platforms import check

_TIERS = {"WebServer": "Standard", "Worker": "SQS/HTTP"}
_LAUNCH = "aws:autoscaling:launchconfiguration"
_EVENTS = "events"


@service.operation("CreateEnvironment")
def create(call: Call) -> Answer:
    owner = application(call)["ApplicationName"]
    name = call.parameters["EnvironmentName"]
    others = [item for item in call.store[ENVIRONMENTS].values() if item["Status"] != "Terminated"]
    if any(environment["EnvironmentName"] == name for environment in others):
        raise refusal(f"Environment {name} already exists.")
    if not 4 <= len(name) <= 40:
        bound = "greater than or equal to 4" if len(name) < 4 else "less than or equal to 40"
        raise refusal(
            f"Value {name} at 'EnvironmentName' failed to satisfy constraint: Member must have length {bound}"
        )
    address = f"{call.parameters.get('CNAMEPrefix')}.{call.region}.elasticbeanstalk.com"
    if any(environment.get("CNAME") == address for environment in others):
        raise refusal(f"DNS name ({address}) is not available.")
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
    if not _option(options, _LAUNCH, "IamInstanceProfile"):
        # https://github.com/hashicorp/terraform/issues/12425: made, and taken down again at once
        made["Status"] = "Terminated"
        call.store[_EVENTS][environment_id] = ["Environment must have instance profile associated with it."]
    call.store[ENVIRONMENTS][environment_id] = made
    remember_tags(call, made["EnvironmentArn"])
    return _shown(made)


@service.operation("DescribeEnvironments")
def describe(call: Call) -> Answer:
    found = named(call.store[ENVIRONMENTS].values(), "EnvironmentId", call.parameters.get("EnvironmentIds"))
    found = named(found, "EnvironmentName", call.parameters.get("EnvironmentNames"))
    owner, label = call.parameters.get("ApplicationName"), call.parameters.get("VersionLabel")
    return {
        "Environments": [
            _shown(environment)
            for environment in found
            if owner in (None, environment["ApplicationName"]) and label in (None, environment["VersionLabel"])
        ]
    }


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
    before, after = (_balancer_type(choices) for choices in (found["options"], options))
    if before and after and before != after:
        # https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features-managing-elb.html
        raise invalid("The type of the load balancer cannot be changed after the environment is created.")
    found["options"] = options
    if bool(after) != bool(found["load balancer"]):
        _end_balancer(call, found)
        found["load balancer"] = _balance(call, found["EnvironmentId"], options)
        if "CNAME" in found:
            found["EndpointURL"] = found["load balancer"].get("DNSName", found["CNAME"])
    elif after:
        _regroup(call, found)
    for field in ("Description", "SolutionStackName"):
        found[field] = call.parameters.get(field, found[field])
    found["DateUpdated"] = now()
    return _shown(found)


@service.operation("TerminateEnvironment")
def terminate(call: Call) -> Answer:
    found = _existing(call)
    _end_balancer(call, found)
    del call.store[ENVIRONMENTS][found["EnvironmentId"]]
    call.store[TAGS].pop(found["EnvironmentArn"], None)
    return _shown(found) | {"Status": "Terminated"}


@service.operation("DescribeEvents")
def describe_events(call: Call) -> Answer:
    asked, severity = call.parameters.get("EnvironmentId"), call.parameters.get("Severity", "ERROR")
    said = [
        {"EventDate": now(), "Message": message, "Severity": "ERROR", "EnvironmentName": _name(call, environment_id)}
        for environment_id, messages in call.store[_EVENTS].items()
        for message in messages
        if asked in (None, environment_id) and severity in ("ERROR", "WARN", "INFO", "DEBUG", "TRACE")
    ]
    return {"Events": said}


def _name(call: Call, environment_id: str) -> str:
    name: str = call.store[ENVIRONMENTS].get(environment_id, {}).get("EnvironmentName", "")
    return name


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
        raise invalid(error.message) from None
    check_options(options, _balancer_type(options))
    if any(namespace == "aws:autoscaling:scheduledaction" and not resource for namespace, _, resource in options):
        # https://github.com/hashicorp/terraform/issues/3157
        raise refusal("The scheduled action name cannot be blank.")


def _balancer_type(options: dict[Option, str]) -> str:
    """Return the type of the load balancer; nothing where there is none."""
    environment = "aws:elasticbeanstalk:environment"
    if _option(options, environment, "EnvironmentType") == "SingleInstance":
        return ""
    return _option(options, environment, "LoadBalancerType")


def _end_balancer(call: Call, environment: Answer) -> None:
    if environment["load balancer"]:
        call.ask("elbv2:DeleteLoadBalancer", LoadBalancerArn=environment["load balancer"]["LoadBalancerArn"])


def _regroup(call: Call, environment: Answer) -> None:
    """Give the load balancer the security groups that the options name."""
    groups = _option(environment["options"], "aws:elbv2:loadbalancer", "SecurityGroups")
    if groups:
        arn_ = environment["load balancer"]["LoadBalancerArn"]
        call.ask("elbv2:SetSecurityGroups", LoadBalancerArn=arn_, SecurityGroups=groups.split(","))


def _balance(call: Call, environment_id: str, options: dict[Option, str]) -> Answer:
    """Make the load balancer; nothing where there is none."""
    if _balancer_type(options) != "application":
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
