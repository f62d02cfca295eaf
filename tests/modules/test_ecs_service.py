"""modules/ecs-service: its README's examples and some more cases, planned together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tftest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from tests.harness import ROOT, Inventory, failed_checks, module_root, of_type, plan, resources

FIXTURES = Path(__file__).parent / "ecs-service"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
LOGS = "arn:aws:logs:us-east-1:123456789012:log-group"

Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    folder = tmp_path_factory.mktemp("ecs-service")
    fixtures = (FIXTURES / name for name in ("support.tf", "cases.tf", "networking"))
    return plan(module_root(folder, "ecs-service", *fixtures))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    """The modules under test, without what they refer to."""
    return {address: each for address, each in resources(planned).items() if not address.startswith("module.cluster.")}


def service(values: Values, module: str) -> dict[str, Any]:
    [found] = [
        each
        for address, each in values.items()
        if address.startswith(f"module.{module}.module.") and address.endswith(".aws_ecs_service.this")
    ]
    return found


def services(values: Values) -> list[dict[str, Any]]:
    """Return the services of all modules."""
    return [each for address, each in values.items() if address.endswith(".aws_ecs_service.this")]


def containers(values: Values, module: str) -> dict[str, dict[str, Any]]:
    """Return the container definitions of a module by name."""
    found = values[f"module.{module}.aws_ecs_task_definition.this"]["container_definitions"]
    return {container["name"]: container for container in found}


def statements(values: Values, module: str, role: str) -> dict[str, dict[str, Any]]:
    """Return the statements of a role by id."""
    policy = values[f"module.{module}.aws_iam_role_policy.{role}"]["policy"]
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_only_a_latest_image_and_a_single_zone_warn(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {
        "module.web_app.check.images": [
            "Service web-app runs whatever is newest in web (nginx:latest): name a version, or better a digest, "
            "image@sha256:..."
        ],
        "module.off.check.availability": [
            "Service off stops with its one availability zone: give subnet_ids a second subnet."
        ],
    }


# security


def test_tasks_have_no_public_address_and_network_of_their_own(values: Values) -> None:
    definitions = of_type(values, "aws_ecs_task_definition").values()
    assert len(services(values)) == len(definitions) == 12
    assert all(each["network_configuration"][0]["assign_public_ip"] is False for each in services(values))
    assert {each["network_mode"] for each in definitions} == {"awsvpc"}
    assert {each["pid_mode"] for each in definitions} <= {None, "", "task"}
    assert not [each for each in definitions if each["ipc_mode"]]


def test_containers_are_read_only_with_an_init_process_and_a_log(values: Values) -> None:
    [web] = containers(values, "web_app").values()
    assert web["readonlyRootFilesystem"] is True
    assert web["linuxParameters"]["initProcessEnabled"] is True
    assert web["logConfiguration"]["options"]["awslogs-group"] == "/aws/ecs/web-app"


def test_official_images_write_where_they_have_to_and_nowhere_else(values: Values) -> None:
    def writable(module: str, container: str) -> list[str]:
        found = containers(values, module)[container]
        in_memory = [mount["containerPath"] for mount in found["linuxParameters"].get("tmpfs", [])]
        return sorted(in_memory + [mount["containerPath"] for mount in found["mountPoints"]])

    assert writable("web_app", "web") == ["/run", "/tmp", "/var/cache/nginx"]
    assert writable("worker", "worker") == ["/tmp"]
    assert writable("long", "router") == ["/buffers", "/var/cache/app", "/var/lib/amazon", "/var/log/amazon"]


def test_nobody_is_root_unless_it_says_so(values: Values) -> None:
    users = {
        (address.split(".")[1], each["name"]): each.get("user")
        for address, definition in values.items()
        if address.endswith(".aws_ecs_task_definition.this")
        for each in definition.get("container_definitions") or []  # one waits for a name of its own
    }
    assert {key for key, user in users.items() if user != "1000:1000"} == {("long", "app"), ("long", "router")}
    app, router = (containers(values, "long")[name] for name in ("app", "router"))
    assert (app.get("user"), app["systemControls"]) == (None, [])  # runAsRoot
    assert (router.get("user"), router["linuxParameters"].get("tmpfs")) == (None, None)  # its socket is root's


def test_who_is_not_root_writes_to_memory_and_listens_at_port_80(values: Values) -> None:
    [web] = containers(values, "web_app").values()
    assert {"containerPath": "/tmp", "size": 512, "mountOptions": ["uid=1000", "gid=1000"]} in web["linuxParameters"][
        "tmpfs"
    ]
    assert web["systemControls"] == [{"namespace": "net.ipv4.ip_unprivileged_port_start", "value": "0"}]


def test_opting_out_of_read_only_needs_no_scratch_space(values: Values) -> None:
    app = containers(values, "long")["app"]
    assert app["readonlyRootFilesystem"] is False
    assert [mount["sourceVolume"] for mount in app["mountPoints"]] == ["data"]


def test_files_travel_encrypted(values: Values) -> None:
    volumes = {each["name"]: each for each in values["module.long.aws_ecs_task_definition.this"]["volume"]}
    [files] = volumes["data"]["efs_volume_configuration"]
    assert (files["transit_encryption"], files["authorization_config"][0]["iam"]) == ("ENABLED", "ENABLED")
    assert volumes["scratch"]["efs_volume_configuration"] == []


def test_only_load_balancers_and_who_is_named_may_come_in(values: Values) -> None:
    def doors(module: str) -> dict[str, int]:
        rules = f"module.{module}.aws_vpc_security_group_ingress_rule."
        return {name.removeprefix(rules): each["to_port"] for name, each in values.items() if name.startswith(rules)}

    assert doors("worker") == {}
    assert doors("web_app") == {'load_balancer["main"]': 80}
    assert doors("orders") == {'this["web"]': 8080}
    assert not [each for each in of_type(values, "aws_vpc_security_group_ingress_rule").values() if each["cidr_ipv4"]]


def test_tasks_may_reach_named_ports_only(values: Values) -> None:
    rules = of_type(values, "aws_vpc_security_group_egress_rule").values()
    ports = {(rule["from_port"], rule["to_port"], rule["ip_protocol"]) for rule in rules}
    assert ports == {(443, 443, "tcp"), (2049, 2049, "tcp")}


# permissions


def test_a_service_that_names_nothing_gives_its_code_nothing(values: Values) -> None:
    assert "module.worker.aws_iam_role.task" in values
    assert "module.worker.aws_iam_role_policy.task[0]" not in values
    assert statements(values, "worker", "execution").keys() == {"WriteLogs"}


def test_the_execution_role_reads_exactly_the_secrets_and_images_of_the_containers(values: Values) -> None:
    own = statements(values, "long", "execution")
    assert own.keys() - {"WriteLogs", "LogInToRegistry", "DecryptSecrets"} == {
        "PullImages",
        "ReadSecrets",
        "ReadParameters",
    }
    assert own["ReadSecrets"]["Resource"] == ["arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf"]
    assert own["ReadParameters"]["Resource"] == ["arn:aws:ssm:us-east-1:123456789012:parameter/api-key"]
    assert own["PullImages"]["Resource"] == [
        "arn:aws:ecr:us-east-1:123456789012:repository/team/app",
        "arn:aws:ecr:us-east-1:123456789012:repository/next",
    ]


def test_the_task_role_may_use_exactly_what_is_named(values: Values) -> None:
    own = statements(values, "long", "task[0]")
    assert own.keys() == {
        "SendToQueues", "ReadTables", "ReadBuckets", "WriteBuckets", "MountVolume0", "OpenSessions", "LogSessions",
        "UseKey", "DecryptSessions",
    }  # fmt: skip
    assert own["SendToQueues"]["Action"] == ["sqs:SendMessage"]
    assert own["MountVolume0"]["Action"] == ["elasticfilesystem:ClientMount"]
    assert own["LogSessions"]["Resource"] == f"{LOGS}:/aws/ecs/dev/exec:*"
    assert own["UseKey"]["Condition"] == {
        "StringEquals": {"kms:ViaService": [f"{name}.us-east-1.amazonaws.com" for name in ("dynamodb", "s3", "sqs")]}
    }


def test_a_shell_in_a_task_comes_with_exec_only(values: Values) -> None:
    assert service(values, "long")["enable_execute_command"] is True
    assert not any(service(values, module)["enable_execute_command"] for module in ("worker", "web_app", "nulls"))


def test_no_role_has_wildcard_actions_or_makes_log_groups(values: Values) -> None:
    policies = [each["policy"] for each in of_type(values, "aws_iam_role_policy").values() if "policy" in each]
    actions = [action for policy in policies for each in policy["Statement"] for action in _listed(each["Action"])]
    assert len(policies) >= 10
    assert not [action for action in actions if "*" in action or action == "logs:CreateLogGroup"]


def test_only_tasks_of_this_account_may_take_a_role(values: Values) -> None:
    roles = [each for each in of_type(values, "aws_iam_role").values() if "assume_role_policy" in each]
    trusts = [statement for role in roles for statement in role["assume_role_policy"]["Statement"]]
    assert len(trusts) >= 21
    services = {trust["Principal"]["Service"] for trust in trusts}
    assert services == {"ecs-tasks.amazonaws.com", "codedeploy.amazonaws.com"}
    assert all(trust["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"} for trust in trusts)


def test_every_log_group_is_kept_for_a_while_and_under_the_key_that_is_given(values: Values) -> None:
    groups = of_type(values, "aws_cloudwatch_log_group").values()
    assert len(groups) == 12
    assert all(group["retention_in_days"] for group in groups)
    assert values["module.long.aws_cloudwatch_log_group.this"]["kms_key_id"] == KEY


# containers


def test_nothing_null_or_empty_is_sent_and_what_ecs_fills_in_is(values: Values) -> None:
    app = containers(values, "long")["app"]
    assert {"command", "runAsRoot", "writablePaths", "startTimeout"}.isdisjoint(app)
    assert None not in _leaves(app)
    assert app["portMappings"][0] == {
        "appProtocol": "http", "containerPort": 80, "hostPort": 80, "name": "http", "protocol": "tcp"
    }  # fmt: skip
    assert (app["volumesFrom"], app["systemControls"], app["essential"]) == ([], [], True)


def test_variables_and_secrets_are_sorted(values: Values) -> None:
    app = containers(values, "long")["app"]
    assert [variable["name"] for variable in app["environment"]] == ["A", "Z"]
    assert [secret["name"] for secret in app["secrets"]] == ["API_KEY", "DATABASE_URL"]
    assert "secrets" not in containers(values, "long")["router"]


def test_a_log_configuration_of_its_own_stays(values: Values) -> None:
    assert containers(values, "long")["app"]["logConfiguration"] == {"logDriver": "awsfirelens"}


# What the managed policies of the same purpose allow and ours do not, and why.
LEFT_OUT: dict[tuple[str, str, str], dict[str, str]] = {
    ("long", "execution", "AmazonECSTaskExecutionRolePolicy"): {},
}


@pytest.mark.parametrize(("module", "role", "managed"), LEFT_OUT)
def test_roles_may_what_aws_lets_them(values: Values, module: str, role: str, managed: str) -> None:
    allowed = {action for each in statements(values, module, role).values() for action in _listed(each["Action"])}
    document = json.loads(aws_managed_policies_data)[managed]["Document"]
    wanted = {action for each in document["Statement"] for action in _listed(each["Action"])}
    assert wanted - allowed == LEFT_OUT[module, role, managed].keys()


# deployments


def test_every_service_has_a_strategy_and_none_a_launch_type(values: Values) -> None:
    for each in services(values):
        assert each["capacity_provider_strategy"]
        assert each.get("launch_type") is None


def test_a_failed_deployment_is_rolled_back_unless_that_is_off(values: Values) -> None:
    assert service(values, "web_app")["deployment_circuit_breaker"] == [{"enable": True, "rollback": True}]
    assert service(values, "off")["deployment_circuit_breaker"] == [{"enable": True, "rollback": False}]


def test_deployments_watch_the_alarms_on_errors_alone(values: Values) -> None:
    [watched] = service(values, "web_app")["alarms"]
    assert (watched["enable"], watched["rollback"]) == (True, True)
    assert sorted(watched["alarm_names"]) == ["web-app-server-errors-main"]
    assert service(values, "worker")["alarms"] == [{"alarm_names": ["worker-none"], "enable": False, "rollback": False}]


def test_codedeploy_deploys_between_two_target_groups_with_alarms(values: Values) -> None:
    group = values["module.checkout.aws_codedeploy_deployment_group.this[0]"]
    assert service(values, "checkout")["deployment_controller"] == [{"type": "CODE_DEPLOY"}]
    assert service(values, "checkout")["force_new_deployment"] is False
    assert service(values, "checkout")["deployment_circuit_breaker"] == []
    assert group["auto_rollback_configuration"][0]["events"] == ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
    assert sorted(group["alarm_configuration"][0]["alarms"]) == [
        "checkout-server-errors-main", "checkout-server-errors-main-next"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("module", "owner"), [("worker", "service"), ("web_app", "service"), ("shop", "external"), ("checkout", "external")]
)
def test_a_service_is_one_of_two(values: Values, module: str, owner: str) -> None:
    found = [
        address for address in values if address.startswith(f"module.{module}.") and ".aws_ecs_service." in address
    ]
    assert found == [f"module.{module}.module.{owner}[0].aws_ecs_service.this"]


def test_the_two_services_are_one_text_but_for_what_is_left_alone() -> None:
    one, other = (ROOT / "modules/ecs-service" / name for name in ("service", "external"))
    links = [file.name for file in other.iterdir() if file.resolve() == one / file.name or file.name == "versions.tf"]
    assert sorted(links) == sorted(file.name for file in one.iterdir())
    assert [file.name for file in other.iterdir() if not file.is_symlink()] == ["main_override.tf"]


# scale


@pytest.mark.parametrize("module", ["off", "asleep"])
def test_a_paused_service_runs_nothing_and_misses_nothing(values: Values, module: str) -> None:
    assert service(values, module)["desired_count"] == 0
    assert f'module.{module}.module.alarms.aws_cloudwatch_metric_alarm.this["tasks"]' not in values
    target = values[f"module.{module}.aws_appautoscaling_target.this[0]"]
    assert (target["min_capacity"], target["max_capacity"]) == (0, 0)


@pytest.mark.parametrize(
    ("module", "limits"),
    [("worker", (2, 2)), ("orders", (3, 3)), ("jobs", (0, 10)), ("dependent", (1, 2)), ("shop", None)],
)
def test_a_target_counts_the_tasks_unless_somebody_else_does(
    values: Values, module: str, limits: tuple[int, int] | None
) -> None:
    target = values.get(f"module.{module}.aws_appautoscaling_target.this[0]")
    assert limits == (target and (target["min_capacity"], target["max_capacity"]))


def test_schedules_own_the_limits(values: Values) -> None:
    assert values['module.web_app.module.alarms.aws_cloudwatch_metric_alarm.this["tasks"]']["threshold"] == 1
    assert values["module.web_app.terraform_data.limits"]["input"] == "schedules"


def test_capacity_on_instances_is_spread_over_zones(values: Values) -> None:
    jobs = service(values, "jobs")
    assert [each["type"] for each in jobs["ordered_placement_strategy"]] == ["spread", "binpack"]
    assert values["module.jobs.aws_ecs_task_definition.this"]["requires_compatibilities"] == ["EC2"]
    assert service(values, "worker")["ordered_placement_strategy"] == []


def test_long_names_fit_and_stay_apart(values: Values) -> None:
    for kind, attribute, limit in (
        ("aws_iam_role.execution", "name", 64),
        ("aws_iam_role.task", "name", 64),
        ("aws_service_discovery_service.this[0]", "name", 63),
    ):
        names = [values[f"module.{module}.{kind}"][attribute] for module in ("long", "long_twin")]
        assert len(set(names)) == 2
        assert max(map(len, names)) <= limit


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for item in value for leaf in _leaves(item)] if isinstance(value, list) else [value]
