"""A mutation test of our own: break one thing, and see whether the tests name it.

    python -m tests.mutants [--sample N] [--seed S] [MODULE ...]

Two kinds of mutants. Those of plans are made from what Terraform planned for each inventory: one value is taken away,
turned round or opened, and the golden plan must differ; all of them are tried, for that costs a millisecond each. Those
of HCL are single lines of a module, changed in a copy of the repository and planned by the module's own tests; N of
them per module are drawn, for each takes a plan.

Prints the score by module and operator and every survivor with its place. Exit code 1 where the score is below the
goal: all of the policies, 95 % of all others.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import copy
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests import golden

ROOT = Path(__file__).parents[1]
GOAL = 0.95
# Documents in which every single change counts.
POLICIES = {"policy", "assume_role_policy", "inline_policy", "key_policy", "access_policy", "resource_policy"}
_TURNED = {
    "GreaterThanThreshold": "LessThanThreshold",
    "GreaterThanOrEqualToThreshold": "LessThanThreshold",
    "LessThanThreshold": "GreaterThanThreshold",
    "LessThanOrEqualToThreshold": "GreaterThanThreshold",
    "Deny": "Allow",
    "Allow": "Deny",
}


@dataclass(frozen=True)
class Mutant:
    """One change: where, by which operator, and whether it concerns a policy."""

    module: str
    operator: str
    place: str
    in_policy: bool
    seen: bool


# --- of a plan


def of_plan(module: str, plan: Mapping[str, Any]) -> Iterator[Mutant]:
    """Yield every mutant of a plan (`terraform show -json`), each compared as an inventory compares it."""
    names = golden.names_of_ids(plan)
    for change in plan["resource_changes"]:
        after, unknown = change["change"]["after"], change["change"]["after_unknown"]
        if change["mode"] != "managed" or after is None:
            continue
        said = golden.expressions(plan, change["address"])
        show = golden.Shown(names)
        expected = show.resource(after, unknown, said)
        for name in sorted({*after, *unknown} - golden.LEFT_OUT - golden.HASHES):
            place = f"{change['address']}.{name}"
            if unknown.get(name) is True:
                if name in said:
                    without = {key: value for key, value in unknown.items() if key != name}
                    found = golden.differences(expected, show.resource(after, without, said))
                    yield Mutant(module, "take away what is known later", place, name in POLICIES, bool(found))
                continue
            value, is_text = _parsed(after.get(name))
            for operator, path, mutant in _changed(value, is_text):
                said_again = json.dumps(mutant) if is_text else mutant
                found = golden.differences(expected, show.resource({**after, name: said_again}, unknown, said))
                yield Mutant(module, operator, place + path, name in POLICIES, bool(found))


def _parsed(value: Any) -> tuple[Any, bool]:
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return json.loads(value), True
        except ValueError:
            pass
    return value, False


def _changed(value: Any, in_document: bool, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield operator, place below, and the value with one change; what is empty says something in a document only."""
    if isinstance(value, bool):
        yield "flip", path, not value
    elif isinstance(value, int | float):
        yield "set to 0", path, 0 if value else 1
    elif isinstance(value, str) and value:
        yield ("turn round", path, _TURNED[value]) if value in _TURNED else ("say something else", path, "mutant")
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in golden.HASHES:
                continue
            if in_document or item not in (None, "", [], {}):
                yield "take away", f"{path}.{key}", {name: each for name, each in value.items() if name != key}
            if key in ("Action", "Resource", "Principal") and item != "*":
                yield "open", f"{path}.{key}", {**value, key: "*"}
            for operator, below, mutant in _changed(item, in_document, f"{path}.{key}"):
                yield operator, below, {**value, key: mutant}
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield "take away", f"{path}[{index}]", value[:index] + value[index + 1 :]
            for operator, below, mutant in _changed(item, in_document, f"{path}[{index}]"):
                yield operator, below, [*value[:index], mutant, *value[index + 1 :]]


# --- of HCL

_LINE = re.compile(r"^( +)([a-z_]+|\w+ *) *= (.+)$")
_KEPT_FILES = re.compile(r"variables.*|outputs|versions|moved")


@dataclass(frozen=True)
class Edit:
    """A line of a file and what stands there instead; an empty one takes it away."""

    file: Path
    line: int
    operator: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line + 1}"


def of_hcl(folder: Path) -> list[Edit]:
    """Return the edits of a module's resources and locals, one line each."""
    found = []
    for file in sorted((ROOT / folder).glob("*.tf")):
        if not _KEPT_FILES.fullmatch(file.stem):
            for number, line in enumerate(file.read_text().splitlines()):
                found += [Edit(file.relative_to(ROOT), number, *edit) for edit in _edits(line)]
    return found


