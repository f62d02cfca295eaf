"""modules/rest-api-domain: its README's example and other certificates, planned."""

from __future__ import annotations

from pathlib import Path

import pytest
import tftest

from tests.harness import module_root, plan, readme_blocks, resources

SUPPORT = Path(__file__).parent / "rest-api-domain" / "support.tf"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1"


def test_a_domain_speaks_tls_1_2_and_has_records(tmp_path: Path) -> None:
    root = module_root(tmp_path, "rest-api-domain", SUPPORT)
    edge = f'endpoint_type = "EDGE"\n  certificate_arn = "{CERTIFICATE}"\n  name = "edge.example.com"'
    (root / "edge.tf").write_text(f'module "edge" {{\n  source = "../../modules/rest-api-domain"\n  {edge}\n}}\n')
    values = resources(plan(root))
    domains = {module: values[f"module.{module}.aws_api_gateway_domain_name.this"] for module in ("domain", "edge")}
    assert {domain["security_policy"] for domain in domains.values()} == {"TLS_1_2"}
    assert domains["edge"]["certificate_arn"] == CERTIFICATE
    assert [domain["endpoint_configuration"][0]["types"] for domain in domains.values()] == [["REGIONAL"], ["EDGE"]]
    assert {address for address in values if ".aws_route53_record." in address} == {
        'module.domain.aws_route53_record.this["A"]',
        'module.domain.aws_route53_record.this["AAAA"]',
    }


def test_a_certificate_of_another_region_is_refused(tmp_path: Path) -> None:
    root = module_root(tmp_path, "rest-api-domain", SUPPORT)
    other = CERTIFICATE.replace("us-east-1", "eu-west-1")
    (root / "examples.tf").write_text(
        readme_blocks("rest-api-domain")[0].replace("aws_acm_certificate.api.arn", f'"{other}"')
    )
    with pytest.raises(tftest.TerraformTestError) as refused:
        plan(root)
    said = " ".join(" ".join(map(str, refused.value.args)).split())
    assert (
        "Domain api.example.com of REST APIs takes a certificate of us-east-1 only: request it there instead of "
        f"{other}."
    ) in said
