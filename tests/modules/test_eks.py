"""modules/eks: its README's examples and some more cases, planned together; and what only a whole plan refuses."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import tftest

from tests.harness import ROOT, Inventory, failed_checks, module_root, plan, resources

FIXTURES = Path(__file__).parent / "eks"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
BEFORE = {"vpc-cni", "kube-proxy", "eks-pod-identity-agent"}
AFTER = {"coredns", "aws-ebs-csi-driver"}

Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    names = ("support.tf", "cases.tf", "networking", "../shared/base.tf")
    return plan(module_root(tmp_path_factory.mktemp("eks"), "eks", *(FIXTURES / name for name in names)))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def of(values: Values, kind: str, module: str = "") -> Values:
    """Return the resources of a kind, such as iam_role or iam_role.addon, of one module or of all, by address."""
    pattern = re.compile(rf"module\.{module or '[^.]+'}\.aws_{re.escape(kind)}[.[]")
    return {address: each for address, each in values.items() if pattern.match(address)}


def keys(values: Values, address: str, module: str) -> set[str]:
    """Return the keys of a resource with for_each, such as eks_addon.before_compute."""
    start = f"module.{module}.aws_{address}["
    return {each.removeprefix(start).strip('"]') for each in values if each.startswith(start)}


def statements(values: Values, module: str, workload: str) -> dict[str, dict[str, Any]]:
    """Return the statements of a workload's role by id."""
    policy = values[f'module.{module}.aws_iam_role_policy.workload["{workload}"]']["policy"]
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def trust(values: Values, address: str) -> dict[str, Any]:
    [statement] = values[address]["assume_role_policy"]["Statement"]
    return statement  # type: ignore[no-any-return]


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_a_version_without_support_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned)["module.web.check.kubernetes_version"] == [
        "Kubernetes 1.28 of cluster web left extended support on 2025-11-26, so EKS makes no new cluster of it and "
        "upgrades an existing one: raise kubernetes_version."
    ]


def test_a_version_newer_than_the_module_does_not_warn(planned: tftest.TerraformPlanOutput) -> None:
    assert "module.long.check.kubernetes_version" not in failed_checks(planned)


# control plane


def test_the_api_is_private_unless_asked_otherwise(values: Values) -> None:
    [private] = values["module.platform.aws_eks_cluster.this"]["vpc_config"]
    assert (private["endpoint_private_access"], private["endpoint_public_access"]) == (True, False)
    [public] = values["module.shop.aws_eks_cluster.this"]["vpc_config"]
    assert (public["endpoint_public_access"], public["public_access_cidrs"]) == (True, ["203.0.113.0/24"])


