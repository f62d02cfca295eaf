"""Applications and their versions."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.elasticbeanstalk.base import (
    APPLICATIONS,
    ENVIRONMENTS,
    TAGS,
    TEMPLATES,
    VERSIONS,
    application,
    arn,
    named,
    now,
    refusal,
    remember_tags,
    service,
)


@service.operation("CreateApplication")
def create(call: Call) -> Answer:
    name = call.parameters["ApplicationName"]
    if name in call.store[APPLICATIONS]:
        raise refusal(f"Application {name} already exists.")
    made = {
        "ApplicationName": name,
        "ApplicationArn": arn(call, "application", name),
        "Description": call.parameters.get("Description"),
        "DateCreated": now(),
        "DateUpdated": now(),
        "ResourceLifecycleConfig": call.parameters.get("ResourceLifecycleConfig", {}),
    }
    call.store[APPLICATIONS][name] = made
    remember_tags(call, made["ApplicationArn"])
    return {"Application": made}


@service.operation("DescribeApplications")
def describe(call: Call) -> Answer:
    found = named(call.store[APPLICATIONS].values(), "ApplicationName", call.parameters.get("ApplicationNames"))
    return {"Applications": [item | _contents(call, item["ApplicationName"]) for item in found]}


@service.operation("UpdateApplication")
def update(call: Call) -> Answer:
    found = application(call)
    found |= {"Description": call.parameters.get("Description"), "DateUpdated": now()}
    return {"Application": found}


@service.operation("UpdateApplicationResourceLifecycle")
def update_lifecycle(call: Call) -> Answer:
    found = application(call)
    found["ResourceLifecycleConfig"] = found["ResourceLifecycleConfig"] | call.parameters["ResourceLifecycleConfig"]
    return {name: found[name] for name in ("ApplicationName", "ResourceLifecycleConfig")}


@service.operation("DeleteApplication")
def delete(call: Call) -> Answer:
    """Delete the application with its versions and templates; one that does not exist is no error."""
    name = call.parameters["ApplicationName"]
    living = [item for item in call.store[ENVIRONMENTS].values() if item["Status"] != "Terminated"]
    if any(item["ApplicationName"] == name for item in living):
        said = f"Unable to delete application {name} because it has environments that are not terminated."
        raise AwsError("OperationInProgressFailure", said)
    found = call.store[APPLICATIONS].pop(name, None)
    if found:
        call.store[TAGS].pop(found["ApplicationArn"], None)
    for kind in (VERSIONS, TEMPLATES):
        for key in [key for key in call.store[kind] if key[0] == name]:
            del call.store[kind][key]
    return {}


def _contents(call: Call, name: str) -> Answer:
    return {
        "Versions": [label for owner, label in call.store[VERSIONS] if owner == name],
        "ConfigurationTemplates": [template for owner, template in call.store[TEMPLATES] if owner == name],
    }


@service.operation("CreateApplicationVersion")
def create_version(call: Call) -> Answer:
    name, label = application(call)["ApplicationName"], call.parameters["VersionLabel"]
    if (name, label) in call.store[VERSIONS]:
        raise refusal(f"Application Version {label} already exists.")
    bundle = call.parameters.get("SourceBundle")
    if bundle:
        try:
            call.ask("s3:HeadObject", Bucket=bundle["S3Bucket"], Key=bundle["S3Key"])
        except AwsError:
            raise refusal(
                f"Unable to download from S3 location (Bucket: {bundle['S3Bucket']} Key: {bundle['S3Key']}). "
                "Reason: Not Found"
            ) from None
    made = {
        "ApplicationVersionArn": arn(call, "applicationversion", name, label),
        "ApplicationName": name,
        "VersionLabel": label,
        "Description": call.parameters.get("Description"),
        "SourceBundle": bundle,
        "Status": "PROCESSED" if call.parameters.get("Process") else "UNPROCESSED",
        "DateCreated": now(),
        "DateUpdated": now(),
    }
    call.store[VERSIONS][name, label] = made
    remember_tags(call, made["ApplicationVersionArn"])
    return {"ApplicationVersion": made}


@service.operation("DescribeApplicationVersions")
def describe_versions(call: Call) -> Answer:
    owner = call.parameters.get("ApplicationName")
    found = [item for (name, _), item in call.store[VERSIONS].items() if owner in (None, name)]
    return {"ApplicationVersions": named(found, "VersionLabel", call.parameters.get("VersionLabels"))}


@service.operation("UpdateApplicationVersion")
def update_version(call: Call) -> Answer:
    found = version(call, call.parameters["VersionLabel"])
    found |= {"Description": call.parameters.get("Description"), "DateUpdated": now()}
    return {"ApplicationVersion": found}


@service.operation("DeleteApplicationVersion")
def delete_version(call: Call) -> Answer:
    name, label = application(call)["ApplicationName"], call.parameters["VersionLabel"]
    users = [
        environment["EnvironmentName"]
        for environment in call.store[ENVIRONMENTS].values()
        if (environment["ApplicationName"], environment.get("VersionLabel")) == (name, label)
    ]
    if users:
        raise AwsError(
            "SourceBundleDeletionFailure",
            f"Unable to delete application version {label} because it is in use by the following environments: "
            + ", ".join(users),
        )
    call.store[VERSIONS].pop((name, label), None)
    return {}


def version(call: Call, label: str) -> Answer:
    """Return the version of the request's application with this label."""
    found: Answer | None = call.store[VERSIONS].get((call.parameters["ApplicationName"], label))
    if found is None:
        raise refusal(f"No Application Version named '{label}' found.")
    return found
