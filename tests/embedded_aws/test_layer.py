"""The layer parses, serialises and dispatches in every protocol that AWS speaks."""

from __future__ import annotations

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from botocore.exceptions import ClientError
from werkzeug.test import Client as Browser

from embedded_aws.additions import Answer, AwsError, Call, Service
from embedded_aws.wsgi import Layer
from tests.embedded_aws.conftest import Client, served

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Case(NamedTuple):
    """One operation of a protocol, what is sent and what the handler answers."""

    service: str
    operation: str
    method: str
    parameters: dict[str, Any]
    answer: dict[str, Any]
    error: str


CASES = {
    "query": Case(
        "iam",
        "GetAccountSummary",
        "get_account_summary",
        {},
        {"SummaryMap": {"Users": 42}},
        "ServiceFailure",
    ),
    "ec2": Case(
        "ec2",
        "DescribeAccountAttributes",
        "describe_account_attributes",
        {"AttributeNames": ["default-vpc"]},
        {"AccountAttributes": [{"AttributeName": "default-vpc", "AttributeValues": [{"AttributeValue": "é <&>"}]}]},
        "UnauthorizedOperation",
    ),
    "json": Case(
        "ssm",
        "GetServiceSetting",
        "get_service_setting",
        {"SettingId": "/a"},
        {"ServiceSetting": {"SettingId": "/a", "SettingValue": "é <&>"}},
        "ServiceSettingNotFound",
    ),
    "rest-json": Case(
        "eks",
        "DescribeAddon",
        "describe_addon",
        {"clusterName": "c", "addonName": "coredns"},
        {"addon": {"addonName": "coredns", "status": "ACTIVE"}},
        "ResourceNotFoundException",
    ),
    "rest-xml": Case(
        "cloudfront",
        "GetCachePolicy",
        "get_cache_policy",
        {"Id": "an/id"},
        {"ETag": "e1", "CachePolicy": {"Id": "an/id", "CachePolicyConfig": {"Name": "é <&>", "MinTTL": 1}}},
        "NoSuchCachePolicy",
    ),
}
cases = pytest.mark.parametrize("case", [pytest.param(case, id=protocol) for protocol, case in CASES.items()])


def said(client: Any, method: str, **parameters: Any) -> Answer:
    answer: Answer = getattr(client, method)(**parameters)
    answer.pop("ResponseMetadata")
    return answer


@cases
def test_operation_gets_the_parameters_and_gives_the_answer(case: Case) -> None:
    service, calls = Service(case.service), list[Call]()

    @service.operation(case.operation)
    def handler(call: Call) -> Answer:
        calls.append(call)
        return case.answer

    with served({case.service: service}) as aws:
        answer = said(aws(case.service), case.method, **case.parameters)
    assert answer == case.answer
    assert [(call.parameters, call.account) for call in calls] == [(case.parameters, "123456789012")]


@cases
def test_operation_refuses_with_the_error_of_the_service(case: Case) -> None:
    service = Service(case.service)

    @service.operation(case.operation)
    def handler(_call: Call) -> Answer:
        raise AwsError(case.error, "no <such> thing")

    with served({case.service: service}) as aws, pytest.raises(ClientError) as raised:
        said(aws(case.service), case.method, **case.parameters)
    error = raised.value.response["Error"]
    assert (error["Code"], error["Message"]) == (case.error, "no <such> thing")


READS = {
    "query": ("iam", "ListPolicies", "list_policies", {"MaxItems": 5}),
    "ec2": ("ec2", "DescribeSubnets", "describe_subnets", {}),
    "json": ("logs", "DescribeLogGroups", "describe_log_groups", {}),
    "rest-json": ("lambda", "ListFunctions", "list_functions", {}),
    "rest-xml": ("s3", "HeadObject", "head_object", {"Bucket": "layer", "Key": "a/é b"}),
}


