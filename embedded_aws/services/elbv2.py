"""Elastic Load Balancing: trust stores, listeners that ask clients for certificates, ARNs that tell the type."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from moto.elbv2.models import elbv2_backends

from embedded_aws.additions import Answer, AwsError, Call, Service, items

service = Service("elbv2")

_STORES = "trust stores"  # by ARN
_AUTHENTICATIONS = "client authentication of listener"  # by ARN
# What moto's ARNs call app/ as well; those of application load balancers are right.
_TYPES = {"gateway": "gwy", "network": "net"}


@service.completion("CreateLoadBalancer")
def tell_type(call: Call, answer: Answer) -> None:
    """Tell the balancer's type in its ARN; moto makes those of listeners and rules from it."""
    for balancer in items(answer, "LoadBalancers[]"):
        if balancer["Type"] in _TYPES:
            arn = balancer["LoadBalancerArn"]
            balancer["LoadBalancerArn"] = arn.replace("/app/", f"/{_TYPES[balancer['Type']]}/", 1)
            _rename(call, arn, balancer["LoadBalancerArn"])


@service.operation("CreateTrustStore")
def create(call: Call) -> Answer:
    name = call.parameters["Name"]
    if any(store["Name"] == name for store in call.store[_STORES].values()):
        raise AwsError("DuplicateTrustStoreName", f"A trust store with the name '{name}' already exists")
    identifier = f"{name}/{secrets.token_hex(8)}"
    arn = f"arn:aws:elasticloadbalancing:{call.region}:{call.account}:truststore/{identifier}"
    store = {
        "Name": name,
        "TrustStoreArn": arn,
        "Status": "CREATING",
        "NumberOfCaCertificates": _count_certificates(call),
        "TotalRevokedEntries": 0,
    }
    call.store[_STORES][arn] = store
    call.store["tags"][arn] = {tag["Key"]: tag["Value"] for tag in call.parameters.get("Tags", [])}
    return {"TrustStores": [store]}


@service.operation("DescribeTrustStores")
def describe(call: Call) -> Answer:
    arns, names = call.parameters.get("TrustStoreArns", []), call.parameters.get("Names", [])
    for arn in arns:
        _check_store(call, arn)
    found = [
        store
        for arn, store in call.store[_STORES].items()
        if (not arns or arn in arns) and (not names or store["Name"] in names)
    ]
    for store in found:
        store["Status"] = "ACTIVE"
    return {"TrustStores": found}


@service.operation("ModifyTrustStore")
def modify(call: Call) -> Answer:
    arn = call.parameters["TrustStoreArn"]
    _check_store(call, arn)
    call.store[_STORES][arn]["NumberOfCaCertificates"] = _count_certificates(call)
    return {"TrustStores": [call.store[_STORES][arn]]}


@service.operation("DescribeTrustStoreAssociations")
def describe_associations(call: Call) -> Answer:
    """Name the load balancers whose listeners ask for certificates of the store."""
    arn = call.parameters["TrustStoreArn"]
    _check_store(call, arn)
    balancers = {listener.rpartition("/")[0].replace(":listener/", ":loadbalancer/") for listener in _users(call, arn)}
    return {"TrustStoreAssociations": [{"ResourceArn": balancer} for balancer in sorted(balancers)]}


@service.operation("DeleteTrustStore")
def delete(call: Call) -> Answer:
    arn = call.parameters["TrustStoreArn"]
    _check_store(call, arn)
    if _users(call, arn):
        raise AwsError("TrustStoreInUse", f"Trust store '{arn}' is in use by a listener")
    del call.store[_STORES][arn]
    del call.store["tags"][arn]
    return {}


@service.operation("CreateListener")
def create_listener(call: Call) -> Answer:
    _check_authentication(call)
    return call.ask("CreateListener", **call.parameters)


@service.operation("ModifyListener")
def modify_listener(call: Call) -> Answer:
    _check_authentication(call)
    return call.ask("ModifyListener", **call.parameters)


@service.completion("CreateListener", "ModifyListener")
def remember(call: Call, answer: Answer) -> None:
    if "MutualAuthentication" in call.parameters:
        arn = answer["Listeners"][0]["ListenerArn"]
        call.store[_AUTHENTICATIONS][arn] = call.parameters["MutualAuthentication"]


