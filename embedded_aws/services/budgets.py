"""AWS Budgets: budgets that change, whom their notifications tell, actions, and tags.

Source: AWS Billing and Cost Management API Reference, AWS Budgets.
"""

from __future__ import annotations

import uuid
from typing import Any

from moto.budgets.models import Budget, BudgetsBackend, Notification, budgets_backends
from moto.core.utils import unix_time

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("budgets")

_TAGS = "tags"  # by ARN
_ACTIONS = "actions"  # by id


@service.refusal("CreateBudget")
def budget_that_cannot_be(call: Call) -> None:
    budget = call.parameters["Budget"]
    if float(budget.get("BudgetLimit", {"Amount": "1"})["Amount"]) <= 0:
        raise AwsError("InvalidParameterException", "Budget limit amount must be greater than 0.")
    for each in call.parameters.get("NotificationsWithSubscribers", []):
        _check_subscribers(each["Subscribers"])


@service.refusal("CreateNotification")
def notification_that_cannot_be(call: Call) -> None:
    _check_subscribers(call.parameters["Subscribers"])


@service.completion("CreateBudget")
def remember_tags(call: Call, _answer: Answer) -> None:
    arn = f"arn:aws:budgets::{call.account}:budget/{call.parameters['Budget']['BudgetName']}"
    call.store[_TAGS][arn] = {tag["Key"]: tag["Value"] for tag in call.parameters.get("ResourceTags", [])}


@service.operation("UpdateBudget")
def update(call: Call) -> Answer:
    changed = dict(call.parameters["NewBudget"])
    budget = _budget(call, changed["BudgetName"])
    given = {key: unix_time(date.replace(tzinfo=None)) for key, date in changed.pop("TimePeriod", {}).items()}
    budget.budget = changed | {"TimePeriod": budget.budget["TimePeriod"] | given}
    return {}


@service.operation("DescribeSubscribersForNotification")
def subscribers(call: Call) -> Answer:
    return {"Subscribers": _notification(call).subscribers}


@service.operation("CreateSubscriber")
def subscribe(call: Call) -> Answer:
    told: Any = _notification(call).subscribers
    if call.parameters["Subscriber"] in told:
        raise AwsError("DuplicateRecordException", "Unable to create subscriber - the subscriber already exists.")
    told.append(call.parameters["Subscriber"])
    return {}


@service.operation("DeleteSubscriber")
def unsubscribe(call: Call) -> Answer:
    told: Any = _notification(call).subscribers
    if call.parameters["Subscriber"] not in told:
        raise AwsError("NotFoundException", "Unable to delete subscriber - the subscriber doesn't exist.")
    told.remove(call.parameters["Subscriber"])
    return {}


@service.operation("CreateBudgetAction")
def create_action(call: Call) -> Answer:
    given = call.parameters
    budget = _budget(call, given["BudgetName"]).budget["BudgetName"]
    if not given["Subscribers"]:
        raise AwsError("InvalidParameterException", "An action must have at least one subscriber.")
    role = given["ExecutionRoleArn"].rpartition("/")[2]
    try:
        trust = str(call.ask_all("iam:GetRole", RoleName=role)["Role"]["AssumeRolePolicyDocument"])
    except AwsError:
        trust = ""
    if "budgets.amazonaws.com" not in trust:
        raise AwsError("AccessDeniedException", f"Budgets cannot assume the execution role {role}.")
    action = {name: value for name, value in given.items() if name not in {"AccountId", "ResourceTags"}}
    action |= {"ActionId": str(uuid.uuid4()), "Status": "STANDBY"}
    call.store[_ACTIONS][action["ActionId"]] = action
    arn = f"arn:aws:budgets::{call.account}:budget/{budget}/action/{action['ActionId']}"
    call.store[_TAGS][arn] = {tag["Key"]: tag["Value"] for tag in given.get("ResourceTags", [])}
    return {"AccountId": call.account, "BudgetName": budget, "ActionId": action["ActionId"]}


@service.operation("DescribeBudgetAction")
def action(call: Call) -> Answer:
    found = _action(call)
    return {"AccountId": call.account, "BudgetName": found["BudgetName"], "Action": found}


@service.operation("DescribeBudgetActionsForAccount")
def actions(call: Call) -> Answer:
    return {"Actions": list(call.store[_ACTIONS].values())}


@service.operation("UpdateBudgetAction")
def update_action(call: Call) -> Answer:
    old = _action(call)
    new = old | {name: value for name, value in call.parameters.items() if name in old}
    call.store[_ACTIONS][old["ActionId"]] = new
    return {"AccountId": call.account, "BudgetName": old["BudgetName"], "OldAction": old, "NewAction": new}


@service.operation("DeleteBudgetAction")
def delete_action(call: Call) -> Answer:
    found = _action(call)
    del call.store[_ACTIONS][found["ActionId"]]
    return {"AccountId": call.account, "BudgetName": found["BudgetName"], "Action": found}


@service.completion("DeleteBudget")
def forget_actions(call: Call, _answer: Answer) -> None:
    kept = call.store[_ACTIONS]
    for name in [name for name, each in kept.items() if each["BudgetName"] == call.parameters["BudgetName"]]:
        del kept[name]


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    tags = {each["Key"]: each["Value"] for each in call.parameters["ResourceTags"]}
    call.store[_TAGS].setdefault(call.parameters["ResourceARN"], {}).update(tags)
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    for key in call.parameters["ResourceTagKeys"]:
        call.store[_TAGS].get(call.parameters["ResourceARN"], {}).pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def tags(call: Call) -> Answer:
    kept = call.store[_TAGS].get(call.parameters["ResourceARN"], {})
    return {"ResourceTags": [{"Key": key, "Value": value} for key, value in kept.items()]}


# Quotas: 1 SNS topic and 10 e-mail addresses for a notification.
def _check_subscribers(told: list[dict[str, str]]) -> None:
    if not told:
        raise AwsError("InvalidParameterException", "Notification must have at least one subscriber.")
    if sum(each["SubscriptionType"] == "EMAIL" for each in told) > 10:
        raise AwsError("CreationLimitExceededException", "A notification has 10 e-mail subscribers at most.")


def _budget(call: Call, name: str) -> Budget:
    backend: BudgetsBackend = budgets_backends[call.account]["global"]
    found = backend.budgets[call.account].get(name)
    if found is None:
        raise AwsError("NotFoundException", f"Unable to get budget: {name} - the budget doesn't exist.")
    return found


def _action(call: Call) -> Answer:
    name = call.parameters["ActionId"]
    if name not in call.store[_ACTIONS]:
        raise AwsError("NotFoundException", f"Unable to get action: {name} - the action doesn't exist.")
    found: Answer = call.store[_ACTIONS][name]
    return found


def _notification(call: Call) -> Notification:
    wanted = call.parameters["Notification"]
    for each in _budget(call, call.parameters["BudgetName"]).notifications:
        # The state, which AWS adds, is none of what names a notification.
        if all(
            each.details.get(key) == wanted.get(key) for key in ("NotificationType", "ComparisonOperator", "Threshold")
        ):
            return each
    raise AwsError("NotFoundException", "Unable to get the notification - the notification doesn't exist.")
