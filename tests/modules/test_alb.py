"""modules/alb: its README's examples and some more cases, planned together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import tftest

from embedded_aws.server import Server
from tests.cloudwatch import watched
from tests.harness import ROOT, Inventory, failed_checks, module_root, of_type, plan, readme_blocks, resources

FIXTURES = Path(__file__).parent / "alb"
SUPPORT = [FIXTURES / name for name in ("support.tf", "networking")]
PUBLIC = readme_blocks("alb")[1]
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> tftest.TerraformPlanOutput:
    # It is asked for CloudFront's prefix list.
    root = module_root(tmp_path_factory.mktemp("alb"), "alb", *SUPPORT, FIXTURES / "cases.tf")
    return plan(root, embedded_aws.url)


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_nothing_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {}


def test_only_those_who_say_public_face_the_internet(values: Values) -> None:
    balancers = of_type(values, "aws_lb")
    assert {name for name, each in balancers.items() if not each["internal"]} == {
        "public.this",
        "partners.this",
        "origin.this",
        "long.this",
    }


def test_only_public_is_open_to_everyone_for_https_and_its_redirect(values: Values) -> None:
    rules = of_type(values, "aws_vpc_security_group_ingress_rule")
    everyone = {name: each["from_port"] for name, each in rules.items() if each.get("cidr_ipv4") == "0.0.0.0/0"}
    assert everyone == {'public.cidr["traffic/everyone"]': 443, 'public.cidr["redirect/everyone"]': 80}


def test_every_security_group_rule_is_one_tcp_port_and_says_what_for(values: Values) -> None:
    for kind in ("ingress", "egress"):
        for name, each in of_type(values, f"aws_vpc_security_group_{kind}_rule").items():
            assert (each["ip_protocol"], each["from_port"]) == ("tcp", each["to_port"]), name
            assert each["description"], name


def test_traffic_leaves_to_the_ports_of_targets_in_the_vpc_only(values: Values) -> None:
    rules = of_type(values, "aws_vpc_security_group_egress_rule", "long")
    assert {name: (each["cidr_ipv4"], each["description"]) for name, each in rules.items()} == {
        'this["8080"]': ("10.0.0.0/16", "Targets api, web on port 8080."),
        'this["8081"]': ("10.0.0.0/16", "Targets web on port 8081."),
    }


def test_clients_by_prefix_list_and_security_group_reach_traffic_but_not_the_redirect(values: Values) -> None:
    rules = of_type(values, "aws_vpc_security_group_ingress_rule", "long")
    assert {name: each["from_port"] for name, each in rules.items()} == {
        'cidr["redirect/203.0.113.0/24"]': 80,
        'cidr["test/10.0.0.0/16"]': 9443,
        'cidr["traffic/203.0.113.0/24"]': 443,
        'prefix_list["cloudfront"]': 443,
        'security_group["vpc-link"]': 443,
    }


def test_only_cloudfront_reaches_its_origin(values: Values) -> None:
    rules = of_type(values, "aws_vpc_security_group_ingress_rule", "origin")
    [(name, rule)] = rules.items()
    assert (name, rule["from_port"]) == ('prefix_list["cloudfront-origin-facing"]', 443)
    assert rule["prefix_list_id"].startswith("pl-")


def test_plain_http_is_served_only_where_it_is_asked_for(values: Values) -> None:
    listeners = of_type(values, "aws_lb_listener")
    unencrypted = {name: each["default_action"][0] for name, each in listeners.items() if each["protocol"] == "HTTP"}
    plain = {name for name, action in unencrypted.items() if action["type"] != "redirect"}
    assert plain == {'plain.this["http"]', 'off.this["http"]'}
    assert all(name.endswith('.this["http"]') for name in unencrypted)
    for name, each in listeners.items():
        [action] = each["default_action"]
        if name in unencrypted.keys() - plain:
            assert (action["redirect"][0]["protocol"], action["redirect"][0]["port"]) == ("HTTPS", "443"), name
        elif name not in plain:
            assert each["ssl_policy"] == "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", name


def test_answers_carry_security_headers_and_no_server_name(values: Values) -> None:
    listener = of_type(values, "aws_lb_listener", "main")['this["traffic"]']
    prefix = "routing_http_response_"
    assert listener[f"{prefix}server_enabled"] is False
    assert listener[f"{prefix}strict_transport_security_header_value"] == "max-age=31536000"
    assert listener[f"{prefix}x_content_type_options_header_value"] == "nosniff"
    assert listener[f"{prefix}x_frame_options_header_value"] == "DENY"


def test_requests_are_cleaned_and_balancers_protected(values: Values) -> None:
    for name, each in of_type(values, "aws_lb").items():
        assert each["drop_invalid_header_fields"] is True, name
        assert each["desync_mitigation_mode"] == "defensive", name
        assert each["enable_deletion_protection"] is (name != "off.this"), name


def test_a_trust_store_means_that_clients_need_a_certificate(values: Values) -> None:
    listeners = of_type(values, "aws_lb_listener", "partners")
    [mutual] = listeners['this["traffic"]']["mutual_authentication"]
    assert mutual["mode"] == "verify"
    # Said also where it is off, since the provider takes no notice of a block that went away.
    main = of_type(values, "aws_lb_listener", "main")['this["traffic"]']
    assert main["mutual_authentication"][0]["mode"] == "off"
    trusting = {name.split(".")[0] for name in of_type(values, "aws_lb_trust_store")}
    assert trusting == {"partners", "long"}


def test_a_log_bucket_takes_logs_of_this_account_over_tls_and_nothing_else(values: Values) -> None:
    allowed, denied = of_type(values, "aws_s3_bucket_policy", "main")["logs[0]"]["policy"]["Statement"]
    bucket = "arn:aws:s3:::main-alb-logs-123456789012-us-east-1"
    assert allowed == {
        "Sid": "DeliverLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{bucket}/main/*/AWSLogs/123456789012/*",
        "Condition": {
            "ArnLike": {"aws:SourceArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/*"}
        },
    }
    assert (denied["Effect"], denied["Action"], denied["Resource"]) == ("Deny", "s3:*", [bucket, f"{bucket}/*"])
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_every_log_bucket_is_private_encrypted_and_emptied_in_time(values: Values) -> None:
    buckets = {name.split(".")[0] for name in of_type(values, "aws_s3_bucket")}
    blocks = of_type(values, "aws_s3_bucket_public_access_block")
    encryptions = of_type(values, "aws_s3_bucket_server_side_encryption_configuration")
    lifecycles = of_type(values, "aws_s3_bucket_lifecycle_configuration")
    assert buckets == {"main", "public", "blue_green", "partners", "origin", "plain", "nulls", "long", "long_twin"}
    for module in buckets:
        block = blocks[f"{module}.logs[0]"]
        assert all(block[name] for name in block if name.startswith(("block_", "ignore_", "restrict_"))), module
        assert len(encryptions[f"{module}.logs[0]"]["rule"]) == 1, module
        [rule] = lifecycles[f"{module}.logs[0]"]["rule"]
        assert rule["expiration"][0]["days"] == (90 if module == "public" else 30), module


def test_target_groups_are_tried_before_they_get_traffic(values: Values) -> None:
    groups = of_type(values, "aws_lb_target_group", "public")
    checks = {name: group["health_check"][0] for name, group in groups.items()}
    assert (checks['this["web"]']["path"], checks['this["web"]']["matcher"]) == ("/health", "200-299")
    assert (checks['this["orders"]']["path"], checks['this["orders"]']["matcher"]) == ("/AWS.ALB/healthcheck", "12")


def test_blue_green_makes_a_pair_and_a_test_listener_with_the_same_rules(values: Values) -> None:
    assert of_type(values, "aws_lb_target_group", "long").keys() == {'this["api"]', 'this["web"]', 'this["web/green"]'}
    rules = of_type(values, "aws_lb_listener_rule", "long")
    priorities = {name: each["priority"] for name, each in rules.items()}
    assert priorities == {
        f'external["{kind}/{priority}"]': priority for kind in ("traffic", "test") for priority in (1, 2, 3)
    }
    assert {rule["tags"]["Name"] for rule in rules.values()} == {
        f"{kind}/{key}" for kind in ("traffic", "test") for key in ("api", "web", "shifted")
    }


def test_what_another_tool_switches_is_written_as_what_terraform_switches() -> None:
    text = "".join((ROOT / "modules/alb" / name).read_text() for name in ("listeners.tf", "rules.tf", "external.tf"))
    for kind in ("aws_lb_listener", "aws_lb_listener_rule"):
        ours, theirs = (
            re.search(rf'^resource "{kind}" "{name}" {{\n(.*?)^}}', text, re.MULTILINE | re.DOTALL)
            for name in ("this", "external")
        )
        assert ours
        assert theirs
        ignored = re.search(r"\n  lifecycle {\n    ignore_changes = \[(default_)?action\]\n  }\n", theirs[1])
        assert ignored
        same = theirs[1].replace(ignored[0], "").replace('"external"', '"terraform"')
        same = same.replace("aws_lb_listener.external[", "aws_lb_listener.this[")
        assert same == ours[1], kind


def test_names_fit_and_stay_apart(values: Values) -> None:
    limits = {"aws_lb": 32, "aws_lb_target_group": 32, "aws_s3_bucket": 63, "aws_lb_trust_store": 32}
    for kind, longest in limits.items():
        names = [each.get("name") or each.get("bucket") for each in of_type(values, kind).values()]
        known = [name for name in names if name]
        assert len(known) >= 2, kind
        assert len(set(known)) == len(known), kind
        assert max(map(len, known)) <= longest, kind


def test_alarms_exist_only_with_someone_to_tell(values: Values) -> None:
    alarms = {address: each for address, each in values.items() if ".aws_cloudwatch_metric_alarm." in address}
    assert {address.split(".")[1] for address in alarms} == {"public"}
    assert not any("unhealthy-canary" in address for address in alarms)
    assert {key[1] for each in alarms.values() for key, *_ in watched(each)} == {
        "HTTPCode_ELB_5XX_Count",
        "HTTPCode_Target_5XX_Count",
        "RejectedConnectionCount",
        "RequestCount",
        "TargetConnectionErrorCount",
        "TargetResponseTime",
        "UnHealthyHostCount",
    }


def test_what_is_off_is_not_made(values: Values) -> None:
    made = sorted(address.removeprefix("module.off.") for address in values if address.startswith("module.off."))
    assert made == ["aws_lb.this", 'aws_lb_listener.this["http"]', "aws_security_group.this"]


def test_a_certificate_or_web_acl_of_another_region_is_refused(tmp_path: Path) -> None:
    root = module_root(tmp_path, "alb", *SUPPORT)
    certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
    web_acl = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/main/1"
    example = re.sub(r"aws_acm_certificate\.\w+\.arn", f'"{certificate}"', PUBLIC)
    (root / "examples.tf").write_text(example.replace("aws_wafv2_web_acl.main.arn", f'"{web_acl}"'))
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root)
    said = " ".join(" ".join(map(str, refused.value.args)).split())
    assert (
        "Load balancer public is in us-east-1 and takes certificates of that region only: "
        f"request them there instead of {certificate}, {certificate}."
    ) in said
    assert f"Load balancer public is in us-east-1 and takes a web ACL of that region only, not {web_acl}." in said
