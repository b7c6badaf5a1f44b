"""Alice and Bob have tokens, Paul offers a service; an order of Alice's in each of its live states."""

import pytest

from ..circle import Person
from ..roles import let_arbiters, make_arbiter
from .orders import PURSE, REASON, give, offer, redeem

DOORS = ("direct", "signed")


@pytest.fixture(scope="module", autouse=True)
def service(circle, alice, bob, paul, viola, stranger, treasury, spare) -> int:
    """Paul's service, with the default terms. Everybody is asked for here, before the snapshot of the module: a
    fixture of the session that comes later makes Ape build the module again."""
    for person in (alice, bob):
        give(circle, person, PURSE)
    return offer(circle, paul)


@pytest.fixture(params=DOORS)
def door(request) -> str:
    """Each of the two doors in turn."""
    return request.param


@pytest.fixture
def order(circle, alice, service) -> bytes:
    """Alice's order, open."""
    return redeem(circle, alice, service)


@pytest.fixture
def fulfilled(circle, order, paul) -> bytes:
    """Alice's order, fulfilled by Paul."""
    circle.catalog.fulfil(paul.id, order, sender=paul.account)
    return order


@pytest.fixture
def disputed(circle, fulfilled, alice) -> bytes:
    """Alice's order, fulfilled by Paul and disputed by her."""
    circle.catalog.dispute(alice.id, fulfilled, REASON, sender=alice.account)
    return fulfilled


@pytest.fixture
def arbiter(circle, viola) -> Person:
    """Viola, who has the role that may arbitrate, and no other."""
    let_arbiters(circle, circle.catalog, "arbitrate")
    make_arbiter(circle, viola)
    return viola
