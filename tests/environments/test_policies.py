"""checkov over the modules' HCL and over the plans of dev and prod: nothing fails, every skip has its reason.

Both modes are needed (docs/decisions/0004): HCL alone has `lifecycle`, a plan alone has what for_each and dynamic make.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import tftest

from generator.project import Project
from tests.environments.skips import skipped
from tests.harness import ROOT, plan

CHECKOV = ROOT / ".venv-checkov" / "bin" / "checkov"
PLAN = ("--framework", "terraform_plan")
WEAK = Path(__file__).parent / "weak"
# What both modes must find there: queue, topic and log group without a key, function without dead letters and traces.
WEAK_FINDINGS = {"CKV_AWS_26", "CKV_AWS_27", "CKV_AWS_50", "CKV_AWS_116", "CKV_AWS_158"}


@dataclass(frozen=True)
class Findings:
    """What checkov found: how many checks passed, and each failed one as `ID resource: what it asks for`."""

    passed: int
    failed: list[str]
    errors: list[str]

    @property
    def ids(self) -> set[str]:
        return {line.split()[0] for line in self.failed}


def checkov(*arguments: str) -> Findings:
    """Run checkov offline over the given files or folder."""
    assert CHECKOV.exists(), "checkov is not installed: run `make test`, which installs it."
    done = subprocess.run(
        [CHECKOV, *arguments, "--output", "json", "--quiet", "--compact", "--skip-download", "--soft-fail"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    failed = [
        f"{item['check_id']} {item['resource']}: {item['check_name']}" for item in report["results"]["failed_checks"]
    ]
    return Findings(report["summary"]["passed"], failed, report["results"].get("parsing_errors", []))


def test_the_modules_pass_as_hcl() -> None:
    found = checkov("--framework", "terraform", "--directory", "modules")
    assert found.errors == []
    assert found.failed == []
    assert found.passed > 0


def test_dev_and_prod_pass_as_plans(plans: dict[str, tftest.TerraformPlanOutput], tmp_path: Path) -> None:
    for name, planned in plans.items():
        found = checkov(*PLAN, written(tmp_path / f"{name}.json", planned))
        assert found.errors == []
        root = Project(ROOT).root_of(name)
        assert [
            line for line in found.failed if not skipped(planned._raw, root, *line.split(": ")[0].split(" ", 1))
        ] == []
        assert found.passed > 0


def test_weak_resources_are_found_in_both_modes(tmp_path: Path) -> None:
    root = shutil.copytree(WEAK, tmp_path / "weak")
    assert checkov("--framework", "terraform", "--directory", str(root)).ids >= WEAK_FINDINGS
    assert checkov(*PLAN, *[written(tmp_path / "weak.json", plan(root))]).ids >= WEAK_FINDINGS


def written(file: Path, planned: tftest.TerraformPlanOutput) -> str:
    """Write a plan as `terraform show -json` gives it, and return the arguments that name it."""
    file.write_text(json.dumps(planned._raw))
    return f"--file={file}"


def test_every_skip_says_why() -> None:
    skips = [
        line.strip()
        for path in sorted((ROOT / "modules").rglob("*.tf"))
        for line in path.read_text().splitlines()
        if "checkov:skip" in line
    ]
    assert skips
    for skip in skips:
        assert re.fullmatch(r"#checkov:skip=CKV2?_[A-Z]+_\d+:.{20,}", skip), skip
