"""A Terraform root deployed to an embedded AWS: plan it, change it, apply it, ask AWS what came of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from pathlib import Path

from tests import leftovers
from tests.harness import edit, planned_changes, terraform_in


class Deployment:
    """A root whose calls of modules are in one file, the examples, and the AWS that it is deployed to."""

    def __init__(self, root: Path, url: str, examples: str = "examples.tf") -> None:
        self.root = root
        self.url = url
        self.examples = root / examples
        # A plan alone asks no AWS for the account. Here there is one: ARNs name it, and without it the provider
        # takes a security group in a rule for one of another account.
        for file in root.glob("*.tf"):
            text = file.read_text()
            file.write_text(re.sub(r"^ *skip_requesting_account_id *= true\n", "", text, flags=re.MULTILINE))
        self.terraform = terraform_in(root, url)
        self.client = functools.cache(functools.partial(leftovers.client, url))
        self._holdings = leftovers.Holdings(self.client)

    def planned(self) -> dict[str, list[str]]:
        """Return what a plan would do, by address."""
        return planned_changes(self.terraform)

    def apply(self) -> None:
        """Apply, and fail with what is still to do after it."""
        self.terraform.apply()
        left = self.planned()
        assert not left, f"a second plan still changes {left}"

    def change(self, old: str, new: str, count: int = -1, file: str | None = None) -> None:
        """Change the examples, or a file of this name, in the first `count` places that say so (default: all)."""
        edit(self.root / file if file else self.examples, old, new, count)

    def destroy(self, kept: Collection[str] = ()) -> None:
        """Destroy, and fail with what is left in AWS but for `kept`: types, or type and name as in the message."""
        self.terraform.destroy()
        left = [item for item in self._holdings.since() if not {item, item.split(" ")[0]} & set(kept)]
        assert not left, f"left behind: {', '.join(left)}"
