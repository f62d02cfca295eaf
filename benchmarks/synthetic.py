"""A project with as many environments as a measurement wants: the repository's templates, a layer of 60 variables."""

from __future__ import annotations

import shutil
from pathlib import Path

VARIABLES = 60
_REPOSITORY = Path(__file__).resolve().parent.parent
_FIXED = """
variable "aws_region" {
  type = string
}

variable "environment" {
  type = string
}

variable "project_name" {
  type = string
}

variable "tags" {
  type    = map(string)
  default = {}
}
"""
_SERVICE = """
variable "service_{n}" {{
  type = map(object({{
    image         = string
    cpu           = optional(number)
    memory        = optional(number)
    public        = optional(bool)
    subnet_ids    = optional(list(string))
    environment   = optional(map(string))
  }}))
  default = {{}}
}}
"""
# The kinds of the other variables, over and over: HCL type, YAML value.
_KINDS = (
    ("string", "text-{n}-of-{name}"),
    ("number", "{n}0"),
    ("bool", "true"),
    ("string", "1.30"),
    ("list(string)", "[one-{n}, two-{n}, three]"),
)


def make(folder: Path, count: int) -> list[str]:
    """Make a project with `count` environments in an empty folder; return their names."""
    layer = folder / "layers" / "compute"
    layer.mkdir(parents=True)
    shutil.copytree(_REPOSITORY / "templates", folder / "templates")
    plain = range(VARIABLES - 8)  # besides project_name, tags and six services; the rest follows from elsewhere
    kinds = [(n, *_KINDS[n % len(_KINDS)]) for n in plain]
    blocks = [f'\nvariable "plain_{n}" {{\n  type = {kind}\n}}\n' for n, kind, _ in kinds]
    services = [_SERVICE.format(n=n) for n in range(6)]
    (layer / "variables.tf").write_text("".join([_FIXED, *blocks, *services]), "utf-8")
    (layer / "outputs.tf").write_text('output "names" {\n  value = []\n}\n', "utf-8")
    environments = folder / "environments"
    environments.mkdir()
    (environments / "_defaults.yaml").write_text(
        "aws:\n  region: eu-west-1\n\nvariables:\n  project_name: synthetic\n  tags:\n    Owner: platform\n", "utf-8"
    )
    names = [f"env-{n}" for n in range(count)]
    for name in names:
        (environments / f"{name}.yaml").write_text(_yaml(name, kinds), "utf-8")
    return names


def _yaml(name: str, kinds: list[tuple[int, str, str]]) -> str:
    lines = [f"# {name}", "extends: _defaults", "", "variables:", "  project_name: synthetic", "  tags:"]
    lines += [f"    Environment: {name}", '    CostCenter: "012345"']
    lines += [f"  plain_{n}: {value.format(n=n, name=name)}" for n, _, value in kinds]
    for n in range(6):
        lines += [f"  service_{n}:", "    web:", f"      image: registry.example.com/{name}/web:{n}", "      cpu: 256"]
        lines += ["      memory: 512", "      public: false", "      environment:", f"        NAME: {name}"]
    return "\n".join(lines) + "\n"
