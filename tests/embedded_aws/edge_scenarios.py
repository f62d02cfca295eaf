"""What AWS refuses of web ACLs, load balancers and security groups; registered in scenarios.py."""

from __future__ import annotations

import json
from typing import Any

import boto3

from tests.embedded_aws.ecs_scenarios import network
from tests.embedded_aws.scenarios import Client, refused, scenario

SEEN = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"}
NOT_FOUND = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]


def rule(name: str, priority: int, **statement: Any) -> dict[str, Any]:
    return {
        "Name": name,
        "Priority": priority,
        "Statement": statement,
        "Action": {"Block": {}},
        "VisibilityConfig": SEEN,
    }


def web_acl(aws: Client, name: str, *rules: dict[str, Any], scope: str = "REGIONAL") -> dict[str, Any]:
    made = aws("wafv2").create_web_acl(
        Name=name, Scope=scope, DefaultAction={"Allow": {}}, VisibilityConfig=SEEN, Rules=list(rules)
    )
    return dict(made["Summary"])


def ip_set(aws: Client, name: str) -> dict[str, Any]:
    made = aws("wafv2").create_ip_set(
        Name=name, Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=["203.0.113.0/24"]
    )
    return dict(made["Summary"])


def named(summary: dict[str, Any]) -> dict[str, Any]:
    return {"Name": summary["Name"], "Scope": "REGIONAL", "Id": summary["Id"], "LockToken": summary["LockToken"]}


@scenario
def an_ip_set_stays_as_long_as_a_rule_names_it(aws: Client) -> None:
    waf = aws("wafv2")
    kept = ip_set(aws, "office")
    made = web_acl(aws, "web", rule("office", 0, IPSetReferenceStatement={"ARN": kept["ARN"]}))
    with refused("WAFAssociatedItemException"):
        waf.delete_ip_set(**named(kept))
    waf.update_web_acl(**named(made), DefaultAction={"Allow": {}}, VisibilityConfig=SEEN, Rules=[])
    assert waf.get_web_acl(Name="web", Scope="REGIONAL", Id=made["Id"])["WebACL"]["Rules"] == []
    waf.delete_ip_set(**named(kept))


@scenario
def a_web_acl_stays_as_long_as_it_guards(aws: Client) -> None:
    waf, elb = aws("wafv2"), aws("elbv2")
    made = web_acl(aws, "web")
    _vpc, subnets = network(aws)
    balancer = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    for arn in (balancer.replace("/web/", "/other/"), "arn:aws:cloudfront::123456789012:distribution/E1"):
        with refused("WAFUnavailableEntityException" if "loadbalancer" in arn else "WAFInvalidParameterException"):
            waf.associate_web_acl(WebACLArn=made["ARN"], ResourceArn=arn)
    other = web_acl(aws, "other")
    waf.associate_web_acl(WebACLArn=other["ARN"], ResourceArn=balancer)
    waf.associate_web_acl(WebACLArn=made["ARN"], ResourceArn=balancer)
    waf.delete_web_acl(**named(other))
    with refused("WAFAssociatedItemException"):
        waf.delete_web_acl(**named(made))
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    waf.delete_web_acl(**named(made))


