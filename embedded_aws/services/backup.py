"""AWS Backup: what a plan backs up, plans that change, and tests of restores.

Source: AWS Backup Developer Guide, API reference.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from moto.backup.models import BackupBackend, backup_backends

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("backup")

_SELECTIONS = "selections"  # by plan and id
_TESTS = "restore testing plans"  # by name
_TESTED = "restore testing selections"  # by plan and name


@service.refusal("CreateBackupPlan", "UpdateBackupPlan")
def plan_that_cannot_be(call: Call) -> None:
    vaults = _backend(call).vaults
    for rule in call.parameters["BackupPlan"]["Rules"]:
        if rule["TargetBackupVaultName"] not in vaults:
            raise AwsError("InvalidParameterValueException", "Backup vault must exist. Vault not found.")
        for lifecycle in [rule.get("Lifecycle"), *[copy.get("Lifecycle") for copy in rule.get("CopyActions", [])]]:
            _check(lifecycle or {})


def _check(lifecycle: dict[str, int]) -> None:
    # Lifecycle: "Backups transitioned to cold storage must be stored in cold storage for a minimum of 90 days."
    cold, end = lifecycle.get("MoveToColdStorageAfterDays"), lifecycle.get("DeleteAfterDays")
    if cold and end and 0 < end < cold + 90:
        raise AwsError(
            "InvalidParameterValueException",
            "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from "
            f"MoveToColdStorageAfterDays: {cold}",
        )


@service.operation("ListTags")
def tags(call: Call) -> Answer:
    """Ask moto as boto3 does: it takes the ARN for what stands before the last slash, which not every SDK writes."""
    return call.ask("ListTags", ResourceArn=call.parameters["ResourceArn"].rstrip("/"))


@service.operation("UpdateBackupPlan")
def change_plan(call: Call) -> Answer:
    plan: Any = _backend(call).plans.get(call.parameters["BackupPlanId"])
    if plan is None:
        raise AwsError("ResourceNotFoundException", "Cannot find Backup plan with given id")
    made: Any = type(plan)(dict(call.parameters["BackupPlan"]), plan.creator_request_id, _backend(call))
    plan.backup_plan, plan.version_id = made.backup_plan, made.version_id
    return {"BackupPlanId": plan.backup_plan_id, "BackupPlanArn": plan.backup_plan_arn, "VersionId": plan.version_id}


@service.refusal("DeleteBackupPlan")
def plan_in_use(call: Call) -> None:
    if any(
        plan == call.parameters["backupPlanId" if "backupPlanId" in call.parameters else "BackupPlanId"]
        for plan, _ in call.store[_SELECTIONS]
    ):
        raise AwsError(
            "InvalidRequestException", "Related backup plan selections must be deleted prior to backup plan deletion"
        )


@service.operation("CreateBackupSelection")
def select(call: Call) -> Answer:
    plan, identity, now = call.parameters["BackupPlanId"], str(uuid.uuid4()), time.time()
    if plan not in _backend(call).plans:
        raise AwsError("InvalidParameterValueException", "Backup plan must exist. Plan not found.")
    selection = call.parameters["BackupSelection"]
    _check_role(call, selection["IamRoleArn"])
    call.store[_SELECTIONS][plan, identity] = {
        "BackupSelection": selection,
        "BackupPlanId": plan,
        "SelectionId": identity,
        "CreationDate": now,
        "CreatorRequestId": call.parameters.get("CreatorRequestId", str(uuid.uuid4())),
    }
    return {"SelectionId": identity, "BackupPlanId": plan, "CreationDate": now}


@service.operation("GetBackupSelection")
def selection(call: Call) -> Answer:
    return _selection(call)


@service.operation("ListBackupSelections")
def selections(call: Call) -> Answer:
    kept = [each for (plan, _), each in call.store[_SELECTIONS].items() if plan == call.parameters["BackupPlanId"]]
    fields = ("SelectionId", "BackupPlanId", "CreationDate", "CreatorRequestId")
    names = ("SelectionName", "IamRoleArn")
    return {
        "BackupSelectionsList": [
            {field: each[field] for field in fields} | {name: each["BackupSelection"][name] for name in names}
            for each in kept
        ]
    }


@service.operation("DeleteBackupSelection")
def deselect(call: Call) -> Answer:
    _selection(call)
    del call.store[_SELECTIONS][call.parameters["BackupPlanId"], call.parameters["SelectionId"]]
    return {}


@service.operation("ListRecoveryPointsByBackupVault")
def recovery_points(call: Call) -> Answer:
    """No backup runs here, so a vault is always empty."""
    if call.parameters["BackupVaultName"] not in _backend(call).vaults:
        raise AwsError("ResourceNotFoundException", "Backup vault does not exist.")
    return {"RecoveryPoints": []}


# Defaults of RestoreTestingRecoveryPointSelection:
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingRecoveryPointSelection.html
_SELECTION = {"ExcludeVaults": [], "SelectionWindowDays": 30}


@service.operation("CreateRestoreTestingPlan")
def plan_test(call: Call) -> Answer:
    given = dict(call.parameters["RestoreTestingPlan"])
    name = given["RestoreTestingPlanName"]
    if name in call.store[_TESTS]:
        raise AwsError("AlreadyExistsException", "Restore testing plan with the same name already exists.")
    now, arn = time.time(), _arn(call, f"restore-testing-plan:{name}-{uuid.uuid4()}")
    given |= {"RestoreTestingPlanArn": arn, "CreationTime": now}
    given.setdefault("StartWindowHours", 24)
    given.setdefault("ScheduleExpressionTimezone", "Etc/UTC")
    given["RecoveryPointSelection"] = _SELECTION | given["RecoveryPointSelection"]
    call.store[_TESTS][name] = given
    if call.parameters.get("Tags"):
        call.ask("TagResource", ResourceArn=arn, Tags=call.parameters["Tags"])
    return {"RestoreTestingPlanName": name, "RestoreTestingPlanArn": arn, "CreationTime": now}


@service.operation("GetRestoreTestingPlan")
def planned_test(call: Call) -> Answer:
    return {"RestoreTestingPlan": _test(call)}


@service.operation("ListRestoreTestingPlans")
def planned_tests(call: Call) -> Answer:
    named = ("RestoreTestingPlanName", "RestoreTestingPlanArn")
    fields = (*named, "CreationTime", "ScheduleExpression", "ScheduleExpressionTimezone")
    return {"RestoreTestingPlans": [{name: each[name] for name in fields} for each in call.store[_TESTS].values()]}


@service.operation("UpdateRestoreTestingPlan")
def change_test(call: Call) -> Answer:
    kept, now = _test(call), time.time()
    given = dict(call.parameters["RestoreTestingPlan"])
    if "RecoveryPointSelection" in given:
        given["RecoveryPointSelection"] = _SELECTION | given["RecoveryPointSelection"]
    kept |= given | {"LastUpdateTime": now}
    names = ("RestoreTestingPlanName", "RestoreTestingPlanArn", "CreationTime")
    return {name: kept[name] for name in names} | {"UpdateTime": now}


@service.operation("DeleteRestoreTestingPlan")
def drop_test(call: Call) -> Answer:
    name = _test(call)["RestoreTestingPlanName"]
    if any(plan == name for plan, _ in call.store[_TESTED]):
        raise AwsError("InvalidRequestException", "Restore testing plan has selections, which must be deleted first.")
    del call.store[_TESTS][name]
    return {}


@service.operation("CreateRestoreTestingSelection")
def select_test(call: Call) -> Answer:
    plan, given, now = _test(call), dict(call.parameters["RestoreTestingSelection"]), time.time()
    _check_role(call, given["IamRoleArn"])
    name = given["RestoreTestingSelectionName"]
    given.setdefault("ValidationWindowHours", 0)
    given |= {"RestoreTestingPlanName": plan["RestoreTestingPlanName"], "CreationTime": now}
    call.store[_TESTED][plan["RestoreTestingPlanName"], name] = given
    return _named(plan) | {"RestoreTestingSelectionName": name, "CreationTime": now}


@service.operation("GetRestoreTestingSelection")
def selected_test(call: Call) -> Answer:
    return {"RestoreTestingSelection": _tested(call)}


@service.operation("UpdateRestoreTestingSelection")
def change_selected_test(call: Call) -> Answer:
    kept, now = _tested(call), time.time()
    kept |= dict(call.parameters["RestoreTestingSelection"])
    names = ("RestoreTestingSelectionName", "CreationTime")
    return _named(_test(call)) | {name: kept[name] for name in names} | {"UpdateTime": now}


@service.operation("DeleteRestoreTestingSelection")
def deselect_test(call: Call) -> Answer:
    _tested(call)
    del call.store[_TESTED][call.parameters["RestoreTestingPlanName"], call.parameters["RestoreTestingSelectionName"]]
    return {}


def _named(plan: Answer) -> Answer:
    return {name: plan[name] for name in ("RestoreTestingPlanName", "RestoreTestingPlanArn")}


def _selection(call: Call) -> Answer:
    found: Answer | None = call.store[_SELECTIONS].get(
        (call.parameters["BackupPlanId"], call.parameters["SelectionId"])
    )
    if found is None:
        raise AwsError("ResourceNotFoundException", "Cannot find Backup selection with given id")
    return found


def _test(call: Call) -> Answer:
    found: Answer | None = call.store[_TESTS].get(call.parameters["RestoreTestingPlanName"])
    if found is None:
        raise AwsError("ResourceNotFoundException", "Restore testing plan not found.")
    return found


def _tested(call: Call) -> Answer:
    key = call.parameters["RestoreTestingPlanName"], call.parameters["RestoreTestingSelectionName"]
    if key not in call.store[_TESTED]:
        raise AwsError("ResourceNotFoundException", "Restore testing selection not found.")
    found: Answer = call.store[_TESTED][key]
    return found


def _check_role(call: Call, arn: str) -> None:
    try:
        call.ask("iam:GetRole", RoleName=arn.rpartition("/")[2])
    except AwsError:
        raise AwsError(
            "InvalidParameterValueException", f"IAM Role {arn} is not authorized to call tag:GetResources"
        ) from None


def _arn(call: Call, name: str) -> str:
    return f"arn:aws:backup:{call.region}:{call.account}:{name}"


def _backend(call: Call) -> BackupBackend:
    return backup_backends[call.account][call.region]