def test_every_cluster_logs_everything_encrypts_secrets_and_lets_nobody_in_by_itself(values: Values) -> None:
    clusters = of(values, "eks_cluster")
    assert len(clusters) == 9
    for each in clusters.values():
        assert each["enabled_cluster_log_types"] == ["api", "audit", "authenticator", "controllerManager", "scheduler"]
        assert [config["resources"] for config in each["encryption_config"]] == [["secrets"]]
        assert each["access_config"] == [
            {"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False}
        ]
        assert each["bootstrap_self_managed_addons"] is False


def test_the_key_of_secrets_rotates_or_is_the_one_given(values: Values) -> None:
    assert values["module.platform.aws_kms_key.secrets[0]"]["enable_key_rotation"] is True
    assert not of(values, "kms_key", "off")
    [config] = values["module.off.aws_eks_cluster.this"]["encryption_config"]
    assert config["provider"] == [{"key_arn": KEY}]


def test_every_log_group_is_kept_for_a_while_and_not_for_ever(values: Values) -> None:
    groups = of(values, "cloudwatch_log_group")
    assert len(groups) == 17
    assert all(group["retention_in_days"] for group in groups.values())


def test_off_leaves_the_bare_control_plane(values: Values) -> None:
    assert {address.split(".")[2] for address in values if address.startswith("module.off.")} == {
        "aws_cloudwatch_log_group",
        "aws_eks_cluster",
        "aws_iam_role",
        "aws_iam_role_policy_attachment",
        "terraform_data",
    }


def test_under_depends_on_and_with_unknown_ids_a_cluster_is_planned_whole(values: Values) -> None:
    def kinds(module: str) -> set[str]:
        start = f"module.{module}."
        return {address.removeprefix(start).split("[")[0] for address in values if address.startswith(start)}

    assert kinds("shop") <= kinds("dependent")


# access


def test_access_is_what_the_entries_say(values: Values) -> None:
    assert keys(values, "eks_access_entry.this", "shop") == {"platform-team", "developers"}
    scopes = {
        each["policy_arn"].rsplit("/", 1)[1]: each["access_scope"]
        for each in of(values, "eks_access_policy_association", "shop").values()
    }
    assert scopes["AmazonEKSClusterAdminPolicy"][0]["type"] == "cluster"
    assert scopes["AmazonEKSViewPolicy"][0]["type"] == "cluster"
    assert scopes["AmazonEKSEditPolicy"] == [{"type": "namespace", "namespaces": ["cart", "catalogue"]}]


# nodes


def test_no_node_has_a_public_address_old_metadata_or_a_plain_disk(values: Values) -> None:
    templates = of(values, "launch_template")
    assert len(templates) == 14
    for each in templates.values():
        [network], [metadata] = each["network_interfaces"], each["metadata_options"]
        volumes = [ebs for device in each["block_device_mappings"] for ebs in device["ebs"]]
        assert network["associate_public_ip_address"] == "false"
        assert (metadata["http_endpoint"], metadata["http_tokens"]) == ("enabled", "required")
        assert {(ebs["encrypted"], ebs["volume_type"]) for ebs in volumes} == {("true", "gp3")}


def test_pods_reach_the_nodes_metadata_only_where_a_group_says_so(values: Values) -> None:
    limits = {
        address: each["metadata_options"][0]["http_put_response_hop_limit"]
        for address, each in of(values, "launch_template").items()
    }
    assert {address for address, limit in limits.items() if limit != 1} == {
        'module.long.aws_launch_template.node["a12345678-12345678-12345"]'
    }


def test_volumes_are_under_the_key_that_is_given(values: Values) -> None:
    devices = [
        ebs
        for each in of(values, "launch_template", "long").values()
        for device in each["block_device_mappings"]
        for ebs in device["ebs"]
    ]
    assert len(devices) == 5
    assert {ebs["kms_key_id"] for ebs in devices} == {KEY}


def test_the_image_follows_the_processor(values: Values) -> None:
    images = {address: each["ami_type"] for address, each in of(values, "eks_node_group").items()}
    assert images['module.platform.aws_eks_node_group.autoscaled["general"]'] == "AL2023_ARM_64_STANDARD"
    assert images['module.web.aws_eks_node_group.autoscaled["general"]'] == "AL2023_x86_64_STANDARD"
    assert images['module.long.aws_eks_node_group.autoscaled["arm"]'] == "BOTTLEROCKET_ARM_64"
    assert images['module.long.aws_eks_node_group.autoscaled["x86"]'] == "BOTTLEROCKET_x86_64"


def test_only_what_replaces_a_group_changes_its_name(values: Values) -> None:
    def name(module: str, key: str) -> str:
        return str(values[f'module.{module}.aws_eks_node_group.autoscaled["{key}"]']["node_group_name"])

    assert name("long", "x86") == name("long_twin", "x86")
    assert name("long", "arm") != name("long_twin", "arm")


def test_the_node_groups_of_the_specification_plan_as_written(values: Values) -> None:
    groups = {address.split('"')[1]: each for address, each in of(values, "eks_node_group", "web").items()}
    assert {key: (each["capacity_type"], each["instance_types"]) for key, each in groups.items()} == {
        "general": ("ON_DEMAND", ["m5.large", "m5.xlarge"]),
        "spot": ("SPOT", ["m5.large", "m5.xlarge", "m4.large"]),
    }
    assert {key: each["scaling_config"] for key, each in groups.items()} == {
        "general": [{"desired_size": 3, "max_size": 10, "min_size": 1}],
        "spot": [{"desired_size": 0, "max_size": 20, "min_size": 0}],
    }


def test_one_of_two_owns_the_size_of_a_group(values: Values) -> None:
    assert keys(values, "eks_node_group.autoscaled", "shop") == {"general", "spot"}
    assert keys(values, "eks_node_group.this", "shop") == {"system"}


def test_the_two_resources_of_node_groups_are_alike() -> None:
    """What tells them apart is who owns desired_size: for_each, and what lifecycle ignores."""
    text = (ROOT / "modules/eks/node_groups.tf").read_text()
    blocks = re.findall(r'^resource "aws_eks_node_group" "\w+" \{\n(.*?)^\}$', text, re.MULTILINE | re.DOTALL)
    apart = re.compile(r"^  for_each .*\n|^  lifecycle \{\n.*?^  \}\n|^ *#.*\n", re.MULTILINE | re.DOTALL)
    this, autoscaled = (apart.sub("", block) for block in blocks)
    assert this == autoscaled


def test_nodes_may_join_and_pull_only(values: Values) -> None:
    policies = {each["policy_arn"] for each in of(values, "iam_role_policy_attachment.nodes", "platform").values()}
    assert policies == {
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    }


# add-ons


def test_network_comes_before_the_first_node_and_the_rest_after_it(
    planned: tftest.TerraformPlanOutput, values: Values
) -> None:
    assert keys(values, "eks_addon.before_compute", "platform") == BEFORE
    assert keys(values, "eks_addon.after_compute", "platform") == AFTER
    assert keys(values, "eks_addon.before_compute", "long") == {*BEFORE, "cert-manager"}
    module = planned["configuration"]["root_module"]["module_calls"]["platform"]["module"]
    waits = {f"{each['type']}.{each['name']}": set(each.get("depends_on", [])) for each in module["resources"]}
    for groups in ("aws_eks_node_group.this", "aws_eks_node_group.autoscaled"):
        assert "aws_eks_addon.before_compute" in waits[groups]
        assert groups in waits["aws_eks_addon.after_compute"]
    assert "aws_eks_fargate_profile.this" in waits["aws_eks_addon.after_compute"]
    assert "aws_cloudwatch_log_group.control_plane" in waits["aws_eks_cluster.this"]


def test_coredns_runs_on_fargate_where_there_is_nothing_else(values: Values) -> None:
    coredns = values['module.jobs.aws_eks_addon.after_compute["coredns"]']
    assert coredns["configuration_values"] == {"computeType": "Fargate"}
    assert values['module.shop.aws_eks_addon.after_compute["coredns"]']["configuration_values"] == {"replicaCount": 3}


def test_add_ons_have_exactly_the_policies_they_need(values: Values) -> None:
    policies = {
        address.split('"')[1]: each["policy_arn"]
        for address, each in of(values, "iam_role_policy_attachment.addon", "shop").items()
    }
    start = "arn:aws:iam::aws:policy/"
    assert policies == {
        "amazon-cloudwatch-observability/AWSXrayWriteOnlyAccess": start + "AWSXrayWriteOnlyAccess",
        "amazon-cloudwatch-observability/CloudWatchAgentServerPolicy": start + "CloudWatchAgentServerPolicy",
        "aws-ebs-csi-driver/AmazonEBSCSIDriverPolicyV2": start + "AmazonEBSCSIDriverPolicyV2",
        "vpc-cni/AmazonEKS_CNI_Policy": start + "AmazonEKS_CNI_Policy",
    }


def test_a_role_that_is_given_stands_in_for_the_add_ons_own(values: Values) -> None:
    assert keys(values, "iam_role.addon", "long") == {"aws-ebs-csi-driver"}
    assert values['module.long.aws_eks_addon.before_compute["vpc-cni"]']["pod_identity_association"] == [
        {"role_arn": "arn:aws:iam::123456789012:role/cni", "service_account": "aws-node"}
    ]


def test_log_groups_of_container_insights_are_made_before_it(values: Values) -> None:
    groups = {each["name"] for each in of(values, "cloudwatch_log_group.container_insights", "shop").values()}
    start = "/aws/containerinsights/shop/"
    assert groups == {start + log for log in ("application", "dataplane", "host", "performance")}


# roles


def test_services_take_their_roles_for_this_cluster_only(values: Values) -> None:
    cluster = trust(values, "module.shop.aws_iam_role.cluster")
    assert cluster["Principal"] == {"Service": "eks.amazonaws.com"}
    assert cluster["Condition"]["ArnEquals"] == {"aws:SourceArn": "arn:aws:eks:us-east-1:123456789012:cluster/shop"}
    fargate = trust(values, "module.shop.aws_iam_role.fargate[0]")
    assert fargate["Principal"] == {"Service": "eks-fargate-pods.amazonaws.com"}
    assert fargate["Condition"]["ArnLike"] == {
        "aws:SourceArn": "arn:aws:eks:us-east-1:123456789012:fargateprofile/shop/*"
    }


def test_pod_identity_roles_are_for_one_service_account_of_one_cluster(values: Values) -> None:
    assert trust(values, 'module.shop.aws_iam_role.workload["cart"]') == {
        "Effect": "Allow",
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Condition": {
            "StringEquals": {
                "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:123456789012:cluster/shop",
                "aws:RequestTag/kubernetes-namespace": "cart",
                "aws:RequestTag/kubernetes-service-account": "cart",
            }
        },
    }
    addon = trust(values, 'module.shop.aws_iam_role.addon["amazon-cloudwatch-observability"]')
    assert addon["Condition"]["StringEquals"]["aws:RequestTag/kubernetes-namespace"] == "amazon-cloudwatch"


