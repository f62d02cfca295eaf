"""The layers below: apply examples/upstream into the embedded AWS, once per life of the server."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from embedded_aws.apply import apply
from embedded_aws.errors import EmbeddedAwsError
from embedded_aws.locked import locked
from embedded_aws.server import Server
from embedded_aws.state_bucket import make_bucket
from generator import files


def ensure(
    *,
    examples: Path,
    work: Path,
    server: Server,
    environment_name: str,
    project_name: str,
    bucket: str,
    states: Mapping[str, str],
    env: Mapping[str, str],
    say: Callable[[str], None],
    decisions: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Make the state bucket, and the state of each layer of `states` (layer to S3 key), where they are missing.

    `examples` is the folder with one Terraform root per layer, `env` a process environment that leads to `server`,
    `decisions` further variables of a layer, by its name; where they change, it is applied again.
    A second run waits for the first; what failed is tried again next time. Raises EmbeddedAwsError.
    """
    region = env["AWS_REGION"]
    common = {"project_name": project_name, "environment": environment_name, "aws_region": region}
    variables = {layer: {**common, **(decisions or {}).get(layer, {})} for layer in states}
    with locked(work / "upstream.lock", f"the layers below {environment_name}", say) as lock:
        done = _Done.read(work / "upstream.json", server)
        if bucket not in done.entries:
            make_bucket(bucket, server.url, region)
            done.add(bucket, "made")
        digests = {layer: _digest(examples / layer, variables[layer]) for layer in states}
        missing = [layer for layer, key in states.items() if done.entries.get(f"{bucket}/{key}") != digests[layer]]
        if not missing:
            return
        say(f"applying {', '.join(missing)} for {environment_name}: once, about 20 seconds ...")

        def apply_one(layer: str) -> float:
            started = time.monotonic()
            root = _copy(examples / layer, work / "upstream" / environment_name / layer)
            backend = {"bucket": bucket, "key": states[layer], "region": region, "encrypt": "true"}
            apply(root, backend, variables[layer], env, lock)
            return time.monotonic() - started

        failures = []
        with ThreadPoolExecutor(len(missing)) as pool:
            runs = {pool.submit(apply_one, layer): layer for layer in missing}
            for run in as_completed(runs):
                layer, error = runs[run], run.exception()
                if isinstance(error, EmbeddedAwsError):
                    # The others still finish, and need not be applied again.
                    failures.append(error.message)
                    continue
                say(f"  {layer} is there ({run.result():.0f} s)")
                done.add(f"{bucket}/{states[layer]}", digests[layer])
        if failures:
            raise EmbeddedAwsError("\n".join(failures))


@dataclass
class _Done:
    """What has been applied into this instance of the server: name to digest."""

    file: Path
    instance: str
    entries: dict[str, str]

    @classmethod
    def read(cls, file: Path, server: Server) -> _Done:
        try:
            written = json.loads(file.read_bytes())
            entries = written["entries"] if written["instance"] == server.instance else {}
        except (OSError, ValueError, KeyError, TypeError):
            entries = {}
        return cls(file, server.instance, entries)

    def add(self, name: str, digest: str) -> None:
        self.entries[name] = digest
        files.write(self.file, json.dumps({"instance": self.instance, "entries": self.entries}, indent=2))


def _files(root: Path) -> list[Path]:
    """List what makes a Terraform root: its configuration and its lock file."""
    found = sorted([*root.glob("*.tf"), *root.glob(".terraform.lock.hcl")])
    if not found:
        raise EmbeddedAwsError(f"{root}: no Terraform files there; upstream may only name the layers of {root.parent}.")
    return found


def _digest(root: Path, variables: Mapping[str, str]) -> str:
    hashed = hashlib.sha256(json.dumps(dict(variables), sort_keys=True).encode())
    for file in _files(root):
        hashed.update(file.name.encode() + b"\0" + file.read_bytes())
    return hashed.hexdigest()


def _copy(root: Path, target: Path) -> Path:
    """Copy a root into the work folder, for Terraform writes where it runs; what it wrote there before is kept."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.tf"):
        old.unlink()
    for file in _files(root):
        shutil.copyfile(file, target / file.name)
    return target
