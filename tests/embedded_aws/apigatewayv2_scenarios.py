"""What ours of HTTP and WebSocket APIs can do; registered like the rest, in scenarios.py."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.apigateway_scenarios import INVOCATIONS
from tests.embedded_aws.apigateway_stage_scenarios import let_it_log
from tests.embedded_aws.ecs_scenarios import network
from tests.embedded_aws.scenarios import Client, refused, scenario


def make_api(aws: Client, kind: str = "HTTP", key: str = "GET /items", **settings: Any) -> tuple[Any, str, str, str]:
    """Make an API with a route to a function; return the client, the API, the integration and the route."""
    gateway = aws("apigatewayv2")
    expression = {} if kind == "HTTP" else {"RouteSelectionExpression": "$request.body.action"}
    api = gateway.create_api(Name="a", ProtocolType=kind, **expression, **settings)["ApiId"]
    integration = gateway.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=INVOCATIONS)
    target = f"integrations/{integration['IntegrationId']}"
    route = gateway.create_route(ApiId=api, RouteKey=key, Target=target)["RouteId"]
    return gateway, api, integration["IntegrationId"], route


@scenario
def deployments_of_websocket_apis_stay_while_stages_show_them(aws: Client) -> None:
    gateway, api, _, _ = make_api(aws, "WEBSOCKET", "$default")
    first = gateway.create_deployment(ApiId=api, Description="first")
    assert first["DeploymentStatus"] == "DEPLOYED"
    gateway.create_stage(ApiId=api, StageName="live", DeploymentId=first["DeploymentId"])
    with refused("BadRequestException"):
        gateway.delete_deployment(ApiId=api, DeploymentId=first["DeploymentId"])
    second = gateway.create_deployment(ApiId=api)["DeploymentId"]
    gateway.update_stage(ApiId=api, StageName="live", DeploymentId=second)
    gateway.delete_deployment(ApiId=api, DeploymentId=first["DeploymentId"])
    assert [each["DeploymentId"] for each in gateway.get_deployments(ApiId=api)["Items"]] == [second]
    empty = gateway.create_api(Name="b", ProtocolType="HTTP")["ApiId"]
    with refused("BadRequestException"):
        gateway.create_deployment(ApiId=empty)


@scenario
def websocket_stages_log_with_the_role_of_the_account(aws: Client) -> None:
    gateway, api, _, _ = make_api(aws, "WEBSOCKET", "$default")
    stage = {"ApiId": api, "StageName": "live"}
    settings = {"DefaultRouteSettings": {"LoggingLevel": "INFO"}}
    with refused("BadRequestException"):
        gateway.create_stage(**stage, **settings)
    let_it_log(aws)
    assert gateway.create_stage(**stage, **settings)["DefaultRouteSettings"]["LoggingLevel"] == "INFO"


@scenario
def http_stages_change_in_place(aws: Client) -> None:
    gateway, api, _, _ = make_api(aws)
    stage = {"ApiId": api, "StageName": "$default"}
    throttled = {"ThrottlingBurstLimit": 2, "ThrottlingRateLimit": 1.5}
    with refused("NotFoundException"):
        gateway.create_stage(**stage, RouteSettings={"GET /nothing": throttled})
    logs = {"DestinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:g", "Format": "$context.requestId"}
    made = gateway.create_stage(**stage, AutoDeploy=True, AccessLogSettings=logs, StageVariables={"a": "1", "b": "1"})
    assert made["DeploymentId"]
    gateway.update_stage(
        **stage,
        DefaultRouteSettings=throttled,
        RouteSettings={"GET /items": throttled},
        StageVariables={"a": "2", "b": ""},
    )
    found = gateway.get_stage(**stage)
    assert (found["StageVariables"], found["RouteSettings"]["GET /items"]) == ({"a": "2"}, throttled)
    assert found["DefaultRouteSettings"] == {"DetailedMetricsEnabled": False, **throttled}
    gateway.delete_route_settings(**stage, RouteKey="GET /items")
    gateway.delete_access_log_settings(**stage)
    found = gateway.get_stage(**stage)
    assert ("AccessLogSettings" in found, found.get("RouteSettings", {})) == (False, {})


@scenario
def routes_refer_to_what_exists_and_hold_it(aws: Client) -> None:
    gateway, api, integration, route = make_api(aws)
    for key, code in (("items", "BadRequestException"), ("GET /items", "ConflictException")):
        with refused(code):
            gateway.create_route(ApiId=api, RouteKey=key)
    with refused("BadRequestException"):
        gateway.create_route(ApiId=api, RouteKey="GET /other", Target="integrations/nobody")
    authorizer = gateway.create_authorizer(
        ApiId=api,
        Name="jwt",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": "https://issuer.example.com", "Audience": ["a"]},
    )["AuthorizerId"]
    with refused("BadRequestException"):
        gateway.update_route(ApiId=api, RouteId=route, AuthorizationType="CUSTOM", AuthorizerId=authorizer)
    gateway.update_route(ApiId=api, RouteId=route, AuthorizationType="JWT", AuthorizerId=authorizer)
    with refused("ConflictException"):
        gateway.delete_authorizer(ApiId=api, AuthorizerId=authorizer)
    with refused("ConflictException"):
        gateway.delete_integration(ApiId=api, IntegrationId=integration)
    gateway.update_route(ApiId=api, RouteId=route, AuthorizationType="NONE")
    gateway.delete_authorizer(ApiId=api, AuthorizerId=authorizer)
    assert "AuthorizerId" not in gateway.get_route(ApiId=api, RouteId=route)


@scenario
def integrations_of_a_link_hold_it(aws: Client) -> None:
    gateway, api, _, _ = make_api(aws)
    with refused("BadRequestException"):
        gateway.create_vpc_link(Name="l", SubnetIds=["subnet-nobody"])
    _, subnets = network(aws)
    link = gateway.create_vpc_link(Name="l", SubnetIds=subnets, Tags={"a": "1"})
    assert link["VpcLinkStatus"] == "PENDING"
    asked = {
        "ApiId": api,
        "IntegrationType": "HTTP_PROXY",
        "IntegrationMethod": "ANY",
        "IntegrationUri": "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/1/2",
        "ConnectionType": "VPC_LINK",
        "ResponseParameters": {"200": {"append:header.a": "1"}, "500": {"append:header.a": "1"}},
    }
    with refused("NotFoundException"):
        gateway.create_integration(**asked, ConnectionId="nobody")
    made = gateway.create_integration(**asked, ConnectionId=link["VpcLinkId"])["IntegrationId"]
    with refused("ConflictException"):
        gateway.delete_vpc_link(VpcLinkId=link["VpcLinkId"])
    changes = {"200": {"append:header.a": "2"}, "500": {}}
    gateway.update_integration(ApiId=api, IntegrationId=made, ResponseParameters=changes)
    found = gateway.get_integration(ApiId=api, IntegrationId=made)
    assert found["ResponseParameters"] == {"200": {"append:header.a": "2"}}
    assert gateway.get_vpc_link(VpcLinkId=link["VpcLinkId"])["VpcLinkStatus"] == "AVAILABLE"


@scenario
def http_domains_become_available_and_hold_stages(aws: Client) -> None:
    gateway, api, _, _ = make_api(aws)
    gateway.create_stage(ApiId=api, StageName="dev", AutoDeploy=True)
    aws("s3").put_object(Bucket="scenario", Key="partners.pem", Body=b"-----BEGIN CERTIFICATE-----")
    certificate = aws("acm").request_certificate(DomainName="example.com")["CertificateArn"]
    configuration = {"CertificateArn": certificate, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
    trust = {"TruststoreUri": "s3://scenario/partners.pem"}
    domain = {"DomainName": "api.example.com"}
    with refused("BadRequestException"):
        missing = configuration | {"CertificateArn": f"{certificate}0"}
        gateway.create_domain_name(**domain, DomainNameConfigurations=[missing])
    gateway.create_domain_name(
        **domain, DomainNameConfigurations=[configuration], MutualTlsAuthentication=trust, Tags={"a": "1"}
    )
    found = gateway.get_domain_name(**domain)
    assert found["DomainNameConfigurations"][0]["DomainNameStatus"] == "AVAILABLE"
    assert (found["MutualTlsAuthentication"], found["Tags"]) == (trust, {"a": "1"})
    with refused("BadRequestException"):
        gateway.create_api_mapping(**domain, ApiId=api, Stage="nobody")
    mapping = gateway.create_api_mapping(**domain, ApiId=api, Stage="dev", ApiMappingKey="v1")["ApiMappingId"]
    with refused("BadRequestException"):
        gateway.delete_stage(ApiId=api, StageName="dev")
    gateway.update_api_mapping(**domain, ApiMappingId=mapping, ApiId=api, ApiMappingKey="v2")
    assert gateway.get_api_mapping(**domain, ApiMappingId=mapping)["ApiMappingKey"] == "v2"
    changed = gateway.update_domain_name(**domain, MutualTlsAuthentication={"TruststoreUri": ""})
    assert "MutualTlsAuthentication" not in changed


@scenario
def cors_is_changed_as_a_whole_and_taken_away(aws: Client) -> None:
    with refused("BadRequestException"):
        make_api(aws, CorsConfiguration={"AllowOrigins": ["*"], "AllowCredentials": True})
    gateway, api, _, _ = make_api(aws, CorsConfiguration={"AllowOrigins": ["*"], "MaxAge": 60})
    gateway.update_api(ApiId=api, CorsConfiguration={"AllowOrigins": ["https://a.example.com"]})
    assert gateway.get_api(ApiId=api)["CorsConfiguration"] == {"AllowOrigins": ["https://a.example.com"]}
    gateway.delete_cors_configuration(ApiId=api)
    assert "CorsConfiguration" not in gateway.get_api(ApiId=api)