def test_workloads_with_irsa_have_no_association(values: Values) -> None:
    assert keys(values, "eks_pod_identity_association.workload", "shop") == {
        "cart/cart",
        "kube-system/cluster-autoscaler",
    }
    assert keys(values, "iam_role.workload", "shop") == {"cart", "cluster-autoscaler", "report"}


def test_the_autoscaler_sizes_groups_of_its_cluster_only(values: Values) -> None:
    found = statements(values, "platform", "cluster-autoscaler")
    assert found["SizeGroups"]["Action"] == [
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
    ]
    assert found["SizeGroups"]["Condition"] == {
        "StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/platform": ["owned"]}
    }
    assert [sid for sid, each in found.items() if each["Resource"] == ["*"]] == ["FindGroups"]
    assert all(":Describe" in each or ":Get" in each for each in found["FindGroups"]["Action"])


def test_the_callers_own_autoscaler_role_wins(values: Values) -> None:
    condition = trust(values, 'module.long.aws_iam_role.workload["cluster-autoscaler"]')["Condition"]["StringEquals"]
    assert condition["aws:RequestTag/kubernetes-namespace"] == "autoscaling"


def test_tags_tell_the_autoscaler_what_an_empty_group_would_start(values: Values) -> None:
    tags = {
        each["tag"][0]["key"].removeprefix("k8s.io/cluster-autoscaler/node-template/"): each["tag"][0]["value"]
        for each in of(values, "autoscaling_group_tag", "shop").values()
    }
    assert tags == {
        "label/pool": "spot",
        "resources/ephemeral-storage": "50Gi",
        "taint/interruptible": "true:NoSchedule",
    }


