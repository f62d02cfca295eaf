"""Configuration templates, and the options of templates and environments."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.services.elasticbeanstalk.base import (
    ENVIRONMENTS,
    TEMPLATES,
    application,
    arn,
    changed_options,
    now,
    refusal,
    remember_tags,
    service,
    shown_options,
)
from embedded_aws.services.elasticbeanstalk.platforms import check


@service.operation("CreateConfigurationTemplate")
def create(call: Call) -> Answer:
    owner, name = application(call)["ApplicationName"], call.parameters["TemplateName"]
    if (owner, name) in call.store[TEMPLATES]:
        raise refusal(f"Configuration Template {name} already exists.")
    check(call.parameters.get("SolutionStackName"))
    made = {
        "ApplicationName": owner,
        "TemplateName": name,
        "SolutionStackName": call.parameters.get("SolutionStackName"),
        "Description": call.parameters.get("Description"),
        "DateCreated": now(),
        "DateUpdated": now(),
        "options": changed_options(call, {}),
    }
    call.store[TEMPLATES][owner, name] = made
    remember_tags(call, arn(call, "configurationtemplate", owner, name))
    return _shown(made)


@service.operation("UpdateConfigurationTemplate")
def update(call: Call) -> Answer:
    found = template(call)
    found |= {"options": changed_options(call, found["options"]), "DateUpdated": now()}
    found["Description"] = call.parameters.get("Description", found["Description"])
    return _shown(found)


@service.operation("DeleteConfigurationTemplate")
def delete(call: Call) -> Answer:
    call.store[TEMPLATES].pop((call.parameters["ApplicationName"], call.parameters["TemplateName"]), None)
    return {}


@service.operation("DescribeConfigurationSettings")
def describe(call: Call) -> Answer:
    name = call.parameters.get("EnvironmentName")
    if name is None:
        return {"ConfigurationSettings": [_shown(template(call))]}
    owner = application(call)["ApplicationName"]
    for each in call.store[ENVIRONMENTS].values():
        if (each["ApplicationName"], each["EnvironmentName"]) == (owner, name):
            return {"ConfigurationSettings": [_shown(each) | {"DeploymentStatus": "deployed"}]}
    raise refusal(f"No Environment found for EnvironmentName = '{name}'.")


def template(call: Call) -> Answer:
    """Return the template that the request names."""
    owner, name = application(call)["ApplicationName"], call.parameters["TemplateName"]
    found: Answer | None = call.store[TEMPLATES].get((owner, name))
    if found is None:
        raise refusal(f"No Configuration Template named '{owner}/{name}' found.")
    return found


def _shown(item: Answer) -> Answer:
    fields = ("ApplicationName", "TemplateName", "EnvironmentName", "SolutionStackName", "Description", "DateCreated")
    return {name: item[name] for name in (*fields, "DateUpdated") if name in item} | {
        "OptionSettings": shown_options(item["options"])
    }
