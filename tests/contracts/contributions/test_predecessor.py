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


# -- a registry that follows a follower ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def latest(accounts, successor, alice, vera) -> Circle:
    """The circle after the next."""
    after = deploy_circle(accounts[0], predecessor=successor.registry.address)
    admit(after, *accounts[1:7])
    open_programme(after, HELP, rate=RATE, quorum=1, validators=[vera], budget=BUDGET)
    return after


def known_as(registry, contribution):
    return Status(registry.statusOf(contribution))


def test_status__is_told_by_the_first_that_knows_it(circle, successor, latest, alice, vera):
    first, second, third, unknown = (id_of(alice, HELP, evidence(number)) for number in range(4))
    submit(circle, alice, 0, programme_id=HELP)
    record(successor, vera, alice, 1)
    record(latest, vera, alice, 2)
    told = [
        [known_as(each.registry, contribution) for contribution in (first, second, third, unknown)]
        for each in (circle, successor, latest)
    ]
    assert told == [
        [Status.PENDING, Status.NONE, Status.NONE, Status.NONE],
        [Status.PENDING, Status.ACCEPTED, Status.NONE, Status.NONE],
        [Status.PENDING, Status.ACCEPTED, Status.ACCEPTED, Status.NONE],
    ]
    # The contribution itself is kept by one alone.
    assert status_of(latest, first) == status_of(successor, first) == Status.NONE


def test_status__what_both_know__is_told_by_the_later(circle, successor, alice, vera):
    """Taken by the later one first: the earlier, which asks nobody, could still take it."""
    contribution = record(successor, vera, alice)
    submit(circle, alice, programme_id=HELP)
    assert known_as(successor.registry, contribution) == Status.ACCEPTED
    assert known_as(circle.registry, contribution) == Status.PENDING


@pytest.mark.parametrize("known_to", ["first", "second"])
def test_third__what_an_earlier_one_took__is_refused(
    circle, successor, latest, door, alice, bob, vera, known_to
):
    """A6: a second migration pays nothing again, of the first circle neither."""
    taken = record(circle if known_to == "first" else successor, vera, alice)
    expected = (taken, Reason.KNOWN_TO_PREDECESSOR, Status.ACCEPTED)
    with refuses(latest, *expected):
        act(latest, door, "submit", alice, HELP, UNITS, evidence())
    refused_alone_skipped_among_others(
        latest,
        lambda records: act(latest, door, "record", vera, HELP, records),
        entry(alice),
        (entry(alice, 1), entry(bob)),
        expected,
    )
    reward = RATE * UNITS
    assert budget_of(latest, HELP) == (BUDGET - 2 * reward, 2 * reward)


def test_third__what_the_first_barred__is_refused(circle, latest, alice):
    """A tombstone holds in all of them."""
    act(circle, "direct", "withdraw", alice, HELP, evidence())
    barred = id_of(alice, HELP, evidence())
    with refuses(latest, barred, Reason.KNOWN_TO_PREDECESSOR, Status.WITHDRAWN):
        submit(latest, alice, programme_id=HELP)
