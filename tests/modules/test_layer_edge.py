"""The layer warns of what is behind CloudFront and open beside it, and of bursts that a function does not take."""

from __future__ import annotations

import shutil
from pathlib import Path

from embedded_aws.server import Server
from tests.harness import ROOT, failed_checks, plan

LAYER = ROOT / "layers" / "compute"
FIXTURE = Path(__file__).parent / "layer" / "behind_cloudfront.tf"


def test_what_is_open_beside_cloudfront_or_lets_too_much_in_is_warned_of(tmp_path: Path, embedded_aws: Server) -> None:
    shutil.copytree(ROOT / "modules", tmp_path / "modules", ignore=shutil.ignore_patterns(".terraform*"))
    layer, root = tmp_path / "layers" / "compute", tmp_path / "layers" / "root"
    layer.mkdir(parents=True)
    root.mkdir()
    for file in LAYER.glob("*.tf"):
        shutil.copy(file, layer)
    shutil.copy(FIXTURE, root)
    assert failed_checks(plan(root, embedded_aws.url)) == {
        "module.open.check.load_balancers_behind_cloudfront": [
            "Load balancers are behind CloudFront and open to everyone, who then get around the distribution and its "
            "web ACL: main. Set ingress_cloudfront = true, or public = false for a VPC origin."
        ],
        "module.open.check.apis_behind_cloudfront": [
            "APIs are behind CloudFront and open to everyone at their own URLs, around the distribution's web ACL: "
            "fast. Give a REST API a web_acl_key, and every route of an HTTP API an authorizer."
        ],
        "module.open.check.bursts": [
            "Requests get an error while others are answered: GET /orders of API fast lets 20 requests in at once and "
            "function orders takes 5. Lower throttling.burst_limit, or raise reserved_concurrency."
        ],
    }
