"""Secrets Manager: the code of a name that is still to be deleted, which moto says otherwise."""

from __future__ import annotations

from embedded_aws.additions import AwsError, Call, Service

service = Service("secretsmanager")


@service.refusal("CreateSecret")
def name_scheduled_for_deletion(call: Call) -> None:
    try:
        secret = call.ask("DescribeSecret", SecretId=call.parameters["Name"])
    except AwsError:
        return
    if "DeletedDate" in secret:
        said = "You can't create this secret because a secret with this name is already scheduled for deletion."
        raise AwsError("InvalidRequestException", said)