@scenario
def web_acls_for_cloudfront_are_in_us_east_1(aws: Client) -> None:
    elsewhere = boto3.client(
        "wafv2",
        region_name="eu-west-1",
        endpoint_url=aws("wafv2").meta.endpoint_url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    with refused("WAFInvalidParameterException"):
        elsewhere.list_web_acls(Scope="CLOUDFRONT")
    assert web_acl(aws, "edge", scope="CLOUDFRONT")["ARN"].split(":")[3] == "us-east-1"


@scenario
def web_acls_hold_together(aws: Client) -> None:
    waf = aws("wafv2")
    made = web_acl(aws, "web", rule("a", 0, GeoMatchStatement={"CountryCodes": ["KP"]}))
    with refused("WAFDuplicateItemException"):
        web_acl(aws, "web")
    ip_set(aws, "office")
    with refused("WAFDuplicateItemException"):
        ip_set(aws, "office")
    geo = {"GeoMatchStatement": {"CountryCodes": ["KP"]}}
    with refused("WAFInvalidParameterException"):
        web_acl(aws, "twice", rule("a", 0, **geo), rule("b", 0, **geo))
    with refused("WAFInvalidParameterException"):
        web_acl(aws, "nowhere", rule("a", 0, GeoMatchStatement={"CountryCodes": ["XX"]}))
    with refused("WAFInvalidParameterException"):
        web_acl(aws, "one", rule("a", 0, AndStatement={"Statements": [geo]}))
    with refused("WAFNonexistentItemException"):
        missing = "arn:aws:wafv2:us-east-1:123456789012:regional/ipset/office/1"
        web_acl(aws, "setless", rule("a", 0, IPSetReferenceStatement={"ARN": missing}))
    destination = "arn:aws:logs:us-east-1:123456789012:log-group:web:*"
    with refused("WAFInvalidParameterException"):
        waf.put_logging_configuration(
            LoggingConfiguration={"ResourceArn": made["ARN"], "LogDestinationConfigs": [destination]}
        )


@scenario
def load_balancers_stand_in_different_zones(aws: Client) -> None:
    elb, ec2 = aws("elbv2"), aws("ec2")
    vpc, subnets = network(aws)
    zone = ec2.describe_subnets(SubnetIds=subnets)["Subnets"][0]["AvailabilityZone"]
    same = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.200.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
    with refused("InvalidConfigurationRequest"):
        elb.create_load_balancer(Name="web", Subnets=[subnets[0], same])
    with refused("ValidationError"):
        elb.create_load_balancer(Name="web", Subnets=subnets[:1])
    with refused("ValidationError"):
        elb.create_load_balancer(Name="internal-web", Subnets=subnets)
    other = ec2.describe_subnets(SubnetIds=subnets)["Subnets"][1]["AvailabilityZone"]
    narrow = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.201.0/28", AvailabilityZone=other)["Subnet"]["SubnetId"]
    for _ in range(6):
        ec2.create_network_interface(SubnetId=narrow)
    with refused("InvalidSubnet"):
        elb.create_load_balancer(Name="web", Subnets=[subnets[0], narrow])
    made = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]
    assert (
        elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        == (made["LoadBalancerArn"])
    )
    with refused("DuplicateLoadBalancerName"):
        elb.create_load_balancer(Name="web", Subnets=subnets, Scheme="internal")


@scenario
def protected_load_balancers_stay(aws: Client) -> None:
    elb = aws("elbv2")
    _vpc, subnets = network(aws)
    arn = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]

    def protect(value: str) -> None:
        attribute = {"Key": "deletion_protection.enabled", "Value": value}
        elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[attribute])

    protect("true")
    with refused("OperationNotPermitted"):
        elb.delete_load_balancer(LoadBalancerArn=arn)
    protect("false")
    elb.delete_load_balancer(LoadBalancerArn=arn)


