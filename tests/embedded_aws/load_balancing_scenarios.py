"""What the additions to load balancers and launch templates make possible; registered in scenarios.py."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.ecs_scenarios import network
from tests.embedded_aws.scenarios import Client, refused, scenario

BUNDLE = {"CaCertificatesBundleS3Bucket": "scenario", "CaCertificatesBundleS3Key": "partners.pem"}
CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


@scenario
def trust_stores_hold_certificates(aws: Client) -> None:
    elb, s3 = aws("elbv2"), aws("s3")
    with refused("CaCertificatesBundleNotFound"):
        elb.create_trust_store(Name="partners", **BUNDLE)
    s3.put_object(Bucket="scenario", Key="partners.pem", Body=b"no certificate")
    with refused("InvalidCaCertificatesBundle"):
        elb.create_trust_store(Name="partners", **BUNDLE)
    s3.put_object(Bucket="scenario", Key="partners.pem", Body=CERTIFICATE)
    [made] = elb.create_trust_store(Name="partners", **BUNDLE, Tags=[{"Key": "a", "Value": "1"}])["TrustStores"]
    arn = made["TrustStoreArn"]
    assert (made["Status"], made["NumberOfCaCertificates"]) == ("CREATING", 1)
    assert elb.describe_trust_stores(TrustStoreArns=[arn])["TrustStores"][0]["Status"] == "ACTIVE"
    with refused("DuplicateTrustStoreName"):
        elb.create_trust_store(Name="partners", **BUNDLE)
    s3.put_object(Bucket="scenario", Key="partners.pem", Body=CERTIFICATE * 2)
    assert elb.modify_trust_store(TrustStoreArn=arn, **BUNDLE)["TrustStores"][0]["NumberOfCaCertificates"] == 2
    elb.add_tags(ResourceArns=[arn], Tags=[{"Key": "b", "Value": "2"}])
    elb.remove_tags(ResourceArns=[arn], TagKeys=["a"])
    assert elb.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"] == [{"Key": "b", "Value": "2"}]
    elb.delete_trust_store(TrustStoreArn=arn)
    with refused("TrustStoreNotFound"):
        elb.describe_trust_stores(TrustStoreArns=[arn])


@scenario
def listeners_ask_clients_for_certificates(aws: Client) -> None:
    elb = aws("elbv2")
    aws("s3").put_object(Bucket="scenario", Key="partners.pem", Body=CERTIFICATE)
    store = elb.create_trust_store(Name="partners", **BUNDLE)["TrustStores"][0]["TrustStoreArn"]
    certificate = aws("acm").request_certificate(DomainName="example.com")["CertificateArn"]
    _, subnets = network(aws)
    asked = {
        "LoadBalancerArn": elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"],
        "Protocol": "HTTPS",
        "Port": 443,
        "Certificates": [{"CertificateArn": certificate}],
        "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
    }
    verify = {"Mode": "verify", "TrustStoreArn": store}
    with refused("TrustStoreNotFound"):
        elb.create_listener(**asked, MutualAuthentication=verify | {"TrustStoreArn": f"{store}0"})
    listener = elb.create_listener(**asked, MutualAuthentication=verify)["Listeners"][0]["ListenerArn"]
    assert elb.describe_listeners(ListenerArns=[listener])["Listeners"][0]["MutualAuthentication"] == verify
    [association] = elb.describe_trust_store_associations(TrustStoreArn=store)["TrustStoreAssociations"]
    assert association["ResourceArn"] == asked["LoadBalancerArn"]
    with refused("TrustStoreInUse"):
        elb.delete_trust_store(TrustStoreArn=store)
    elb.modify_listener(ListenerArn=listener, MutualAuthentication={"Mode": "off"})
    elb.delete_trust_store(TrustStoreArn=store)


@scenario
def arns_tell_the_type_of_a_load_balancer(aws: Client) -> None:
    elb = aws("elbv2")
    vpc, subnets = network(aws)

    def make(name: str, **settings: Any) -> str:
        made = elb.create_load_balancer(Name=name, Subnets=subnets, **settings)["LoadBalancers"]
        return str(made[0]["LoadBalancerArn"])

    tags = [{"Key": "a", "Value": "1"}]
    arns = [make("web"), make("internal", Type="network", Tags=tags), make("inspection", Type="gateway")]
    assert [arn.split("/")[1] for arn in arns] == ["app", "net", "gwy"]
    assert [each["LoadBalancerArn"] for each in elb.describe_load_balancers()["LoadBalancers"]] == arns

    arn = arns[1]
    group = elb.create_target_group(Name="g", Protocol="TCP", Port=80, VpcId=vpc)["TargetGroups"][0]["TargetGroupArn"]
    forward = [{"Type": "forward", "TargetGroupArn": group}]
    elb.create_listener(LoadBalancerArn=arn, Protocol="TCP", Port=80, DefaultActions=forward)
    [listener] = elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    assert listener["LoadBalancerArn"] == arn
    assert listener["ListenerArn"].startswith(arn.replace(":loadbalancer/", ":listener/"))
    assert elb.describe_target_groups()["TargetGroups"][0]["LoadBalancerArns"] == [arn]
    assert elb.describe_tags(ResourceArns=[arn])["TagDescriptions"] == [{"ResourceArn": arn, "Tags": tags}]

    elb.delete_load_balancer(LoadBalancerArn=arn)
    with refused("LoadBalancerNotFound"):
        elb.describe_load_balancers(LoadBalancerArns=[arn])


@scenario
def tags_of_a_launch_template_stay_with_it(aws: Client) -> None:
    ec2 = aws("ec2")
    instance = {"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "1"}]}
    ec2.create_launch_template(
        LaunchTemplateName="nodes",
        LaunchTemplateData={"TagSpecifications": [instance]},
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "b", "Value": "2"}]}],
    )
    [version] = ec2.describe_launch_template_versions(LaunchTemplateName="nodes")["LaunchTemplateVersions"]
    assert version["LaunchTemplateData"]["TagSpecifications"] == [instance]
    ec2.create_tags(Resources=[version["LaunchTemplateId"]], Tags=[{"Key": "b", "Value": "3"}])
    [template] = ec2.describe_launch_templates(LaunchTemplateNames=["nodes"])["LaunchTemplates"]
    assert template["Tags"] == [{"Key": "b", "Value": "3"}]