@pytest.fixture(scope="module")
def made(stock: Client) -> None:
    """Make what the reads find."""
    stock("logs").create_log_group(logGroupName="/layer", kmsKeyId="arn:aws:kms:us-east-1:123456789012:key/k")
    stock("s3").create_bucket(Bucket="layer")
    stock("s3").put_object(Bucket="layer", Key="a/é b", Body=b"x" * 1000, Metadata={"m": "1"}, ContentType="text/x")


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(("name", "operation", "method", "parameters"), READS.values(), ids=READS)
def test_completion_changes_what_it_changes_and_loses_nothing(
    name: str, operation: str, method: str, parameters: dict[str, Any], stock: Client
) -> None:
    service, seen = Service(name), list[Answer]()
    service.completion(operation)(lambda _call, answer: seen.append(answer))
    with served({name: service}) as aws:
        answer = said(aws(name), method, **parameters)
    assert len(seen) == 1
    assert answer == said(stock(name), method, **parameters)


def test_completion_is_not_asked_where_moto_refuses(stock: Client) -> None:
    service, seen = Service("lambda"), list[Answer]()
    service.completion("GetFunction")(lambda _call, answer: seen.append(answer))
    with served({"lambda": service}) as aws, pytest.raises(ClientError) as raised:
        aws("lambda").get_function(FunctionName="nobody")
    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert seen == []


def test_handler_asks_moto_in_its_own_and_another_service() -> None:
    service = Service("eks")

    @service.operation("DescribeAddon")
    def handler(call: Call) -> Answer:
        zones = call.ask("ec2:DescribeAvailabilityZones", ZoneNames=["us-east-1b"])["AvailabilityZones"]
        assert [zone["ZoneName"] for zone in zones] == ["us-east-1b"]
        return call.ask("DescribeCluster", name=call.parameters["clusterName"])

    with served({"eks": service}) as aws, pytest.raises(ClientError) as raised:
        aws("eks").describe_addon(clusterName="nobody", addonName="a")
    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_stores_are_apart_by_region_unless_the_service_is_global() -> None:
    regional, everywhere = Service("lambda"), Service("s3", regional=False)
    regional.store("1", "us-east-1")["kind"]["name"] = everywhere.store("1", "us-east-1")["kind"]["name"] = "value"
    assert regional.store("1", "us-west-2")["kind"] == {}
    assert everywhere.store("1", "us-west-2")["kind"] == {"name": "value"}
    assert everywhere.store("2", "us-east-1")["kind"] == {}


class Crowd:
    """Tells how many were inside at once, at most."""

    def __init__(self) -> None:
        self.inside, self.most = 0, 0

    def visit(self) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.01)  # long enough for the others to come
        self.inside -= 1


def test_handlers_are_called_one_at_a_time() -> None:
    service, crowd = Service("ssm"), Crowd()

    @service.operation("GetServiceSetting")
    def handler(_call: Call) -> Answer:
        crowd.visit()
        return {}

    with served({"ssm": service}) as aws, ThreadPoolExecutor(8) as pool:
        ssm = aws("ssm")
        for answer in [pool.submit(ssm.get_service_setting, SettingId="/a") for _ in range(8)]:
            answer.result()
    assert crowd.most == 1


def test_moto_is_asked_one_request_at_a_time() -> None:
    crowd = Crowd()

    def moto(_environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        crowd.visit()
        start_response("200 OK", [])
        return []

    layer = Layer(moto, {}, {})
    with ThreadPoolExecutor(8) as pool:
        for answer in [pool.submit(Browser(layer).get, "/") for _ in range(8)]:
            assert answer.result().status_code == 200
    assert crowd.most == 1


@pytest.mark.filterwarnings("ignore:Exception.AwsError. with code NotImplemented")  # not an error of the services
@pytest.mark.parametrize(
    ("service", "method", "parameters"),
    [
        ("eks", "describe_addon", {"clusterName": "c", "addonName": "a"}),  # moto has no route
        ("application-autoscaling", "list_tags_for_resource", {"ResourceARN": "arn:aws:x"}),  # moto has no method
    ],
)
def test_what_nobody_knows_is_said_once_and_clearly(
    stock: Client, service: str, method: str, parameters: dict[str, str]
) -> None:
    with pytest.raises(ClientError, match="the embedded AWS cannot do") as raised:
        getattr(stock(service), method)(**parameters)
    assert raised.value.response["Error"]["Code"] == "NotImplemented"
    # The SDKs try 500 again; this is final.
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_health_tells_the_instance(stock: Client) -> None:
    url = stock("sts").meta.endpoint_url
    with urllib.request.urlopen(f"{url}/_embedded-aws/health") as answer:  # noqa: S310
        assert json.load(answer) == {"instance": "test"}
