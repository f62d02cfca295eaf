"""terraform is run to its end, whatever the user presses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.errors import Refusal
from generator.terraform import binary
from runner import terraform as runner
from tests.harness import ROOT
from tests.runner.fakes import FakeTerraform

# A graceful terraform: it takes a moment to stop, and says how often it was interrupted.
GRACEFUL = """
trap 'echo interrupted; interrupted=1' INT
echo started
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  sleep 0.1
  if [ "$interrupted" ]; then sleep 0.4; echo stopped; exit 1; fi
done
"""


def test_lines_arrive_and_the_exit_code_is_returned(terraform: FakeTerraform, tmp_path: Path) -> None:
    terraform.says("plan", "one\ntwo \x1b[1mtwo\x1b[0m\n")
    terraform.fails("plan", "three\n")
    lines: list[str] = []

    code = runner.run(["plan"], cwd=tmp_path, env=os.environ, on_line=lines.append, with_errors=True)

    assert code == 1
    assert lines == ["one", "two \x1b[1mtwo\x1b[0m", "three"]


def test_what_is_not_utf8_is_no_reason_to_stop(terraform: FakeTerraform, tmp_path: Path) -> None:
    terraform.does("plan", r"printf 'caf\351\n'")
    lines: list[str] = []

    runner.run(["plan"], cwd=tmp_path, env=os.environ, on_line=lines.append)

    assert lines == ["caf\ufffd"]


def started(terraform: FakeTerraform, script: str) -> subprocess.Popen[str]:
    """Run a plan in a process group of its own, as make does in a terminal, and wait for terraform to start."""
    terraform.does("plan", script)
    code = (
        "import os, pathlib; from runner import terraform; terraform.run(['plan'], cwd=pathlib.Path(), env=os.environ)"
    )
    main = f"import click\n@click.command()\ndef main():\n    {code}\nmain()"
    process = subprocess.Popen(
        [sys.executable, "-c", main],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    assert process.stdout
    assert process.stdout.readline() == "started\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_reaches_terraform_once_and_is_waited_for(terraform: FakeTerraform, number: int) -> None:
    process = started(terraform, GRACEFUL)

    os.killpg(process.pid, number)
    output, _ = process.communicate(timeout=10)

    assert output == "interrupted\nstopped\nStopped: terraform has ended and released its lock.\n"
    assert process.returncode == 130


def test_a_second_interrupt_is_not_passed_on(terraform: FakeTerraform) -> None:
    process = started(terraform, GRACEFUL)

    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=10)

    assert output.count("interrupted\n") == 1
    assert "Terraform is stopping. Once more stops it at once, and may lose resources." in output


def test_terraform_that_is_missing_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    binary.cache_clear()

    with pytest.raises(Refusal, match="terraform: not found on PATH"):
        runner.run(["plan"], cwd=tmp_path, env=os.environ)


def test_terraform_that_is_too_old_is_one_sentence(terraform: FakeTerraform, tmp_path: Path) -> None:
    terraform.says("version", "Terraform v1.10.5\n")

    with pytest.raises(Refusal, match=r"Terraform v?1\.10\.5 is too old"):
        runner.run(["plan"], cwd=tmp_path, env=os.environ)