def _edits(line: str) -> Iterator[tuple[str, str]]:
    match = _LINE.match(line)
    if not match or match[2].strip() in {"description", "for_each", "count", "source", "error_message", "condition"}:
        return
    value = match[3]
    if all(value.count(left) == value.count(right) for left, right in ("()", "[]", "{}")):
        yield "take away", ""
    for one, other in (("true", "false"), ("false", "true")):
        if re.search(rf"\b{one}\b", value):
            yield "flip", re.sub(rf"\b{one}\b", other, line, count=1)
    for old, new in _TURNED.items():
        if f'"{old}"' in value:
            yield "turn round", line.replace(f'"{old}"', f'"{new}"')
    for old, new in ((" == ", " != "), (" != ", " == "), (" && ", " || "), (" || ", " && ")):
        if old in value:
            yield "turn round", line[: match.start(3)] + value.replace(old, new, 1)


def try_hcl(edits: list[Edit], module: str, workers: int) -> list[Mutant]:
    """Plan a copy of the repository with each edit."""
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(workers) as pool:
        copies = [_copy(Path(folder) / str(number)) for number in range(workers)]
        parts = [edits[number::workers] for number in range(workers)]
        tried = pool.map(
            lambda pair: [_try(pair[0], edit, module) for edit in pair[1]], zip(copies, parts, strict=True)
        )
        return [mutant for part in tried for mutant in part]


def _copy(to: Path) -> Path:
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    files = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in files.splitlines():
        if (ROOT / name).exists():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name, follow_symlinks=False)
    return to


def _try(root: Path, edit: Edit, module: str) -> Mutant:
    file = root / edit.file
    before = file.read_text()
    lines = before.splitlines()
    lines[edit.line] = edit.text
    file.write_text("\n".join(lines) + "\n")
    tests = f"tests/modules/test_{module.replace('-', '_')}.py"
    try:
        # Most are seen by the golden plan; the rest of the file takes longer.
        seen = any(_fails(root, tests, *more) for more in (("-k", "inventory"), ()))
    finally:
        file.write_text(before)
    return Mutant(
        module, f"HCL: {edit.operator}", f"{edit.place}: {before.splitlines()[edit.line].strip()}", False, seen
    )


def _fails(root: Path, *tests: str) -> bool:
    command = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests)
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.returncode == 1


# --- the score


def report(mutants: list[Mutant]) -> bool:
    """Print the scores and the survivors; return whether the goals are met."""
    for title, of in (("module", lambda each: each.module), ("operator", lambda each: each.operator)):
        everything, seen = Counter(map(of, mutants)), Counter(of(each) for each in mutants if each.seen)
        print(f"| {title} | mutants | seen | score |\n| --- | --- | --- | --- |")
        for name in sorted(everything):
            print(f"| {name} | {everything[name]:,} | {seen[name]:,} | {seen[name] / everything[name]:.1%} |")
        print()
    for each in mutants:
        if not each.seen:
            print(f"survivor: {each.module}: {each.operator}: {each.place}")
    policies = [each for each in mutants if each.in_policy]
    share = sum(each.seen for each in mutants) / len(mutants)
    print(f"{len(mutants):,} mutants, {share:.1%} seen; of {len(policies):,} in policies", end=" ")
    print(f"{sum(each.seen for each in policies):,}")
    return all(each.seen for each in policies) and share >= GOAL


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Break one thing and see who tells.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="all that keep an inventory, and dev and prod")
    parser.add_argument("--sample", type=int, default=10, help="lines of HCL per module (default: 10)")
    parser.add_argument("--seed", type=int, default=0, help="which of them (default: 0)")
    parser.add_argument("--workers", type=int, default=2, help="plans side by side (default: 2)")
    said = parser.parse_args()
    tested = {file.parent.name for file in (ROOT / "tests/modules").glob("*/inventory.yaml")}
    kept = {name for name in tested if (ROOT / "modules" / name).is_dir()}
    if unknown := set(said.modules) - kept:
        print(f"No inventory: {', '.join(sorted(unknown))}. There are {', '.join(sorted(kept))}.", file=sys.stderr)
        return 2
    modules = sorted(said.modules or kept)
    with tempfile.TemporaryDirectory() as folder:
        tests = [f"tests/modules/test_{name.replace('-', '_')}.py" for name in modules]
        tests += [] if said.modules else ["tests/environments/test_plans.py"]
        command = (sys.executable, "-m", "pytest", "-q", "-k", "inventory", f"--mutants={folder}", *tests)
        print(f"planning {len(tests)} test files ...", file=sys.stderr)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout, file=sys.stderr)
            return 1
        found = [
            Mutant(**each) for file in sorted(Path(folder).glob("*.json")) for each in json.loads(file.read_text())
        ]
    for module in modules if said.sample else []:
        edits = of_hcl(Path("modules") / module)
        drawn = random.Random(said.seed).sample(edits, min(said.sample, len(edits)))
        print(f"{module}: {len(drawn)} of {len(edits)} lines of HCL ...", file=sys.stderr)
        found += try_hcl(drawn, module, said.workers)
    return 0 if report(found) else 1


def write(folder: Path, module: str, plan: Mapping[str, Any]) -> None:
    """Write the mutants of a plan where `main` reads them; called by an inventory under --mutants."""
    found = [asdict(each) for each in of_plan(module, copy.deepcopy(dict(plan)))]
    (folder / f"{module}.json").write_text(json.dumps(found))


if __name__ == "__main__":
    sys.exit(main())
