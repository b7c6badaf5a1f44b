"""A random walk over a whole circle, with a model beside it: see README.md."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .beginning import begin
from .endgame import SettledWalk

DEEP = os.environ.get("CERCLE_DEEP") == "1"
WALKS, STEPS = (60, 150) if DEEP else (6, 60)


@pytest.fixture(scope="module")
def start(accounts):
    """The circle as every walk finds it."""
    return begin(accounts)


def test_circle__whatever_anybody_does__keeps_its_invariants_and_can_be_emptied(start):
    class CircleWalk(SettledWalk):
        pass

    CircleWalk.start = start
    run_state_machine_as_test(
        CircleWalk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
