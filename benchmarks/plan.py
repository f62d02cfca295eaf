"""make plan against the bare terraform init && terraform plan that it runs: python benchmarks/plan.py [ENV]"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from measure import cpu_seconds, median, table

REPOSITORY = Path(__file__).resolve().parents[1]
BARE = (
    "terraform init -input=false -reconfigure -backend-config=backend.conf"
    " && terraform plan -input=false -out=bench.tfplan"
)
TARGET = 1.0  # CPU seconds more than bare
TURNS = 5


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "qa"
    os.environ["ENV"] = name
    cpu_seconds(["-m", "runner", "plan"], REPOSITORY)  # starts the embedded AWS and fills every cache
    exports = subprocess.run(
        [sys.executable, "-m", "runner", "aws-env"], cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    root = REPOSITORY / "layers/compute/environments" / name
    script = f"{exports}\ncd {shlex.quote(str(root))} && {BARE}"
    bare, ours = [], []
    for _ in range(TURNS):
        bare.append(
            cpu_seconds(["-c", "import os, sys; os.execvp('sh', ['sh', '-ec', sys.argv[1]])", script], REPOSITORY)
        )
        ours.append(cpu_seconds(["-m", "runner", "plan"], REPOSITORY))
    (root / "bench.tfplan").unlink()
    more = median(ours) - median(bare)
    row = [name, f"{median(bare):.2f}", f"{median(ours):.2f}", f"{more:.2f}", f"{TARGET:.2f}"]
    print(table(["environment", "bare s", "make plan s", "more s", "target s"], [row]))


main()
