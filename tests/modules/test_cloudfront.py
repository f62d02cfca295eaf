"""modules/cloudfront: its README's examples and some more cases, planned together."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import tftest

from runner.package import package
from tests import provider
from tests.harness import ROOT, Inventory, failed_checks, module_root, of_type, plan, readme_blocks, resources

FIXTURES = Path(__file__).parent / "cloudfront"
MODULE = ROOT / "modules" / "cloudfront"
SUPPORT = [FIXTURES / name for name in ("support.tf", "index.js", "player.pem")]
DISTRIBUTION = "aws_cloudfront_distribution"
MEMBERS = {"site", "shop", "docs", "media", "trial", "off", "nulls", "long", "long_twin", "dependent"}
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    return plan(module_root(tmp_path_factory.mktemp("cloudfront"), "cloudfront", *SUPPORT, FIXTURES / "cases.tf"))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def behaviors(distribution: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the behaviors by path, in order; the last, which takes the rest, as `*`."""
    ordered = {each["path_pattern"]: each for each in distribution["ordered_cache_behavior"]}
    return {**ordered, "*": distribution["default_cache_behavior"][0]}


def origins(distribution: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["origin_id"]: each for each in distribution["origin"]}


def refused(root: Path) -> str:
    """Return what a plan of the root is refused with, on one line."""
    with pytest.raises(tftest.TerraformTestError) as error:
        plan(root)
    return " ".join(" ".join(map(str, error.value.args)).split())


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_a_package_that_is_not_built_yet_is_told_of(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {
        "module.docs.check.edge_packages": [
            "Edge functions of docs get the placeholder because their packages do not exist: resize.zip. "
            "Build them first."
        ]
    }


def test_viewers_are_encrypted_but_where_plain_http_is_allowed(values: Values) -> None:
    plain = {
        f"{name} {path}"
        for name, each in of_type(values, DISTRIBUTION).items()
        for path, behavior in behaviors(each).items()
        if behavior["viewer_protocol_policy"] != "redirect-to-https"
    }
    assert plain == {"long.this /plain/*", "long.staging[0] /plain/*"}


def test_aliases_need_tls_1_2_and_a_name_in_the_handshake(values: Values) -> None:
    certificates = {name: each["viewer_certificate"][0] for name, each in of_type(values, DISTRIBUTION).items()}
    own = {name for name, each in certificates.items() if not each["cloudfront_default_certificate"]}
    assert own == {"shop.this", "dependent.this", "dependent.staging[0]"}
    for name in own:
        assert certificates[name]["minimum_protocol_version"] == "TLSv1.2_2021", name
        assert certificates[name]["ssl_support_method"] == "sni-only", name


def test_origins_are_asked_over_tls_but_where_plain_http_is_said(values: Values) -> None:
    configs = {
        f"{name} {key}": origin["custom_origin_config"][0]
        for name, each in of_type(values, DISTRIBUTION).items()
        for key, origin in origins(each).items()
        if origin["custom_origin_config"]
    }
    plain = {name for name, each in configs.items() if each["origin_protocol_policy"] != "https-only"}
    assert plain == {"long.this host", "long.staging[0] host"}
    assert all(each["origin_ssl_protocols"] == ["TLSv1.2"] for each in configs.values())
    [endpoint] = of_type(values, "aws_cloudfront_vpc_origin", "shop")['this["orders"]']["vpc_origin_endpoint_config"]
    assert endpoint["origin_protocol_policy"] == "http-only"


def test_buckets_and_functions_are_asked_with_a_signature(values: Values) -> None:
    controls = of_type(values, "aws_cloudfront_origin_access_control")
    signed = {name: each["origin_access_control_origin_type"] for name, each in controls.items()}
    assert signed == {
        'dependent.this["content"]': "s3",
        'long.this["elsewhere"]': "s3",
        'long.this["function-behind-a-url-of"]': "lambda",
        'long_twin.this["content"]': "s3",
        'media.this["films"]': "s3",
        'shop.this["content"]': "s3",
        'shop.this["replica"]': "s3",
        'site.this["content"]': "s3",
        'trial.this["content"]': "s3",
        'trial.this["next"]': "s3",
    }
    assert {each["signing_behavior"] for each in controls.values()} == {"always"}


def test_the_legacy_identity_is_made_only_where_it_is_asked_for(values: Values) -> None:
    identities = of_type(values, "aws_cloudfront_origin_access_identity")
    assert identities.keys() == {'docs.this["content"]', 'dependent.this["identity"]'}
    for module, key in (("docs", "content"), ("dependent", "identity")):
        origin = origins(of_type(values, DISTRIBUTION, module)["this"])[key]
        assert len(origin["s3_origin_config"]) == 1, module


def test_a_function_url_lets_the_distributions_in_and_nobody_else(values: Values) -> None:
    permissions = of_type(values, "aws_lambda_permission", "long")
    assert len(permissions) == 4
    assert {each["principal"] for each in permissions.values()} == {"cloudfront.amazonaws.com"}
    assert {each["action"] for each in permissions.values()} == {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"}
    assert all("source_arn" not in each for each in permissions.values()), "the ARNs are known after the apply"


def test_behaviors_keep_their_order_and_policies_are_found_by_name_and_key(values: Values) -> None:
    shop = behaviors(of_type(values, DISTRIBUTION, "shop")["this"])
    assert list(shop) == ["/api/*", "/orders/*", "*"]
    assert shop["/api/*"]["cache_policy_id"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert shop["/api/*"]["origin_request_policy_id"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    assert shop["*"]["cache_policy_id"] == "658327ea-f89d-4fab-a63d-7e88639e58f6"
    assert "cache_policy_id" not in shop["/orders/*"], "that of a policy made here is known after the apply"
    assert behaviors(of_type(values, DISTRIBUTION, "off")["this"])["*"]["response_headers_policy_id"] == (
        "67f7725c-6f97-4210-82d7-5512b31e9d03"
    )


def test_a_group_of_origins_fails_over(values: Values) -> None:
    [group] = of_type(values, DISTRIBUTION, "shop")["this"]["origin_group"]
    assert [member["origin_id"] for member in group["member"]] == ["content", "replica"]
    assert group["failover_criteria"][0]["status_codes"] == [500, 502, 503, 504]


def test_every_response_headers_policy_hardens_answers(values: Values) -> None:
    policies = of_type(values, "aws_cloudfront_response_headers_policy")
    for name, each in policies.items():
        if name.startswith("long."):
            continue
        [headers] = each["security_headers_config"]
        [transport] = headers["strict_transport_security"]
        assert (transport["access_control_max_age_sec"], transport["include_subdomains"]) == (31536000, True), name
        assert headers["content_type_options"] == [{"override": True}], name
        assert headers["frame_options"] == [{"frame_option": "DENY", "override": True}], name
        assert "frame-ancestors 'none'" in headers["content_security_policy"][0]["content_security_policy"], name
        assert headers["referrer_policy"][0]["referrer_policy"] == "strict-origin-when-cross-origin", name
        removed = {item["header"] for item in each["remove_headers_config"][0]["items"]}
        assert removed == {"Server", "X-Powered-By"}, name
    assert {name for name in policies if "security" not in name} == {'shop.this["partners"]'}


def test_a_header_that_is_empty_is_left_to_the_origins(values: Values) -> None:
    policy = of_type(values, "aws_cloudfront_response_headers_policy", "long")['this["security"]']
    [headers] = policy["security_headers_config"]
    assert {name for name, value in headers.items() if value} == {"frame_options"}
    assert policy["custom_headers_config"] == []


def test_the_index_is_served_from_buckets_only(values: Values) -> None:
    roots = {name: each.get("default_root_object") for name, each in of_type(values, DISTRIBUTION).items()}
    indexed = {name for name, root in roots.items() if root == "index.html"}
    assert roots.keys() - indexed == {"off.this", "nulls.this"}


def test_edge_functions_are_made_as_lambda_at_edge_takes_them(values: Values) -> None:
    functions = of_type(values, "aws_lambda_function")
    assert functions.keys() == {
        'docs.edge["resize"]',
        'long.edge["headers"]',
        'long.edge["body"]',
        'dependent.edge["pass"]',
    }
    for name, each in functions.items():
        assert (each["publish"], each["architectures"]) == (True, ["x86_64"]), name
        assert (each["environment"], each["vpc_config"]) == ([], []), name
        assert each["skip_destroy"] is (name != 'docs.edge["resize"]'), name
    bodies = {
        event["event_type"]: event["include_body"]
        for event in behaviors(of_type(values, DISTRIBUTION, "long")["this"])["/post/*"]["lambda_function_association"]
    }
    assert bodies == {"origin-request": True, "origin-response": False}


def test_an_edge_function_may_write_its_own_logs_in_every_region_and_nothing_else(values: Values) -> None:
    role = of_type(values, "aws_iam_role", "docs")['edge["resize"]']
    [trust] = role["assume_role_policy"]["Statement"]
    assert trust["Principal"] == {"Service": ["edgelambda.amazonaws.com", "lambda.amazonaws.com"]}
    assert of_type(values, "aws_iam_role_policy", "docs")['edge["resize"]']["policy"]["Statement"] == [
        {
            "Sid": "WriteLogs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": "arn:aws:logs:*:123456789012:log-group:/aws/lambda/us-east-1.docs-resize:*",
        }
    ]


def test_real_time_logs_may_be_written_to_their_stream_and_nowhere_else(values: Values) -> None:
    policy = of_type(values, "aws_iam_role_policy", "long_twin")["realtime_logs[0]"]["policy"]
    stream = of_type(values, "aws_kinesis_stream", "long_twin")["this[0]"]
    assert policy["Statement"] == [
        {
            "Sid": "WriteStream",
            "Effect": "Allow",
            "Action": [
                "kinesis:DescribeStream",
                "kinesis:DescribeStreamSummary",
                "kinesis:PutRecord",
                "kinesis:PutRecords",
            ],
            "Resource": f"arn:aws:kinesis:us-east-1:123456789012:stream/{stream['name']}",
        }
    ]
    for name, each in of_type(values, "aws_kinesis_stream").items():
        assert each["encryption_type"] == "KMS", name


def test_cookies_are_in_no_log(values: Values) -> None:
    for name, each in of_type(values, "aws_cloudwatch_log_delivery").items():
        assert "cs(Cookie)" not in each["record_fields"], name
    for name, each in of_type(values, "aws_cloudfront_realtime_log_config").items():
        assert "cs-cookie" not in each["fields"], name


def test_every_request_is_logged_unless_logs_are_off(values: Values) -> None:
    deliveries = {name.split(".")[0] for name in of_type(values, "aws_cloudwatch_log_delivery")}
    assert deliveries == MEMBERS - {"off"}
    groups = of_type(values, "aws_cloudwatch_log_group")
    assert all(each["retention_in_days"] for each in groups.values())
    assert {name.split(".")[0] for name in groups if "access" in name} == deliveries - {"long"}
    [destination] = of_type(values, "aws_cloudwatch_log_delivery_destination", "long").values()
    assert destination["output_format"] == "parquet"


def test_the_staging_distribution_is_the_same_but_for_what_its_file_says() -> None:
    main, staging = resource_block("main"), resource_block("staging")
    assert [line for line in main if line not in staging and not line.startswith(("condition", "error_message"))] == [
        "aliases = keys(var.aliases)",
        "continuous_deployment_policy_id = local.continuous_deployment_policy_id",
        "tags = merge(var.tags, { Name = var.name })",
        "precondition {",
    ]
    assert [line for line in staging if line not in main and not line.startswith("# ")] == [
        "count = local._staging",
        "staging = true",
        'tags = merge(var.tags, { Name = "${var.name}-staging" })',
        "create_before_destroy = true",
    ]


def resource_block(name: str) -> list[str]:
    """Return the lines of the distribution in a file, evenly spaced, with the names that differ made the same."""
    text = (MODULE / f"{name}.tf").read_text().replace("local.staging_behaviors", "local.behaviors")
    found = re.search(rf'^resource "{DISTRIBUTION}" .*?\n(.*?)^}}', text, re.MULTILINE | re.DOTALL)
    assert found, name
    return [" ".join(line.split()) for line in found[1].splitlines() if line.strip()]


def test_viewers_come_to_staging_by_a_share_or_a_header(values: Values) -> None:
    policies = {
        name.split(".")[0]: each["traffic_config"][0]
        for name, each in of_type(values, "aws_cloudfront_continuous_deployment_policy").items()
    }
    assert {name: each["type"] for name, each in policies.items()} == {
        "trial": "SingleWeight",
        "long": "SingleHeader",
        "dependent": "SingleWeight",
    }
    assert policies["trial"]["single_weight_config"][0]["weight"] == 0.05
    staged = of_type(values, DISTRIBUTION, "trial")
    assert behaviors(staged["staging[0]"])["*"]["target_origin_id"] == "next"
    assert behaviors(staged["this"])["*"]["target_origin_id"] == "content"


def test_names_are_in_dns_by_both_address_families(values: Values) -> None:
    assert of_type(values, "aws_route53_record").keys() == {
        f'{module}.this["{name}/{kind}"]'
        for module, name in (("shop", "shop.example.com"), ("dependent", "www.example.com"))
        for kind in ("A", "AAAA")
    }


def test_names_fit_and_stay_apart(values: Values) -> None:
    limits = {
        "aws_cloudfront_function": 64,
        "aws_cloudfront_origin_access_control": 64,
        "aws_cloudwatch_log_delivery_source": 60,
        "aws_cloudwatch_log_delivery_destination": 60,
        "aws_iam_role": 64,
        "aws_lambda_function": 64,
    }
    for kind, longest in limits.items():
        found = [each.get("name") or each["function_name"] for each in of_type(values, kind).values()]
        assert len(found) >= 2, kind
        assert len(set(found)) == len(found), kind
        assert max(map(len, found)) <= longest, kind


def test_alarms_exist_only_with_someone_to_tell(values: Values) -> None:
    alarms = {address: each for address, each in values.items() if ".aws_cloudwatch_metric_alarm." in address}
    made = {"shop": ["errors", "origin-latency"], "dependent": ["errors", "function-inline", "origin-latency"]}
    assert alarms.keys() == {
        f'module.{module}.module.alarms.aws_cloudwatch_metric_alarm.this["{kind}"]'
        for module, kinds in made.items()
        for kind in kinds
    }


def test_what_is_off_is_not_made(values: Values) -> None:
    made = {address.removeprefix("module.off.") for address in values if address.startswith("module.off.")}
    assert made == {f"{DISTRIBUTION}.this", 'aws_cloudfront_response_headers_policy.this["security"]'}
    off = of_type(values, DISTRIBUTION, "off")["this"]
    assert (off["enabled"], off["is_ipv6_enabled"]) == (False, False)


def test_a_provider_of_another_region_is_refused_for_us_east_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(provider.OFF, "1")  # one provider process has one region, the last that it was given
    root = module_root(tmp_path, "cloudfront", *SUPPORT)
    (root / "examples.tf").write_text(
        readme_blocks("cloudfront")[0].replace("aws.us_east_1 = aws.us_east_1", "aws.us_east_1 = aws.other")
    )
    (root / "other.tf").write_text(
        (root / "support.tf")
        .read_text()
        .split("\n\n")[1]
        .replace("region ", 'alias = "other"\n  region ')
        .replace("us-east-1", "eu-west-1")
    )
    assert (
        "Distribution site needs a provider of us-east-1, not eu-west-1: "
        "call the module with providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }."
    ) in refused(root)


def test_the_policy_of_a_bucket_in_another_region_is_refused(tmp_path: Path) -> None:
    root = module_root(tmp_path, "cloudfront", *SUPPORT)
    example = readme_blocks("cloudfront")[0]
    (root / "examples.tf").write_text(example.replace("aws_s3_bucket.site.bucket", '"far", region = "eu-west-1"'))
    assert (
        "Bucket far is in eu-west-1, outside of the provider's us-east-1: "
        'set s3.bucket_policy_owner = "external" and add output bucket_policies to the bucket where it is made.'
    ) in refused(root)


def test_a_package_too_large_for_a_viewer_event_is_refused(tmp_path: Path) -> None:
    root = module_root(tmp_path, "cloudfront", *SUPPORT)
    example = readme_blocks("cloudfront")[2].replace("origin-request", "viewer-request")
    small = example.replace("timeout = 20, memory_size = 512", "timeout = 5")
    (root / "examples.tf").write_text(small)
    (root / "resize.zip").write_bytes(b"x" * (2**20 + 3))
    assert (
        "Package resize.zip of edge function resize must be at most 1 MB: 1 MB at viewer events, 50 MB at origin "
        "events. Bundle only what it uses, or move it to an origin event."
    ) in refused(root)


def test_the_placeholder_is_what_its_sources_build(tmp_path: Path) -> None:
    sources = shutil.copytree(MODULE / "placeholder", tmp_path / "placeholder")
    built = package(sources, tmp_path / "placeholder.zip", python="none")
    assert built.path.read_bytes() == (MODULE / "placeholder.zip").read_bytes()
