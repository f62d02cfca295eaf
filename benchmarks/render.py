"""gen-env render --all against the floor, side by side: python benchmarks/render.py"""

from __future__ import annotations

import shutil
from pathlib import Path

from measure import cpu_seconds, median, scratch, table
from synthetic import make

RENDER = ["-m", "generator", "render", "--all"]


def main() -> None:
    rows = []
    for count, repeats in ((4, 7), (100, 5), (1000, 3)):
        with scratch() as folder:
            project, sample = folder / "project", folder / "sample"
            make(project, count)
            cpu_seconds(RENDER, project)
            (project / "layers/compute/environments/env-0").rename(sample)
            shutil.rmtree(project / "layers/compute/environments")
            known = project / ".work/gen-env/layer.json"
            seconds: dict[str, list[float]] = {"floor": [], "first": [], "cold": []}
            for turn in range(repeats):
                for name, command in (
                    ("floor", [str(Path(__file__).with_name("floor.py")), str(sample)]),
                    ("first", RENDER),
                    ("cold", RENDER),
                ):
                    copy = folder / f"{name}-{turn}"
                    shutil.copytree(project, copy, symlinks=True)
                    if name == "first":
                        (copy / known.relative_to(project)).unlink()
                    seconds[name].append(cpu_seconds(command, copy))
                    shutil.rmtree(copy)
            floor, first, cold = (median(seconds[name]) for name in ("floor", "first", "cold"))
            rows.append(
                [
                    f"{count:,}",
                    f"{floor:.2f}",
                    f"{cold:.2f}",
                    f"{cold / floor:.2f}",
                    f"{first:.2f}",
                    f"{first / floor:.2f}",
                ]
            )
    head = ["environments", "floor s", "render s", "ratio", "with variables.tf to parse s", "ratio"]
    print(table(head, rows))


main()
