"""Progress is for what takes long."""

from __future__ import annotations

import io
import itertools
import sys
from types import SimpleNamespace

import pytest

from runner import progress
from runner.progress import step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds pass between any two looks at the clock."""
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=itertools.count(step=2).__next__))


def test_a_short_step_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with step("quick"):
        pass

    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("slow")
def test_a_long_step_leaves_its_time_even_when_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="gone"), step("slow"):
        raise OSError("gone")

    assert capsys.readouterr().err == "slow: 2 s\n"


@pytest.mark.usefixtures("slow")
def test_a_line_said_on_a_terminal_replaces_the_running_one(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    with step("slow") as running:
        running.say("half-way")

    assert terminal.getvalue() == "\r\033[Khalf-way\n\r\033[Kslow: 2 s\n"
