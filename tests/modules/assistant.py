"""The root that the specification's sample of modules/compute is written for, and the code that it deploys."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from tests.harness import ROOT, module_root

FIXTURES = Path(__file__).parent / "compute"


def sample_root(folder: Path, *fixtures: Path) -> Path:
    """Make a root with the sample as written, what it gets its values from, the README's examples and the fixtures."""
    root = module_root(folder, "compute", *sorted((FIXTURES / "sample").iterdir()), *fixtures)
    (root / "sample.hcl").rename(root / "sample.tf")  # so called at home, for terraform fmt would change it
    (root / "modules").symlink_to(folder / "modules")  # where the sample says they are
    return root


def code(path: str) -> ModuleType:
    """Import a file of lambda/, which is no package."""
    name = f"tests_compute_{path.replace('/', '_').removesuffix('.py')}"
    specification = importlib.util.spec_from_file_location(name, ROOT / "lambda" / path)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module  # dataclasses look their module up
    specification.loader.exec_module(module)
    return module
