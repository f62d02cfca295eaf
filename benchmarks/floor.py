"""The least that rendering can cost: PyYAML's C loader, one compiled template, the same files. It checks nothing.

Run in a project: python floor.py FOLDER-OF-ONE-RENDERED-ROOT
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml
from jinja2 import Template

TFVARS = "terraform.auto.tfvars"


def main() -> None:
    sample = {path.name: path.read_text("utf-8") for path in Path(sys.argv[1]).iterdir() if path.is_file()}
    template = Template("{% for name, value in variables.items() %}{{ name }} = {{ value | tojson }}\n{% endfor %}")
    for path in sorted(Path("environments").glob("env-*.yaml")):
        document = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        root = Path("layers/compute/environments") / path.stem
        root.mkdir(parents=True)
        for name, text in sample.items():
            (root / name).write_text(template.render(document) if name == TFVARS else text, "utf-8")


main()
