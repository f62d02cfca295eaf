"""What the additions for CloudFront, and for the delivery of its logs, make possible."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from tests.embedded_aws.scenarios import Client, make_role, package, refused, scenario

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
EVERYTHING: dict[str, Any] = {
    "CookiesConfig": {"CookieBehavior": "none"},
    "HeadersConfig": {"HeaderBehavior": "none"},
    "QueryStringsConfig": {"QueryStringBehavior": "all"},
}
CACHE_POLICY = {
    "Name": "own",
    "MinTTL": 0,
    "DefaultTTL": 60,
    "MaxTTL": 600,
    "ParametersInCacheKeyAndForwardedToOrigin": {"EnableAcceptEncodingGzip": True, **EVERYTHING},
}
PEM = "-----BEGIN PUBLIC KEY-----\nMFww\n-----END PUBLIC KEY-----\n"


def config(**more: Any) -> dict[str, Any]:
    """Return the configuration of a distribution of one host."""
    behavior = {"TargetOriginId": "host", "ViewerProtocolPolicy": "https-only", "CachePolicyId": CACHING_DISABLED}
    host = {
        "Id": "host",
        "DomainName": "example.com",
        "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"},
    }
    return {
        "CallerReference": secrets.token_hex(8),
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [host]},
        "DefaultCacheBehavior": {**behavior, **more.pop("behavior", {})},
        **more,
    }


def make(aws: Client, **more: Any) -> tuple[dict[str, Any], str]:
    """Make a distribution; return it and its entity tag."""
    made = aws("cloudfront").create_distribution(DistributionConfig=config(**more))
    return made["Distribution"], made["ETag"]


def change(aws: Client, distribution: dict[str, Any], **fields: Any) -> str:
    """Change fields of a distribution; return the new entity tag."""
    cloudfront = aws("cloudfront")
    found = cloudfront.get_distribution_config(Id=distribution["Id"])
    wanted = {**found["DistributionConfig"], **fields}
    return str(
        cloudfront.update_distribution(Id=distribution["Id"], IfMatch=found["ETag"], DistributionConfig=wanted)["ETag"]
    )


@scenario
def distributions_come_back_as_they_were_made(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    made, _etag = make(aws, Comment="site")
    found = cloudfront.get_distribution(Id=made["Id"])["Distribution"]
    assert found["Status"] == "Deployed"
    assert found["DistributionConfig"]["Comment"] == "site"
    assert "ForwardedValues" not in found["DistributionConfig"]["DefaultCacheBehavior"]
    assert found["DistributionConfig"]["ViewerCertificate"]["CloudFrontDefaultCertificate"] is True


@scenario
def changes_name_the_last_entity_tag_and_deletion_waits_until_it_is_off(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    made, first = make(aws)
    with refused("InvalidIfMatchVersion"):
        cloudfront.delete_distribution(Id=made["Id"])
    with refused("DistributionNotDisabled"):
        cloudfront.delete_distribution(Id=made["Id"], IfMatch=first)
    second = change(aws, made, Enabled=False)
    with refused("PreconditionFailed"):
        cloudfront.delete_distribution(Id=made["Id"], IfMatch=first)
    cloudfront.delete_distribution(Id=made["Id"], IfMatch=second)
    with refused("NoSuchDistribution"):
        cloudfront.get_distribution(Id=made["Id"])


@scenario
def distributions_refer_only_to_what_there_is(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    for behavior, code in (
        ({"CachePolicyId": "none"}, "NoSuchCachePolicy"),
        ({"OriginRequestPolicyId": "none"}, "NoSuchOriginRequestPolicy"),
        ({"ResponseHeadersPolicyId": "none"}, "NoSuchResponseHeadersPolicy"),
        ({"RealtimeLogConfigArn": "none"}, "NoSuchRealtimeLogConfig"),
        ({"TargetOriginId": "none"}, "NoSuchOrigin"),
        ({"TrustedKeyGroups": {"Enabled": True, "Quantity": 1, "Items": ["none"]}}, "TrustedKeyGroupDoesNotExist"),
    ):
        with refused(code):
            cloudfront.create_distribution(DistributionConfig=config(behavior=behavior))
    with refused("InvalidWebACLId"):
        make(aws, WebACLId="arn:aws:wafv2:us-east-1:123456789012:global/webacl/none/1")
    with refused("InvalidViewerCertificate"):
        make(aws, Aliases={"Quantity": 1, "Items": ["www.example.com"]})


@scenario
def policies_are_managed_and_own_and_stay_while_used(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    managed = cloudfront.list_cache_policies(Type="managed")["CachePolicyList"]["Items"]
    names = {item["CachePolicy"]["CachePolicyConfig"]["Name"]: item["CachePolicy"]["Id"] for item in managed}
    assert names["Managed-CachingDisabled"] == CACHING_DISABLED
    own = cloudfront.create_cache_policy(CachePolicyConfig=CACHE_POLICY)
    with refused("CachePolicyAlreadyExists"):
        cloudfront.create_cache_policy(CachePolicyConfig=CACHE_POLICY)
    identifier = own["CachePolicy"]["Id"]
    made, _etag = make(aws, behavior={"CachePolicyId": identifier})
    with refused("CachePolicyInUse"):
        cloudfront.delete_cache_policy(Id=identifier, IfMatch=own["ETag"])
    changed = cloudfront.update_cache_policy(
        Id=identifier, IfMatch=own["ETag"], CachePolicyConfig={**CACHE_POLICY, "MaxTTL": 60}
    )
    assert cloudfront.get_cache_policy(Id=identifier)["CachePolicy"]["CachePolicyConfig"]["MaxTTL"] == 60
    change(aws, made, DefaultCacheBehavior=config()["DefaultCacheBehavior"])
    cloudfront.delete_cache_policy(Id=identifier, IfMatch=changed["ETag"])
    with refused("NoSuchCachePolicy"):
        cloudfront.get_cache_policy(Id=identifier)
    with refused("IllegalDelete"):
        cloudfront.delete_cache_policy(Id=CACHING_DISABLED, IfMatch="any")


@scenario
def origin_request_and_response_headers_policies_come_back(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    asked = {"Name": "own", **EVERYTHING}
    made = cloudfront.create_origin_request_policy(OriginRequestPolicyConfig=asked)["OriginRequestPolicy"]
    found = cloudfront.get_origin_request_policy_config(Id=made["Id"])["OriginRequestPolicyConfig"]
    assert found["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    headers = {"Name": "own", "SecurityHeadersConfig": {"ContentTypeOptions": {"Override": True}}}
    policy = cloudfront.create_response_headers_policy(ResponseHeadersPolicyConfig=headers)["ResponseHeadersPolicy"]
    found = cloudfront.get_response_headers_policy(Id=policy["Id"])["ResponseHeadersPolicy"]
    assert found["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"] == headers["SecurityHeadersConfig"]


@scenario
def identities_stay_while_an_origin_has_them(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    identity = {"CallerReference": "a", "Comment": "site"}
    made = cloudfront.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig=identity)
    identifier = made["CloudFrontOriginAccessIdentity"]["Id"]
    bucket = {
        "Id": "host",
        "DomainName": "site.s3.us-east-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": f"origin-access-identity/cloudfront/{identifier}"},
    }
    make(aws, Origins={"Quantity": 1, "Items": [bucket]})
    with refused("CloudFrontOriginAccessIdentityInUse"):
        cloudfront.delete_cloud_front_origin_access_identity(Id=identifier, IfMatch=made["ETag"])
    listed = cloudfront.list_cloud_front_origin_access_identities()["CloudFrontOriginAccessIdentityList"]["Items"]
    assert [item["Comment"] for item in listed] == ["site"]


@scenario
def functions_run_once_they_are_published(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    settings = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
    made = cloudfront.create_function(Name="index", FunctionConfig=settings, FunctionCode=b"one")
    arn = made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
    items = [{"EventType": "viewer-request", "FunctionARN": arn}]
    used = {"FunctionAssociations": {"Quantity": 1, "Items": items}}
    with refused("InvalidFunctionAssociation"):
        make(aws, behavior=used)
    cloudfront.publish_function(Name="index", IfMatch=made["ETag"])
    make(aws, behavior=used)
    changed = cloudfront.update_function(
        Name="index", IfMatch=made["ETag"], FunctionConfig=settings, FunctionCode=b"two"
    )
    assert cloudfront.get_function(Name="index", Stage="LIVE")["FunctionCode"].read() == b"one"
    assert cloudfront.get_function(Name="index")["FunctionCode"].read() == b"two"
    with refused("FunctionInUse"):
        cloudfront.delete_function(Name="index", IfMatch=changed["ETag"])


@scenario
def a_key_value_store_stays_while_a_function_reads_it(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    store = cloudfront.create_key_value_store(Name="paths", Comment="Paths")
    reads = {"Quantity": 1, "Items": [{"KeyValueStoreARN": store["KeyValueStore"]["ARN"]}]}
    settings = {"Comment": "", "Runtime": "cloudfront-js-2.0", "KeyValueStoreAssociations": reads}
    cloudfront.create_function(Name="index", FunctionConfig=settings, FunctionCode=b"one")
    with refused("CannotDeleteEntityWhileInUse"):
        cloudfront.delete_key_value_store(Name="paths", IfMatch=store["ETag"])
    unknown = copy.deepcopy(settings)
    unknown["KeyValueStoreAssociations"]["Items"][0]["KeyValueStoreARN"] += "x"  # type: ignore[index]
    with refused("InvalidArgument"):
        cloudfront.create_function(Name="other", FunctionConfig=unknown, FunctionCode=b"one")


@scenario
def edge_functions_are_published_versions(aws: Client) -> None:
    make_edge_function(aws, "edge")
    for version in ("$LATEST", "9"):
        with refused("InvalidLambdaFunctionAssociation"):
            make(aws, behavior=runs("edge", version))
    aws("lambda").update_function_code(FunctionName="edge", ZipFile=package(), Publish=True)
    make(aws, behavior=runs("edge"))


def runs(name: str, version: str = "1", event: str = "origin-request") -> dict[str, Any]:
    """Return the part of a behavior that runs a function at the edge."""
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:{name}:{version}"
    return {
        "LambdaFunctionAssociations": {"Quantity": 1, "Items": [{"EventType": event, "LambdaFunctionARN": arn}]},
    }


def make_edge_function(aws: Client, name: str, trusted: str = "edgelambda.amazonaws.com", **more: Any) -> None:
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    role = make_role(aws, name, everything, service=["lambda.amazonaws.com", trusted])
    settings = {"Runtime": "python3.13", "Handler": "main.handler", "Code": {"ZipFile": package()}, **more}
    aws("lambda").create_function(FunctionName=name, Role=role, Publish=True, **settings)


@scenario
def edge_functions_are_what_the_edge_can_run(aws: Client) -> None:
    for number, more in enumerate(
        (
            {"Environment": {"Variables": {"A": "1"}}},
            {"Architectures": ["arm64"]},
            {"DeadLetterConfig": {"TargetArn": "arn:aws:sqs:us-east-1:123456789012:dlq"}},
            {"Runtime": "ruby3.3"},
            {"trusted": "events.amazonaws.com"},
        )
    ):
        make_edge_function(aws, f"edge{number}", **more)
        with refused("InvalidLambdaFunctionAssociation"):
            make(aws, behavior=runs(f"edge{number}"))
    make_edge_function(aws, "large", MemorySize=256)
    with refused("InvalidLambdaFunctionAssociation"):
        make(aws, behavior=runs("large", event="viewer-request"))
    make(aws, behavior=runs("large"))


@scenario
def distributions_hold_together(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    certificate = aws("acm").request_certificate(
        DomainName="example.com", SubjectAlternativeNames=["*.shop.example.com"]
    )["CertificateArn"]
    with_certificate = {"ACMCertificateArn": certificate, "SSLSupportMethod": "sni-only"}

    def named(alias: str) -> dict[str, Any]:
        return make(aws, Aliases={"Quantity": 1, "Items": [alias]}, ViewerCertificate=with_certificate)[0]

    for alias in ("www.example.com", "a.b.shop.example.com"):
        with refused("InvalidViewerCertificate"):
            named(alias)
    named("a.shop.example.com")
    with refused("CNAMEAlreadyExists"):
        named("a.shop.example.com")
    for field, value in (("DomainName", "203.0.113.7"), ("OriginPath", "/a/")):
        wanted = config()
        wanted["Origins"]["Items"][0][field] = value
        with refused("InvalidArgument"):
            cloudfront.create_distribution(DistributionConfig=wanted)
    many = config()
    many["Origins"] = {
        "Quantity": 26,
        "Items": [{**many["Origins"]["Items"][0], "Id": f"host{number or ''}"} for number in range(26)],
    }
    with refused("TooManyOrigins"):
        cloudfront.create_distribution(DistributionConfig=many)
    with refused("InvalidArgument"):
        make(aws, Staging=True, HttpVersion="http3")
    logging = {"Enabled": True, "IncludeCookies": False, "Bucket": "scenario.s3.amazonaws.com", "Prefix": ""}
    with refused("InvalidArgument"):
        make(aws, Logging=logging)
    owned = {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    aws("s3").put_bucket_ownership_controls(Bucket="scenario", OwnershipControls=owned)
    make(aws, Logging=logging)
    with refused("FunctionSizeLimitExceeded"):
        settings = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
        cloudfront.create_function(Name="long", FunctionConfig=settings, FunctionCode=b"x" * 10241)


@scenario
def keys_stay_in_their_groups_and_groups_in_behaviors(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    settings = {"CallerReference": "a", "Name": "player", "EncodedKey": PEM}
    key = cloudfront.create_public_key(PublicKeyConfig=settings)
    group = cloudfront.create_key_group(KeyGroupConfig={"Name": "players", "Items": [key["PublicKey"]["Id"]]})
    with refused("PublicKeyInUse"):
        cloudfront.delete_public_key(Id=key["PublicKey"]["Id"], IfMatch=key["ETag"])
    trusted = {"Enabled": True, "Quantity": 1, "Items": [group["KeyGroup"]["Id"]]}
    made, _etag = make(aws, behavior={"TrustedKeyGroups": trusted})
    assert made["ActiveTrustedKeyGroups"]["Items"][0]["KeyPairIds"]["Items"] == [key["PublicKey"]["Id"]]
    with refused("ResourceInUse"):
        cloudfront.delete_key_group(Id=group["KeyGroup"]["Id"], IfMatch=group["ETag"])
    with refused("InvalidArgument"):
        cloudfront.create_key_group(KeyGroupConfig={"Name": "others", "Items": ["none"]})
    with refused("CannotChangeImmutablePublicKeyFields"):
        changed = {**settings, "EncodedKey": PEM.replace("MFww", "MFwx")}
        cloudfront.update_public_key(Id=key["PublicKey"]["Id"], IfMatch=key["ETag"], PublicKeyConfig=changed)


@scenario
def real_time_logs_stay_while_a_behavior_writes_them(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    stream = {
        "RoleARN": "arn:aws:iam::123456789012:role/r",
        "StreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/s",
    }
    settings = {
        "Name": "logs",
        "SamplingRate": 100,
        "Fields": ["timestamp"],
        "EndPoints": [{"StreamType": "Kinesis", "KinesisStreamConfig": stream}],
    }
    arn = cloudfront.create_realtime_log_config(**settings)["RealtimeLogConfig"]["ARN"]
    made, _etag = make(aws, behavior={"RealtimeLogConfigArn": arn})
    cloudfront.update_realtime_log_config(ARN=arn, SamplingRate=1)
    assert cloudfront.get_realtime_log_config(Name="logs")["RealtimeLogConfig"]["SamplingRate"] == 1
    with refused("RealtimeLogConfigInUse"):
        cloudfront.delete_realtime_log_config(ARN=arn)
    change(aws, made, DefaultCacheBehavior=config()["DefaultCacheBehavior"])
    cloudfront.delete_realtime_log_config(ARN=arn)
    with refused("NoSuchRealtimeLogConfig"):
        cloudfront.get_realtime_log_config(ARN=arn)


@scenario
def additional_metrics_are_on_until_they_are_off(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    made, _etag = make(aws)
    settings = {"RealtimeMetricsSubscriptionConfig": {"RealtimeMetricsSubscriptionStatus": "Enabled"}}
    cloudfront.create_monitoring_subscription(DistributionId=made["Id"], MonitoringSubscription=settings)
    assert cloudfront.get_monitoring_subscription(DistributionId=made["Id"])["MonitoringSubscription"] == settings
    cloudfront.delete_monitoring_subscription(DistributionId=made["Id"])
    with refused("NoSuchMonitoringSubscription"):
        cloudfront.get_monitoring_subscription(DistributionId=made["Id"])


@scenario
def a_staging_distribution_is_joined_by_an_update_and_stays_while_viewers_are_sent_there(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    staging, _etag = make(aws, Staging=True)
    wanted = {
        "StagingDistributionDnsNames": {"Quantity": 1, "Items": [staging["DomainName"]]},
        "Enabled": True,
        "TrafficConfig": {"Type": "SingleWeight", "SingleWeightConfig": {"Weight": 0.05}},
    }
    policy = cloudfront.create_continuous_deployment_policy(ContinuousDeploymentPolicyConfig=wanted)
    identifier = policy["ContinuousDeploymentPolicy"]["Id"]
    with refused("InvalidArgument"):
        make(aws, ContinuousDeploymentPolicyId=identifier)
    made, _etag = make(aws)
    change(aws, made, ContinuousDeploymentPolicyId=identifier)
    with refused("ContinuousDeploymentPolicyInUse"):
        cloudfront.delete_continuous_deployment_policy(Id=identifier, IfMatch=policy["ETag"])
    off = change(aws, staging, Enabled=False)
    with refused("StagingDistributionInUse"):
        cloudfront.delete_distribution(Id=staging["Id"], IfMatch=off)
    change(aws, made, ContinuousDeploymentPolicyId="")
    cloudfront.delete_continuous_deployment_policy(Id=identifier, IfMatch=policy["ETag"])
    cloudfront.delete_distribution(Id=staging["Id"], IfMatch=off)


@scenario
def vpc_origins_are_deployed_and_stay_while_used(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    endpoint = {
        "Name": "internal",
        "Arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/internal/1",
        "HTTPPort": 80,
        "HTTPSPort": 443,
        "OriginProtocolPolicy": "https-only",
    }
    made = cloudfront.create_vpc_origin(VpcOriginEndpointConfig=endpoint)
    assert made["VpcOrigin"]["Status"] == "Deploying"
    identifier = made["VpcOrigin"]["Id"]
    assert cloudfront.get_vpc_origin(Id=identifier)["VpcOrigin"]["Status"] == "Deployed"
    origin = {"Id": "host", "DomainName": "internal", "VpcOriginConfig": {"VpcOriginId": identifier}}
    make(aws, Origins={"Quantity": 1, "Items": [origin]})
    with refused("CannotDeleteEntityWhileInUse"):
        cloudfront.delete_vpc_origin(Id=identifier, IfMatch=made["ETag"])


@scenario
def invalidations_and_tags_belong_to_a_distribution_of_ours(aws: Client) -> None:
    cloudfront = aws("cloudfront")
    made, _etag = make(aws, behavior={"CachePolicyId": CACHING_DISABLED}, Comment="tagged")
    assert made["DistributionConfig"]["Staging"] is False
    batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "a"}
    done = cloudfront.create_invalidation(DistributionId=made["Id"], InvalidationBatch=batch)["Invalidation"]
    found = cloudfront.get_invalidation(DistributionId=made["Id"], Id=done["Id"])["Invalidation"]
    assert found["Status"] == "Completed"
    cloudfront.tag_resource(Resource=made["ARN"], Tags={"Items": [{"Key": "a", "Value": "1"}, {"Key": "b"}]})
    cloudfront.untag_resource(Resource=made["ARN"], TagKeys={"Items": ["b"]})
    assert cloudfront.list_tags_for_resource(Resource=made["ARN"])["Tags"]["Items"] == [{"Key": "a", "Value": "1"}]


@scenario
def deliveries_of_logs_change_and_keep_their_ends(aws: Client) -> None:
    logs = aws("logs")
    logs.create_log_group(logGroupName="/a")
    source = "arn:aws:cloudfront::123456789012:distribution/E1"
    logs.put_delivery_source(name="source", resourceArn=source, logType="ACCESS_LOGS")
    group = {"destinationResourceArn": "arn:aws:logs:us-east-1:123456789012:log-group:/a"}
    destination = logs.put_delivery_destination(name="end", deliveryDestinationConfiguration=group)
    arn = destination["deliveryDestination"]["arn"]
    made = logs.create_delivery(deliverySourceName="source", deliveryDestinationArn=arn)["delivery"]
    logs.update_delivery_configuration(id=made["id"], recordFields=["date", "time"])
    assert logs.get_delivery(id=made["id"])["delivery"]["recordFields"] == ["date", "time"]
    assert [each["recordFields"] for each in logs.describe_deliveries()["deliveries"]] == [["date", "time"]]
    with refused("ConflictException"):
        logs.delete_delivery_source(name="source")
    with refused("ConflictException"):
        logs.delete_delivery_destination(name="end")
    logs.delete_delivery(id=made["id"])
    logs.delete_delivery_source(name="source")
    logs.delete_delivery_destination(name="end")
    assert logs.describe_delivery_sources()["deliverySources"] == []


@scenario
def ends_of_deliveries_take_their_tags_with_them(aws: Client) -> None:
    logs = aws("logs")
    logs.create_log_group(logGroupName="/a")
    group = {"destinationResourceArn": "arn:aws:logs:us-east-1:123456789012:log-group:/a"}
    bucket = {"destinationResourceArn": "arn:aws:s3:::scenario"}
    distribution = {"resourceArn": "arn:aws:cloudfront::123456789012:distribution/E1", "logType": "ACCESS_LOGS"}
    logs.put_delivery_source(name="source", tags={"old": "1"}, **distribution)
    logs.put_delivery_destination(name="end", deliveryDestinationConfiguration=group, tags={"old": "1"})
    logs.delete_delivery_source(name="source")
    logs.delete_delivery_destination(name="end")
    source = logs.put_delivery_source(name="source", tags={"new": "1"}, **distribution)["deliverySource"]
    end = logs.put_delivery_destination(name="end", deliveryDestinationConfiguration=bucket, tags={"new": "1"})
    for arn in (source["arn"], end["deliveryDestination"]["arn"]):
        assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"new": "1"}
