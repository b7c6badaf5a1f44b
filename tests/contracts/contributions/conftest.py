"""Two funded programmes with their validators; Alice and Bob contribute, Paul can arbitrate."""

import pytest

from ..circle import Person, open_programme
from ..roles import let_arbiters, make_arbiter
from .deeds import BUDGET, CLAIM_WITHIN, HELP, RATE, TALKS, WINDOW, approve, record, submit

TERMS = {"rate": RATE, "challenge_window": WINDOW, "claim_within": CLAIM_WITHIN, "budget": BUDGET}


@pytest.fixture(scope="module", autouse=True)
def _programmes(circle, alice, bob, vera, victor, viola, paul, stranger, treasury, spare):
    # Everybody is named, so that they are there before the snapshot of the first module.
    open_programme(circle, TALKS, quorum=2, validators=[vera, victor, viola], **TERMS)
    open_programme(circle, HELP, quorum=1, validators=[vera], **TERMS)


@pytest.fixture(params=("direct", "signed"))
def door(request) -> str:
    """Each of the two doors in turn."""
    return request.param


@pytest.fixture
def pending(circle, alice) -> bytes:
    """Alice's contribution, submitted."""
    return submit(circle, alice)


@pytest.fixture
def accepted(circle, pending, vera, victor) -> bytes:
    """Alice's contribution, approved by Vera and Victor."""
    approve(circle, vera, pending)
    approve(circle, victor, pending)
    return pending


@pytest.fixture
def recorded(circle, alice, vera) -> bytes:
    """A contribution that Vera recorded for Alice, accepted at once."""
    return record(circle, vera, alice)


@pytest.fixture
def arbiter(circle, paul) -> Person:
    """Paul, who has the role that may resolve, and no other."""
    let_arbiters(circle, circle.registry, "resolve")
    make_arbiter(circle, paul)
    return paul
