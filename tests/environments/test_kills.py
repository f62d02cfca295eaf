"""Applies of dev, each killed at a random moment: the next one goes on, and at the end nothing is left to do.

KILLS says how many (20), SEED which moments.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from contextlib import suppress

import pytest

from generator.environment import load
from generator.errors import Refusal
from runner.apply import apply
from runner.plan import plan
from runner.saved_plan import SavedPlan
from runner.session import Session
from tests.environments.conftest import Checkout

pytestmark = pytest.mark.deep

LONGEST = 60  # seconds; an apply of dev ends earlier


def test_an_apply_that_is_killed_again_and_again_converges(checkout: Checkout) -> None:
    checkout.below("dev")
    here = Session(checkout.project, load(checkout.project, "dev"), "embedded AWS of this test", checkout.variables)
    saved = SavedPlan(here.project, here.name)
    moments = random.Random(os.environ.get("SEED"))
    left = int(os.environ.get("KILLS", "20"))

    while left > 0:
        plan(here, saved)
        while left > 0 and killed(here, saved, moments.uniform(0, LONGEST)):
            left -= 1
            plan(here, saved)
        if saved.exists:
            apply(here, None)
        assert plan(here, saved).empty
        destroyed = checkout.run(checkout.root("dev"), "terraform", "destroy", answer="yes\n")
        assert "Destroy complete!" in destroyed.stdout, destroyed.stdout + destroyed.stderr


def killed(here: Session, saved: SavedPlan, after: float) -> bool:
    """Apply, and kill terraform after so many seconds; tell whether it was still at work."""
    ended = threading.Event()

    def kill() -> None:
        while not saved.running.exists() and not ended.is_set():
            time.sleep(0.01)
        if not ended.wait(after):
            with suppress(OSError):  # it has just ended
                os.killpg(int(saved.running.read_text()), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        apply(here, None)
    except Refusal as error:
        if "was killed" not in str(error):
            raise
        return True
    finally:
        ended.set()
        killer.join()
    return False
