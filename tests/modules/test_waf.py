"""modules/waf: its README's examples and some more cases, planned together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import tftest

from tests.harness import ROOT, Inventory, failed_checks, module_root, plan, readme_blocks, resources

FIXTURES = Path(__file__).parent / "waf"
WEB_ACL = "aws_wafv2_web_acl.this"
LOGGING = "aws_wafv2_web_acl_logging_configuration.this"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    folder = tmp_path_factory.mktemp("waf")
    return plan(module_root(folder, "waf", FIXTURES / "support.tf", FIXTURES / "cases.tf"))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> dict[str, dict[str, Any]]:
    return resources(planned)


def rules(values: dict[str, dict[str, Any]], module: str) -> dict[str, dict[str, Any]]:
    """Return the rules of a web ACL by name, the first to be asked first."""
    found = values[f"module.{module}.{WEB_ACL}"]["rule"]
    return {rule["name"]: rule for rule in sorted(found, key=lambda rule: rule["priority"])}


def managed(rule: dict[str, Any]) -> dict[str, Any]:
    """Return the managed rule group that the rule asks."""
    [statement] = rule["statement"]
    [group] = statement["managed_rule_group_statement"]
    assert isinstance(group, dict)
    return group


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_nothing_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {}


def test_managed_groups_and_a_rate_limit_guard_by_default(values: dict[str, dict[str, Any]]) -> None:
    for module in ("web", "nulls", "edge"):
        assert list(rules(values, module)) == [
            "rate-limit",
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesKnownBadInputsRuleSet",
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesSQLiRuleSet",
        ]
    for name, rule in rules(values, "web").items():
        if name != "rate-limit":
            assert rule["override_action"] == [{"count": [], "none": [{}]}], name
    assert rules(values, "web")["rate-limit"]["action"][0]["block"], "the rate limit must block"


def test_lists_are_asked_first_and_what_is_allowed_before_what_is_blocked(values: dict[str, dict[str, Any]]) -> None:
    assert list(rules(values, "shop")) == [
        "allowed-ipv4",
        "allowed-ipv6",
        "blocked-ipv4",
        "blocked-countries",
        "rate-limit",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesAnonymousIpList",
    ]
    actions = {name: rule["action"][0] for name, rule in rules(values, "shop").items() if "-ipv" in name}
    assert {name: bool(action["allow"]) for name, action in actions.items()} == {
        "allowed-ipv4": True,
        "allowed-ipv6": True,
        "blocked-ipv4": False,
    }


def test_rules_ask_for_all_conditions_and_no_exception(values: dict[str, dict[str, Any]]) -> None:
    ruled = rules(values, "ruled")
    assert {
        name: [kind for kind, block in rule["action"][0].items() if block]
        for name, rule in ruled.items()
        if rule["action"]
    } == {
        "allowed-ipv4": ["allow"],
        "blocked-ipv4": ["block"],
        "blocked-countries": ["block"],
        "rate-limit": ["block"],
        "all": ["allow"],
        "not-robots": ["challenge"],
        "watched": ["count"],
        "proven": ["captcha"],
        "forbidden": ["block"],
    }
    everything = asked(ruled["all"]["statement"][0])
    assert everything == [
        "host ^(.*\\.example\\.com)$",
        "method ^(GET|HEAD)$",
        "path ^(/a\\.b/.*|/c.)$",
        "x-key ^(1)$",
        "countries DE FR by X-Forwarded-For NO_MATCH",
        "set by X-Forwarded-For NO_MATCH",
        "label awswaf:managed:token:accepted",
    ]
    assert asked(ruled["watched"]["statement"][0]) == ["path ^/", "not method ^(GET)$"]
    assert asked(ruled["forbidden"]["statement"][0]) == ["countries KP by X-Forwarded-For MATCH", "path ^/"]
    [limited] = ruled["not-robots"]["statement"][0]["rate_based_statement"]
    assert (limited["limit"], limited["evaluation_window_sec"], limited["aggregate_key_type"]) == (
        100,
        300,
        "FORWARDED_IP",
    )
    assert asked(limited["scope_down_statement"][0]) == [
        "countries US by X-Forwarded-For MATCH",
        "not set by X-Forwarded-For NO_MATCH",
    ]


def asked(statement: dict[str, Any]) -> list[str]:
    """Say in words what each part of an "and" asks for."""
    return [words(part) for part in statement["and_statement"][0]["statement"]]


def words(part: dict[str, Any]) -> str:
    for inner in part.get("not_statement") or []:
        return f"not {words(inner['statement'][0])}"
    for regex in part["regex_match_statement"]:
        [field] = regex["field_to_match"]
        header = field["single_header"][0]["name"] if field["single_header"] else None
        return f"{header or ('method' if field['method'] else 'path')} {regex['regex_string']}"
    for countries in part["geo_match_statement"]:
        return f"countries {' '.join(countries['country_codes'])}{forwarded(countries['forwarded_ip_config'])}"
    for ip_set in part["ip_set_reference_statement"]:
        return f"set{forwarded(ip_set['ip_set_forwarded_ip_config'])}"
    [label] = part["label_match_statement"]
    return f"label {label['key']}"


def forwarded(config: list[dict[str, Any]]) -> str:
    return "".join(f" by {each['header_name']} {each['fallback_behavior']}" for each in config)


def test_behind_a_proxy_addresses_are_those_of_the_header(values: dict[str, dict[str, Any]]) -> None:
    ruled = rules(values, "ruled")
    sets = {
        name: ruled[name]["statement"][0]["ip_set_reference_statement"][0]["ip_set_forwarded_ip_config"][0]
        for name in ("allowed-ipv4", "blocked-ipv4")
    }
    assert {name: (each["position"], each["fallback_behavior"]) for name, each in sets.items()} == {
        "allowed-ipv4": ("LAST", "NO_MATCH"),
        "blocked-ipv4": ("LAST", "MATCH"),
    }
    [limited] = ruled["rate-limit"]["statement"][0]["rate_based_statement"]
    assert (limited["aggregate_key_type"], limited["forwarded_ip_config"]) == (
        "FORWARDED_IP",
        [{"fallback_behavior": "MATCH", "header_name": "X-Forwarded-For"}],
    )


def test_what_a_rule_asks_is_written_the_same_four_times() -> None:
    lines = (ROOT / "modules/waf/main.tf").read_text().splitlines()
    starts = [index for index, line in enumerate(lines) if line.endswith('dynamic "regex_match_statement" {')]
    blocks = []
    for start in starts:
        depth = len(lines[start]) - len(lines[start].lstrip())
        end = next(index for index in range(start, len(lines)) if lines[index] == " " * (depth - 2) + "}")
        blocks.append([line[depth:] for line in lines[start:end]])
    assert len(blocks) == 4
    assert all(block == blocks[0] for block in blocks)


def test_counting_watches_without_blocking(values: dict[str, dict[str, Any]]) -> None:
    shop = rules(values, "shop")
    assert shop["AWSManagedRulesAnonymousIpList"]["override_action"] == [{"count": [{}], "none": []}]
    [override] = managed(shop["AWSManagedRulesCommonRuleSet"])["rule_action_override"]
    assert override["name"] == "SizeRestrictions_BODY"
    assert override["action_to_use"][0]["count"]
    assert managed(shop["AWSManagedRulesKnownBadInputsRuleSet"])["version"] == "Version_1.22"


def test_logs_leave_out_credentials(values: dict[str, dict[str, Any]]) -> None:
    redacted = {
        module: {field["single_header"][0]["name"] for field in values[f"module.{module}.{LOGGING}"]["redacted_fields"]}
        for module in ("web", "shop", "nulls", "off")
    }
    assert redacted == {
        "web": {"authorization", "cookie"},
        "shop": {"authorization", "cookie", "x-api-key"},
        "nulls": {"authorization", "cookie"},
        "off": set(),
    }


def test_logs_go_to_a_group_of_the_name_that_waf_demands_and_are_not_kept_for_ever(
    values: dict[str, dict[str, Any]],
) -> None:
    groups = [each for address, each in values.items() if ".aws_cloudwatch_log_group." in address]
    assert len(groups) == 8
    assert all(group["name"].startswith("aws-waf-logs-") and group["retention_in_days"] for group in groups)


def test_only_matched_requests_are_logged_on_demand(values: dict[str, dict[str, Any]]) -> None:
    [chosen] = values[f"module.shop.{LOGGING}"]["logging_filter"]
    assert chosen["default_behavior"] == "DROP"
    actions = {each["action_condition"][0]["action"] for each in chosen["filter"][0]["condition"]}
    assert actions == {"BLOCK", "COUNT", "EXCLUDED_AS_COUNT"}
    assert values[f"module.web.{LOGGING}"]["logging_filter"] == []


def test_alarms_exist_only_with_someone_to_tell(values: dict[str, dict[str, Any]]) -> None:
    alarms = {address: each for address, each in values.items() if ".aws_cloudwatch_metric_alarm." in address}
    address = 'module.alarms.aws_cloudwatch_metric_alarm.this["blocked-requests"]'
    assert alarms.keys() == {f"module.{module}.{address}" for module in ("shop", "dependent")}
    assert alarms[f"module.shop.{address}"]["threshold"] == 250
    assert [alarm["dimensions"] for alarm in alarms.values()] == [
        {"WebACL": "dependent", "Rule": "ALL"},
        {"WebACL": "shop", "Rule": "ALL", "Region": "us-east-1"},
    ]


def test_what_is_off_is_not_made(values: dict[str, dict[str, Any]]) -> None:
    made = {address.removeprefix("module.off.") for address in values if address.startswith("module.off.")}
    assert made == {WEB_ACL, LOGGING, "aws_cloudwatch_log_group.this"}
    assert rules(values, "off") == {}
    assert values[f"module.off.{WEB_ACL}"]["default_action"][0]["block"]


def test_a_web_acl_for_cloudfront_in_another_region_is_refused(tmp_path: Path) -> None:
    root = module_root(tmp_path, "waf", FIXTURES / "support.tf")
    [edge] = (block for block in readme_blocks("waf") if 'scope = "CLOUDFRONT"' in block)
    (root / "examples.tf").write_text(edge)
    support = root / "support.tf"
    support.write_text(re.sub(r'region( +)= "us-east-1"', r'region\1= "eu-west-1"', support.read_text()))
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root)
    said = " ".join(" ".join(map(str, refused.value.args)).split())
    assert (
        "Web ACL edge for CloudFront must be made in us-east-1, not eu-west-1: "
        "call the module with providers = { aws = aws.us_east_1 }."
    ) in said