def test_long_names_fit_and_stay_apart(values: Values) -> None:
    roles = [each["name"] for module in ("long", "long_twin") for each in of(values, "iam_role", module).values()]
    assert len(roles) == len(set(roles)) == 10
    assert max(map(len, roles)) == 64
    groups = [each["node_group_name"] for each in of(values, "eks_node_group", "long").values()]
    assert max(map(len, groups)) <= 63


def test_every_role_is_bounded(values: Values) -> None:
    roles = of(values, "iam_role", "long").values()
    assert {each["permissions_boundary"] for each in roles} == {"arn:aws:iam::aws:policy/PowerUserAccess"}


# alarms


def test_alarms_come_with_topics_and_the_one_of_nodes_with_container_insights(values: Values) -> None:
    start = "module.shop.module.alarms.aws_cloudwatch_metric_alarm.this"
    alarms = {address.split('"')[1]: each for address, each in values.items() if address.startswith(start)}
    assert alarms.keys() == {"api-errors", "nodes-failed", "pods-unschedulable", "storage"}
    assert (alarms["api-errors"]["threshold"], alarms["storage"]["threshold"]) == (50, 6 * 1024**3)
    assert not any(address.startswith("module.platform.module.alarms") for address in values)


# refusals


def test_clusters_that_could_not_work_are_refused_with_one_sentence_each(tmp_path: Path) -> None:
    for module in ("eks", "alarms"):
        ignored = shutil.ignore_patterns(".terraform*")
        shutil.copytree(ROOT / "modules" / module, tmp_path / "modules" / module, ignore=ignored)
    root = shutil.copytree(FIXTURES / "refused", tmp_path / "layers/root")
    with pytest.raises(tftest.TerraformTestError) as raised:
        plan(root)
    said = " ".join(raised.value.cmd_error.split())
    assert said.count("Error: ") == 5
    for sentence in (
        "Cluster no-compute has nothing to run aws-ebs-csi-driver, coredns on: give an untainted node group a "
        "desired_size from 1, add a Fargate profile, or leave the add-ons out with enabled = false.",
        "Cluster no-room has nothing to run coredns on: give",
        "Cluster no-profile runs CoreDNS on Fargate only, and no Fargate profile selects the namespace kube-system: "
        "add one that does.",
        "Cluster no-volumes runs on Fargate only, which mounts no EBS volumes: set "
        "addons.aws-ebs-csi-driver.enabled = false.",
        "Cluster no-agent has no eks-pod-identity-agent, which aws-ebs-csi-driver, vpc-cni, cluster-autoscaler get "
        "their roles from: leave addons.eks-pod-identity-agent enabled.",
    ):
        assert sentence in said