@scenario
def logs_go_to_a_bucket_that_takes_them(aws: Client) -> None:
    elb, s3 = aws("elbv2"), aws("s3")
    _vpc, subnets = network(aws)
    arn = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]

    def log_to(bucket: str) -> None:
        wanted = {"enabled": "true", "bucket": bucket, "prefix": "web"}
        attributes = [{"Key": f"access_logs.s3.{key}", "Value": value} for key, value in wanted.items()]
        elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=attributes)

    for bucket in ("nowhere", "scenario"):
        with refused("InvalidConfigurationRequest"):
            log_to(bucket)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::scenario/web/AWSLogs/123456789012/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
    }
    s3.put_bucket_policy(Bucket="scenario", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    log_to("scenario")


@scenario
def listeners_have_a_port_each(aws: Client) -> None:
    elb = aws("elbv2")
    _vpc, subnets = network(aws)
    arn = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]

    def listen(port: int, protocol: str = "HTTP") -> str:
        made = elb.create_listener(LoadBalancerArn=arn, Protocol=protocol, Port=port, DefaultActions=NOT_FOUND)
        return str(made["Listeners"][0]["ListenerArn"])

    first, second = listen(80), listen(8080)
    with refused("DuplicateListener"):
        listen(80)
    with refused("ValidationError"):
        listen(443, "HTTPS")
    certificate = {"CertificateArn": aws("acm").request_certificate(DomainName="example.com")["CertificateArn"]}
    secure = {"Protocol": "HTTPS", "Port": 443, "Certificates": [certificate], "DefaultActions": NOT_FOUND}
    with refused("SSLPolicyNotFound"):
        elb.create_listener(LoadBalancerArn=arn, **secure, SslPolicy="ELBSecurityPolicy-TLS13-1-2-Best-2021-06")
    elb.create_listener(LoadBalancerArn=arn, **secure, SslPolicy="ELBSecurityPolicy-TLS13-1-2-Res-2021-06")
    with refused("ValidationError"):
        elb.modify_listener(ListenerArn=second, Port=80)
    elb.modify_listener(ListenerArn=first, Port=81)
    elb.modify_listener(ListenerArn=second, Port=80)
    paths = {"Field": "path-pattern", "PathPatternConfig": {"Values": [f"/{number}" for number in range(6)]}}
    with refused("ValidationError"):
        elb.create_rule(ListenerArn=first, Priority=1, Conditions=[paths], Actions=NOT_FOUND)
    with refused("ValidationError"):
        elb.create_rule(ListenerArn=first, Priority=50001, Conditions=[], Actions=NOT_FOUND)


@scenario
def a_target_group_has_one_load_balancer(aws: Client) -> None:
    elb = aws("elbv2")
    vpc, subnets = network(aws)
    group = elb.create_target_group(Name="g", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]["TargetGroupArn"]
    forward = [{"Type": "forward", "TargetGroupArn": group}]

    def balance(name: str) -> str:
        arn = elb.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        made = elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=NOT_FOUND)
        return str(made["Listeners"][0]["ListenerArn"])

    first, second = balance("one"), balance("two")
    elb.modify_listener(ListenerArn=first, DefaultActions=forward)
    with refused("TargetGroupAssociationLimit"):
        elb.modify_listener(ListenerArn=second, DefaultActions=forward)
    conditions = [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/a"]}}]
    with refused("TargetGroupAssociationLimit"):
        elb.create_rule(ListenerArn=second, Priority=1, Conditions=conditions, Actions=forward)
    with refused("ResourceInUse"):
        elb.delete_target_group(TargetGroupArn=group)
    elb.modify_listener(ListenerArn=first, DefaultActions=NOT_FOUND)
    elb.modify_listener(ListenerArn=second, DefaultActions=forward)


@scenario
def a_security_group_stays_as_long_as_something_names_it(aws: Client) -> None:
    ec2, elb = aws("ec2"), aws("elbv2")
    vpc, subnets = network(aws)

    def group(name: str) -> str:
        return str(ec2.create_security_group(GroupName=name, Description="d", VpcId=vpc)["GroupId"])

    balancing, tasks = group("balancing"), group("tasks")
    arn = elb.create_load_balancer(Name="web", Subnets=subnets, SecurityGroups=[balancing])["LoadBalancers"][0][
        "LoadBalancerArn"
    ]
    permission = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": balancing}]}
    ec2.authorize_security_group_ingress(GroupId=tasks, IpPermissions=[permission])
    with refused("DependencyViolation"):
        ec2.delete_security_group(GroupId=balancing)
    elb.delete_load_balancer(LoadBalancerArn=arn)
    with refused("DependencyViolation"):
        ec2.delete_security_group(GroupId=balancing)
    ec2.revoke_security_group_ingress(GroupId=tasks, IpPermissions=[permission])
    ec2.delete_security_group(GroupId=balancing)
    interface = ec2.create_network_interface(SubnetId=subnets[0], Groups=[tasks])["NetworkInterface"]
    with refused("DependencyViolation"):
        ec2.delete_security_group(GroupId=tasks)
    ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    ec2.delete_security_group(GroupId=tasks)
