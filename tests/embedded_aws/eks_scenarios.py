"""What the additions to EKS make possible; registered like the rest, in scenarios.py."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.scenarios import Client, refused, scenario

ADMIN = "arn:aws:iam::123456789012:role/platform-team"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
ROLE = "arn:aws:iam::123456789012:role/scenario"
NOBODY = "arn:aws:iam::123456789012:role/nobody"


def subnets(aws: Client, *zones: str) -> list[str]:
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for number, zone in enumerate(zones)
    ]


def cluster(aws: Client, **settings: Any) -> list[str]:
    """Make a cluster named c, as modules/eks does; return its subnets."""
    ids = subnets(aws, "us-east-1a", "us-east-1b")
    network = {"subnetIds": ids, "endpointPrivateAccess": True, "endpointPublicAccess": False}
    access = {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
    asked = {"version": "1.34", "accessConfig": access, "resourcesVpcConfig": network} | settings
    aws("eks").create_cluster(name="c", roleArn=ROLE, **asked)
    return ids


def node_group(aws: Client, ids: list[str], **settings: Any) -> Any:
    sizes = {"minSize": 1, "maxSize": 3, "desiredSize": 2}
    asked = {"scalingConfig": sizes, "updateConfig": {"maxUnavailablePercentage": 33}} | settings
    made = aws("eks").create_nodegroup(clusterName="c", nodegroupName="n", nodeRole=ROLE, subnets=ids, **asked)
    return made["nodegroup"]


def done(aws: Client, update: Any, **names: str) -> bool:
    """Tell whether an update goes from in progress to successful."""
    found = aws("eks").describe_update(name="c", updateId=update["update"]["id"], **names)["update"]
    return (update["update"]["status"], found["status"]) == ("InProgress", "Successful")


@scenario
def clusters_are_made_with_everything_asked_for(aws: Client) -> None:
    eks = aws("eks")
    cluster(aws, upgradePolicy={"supportType": "STANDARD"}, zonalShiftConfig={"enabled": True})
    made = eks.describe_cluster(name="c")["cluster"]
    assert (made["status"], made["version"]) == ("ACTIVE", "1.34")
    assert made["accessConfig"] == {"authenticationMode": "API"}
    assert (made["upgradePolicy"], made["zonalShiftConfig"]) == ({"supportType": "STANDARD"}, {"enabled": True})
    network = made["resourcesVpcConfig"]
    [group] = aws("ec2").describe_security_groups(GroupIds=[network["clusterSecurityGroupId"]])["SecurityGroups"]
    assert group["VpcId"] == network["vpcId"]
    eks.delete_cluster(name="c")
    with refused("InvalidGroup.NotFound"):
        aws("ec2").describe_security_groups(GroupIds=[group["GroupId"]])


@scenario
def clusters_need_roles_and_two_zones(aws: Client) -> None:
    eks = aws("eks")
    one_zone = {"subnetIds": subnets(aws, "us-east-1a", "us-east-1a")}
    two_zones = {"subnetIds": subnets(aws, "us-east-1a", "us-east-1b")}
    with refused("InvalidParameterException"):
        eks.create_cluster(name="c", roleArn=ROLE, resourcesVpcConfig=one_zone)
    with refused("InvalidParameterException"):
        eks.create_cluster(name="c", roleArn=ROLE, resourcesVpcConfig={"subnetIds": ["subnet-0", "subnet-1"]})
    with refused("InvalidParameterException"):
        eks.create_cluster(name="c", roleArn=NOBODY, resourcesVpcConfig=two_zones)
    eks.create_cluster(name="c", roleArn=ROLE, resourcesVpcConfig=two_zones)
    issuers = {eks.describe_cluster(name="c")["cluster"]["identity"]["oidc"]["issuer"]}
    eks.create_cluster(name="d", roleArn=ROLE, resourcesVpcConfig=two_zones)
    assert eks.describe_cluster(name="d")["cluster"]["identity"]["oidc"]["issuer"] not in issuers


@scenario
def clusters_are_upgraded_one_version_at_a_time(aws: Client) -> None:
    eks = aws("eks")
    cluster(aws)
    with refused("InvalidParameterException"):
        eks.update_cluster_version(name="c", version="1.36")
    assert done(aws, eks.update_cluster_version(name="c", version="1.35"))
    assert eks.describe_cluster(name="c")["cluster"]["version"] == "1.35"


@scenario
def cluster_settings_change_in_place(aws: Client) -> None:
    eks = aws("eks")
    cluster(aws)
    logs = {"clusterLogging": [{"types": ["audit"], "enabled": True}]}
    assert done(aws, eks.update_cluster_config(name="c", logging=logs))
    public = {"endpointPublicAccess": True, "publicAccessCidrs": ["203.0.113.0/24"]}
    assert done(aws, eks.update_cluster_config(name="c", resourcesVpcConfig=public))
    assert done(aws, eks.update_cluster_config(name="c", upgradePolicy={"supportType": "STANDARD"}))
    changed = eks.describe_cluster(name="c")["cluster"]
    assert changed["logging"]["clusterLogging"][0] == {"types": ["audit"], "enabled": True}
    assert changed["upgradePolicy"] == {"supportType": "STANDARD"}
    assert {name: changed["resourcesVpcConfig"][name] for name in public} == public
    assert changed["resourcesVpcConfig"]["endpointPrivateAccess"]
    with refused("InvalidParameterException"):
        eks.update_cluster_config(name="c", accessConfig={"authenticationMode": "CONFIG_MAP"})
    with refused("InvalidParameterException"):
        eks.update_cluster_config(name="c", logging=logs, resourcesVpcConfig=public)


@scenario
def protected_clusters_and_clusters_in_use_stay(aws: Client) -> None:
    eks = aws("eks")
    ids = cluster(aws, deletionProtection=True)
    with refused("InvalidRequestException"):
        eks.delete_cluster(name="c")
    eks.update_cluster_config(name="c", deletionProtection=False)
    selectors = [{"namespace": "batch"}]
    profile = {"clusterName": "c", "fargateProfileName": "p"}
    made = eks.create_fargate_profile(**profile, podExecutionRoleArn=ROLE, subnets=ids, selectors=selectors)
    assert made["fargateProfile"]["status"] == "CREATING"
    assert eks.describe_fargate_profile(**profile)["fargateProfile"]["status"] == "ACTIVE"
    with refused("ResourceInUseException"):
        eks.delete_cluster(name="c")
    eks.delete_fargate_profile(**profile)
    eks.delete_cluster(name="c")


@scenario
def versions_that_eks_does_not_have_are_refused(aws: Client) -> None:
    for version in ("1.99", "1.28", "2.1"):
        with refused("InvalidParameterException"):
            cluster(aws, version=version)
    with refused("InvalidParameterException"):
        network = {"subnetIds": subnets(aws, "us-east-1a", "us-east-1b")}
        aws("eks").create_cluster(name="a.b", roleArn=ROLE, resourcesVpcConfig=network)
    with refused("InvalidParameterException"):
        network = {"subnetIds": subnets(aws, "us-east-1a", "us-east-1b"), "securityGroupIds": ["sg-0"]}
        aws("eks").create_cluster(name="c", roleArn=ROLE, resourcesVpcConfig=network)


@scenario
def fargate_profiles_are_private_and_made_one_at_a_time(aws: Client) -> None:
    ec2, eks = aws("ec2"), aws("eks")
    ids = cluster(aws)
    profile = {"clusterName": "c", "podExecutionRoleArn": ROLE}
    selectors = [{"namespace": "batch"}]
    with refused("InvalidParameterException"):
        eks.create_fargate_profile(**profile, fargateProfileName="p", subnets=ids, selectors=selectors * 6)
    labels = {str(number): "a" for number in range(6)}
    with refused("InvalidParameterException"):
        many = [{"namespace": "batch", "labels": labels}]
        eks.create_fargate_profile(**profile, fargateProfileName="p", subnets=ids, selectors=many)
    eks.create_fargate_profile(**profile, fargateProfileName="p", subnets=ids, selectors=selectors)
    with refused("ResourceInUseException"):
        eks.create_fargate_profile(**profile, fargateProfileName="q", subnets=ids, selectors=selectors)
    eks.describe_fargate_profile(clusterName="c", fargateProfileName="p")
    eks.create_fargate_profile(**profile, fargateProfileName="q", subnets=ids, selectors=selectors)
    eks.describe_fargate_profile(clusterName="c", fargateProfileName="q")

    vpc = ec2.describe_subnets(SubnetIds=ids)["Subnets"][0]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.associate_route_table(RouteTableId=table, SubnetId=ids[0])
    with refused("InvalidParameterException"):
        eks.create_fargate_profile(**profile, fargateProfileName="r", subnets=ids, selectors=selectors)
    eks.create_fargate_profile(**profile, fargateProfileName="r", subnets=ids[1:], selectors=selectors)


@scenario
def a_node_groups_name_is_free_when_the_group_is_gone(aws: Client) -> None:
    eks, ids = aws("eks"), cluster(aws)
    node_group(aws, ids)
    with refused("ResourceInUseException"):
        node_group(aws, ids)
    assert eks.delete_nodegroup(clusterName="c", nodegroupName="n")["nodegroup"]["status"] == "DELETING"
    with refused("ResourceInUseException"):
        node_group(aws, ids)
    with refused("ResourceInUseException"):
        eks.delete_cluster(name="c")
    assert eks.describe_nodegroup(clusterName="c", nodegroupName="n")["nodegroup"]["status"] == "DELETING"
    with refused("ResourceNotFoundException"):
        eks.describe_nodegroup(clusterName="c", nodegroupName="n")
    node_group(aws, ids)


@scenario
def images_are_for_one_kind_of_processor(aws: Client) -> None:
    ids = cluster(aws)
    with refused("InvalidParameterException"):
        node_group(aws, ids, amiType="AL2023_x86_64_STANDARD", instanceTypes=["m7g.large"])
    node_group(aws, ids, amiType="AL2023_ARM_64_STANDARD", instanceTypes=["m7g.large"])


@scenario
def secrets_are_encrypted_later_and_for_ever(aws: Client) -> None:
    eks = aws("eks")
    cluster(aws)
    key = aws("kms").create_key()["KeyMetadata"]["Arn"]
    config = [{"resources": ["secrets"], "provider": {"keyArn": key}}]
    with refused("InvalidParameterException"):
        unknown = [{"resources": ["secrets"], "provider": {"keyArn": f"{key}0"}}]
        eks.associate_encryption_config(clusterName="c", encryptionConfig=unknown)
    assert done(aws, eks.associate_encryption_config(clusterName="c", encryptionConfig=config))
    assert eks.describe_cluster(name="c")["cluster"]["encryptionConfig"] == config
    with refused("InvalidParameterException"):
        eks.associate_encryption_config(clusterName="c", encryptionConfig=config)


@scenario
def node_groups_keep_their_settings_and_have_no_others(aws: Client) -> None:
    ids = cluster(aws)
    template = aws("ec2").create_launch_template(
        LaunchTemplateName="nodes", LaunchTemplateData={"InstanceType": "m7g.large"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    with refused("InvalidParameterException"):
        node_group(aws, ids, launchTemplate={"id": "lt-0123456789abcdef0", "version": "1"})
    named = {"id": template, "version": "1"}
    made = node_group(aws, ids, launchTemplate=named, nodeRepairConfig={"enabled": True})
    assert made["status"] == "CREATING"
    group = aws("eks").describe_nodegroup(clusterName="c", nodegroupName="n")["nodegroup"]
    assert (group["status"], group["version"]) == ("ACTIVE", "1.34")
    assert (group["updateConfig"], group["nodeRepairConfig"]) == ({"maxUnavailablePercentage": 33}, {"enabled": True})
    assert group["launchTemplate"] == named | {"name": "nodes"}
    assert not group.keys() & {"remoteAccess", "diskSize"}


@scenario
def node_groups_are_auto_scaling_groups(aws: Client) -> None:
    eks = aws("eks")
    ids = cluster(aws)
    name = node_group(aws, ids)["resources"]["autoScalingGroups"][0]["name"]

    def groups() -> list[tuple[int, int, int]]:
        found = aws("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
        return [(group["MinSize"], group["MaxSize"], len(group["Instances"])) for group in found]

    assert groups() == [(1, 3, 2)]
    owned = {"Name": "key", "Values": ["k8s.io/cluster-autoscaler/c"]}
    assert [tag["ResourceId"] for tag in aws("autoscaling").describe_tags(Filters=[owned])["Tags"]] == [name]
    sizes = {"minSize": 2, "maxSize": 4, "desiredSize": 3}
    eks.update_nodegroup_config(clusterName="c", nodegroupName="n", scalingConfig=sizes)
    assert groups() == [(2, 4, 3)]
    with refused("ResourceInUseException"):
        eks.delete_cluster(name="c")
    eks.delete_nodegroup(clusterName="c", nodegroupName="n")
    assert groups() == []
    assert aws("ec2").describe_network_interfaces()["NetworkInterfaces"] == []


@scenario
def node_groups_change_in_place(aws: Client) -> None:
    eks, group = aws("eks"), {"clusterName": "c", "nodegroupName": "n"}
    ids = cluster(aws)
    taints = [{"key": "a", "value": "1", "effect": "NO_SCHEDULE"}]
    node_group(aws, ids, labels={"a": "1", "b": "2"}, taints=taints, version="1.33")
    changes = {"labels": {"addOrUpdateLabels": {"a": "3"}, "removeLabels": ["b"]}, "taints": {"removeTaints": taints}}
    assert done(aws, eks.update_nodegroup_config(**group, **changes), nodegroupName="n")
    with refused("InvalidParameterException"):
        eks.update_nodegroup_config(**group, scalingConfig={"minSize": 3})
    with refused("InvalidParameterException"):
        eks.update_nodegroup_version(**group, version="1.35")
    assert done(aws, eks.update_nodegroup_version(**group, version="1.34"), nodegroupName="n")
    changed = eks.describe_nodegroup(**group)["nodegroup"]
    assert (changed["version"], changed["labels"], changed["taints"]) == ("1.34", {"a": "3"}, [])
    assert changed["scalingConfig"] == {"minSize": 1, "maxSize": 3, "desiredSize": 2}


@scenario
def addons_have_versions_settings_and_identities(aws: Client) -> None:
    eks, addon = aws("eks"), {"clusterName": "c", "addonName": "vpc-cni"}
    cluster(aws)
    [known] = eks.describe_addon_versions(addonName="vpc-cni", kubernetesVersion="1.34")["addons"]
    account = {"serviceAccount": "aws-node", "roleArn": ROLE}
    with refused("InvalidParameterException"):
        eks.create_addon(**addon, podIdentityAssociations=[account | {"roleArn": NOBODY}])
    assert eks.create_addon(**addon, podIdentityAssociations=[account])["addon"]["status"] == "CREATING"
    with refused("ResourceInUseException"):
        eks.create_addon(**addon)
    made = eks.describe_addon(**addon)["addon"]
    assert (made["status"], made["addonVersion"]) == ("ACTIVE", known["addonVersions"][0]["addonVersion"])
    [identity] = eks.list_pod_identity_associations(clusterName="c")["associations"]
    assert made["podIdentityAssociations"] == [identity["associationArn"]]
    assert (identity["namespace"], identity["ownerArn"]) == ("kube-system", made["addonArn"])
    with refused("InvalidRequestException"):
        eks.delete_pod_identity_association(clusterName="c", associationId=identity["associationId"])
    changes = {"configurationValues": '{"a": 1}', "podIdentityAssociations": []}
    changing = eks.update_addon(**addon, **changes)
    with refused("ResourceInUseException"):
        eks.update_addon(**addon, **changes)
    assert done(aws, changing, addonName="vpc-cni")
    assert eks.describe_addon(**addon)["addon"]["configurationValues"] == '{"a": 1}'
    assert eks.list_pod_identity_associations(clusterName="c")["associations"] == []
    eks.delete_addon(**addon)
    assert eks.list_addons(clusterName="c")["addons"] == []


@scenario
def addons_that_cannot_be_are_refused(aws: Client) -> None:
    eks = aws("eks")
    cluster(aws)
    with refused("InvalidParameterException"):
        eks.create_addon(clusterName="c", addonName="core-dns")
    with refused("InvalidParameterException"):
        eks.create_addon(clusterName="c", addonName="coredns", addonVersion="latest")
    with refused("InvalidParameterException"):
        eks.create_addon(clusterName="c", addonName="kube-proxy", addonVersion="v1.35.0-eksbuild.2")
    with refused("InvalidParameterException"):
        eks.create_addon(clusterName="c", addonName="coredns", configurationValues="{")
    with refused("ResourceNotFoundException"):
        eks.create_addon(clusterName="d", addonName="coredns")
    with refused("ResourceNotFoundException"):
        eks.describe_addon(clusterName="c", addonName="coredns")


@scenario
def access_entries_have_policies(aws: Client) -> None:
    eks, entry = aws("eks"), {"clusterName": "c", "principalArn": ADMIN}
    cluster(aws)
    eks.create_access_entry(**entry, kubernetesGroups=["developers"])
    with refused("ResourceInUseException"):
        eks.create_access_entry(**entry)
    eks.update_access_entry(**entry, kubernetesGroups=[])
    assert eks.describe_access_entry(**entry)["accessEntry"]["kubernetesGroups"] == []
    scope = {"type": "namespace", "namespaces": ["cart"]}
    eks.associate_access_policy(**entry, policyArn=VIEW, accessScope=scope)
    with refused("InvalidParameterException"):
        eks.associate_access_policy(**entry, policyArn=f"{VIEW}s", accessScope=scope)
    [associated] = eks.list_associated_access_policies(**entry)["associatedAccessPolicies"]
    assert (associated["policyArn"], associated["accessScope"]) == (VIEW, scope)
    assert eks.list_access_entries(clusterName="c", associatedPolicyArn=VIEW)["accessEntries"] == [ADMIN]
    eks.disassociate_access_policy(**entry, policyArn=VIEW)
    with refused("ResourceNotFoundException"):
        eks.disassociate_access_policy(**entry, policyArn=VIEW)
    eks.delete_access_entry(**entry)
    assert eks.list_access_entries(clusterName="c")["accessEntries"] == []


@scenario
def access_entries_need_a_cluster_that_looks_at_them(aws: Client) -> None:
    cluster(aws, accessConfig={"authenticationMode": "CONFIG_MAP"})
    with refused("InvalidRequestException"):
        aws("eks").create_access_entry(clusterName="c", principalArn=ADMIN)


@scenario
def a_service_account_has_one_role(aws: Client) -> None:
    eks, account = aws("eks"), {"clusterName": "c", "namespace": "cart", "serviceAccount": "cart"}
    cluster(aws)
    with refused("InvalidParameterException"):
        eks.create_pod_identity_association(**account, roleArn=NOBODY)
    made = eks.create_pod_identity_association(**account, roleArn=ROLE)["association"]
    with refused("ResourceInUseException"):
        eks.create_pod_identity_association(**account, roleArn=ROLE)
    named = {"clusterName": "c", "associationId": made["associationId"]}
    eks.update_pod_identity_association(**named, disableSessionTags=True)
    assert eks.describe_pod_identity_association(**named)["association"]["disableSessionTags"]
    eks.delete_pod_identity_association(**named)
    with refused("ResourceNotFoundException"):
        eks.describe_pod_identity_association(**named)


@scenario
def everything_of_a_cluster_has_tags(aws: Client) -> None:
    eks = aws("eks")
    cluster(aws, tags={"a": "1"})
    addon = eks.create_addon(clusterName="c", addonName="coredns", tags={"a": "1"})["addon"]["addonArn"]
    for arn in (eks.describe_cluster(name="c")["cluster"]["arn"], addon):
        eks.tag_resource(resourceArn=arn, tags={"b": "2"})
        eks.untag_resource(resourceArn=arn, tagKeys=["a"])
        assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    assert eks.describe_addon(clusterName="c", addonName="coredns")["addon"]["tags"] == {"b": "2"}


@scenario
def kubernetes_versions_end(aws: Client) -> None:
    [version] = aws("eks").describe_cluster_versions(clusterVersions=["1.35"])["clusterVersions"]
    assert version["endOfStandardSupportDate"].date().isoformat() == "2027-03-27"
    assert aws("eks").describe_cluster_versions(defaultOnly=True)["clusterVersions"] == [version]


@scenario
def a_new_cluster_does_not_inherit_from_a_deleted_one(aws: Client) -> None:
    eks = aws("eks")
    cluster(aws)
    eks.create_access_entry(clusterName="c", principalArn=ADMIN)
    eks.create_addon(clusterName="c", addonName="coredns")
    eks.delete_cluster(name="c")
    cluster(aws)
    assert eks.list_addons(clusterName="c")["addons"] == []
    assert eks.list_access_entries(clusterName="c")["accessEntries"] == []
