"""A registry that follows another: what the first one knows, the second does not take a second time"""

import pytest

from ..circle import NOBODY, Circle, admit, deploy_circle, open_programme
from .deeds import (
    BUDGET,
    HELP,
    RATE,
    TALKS,
    UNITS,
    Reason,
    Status,
    act,
    budget_of,
    entry,
    evidence,
    id_of,
    record,
    refused_alone_skipped_among_others,
    refuses,
    status_of,
    submit,
)


@pytest.fixture(scope="module")
def successor(circle, accounts, alice, bob, vera) -> Circle:
    """The next circle: another set of contracts, the same people under the same numbers."""
    after = deploy_circle(accounts[0], predecessor=circle.registry.address)
    assert admit(after, *accounts[1:7])[:3] == [alice.id, bob.id, vera.id]
    open_programme(after, TALKS, rate=RATE, quorum=1, validators=[vera], budget=BUDGET)
    open_programme(after, HELP, rate=RATE, quorum=1, validators=[vera], budget=BUDGET)
    return after


def test_predecessor__is_what_the_view_shows(circle, successor):
    assert circle.registry.predecessor() == NOBODY
    assert successor.registry.predecessor() == circle.registry.address


def test_successor__what_was_submitted_before__is_refused(circle, successor, door, alice, pending):
    with refuses(successor, pending, Reason.KNOWN_TO_PREDECESSOR, Status.PENDING):
        act(successor, door, "submit", alice, TALKS, UNITS, evidence())
    act(successor, door, "submit", alice, TALKS, UNITS, evidence(1))


def test_successor__what_was_withdrawn_before__is_refused(circle, successor, alice):
    """A tombstone bars it in both."""
    act(circle, "direct", "withdraw", alice, TALKS, evidence())
    barred = id_of(alice, TALKS, evidence())
    with refuses(successor, barred, Reason.KNOWN_TO_PREDECESSOR, Status.WITHDRAWN):
        submit(successor, alice)


def test_successor__in_a_batch__what_was_accepted_before__is_passed_over(
    circle, successor, door, alice, bob, vera, recorded
):
    """A26: a migration's batch goes through, and reserves nothing twice."""
    expected = (recorded, Reason.KNOWN_TO_PREDECESSOR, Status.ACCEPTED)
    refused_alone_skipped_among_others(
        successor,
        lambda records: act(successor, door, "record", vera, HELP, records),
        entry(alice),
        (entry(alice, 1), entry(bob)),
        expected,
    )
    reward = RATE * UNITS
    assert budget_of(successor, HELP) == (BUDGET - 2 * reward, 2 * reward)


def test_successor__what_it_took__the_predecessor_does_not_know(circle, successor, alice, vera):
    """A limit: only the later one asks the earlier, whose programmes have to be closed."""
    record(successor, vera, alice)
    assert status_of(circle, id_of(alice, HELP, evidence())) == Status.NONE