@service.completion("CreateListener", "DescribeListeners", "ModifyListener")
def show(call: Call, answer: Answer) -> None:
    for listener in items(answer, "Listeners[]"):
        if listener["ListenerArn"] in call.store[_AUTHENTICATIONS]:
            listener["MutualAuthentication"] = call.store[_AUTHENTICATIONS][listener["ListenerArn"]]


@service.completion("DeleteListener")
def forget(call: Call, _answer: Answer) -> None:
    call.store[_AUTHENTICATIONS].pop(call.parameters["ListenerArn"], None)


@service.completion("DeleteLoadBalancer")
def forget_listeners(call: Call, _answer: Answer) -> None:
    """Forget the listeners that go with a load balancer."""
    prefix = call.parameters["LoadBalancerArn"].replace(":loadbalancer/", ":listener/") + "/"
    for arn in [arn for arn in call.store[_AUTHENTICATIONS] if arn.startswith(prefix)]:
        del call.store[_AUTHENTICATIONS][arn]


@service.operation("AddTags")
def add_tags(call: Call) -> Answer:
    tags = {tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]}
    for arn in _ours(call):
        call.store["tags"][arn].update(tags)
    return call.ask("AddTags", ResourceArns=_theirs(call), Tags=call.parameters["Tags"])


@service.operation("RemoveTags")
def remove_tags(call: Call) -> Answer:
    for arn in _ours(call):
        for key in call.parameters["TagKeys"]:
            call.store["tags"][arn].pop(key, None)
    return call.ask("RemoveTags", ResourceArns=_theirs(call), TagKeys=call.parameters["TagKeys"])


@service.operation("DescribeTags")
def describe_tags(call: Call) -> Answer:
    answer = call.ask("DescribeTags", ResourceArns=_theirs(call))
    for arn in _ours(call):
        tags = [{"Key": key, "Value": value} for key, value in call.store["tags"][arn].items()]
        answer["TagDescriptions"].append({"ResourceArn": arn, "Tags": tags})
    return answer


def _rename(call: Call, old: str, new: str) -> None:
    """Rename a load balancer in moto's own memory, which every other operation looks it up in."""
    moto = elbv2_backends[call.account][call.region]
    moto.load_balancers[new] = moto.load_balancers.pop(old)
    moto.load_balancers[new].arn = new
    moto.tagging_service.copy_tags(old, new)
    moto.tagging_service.delete_all_tags_for_resource(old)


def _ours(call: Call) -> list[str]:
    return [arn for arn in call.parameters["ResourceArns"] if arn in call.store["tags"]]


def _theirs(call: Call) -> list[str]:
    return [arn for arn in call.parameters["ResourceArns"] if arn not in call.store["tags"]]


def _check_store(call: Call, arn: str) -> None:
    if arn not in call.store[_STORES]:
        raise AwsError("TrustStoreNotFound", f"Trust store '{arn}' not found")


def _users(call: Call, arn: str) -> list[str]:
    """Return the listeners that use a trust store."""
    return [listener for listener, each in call.store[_AUTHENTICATIONS].items() if each.get("TrustStoreArn") == arn]


def _check_authentication(call: Call) -> None:
    asked: Mapping[str, Any] = call.parameters.get("MutualAuthentication", {})
    if asked.get("Mode") == "verify":
        _check_store(call, asked.get("TrustStoreArn", ""))


def _count_certificates(call: Call) -> int:
    """Count the certificates of the bundle; refuse one that does not exist or holds none."""
    bucket, key = call.parameters["CaCertificatesBundleS3Bucket"], call.parameters["CaCertificatesBundleS3Key"]
    try:
        bundle: str = call.ask("s3:GetObject", Bucket=bucket, Key=key)["Body"]
    except AwsError:
        raise AwsError("CaCertificatesBundleNotFound", f"There is no bundle at s3://{bucket}/{key}") from None
    count = bundle.count("-----BEGIN CERTIFICATE-----")
    if not count:
        raise AwsError("InvalidCaCertificatesBundle", f"The bundle at s3://{bucket}/{key} holds no certificate")
    return count
