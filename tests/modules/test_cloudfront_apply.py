"""modules/cloudfront on the embedded AWS: its README's examples are made, changed, staged and removed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import module_root

FIXTURES = Path(__file__).parent / "cloudfront"
TRIAL = re.compile(r"\n  # CloudFront takes no policy.*?\n  \}\n(?=\}\n)", re.DOTALL)


class Examples(Deployment):
    """The README's examples, without the trial at first."""

    def __init__(self, root: Path, url: str) -> None:
        super().__init__(root, url)
        self.complete = self.examples.read_text()
        self.examples.write_text(TRIAL.sub("", self.complete))

    def distribution(self, comment: str) -> dict[str, Any]:
        found = self.client("cloudfront").list_distributions()["DistributionList"]["Items"]
        [one] = [each for each in found if each["Comment"] == comment and not each["Staging"]]
        assert isinstance(one, dict)
        return one


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Examples:
    fixtures = [FIXTURES / name for name in ("support.tf", "index.js", "player.pem")]
    return Examples(module_root(tmp_path_factory.mktemp("cloudfront"), "cloudfront", *fixtures), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Examples) -> None:
    deployment.apply()
    only_the_distribution_reads(deployment, "site")
    assert published_code(deployment).startswith("import cf")

    # The trial joins what exists; what no behavior asks for any more goes after the distributions let go of it.
    deployment.examples.write_text(without_policy_and_edge_function(deployment.complete))
    index = deployment.root / "index.js"
    index.write_text("// changed\n" + index.read_text())
    assert deployment.planned() == {
        "module.docs.aws_cloudfront_distribution.this": ["update"],
        'module.docs.aws_cloudfront_function.this["index"]': ["update"],
        'module.docs.aws_cloudwatch_log_group.edge["resize"]': ["delete"],
        'module.docs.aws_iam_role.edge["resize"]': ["delete"],
        'module.docs.aws_iam_role_policy.edge["resize"]': ["delete"],
        'module.docs.aws_lambda_function.edge["resize"]': ["delete"],
        'module.shop.aws_cloudfront_cache_policy.this["by-language"]': ["delete"],
        "module.shop.aws_cloudfront_distribution.this": ["update"],
        "module.trial.aws_cloudfront_continuous_deployment_policy.this[0]": ["create"],
        "module.trial.aws_cloudfront_distribution.staging[0]": ["create"],
        "module.trial.aws_cloudfront_distribution.this": ["update"],
        'module.trial.aws_cloudwatch_log_delivery.this["staging"]': ["create"],
        'module.trial.aws_cloudwatch_log_delivery_source.this["staging"]': ["create"],
        'module.trial.aws_s3_bucket_policy.owned["trial-123456789012"]': ["update"],
        'module.trial.aws_s3_bucket_policy.owned["next-123456789012"]': ["update"],
    }
    deployment.apply()
    assert published_code(deployment).startswith("// changed")
    assert policy_of(deployment, "trial")

    # README: Terraform attaches the policy but cannot detach it.
    with_trial = deployment.examples.read_text()
    deployment.examples.write_text(TRIAL.sub("", with_trial))
    assert "module.trial.aws_cloudfront_distribution.this" not in deployment.planned()
    deployment.examples.write_text(with_trial)

    deployment.destroy()


def without_policy_and_edge_function(examples: str) -> str:
    """Take out what two behaviors refer to, and the references."""
    for taken, left in (
        (r'"by-language"\n', '"CachingOptimized"\n'),
        (r"\n  cache_policies = \{.*?\n  \}\n", ""),
        (r', edge_functions = \{ origin-request = "resize" \}', ""),
        (r"\n  edge_functions = \{.*?\n  \}\n", ""),
    ):
        examples, count = re.subn(taken, left, examples, flags=re.DOTALL)
        assert count == 1, taken
    return examples


def only_the_distribution_reads(deployment: Examples, name: str) -> None:
    policy = deployment.client("s3").get_bucket_policy(Bucket=f"{name}-123456789012")["Policy"]
    allowed, denied = json.loads(policy)["Statement"]
    assert allowed == {
        "Sid": "ReadByDistribution",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{name}-123456789012/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": [deployment.distribution(name)["ARN"]]}},
    }
    assert (denied["Effect"], denied["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def published_code(deployment: Examples) -> str:
    code = deployment.client("cloudfront").get_function(Name="docs-index", Stage="LIVE")["FunctionCode"].read()
    assert isinstance(code, bytes)
    return code.decode()


def policy_of(deployment: Examples, name: str) -> str:
    """Return the id of the continuous deployment policy that the distribution has."""
    cloudfront = deployment.client("cloudfront")
    config = cloudfront.get_distribution_config(Id=deployment.distribution(name)["Id"])["DistributionConfig"]
    return str(config["ContinuousDeploymentPolicyId"])
