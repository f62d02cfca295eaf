"""make lock: resolve the requirement files. Standard library only, like bootstrap: it cannot need what it pins."""

from __future__ import annotations

import sys
from pathlib import Path

from runner.bootstrap import call, python, unfit

VENV = Path(".work/lock")
SETS = ("runtime", "dev", "checkov", "workflows", "lambda-authorizer", "lambda-backend")
# Nothing in a lock file tells which machine or index it was made with.
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
)


def main() -> None:
    """Write requirements/<set>.txt for every set; exit 1 with a sentence when one cannot be resolved."""
    complaint = unfit()
    if complaint:
        sys.exit(complaint)
    call([sys.executable, "-m", "venv", "--clear", str(VENV)])
    call([python(VENV), "-m", "pip", "-qq", "install", "pip-tools"])
    for name in SETS:
        source, target = f"requirements/{name}.in", f"requirements/{name}.txt"
        print(target)
        # What the functions run with is what they are tested with.
        tested = ["--constraint", "requirements/dev.txt"] if name.startswith("lambda-") else []
        call([python(VENV), "-m", "piptools", "compile", *OPTIONS, *tested, source, "--output-file", target])


if __name__ == "__main__":
    main()
