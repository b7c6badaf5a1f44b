"""A community with rounds: Vera, Victor and Viola validate, Alice and Bob are on the list."""

import pytest

from .rounds import Round, make_round, open_programme_of_rounds

ALICES, BOBS = 700, 300


@pytest.fixture(scope="module", autouse=True)
def rounds(circle, alice, bob, vera, victor, viola, paul, stranger, treasury, spare):
    """Everybody is named, so that they are there before the snapshot of the module."""
    open_programme_of_rounds(circle, vera, victor, viola)
    return circle.rounds


@pytest.fixture
def round(circle, rounds, alice, bob) -> Round:
    """Alice gets 700 base units, Bob 300."""
    return make_round(circle, rounds, {alice.id: ALICES, bob.id: BOBS})
