"""What ours of the stages of REST APIs, and of what leads to them, can do; registered in scenarios.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.embedded_aws.apigateway_scenarios import Where, make_api, replace
from tests.embedded_aws.scenarios import Client, refused, scenario

TRUSTED = {"Version": "2012-10-17", "Statement": [{"Principal": {"Service": "apigateway.amazonaws.com"}}]}


def make_stage(aws: Client) -> tuple[Any, Where]:
    """Make an API with a mocked method and deploy it to the stage `dev`; return the client and the stage."""
    gateway, api, where = make_api(aws)
    gateway.put_method(**where, authorizationType="NONE")
    gateway.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    deployment = gateway.create_deployment(restApiId=api)["id"]
    gateway.create_stage(restApiId=api, stageName="dev", deploymentId=deployment, cacheClusterEnabled=True)
    return gateway, {"restApiId": api, "stageName": "dev"}


def let_it_log(aws: Client) -> None:
    """Give the account a role that API Gateway may log with."""
    role = aws("iam").create_role(RoleName="logger", AssumeRolePolicyDocument=json.dumps(TRUSTED))["Role"]["Arn"]
    aws("apigateway").update_account(patchOperations=[replace("/cloudwatchRoleArn", role)])


@scenario
def deployments_stay_while_stages_show_them(aws: Client) -> None:
    gateway, api, where = make_api(aws)
    with refused("BadRequestException"):
        gateway.create_deployment(restApiId=api)
    gateway.put_method(**where, authorizationType="NONE")
    with refused("BadRequestException"):
        gateway.create_deployment(restApiId=api)
    gateway.put_integration(**where, type="MOCK")
    first, second = (gateway.create_deployment(restApiId=api)["id"] for _ in range(2))
    gateway.create_stage(restApiId=api, stageName="dev", deploymentId=first)
    with refused("BadRequestException"):
        gateway.delete_deployment(restApiId=api, deploymentId=first)
    moved = [replace("/deploymentId", second), replace("/canarySettings/deploymentId", first)]
    gateway.update_stage(restApiId=api, stageName="dev", patchOperations=moved)
    with refused("BadRequestException"):
        gateway.delete_deployment(restApiId=api, deploymentId=first)
    gateway.update_stage(restApiId=api, stageName="dev", patchOperations=[{"op": "remove", "path": "/canarySettings"}])
    gateway.delete_deployment(restApiId=api, deploymentId=first)
    assert [each["id"] for each in gateway.get_deployments(restApiId=api)["items"]] == [second]


@scenario
def private_apis_need_a_policy(aws: Client) -> None:
    gateway, api, where = make_api(aws, endpointConfiguration={"types": ["PRIVATE"]})
    gateway.put_method(**where, authorizationType="NONE")
    gateway.put_integration(**where, type="MOCK")
    with refused("BadRequestException"):
        gateway.create_deployment(restApiId=api)
    gateway.update_rest_api(restApiId=api, patchOperations=[replace("/policy", '{"Version": "2012-10-17"}')])
    gateway.create_deployment(restApiId=api)


@scenario
def stages_log_with_the_role_of_the_account(aws: Client) -> None:
    gateway, stage = make_stage(aws)
    patches = [
        replace("/accessLogSettings/destinationArn", "arn:aws:logs:us-east-1:123456789012:log-group:g"),
        replace("/*/*/logging/loglevel", "INFO"),
    ]
    for patch in patches:
        with refused("BadRequestException"):
            gateway.update_stage(**stage, patchOperations=[patch])
    with refused("BadRequestException"):
        role = "arn:aws:iam::123456789012:role/scenario"
        gateway.update_account(patchOperations=[replace("/cloudwatchRoleArn", role)])
    let_it_log(aws)
    gateway.update_stage(**stage, patchOperations=patches)
    assert gateway.get_stage(**stage)["methodSettings"]["*/*"]["loggingLevel"] == "INFO"


@scenario
def stages_change_in_place(aws: Client) -> None:
    gateway, stage = make_stage(aws)
    certificate = gateway.generate_client_certificate(description="c")["clientCertificateId"]
    patches = [
        replace("/cacheClusterSize", "1.6"),
        replace("/tracingEnabled", "true"),
        replace("/clientCertificateId", certificate),
        replace("/variables/alias", "live"),
        replace("/canarySettings/percentTraffic", "12.5"),
        replace("/canarySettings/stageVariableOverrides/alias", "next"),
        replace("/items/GET/caching/enabled", "true"),
        replace("/items/GET/caching/ttlInSeconds", "60"),
        replace("/items/GET/throttling/rateLimit", "2.5"),
    ]
    gateway.update_stage(**stage, patchOperations=patches)
    found = gateway.get_stage(**stage)
    assert (found["cacheClusterStatus"], found["cacheClusterSize"], found["tracingEnabled"]) == (
        "AVAILABLE",
        "1.6",
        True,
    )
    assert (found["clientCertificateId"], found["variables"]) == (certificate, {"alias": "live"})
    assert found["canarySettings"] == {"percentTraffic": 12.5, "stageVariableOverrides": {"alias": "next"}}
    settings = found["methodSettings"]["items/GET"]
    assert (settings["cachingEnabled"], settings["cacheTtlInSeconds"], settings["throttlingRateLimit"]) == (
        True,
        60,
        2.5,
    )
    with refused("BadRequestException"):
        gateway.delete_client_certificate(clientCertificateId=certificate)
    gateway.update_stage(**stage, patchOperations=[{"op": "remove", "path": "/items/GET"}])
    assert "methodSettings" not in gateway.get_stage(**stage) or not gateway.get_stage(**stage)["methodSettings"]


@scenario
def usage_plans_throttle_methods_of_stages(aws: Client) -> None:
    gateway, stage = make_stage(aws)
    plan = gateway.create_usage_plan(name="p", quota={"limit": 10, "period": "DAY"})["id"]
    name = f"{stage['restApiId']}:dev"
    patches = [
        {"op": "add", "path": "/apiStages", "value": name},
        replace(f"/apiStages/{name}/throttle//items/GET/rateLimit", "1.5"),
        replace(f"/apiStages/{name}/throttle//items/GET/burstLimit", "2"),
        replace("/throttle/rateLimit", "3"),
        {"op": "remove", "path": "/quota"},
    ]
    changed = gateway.update_usage_plan(usagePlanId=plan, patchOperations=patches)
    [held] = changed["apiStages"]
    assert held["throttle"] == {"/items/GET": {"rateLimit": 1.5, "burstLimit": 2}}
    assert (changed["throttle"], "quota" in changed) == ({"rateLimit": 3.0}, False)
    key = gateway.create_api_key(name="k", enabled=True)
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    assert "value" not in gateway.get_api_key(apiKey=key["id"])
    assert gateway.get_api_key(apiKey=key["id"], includeValue=True)["value"] == key["value"]
    with refused("BadRequestException"):
        gateway.delete_usage_plan(usagePlanId=plan)
    with refused("NotFoundException"):
        other = {"op": "add", "path": "/apiStages", "value": f"{stage['restApiId']}:nobody"}
        gateway.update_usage_plan(usagePlanId=plan, patchOperations=[other])


@scenario
def domains_hold_their_certificate_trust_and_mappings(aws: Client) -> None:
    gateway, stage = make_stage(aws)
    aws("s3").put_object(Bucket="scenario", Key="partners.pem", Body=b"-----BEGIN CERTIFICATE-----")
    certificate = aws("acm").request_certificate(DomainName="example.com")["CertificateArn"]
    asked = {"domainName": "api.example.com", "endpointConfiguration": {"types": ["REGIONAL"]}}
    with refused("BadRequestException"):
        gateway.create_domain_name(**asked, regionalCertificateArn=f"{certificate}0")
    gateway.create_domain_name(
        **asked,
        regionalCertificateArn=certificate,
        mutualTlsAuthentication={"truststoreUri": "s3://scenario/partners.pem"},
    )
    mapping = {"domainName": "api.example.com", "basePath": "v1"}
    with refused("BadRequestException"):
        gateway.create_base_path_mapping(**mapping, restApiId=stage["restApiId"], stage="nobody")
    gateway.create_base_path_mapping(**mapping, restApiId=stage["restApiId"], stage="dev")
    with refused("BadRequestException"):
        gateway.delete_stage(**stage)
    gateway.update_base_path_mapping(**mapping, patchOperations=[replace("/basePath", "v2")])
    assert gateway.get_base_path_mapping(domainName="api.example.com", basePath="v2")["stage"] == "dev"
    patch = replace("/mutualTlsAuthentication/truststoreUri", "")
    changed = gateway.update_domain_name(domainName="api.example.com", patchOperations=[patch])
    assert (changed["domainNameStatus"], "mutualTlsAuthentication" in changed) == ("AVAILABLE", False)


@scenario
def links_fail_without_a_load_balancer(aws: Client) -> None:
    gateway = aws("apigateway")
    made = gateway.create_vpc_link(name="l", targetArns=["arn:aws:elasticloadbalancing:us-east-1:123456789012:nlb"])
    assert made["status"] == "PENDING"
    assert gateway.get_vpc_link(vpcLinkId=made["id"])["status"] == "FAILED"


@scenario
def links_stay_while_a_stage_shows_them(aws: Client) -> None:
    gateway, _, where = make_api(aws)
    gateway.put_method(**where, authorizationType="NONE")
    link = gateway.create_vpc_link(name="l", targetArns=["arn:aws:elasticloadbalancing:us-east-1:123456789012:lb"])
    private = {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "http://a", "connectionType": "VPC_LINK"}
    gateway.put_integration(**where, **private, connectionId=link["id"])
    api = {"restApiId": where["restApiId"]}
    gateway.create_deployment(**api, stageName="dev")
    gateway.put_integration(**where, type="MOCK")
    with pytest.raises(ClientError, match=rf"referenced in \[GET:{where['resourceId']}:dev\] in format of"):
        gateway.delete_vpc_link(vpcLinkId=link["id"])
    gateway.create_deployment(**api, stageName="dev")
    gateway.delete_vpc_link(vpcLinkId=link["id"])


@scenario
def stages_take_settings_of_methods_and_caches_of_some_sizes(aws: Client) -> None:
    gateway, stage = make_stage(aws)
    for path in ("/a/b/GET/throttling/burstLimit", "//items/GET/throttling/burstLimit"):
        with pytest.raises(ClientError, match=f"Invalid method setting path: {path}. Must be one of: "):
            gateway.update_stage(**stage, patchOperations=[replace(path, "1")])
    gateway.update_stage(**stage, patchOperations=[replace("/~1a~1b/GET/throttling/burstLimit", "1")])
    with refused("BadRequestException"):
        patches = [replace("/cacheClusterEnabled", "true"), replace("/cacheClusterSize", "1")]
        gateway.update_stage(**stage, patchOperations=patches)


@scenario
def edge_optimised_apis_wait_for_29_seconds(aws: Client) -> None:
    for kind, longest in (("EDGE", 29000), ("REGIONAL", 300000)):
        gateway, _, where = make_api(aws, endpointConfiguration={"types": [kind]})
        gateway.put_method(**where, authorizationType="NONE")
        gateway.put_integration(**where, type="MOCK", timeoutInMillis=longest)
        with refused("BadRequestException"):
            gateway.put_integration(**where, type="MOCK", timeoutInMillis=longest + 1)
