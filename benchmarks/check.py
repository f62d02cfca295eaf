"""gen-env check with nothing to do: python benchmarks/check.py"""

from __future__ import annotations

import time

from measure import cpu_seconds, median, scratch, table
from synthetic import make

TARGETS = {4: 0.15, 1000: 0.5}


def main() -> None:
    rows = []
    for count, target in TARGETS.items():
        with scratch() as folder:
            project = folder / "project"
            make(project, count)
            cpu_seconds(["-m", "generator", "render", "--all"], project)
            time.sleep(3)  # a check right after a change is not remembered
            first = cpu_seconds(["-m", "generator", "check"], project)
            again = median([cpu_seconds(["-m", "generator", "check"], project) for _ in range(9)])
            rows.append([f"{count:,}", f"{again:.2f}", f"{target:.2f}", f"{again / target:.2f}", f"{first:.2f}"])
    print(table(["environments", "check s", "target s", "ratio", "first check s"], rows))


main()
