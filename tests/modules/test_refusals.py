"""Every validation of the modules' and the layer's variables is tripped by a case, and says its sentence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import ROOT
from tests.modules.contract import FOLDERS, cases, refusals, validations


def listed(kind: str) -> list[Any]:
    return [pytest.param(module, case, id=f"{module}-{case}") for module in FOLDERS for case in cases(module)[kind]]


@pytest.mark.parametrize(("module", "values"), listed("accepted"))
def test_values_that_are_accepted(module: str, values: dict[str, Any]) -> None:
    assert refusals(module, values) == []


@pytest.mark.parametrize(("module", "case"), listed("refused"))
def test_values_that_are_refused_with_one_sentence(module: str, case: dict[str, Any]) -> None:
    assert [each.sentence for each in refusals(module, case["values"])] == [case["sentence"]]


@pytest.mark.parametrize("module", FOLDERS)
def test_every_validation_is_tripped(module: str) -> None:
    tripped = {each.rule for case in cases(module)["refused"] for each in refusals(module, case["values"])}
    missing = sorted(validations(module) - tripped)
    assert not missing, f"{FOLDERS[module].relative_to(ROOT)}: no case trips the validations at {missing}"
