"""prod as the last release made it, then as this tree has it: nothing that holds data or takes traffic is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from runner.guard import stateful
from tests.environments.conftest import TREE, Checkout, deploy
from tests.harness import ROOT, started_aws

RELEASES = "v[0-9]*"


def last_release() -> str | None:
    """Return the last tag of a release that this tree comes after; None where git knows none."""
    asked = ["git", "describe", "--tags", "--abbrev=0", f"--match={RELEASES}"]
    found = subprocess.run(asked, cwd=ROOT, text=True, capture_output=True, check=False)
    return found.stdout.strip() or None


def unpack(release: str, folder: Path) -> Path:
    """Write the tree of a release to a folder, which must not exist yet."""
    archive = folder.with_suffix(".tar")
    subprocess.run(["git", "archive", f"--output={archive}", release], cwd=ROOT, check=True)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder


def replace(checkout: Checkout) -> None:
    """Put this tree where the release's was; what Terraform has initialised stays."""
    for name in TREE:
        shutil.rmtree(checkout.project.root / name)
    deploy(checkout.project.root, checkout.server)


def terraform(checkout: Checkout, *arguments: str) -> str:
    done = checkout.run(checkout.root("prod"), "terraform", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.deep
def test_prod_of_the_last_release_becomes_this_trees_without_a_loss(tmp_path: Path) -> None:
    release = last_release()
    if release is None:
        pytest.skip(f"there is no release yet that one could come from: git knows no tag {RELEASES}")
    with started_aws(tmp_path / "embedded-aws") as server:
        checkout = deploy(tmp_path / "checkout", server, unpack(release, tmp_path / "release"))
        checkout.below("prod")
        terraform(checkout, "init", "-backend-config=backend.conf")
        terraform(checkout, "apply", "-auto-approve")

        replace(checkout)
        Checkout(checkout.project, server, checkout.variables).below("prod")
        terraform(checkout, "init", "-reconfigure", "-backend-config=backend.conf")
        terraform(checkout, "plan", "-out=upgrade.tfplan")
        plan = json.loads(terraform(checkout, "show", "-json", "upgrade.tfplan"))
        lost = [each["address"] for each in plan["resource_changes"] if "delete" in each["change"]["actions"]]
        assert stateful(lost) == [], f"{release} to this tree loses what holds data or takes traffic"

        terraform(checkout, "apply", "upgrade.tfplan")
        terraform(checkout, "plan", "-detailed-exitcode")
