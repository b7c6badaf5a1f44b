"""Caps: what a member submits or is recorded for in a period of a programme, whatever becomes of it

Periods are counted in days from 1970-01-01: a month of 30 days here.
"""

import pytest

from ..circle import DAY, at, now, open_programme
from .deeds import (
    BUDGET,
    HELP,
    RATE,
    REWARD,
    TALKS,
    UNITS,
    Reason,
    Status,
    act,
    budget_of,
    entry,
    evidence,
    id_of,
    refused_alone_skipped_among_others,
    refuses,
    status_of,
    submit,
    vote,
)

CAP = 3 * UNITS
MONTH = 30
CAPPED, CAPPED_HELP = 7, 8


@pytest.fixture(autouse=True)
def _capped(circle, vera, victor):
    terms = {"rate": RATE, "cap": CAP, "cap_period": MONTH, "budget": BUDGET}
    open_programme(circle, CAPPED, quorum=2, validators=[vera, victor], **terms)
    open_programme(circle, CAPPED_HELP, quorum=1, validators=[vera], **terms)


def used(circle, person, programme_id=CAPPED):
    return circle.registry.usedInPeriod(person.id, programme_id)


def next_period() -> int:
    """When the next period starts."""
    length = MONTH * DAY
    return (now() // length + 1) * length


def over(circle, person, number, left, programme_id=CAPPED):
    return refuses(circle, id_of(person, programme_id, evidence(number)), Reason.CAP, left)


@pytest.mark.parametrize("left", [UNITS - 1, UNITS, UNITS + 1])
def test_cap__around_what_is_left__is_kept(circle, door, alice, left):
    submit(circle, alice, programme_id=CAPPED, units=CAP - left)
    if left < UNITS:
        with over(circle, alice, 1, left):
            act(circle, door, "submit", alice, CAPPED, UNITS, evidence(1))
        assert used(circle, alice) == CAP - left
    else:
        act(circle, door, "submit", alice, CAPPED, UNITS, evidence(1))
        assert used(circle, alice) == CAP - left + UNITS


def test_cap__many_small_ones__are_counted_together(circle, alice):
    """A20: the number of submissions buys nothing."""
    for number in range(6):
        submit(circle, alice, number, programme_id=CAPPED, units=CAP // 6)
    with over(circle, alice, 6, 0):
        submit(circle, alice, 6, programme_id=CAPPED, units=1)


def test_cap__at_once_more_than_the_whole__is_refused(circle, alice):
    for units in (CAP + 1, 2**32 - 1):
        with over(circle, alice, 0, CAP):
            submit(circle, alice, programme_id=CAPPED, units=units)
    submit(circle, alice, programme_id=CAPPED, units=CAP)


def test_cap__withdrawn_or_rejected__stays_counted(circle, alice, vera, victor):
    """A20: nobody tries again and again until it passes."""
    submit(circle, alice, programme_id=CAPPED, units=CAP - UNITS)
    act(circle, "direct", "withdraw", alice, CAPPED, evidence())
    submit(circle, alice, 1, programme_id=CAPPED)
    for validator in (vera, victor):
        contribution = id_of(alice, CAPPED, evidence(1))
        act(circle, "direct", "attest", validator, CAPPED, False, [vote(contribution)])
    assert status_of(circle, contribution) == Status.REJECTED
    with over(circle, alice, 2, 0):
        submit(circle, alice, 2, programme_id=CAPPED, units=1)


@pytest.mark.parametrize("second", [-1, 0])
def test_cap__around_the_boundary_of_a_period__starts_again_with_it(circle, alice, second):
    """A20: the whole cap on either side of the boundary, and no more."""
    boundary = next_period()
    at(boundary - 100)
    submit(circle, alice, programme_id=CAPPED, units=CAP)
    at(boundary + second)
    if second < 0:
        with over(circle, alice, 1, 0):
            submit(circle, alice, 1, programme_id=CAPPED, units=1)
    else:
        submit(circle, alice, 1, programme_id=CAPPED, units=CAP)
        with over(circle, alice, 2, 0):
            submit(circle, alice, 2, programme_id=CAPPED, units=1)


def test_cap__is_a_members_and_a_programmes(circle, alice, bob):
    submit(circle, alice, programme_id=CAPPED, units=CAP)
    submit(circle, bob, programme_id=CAPPED, units=CAP)
    submit(circle, alice, programme_id=CAPPED_HELP, units=CAP)
    submit(circle, alice, programme_id=TALKS, units=2 * CAP)
    assert (used(circle, alice), used(circle, bob), used(circle, alice, TALKS)) == (CAP, CAP, 0)


def test_cap__records_count_like_submissions(circle, door, alice, vera):
    submit(circle, alice, programme_id=CAPPED, units=CAP - UNITS)
    act(circle, door, "record", vera, CAPPED, [entry(alice, 1)])
    with over(circle, alice, 2, 0):
        act(circle, door, "record", vera, CAPPED, [entry(alice, 2)])


def test_cap__in_a_batch__the_one_over_it_is_passed_over(circle, door, alice, bob, vera):
    """A20, A26: its reward, reserved at quorum one, is free again for the others."""
    submit(circle, bob, programme_id=CAPPED_HELP, units=CAP - UNITS + 1)
    expected = (id_of(bob, CAPPED_HELP, evidence(1)), Reason.CAP, UNITS - 1)

    def send(records):
        return act(circle, door, "record", vera, CAPPED_HELP, records)

    refused_alone_skipped_among_others(circle, send, entry(bob, 1), (entry(alice), entry(alice, 1)), expected)
    assert used(circle, alice, CAPPED_HELP) == 2 * UNITS
    assert budget_of(circle, CAPPED_HELP) == (BUDGET - 2 * REWARD, 2 * REWARD)


def test_cap__of_one_member_within_a_batch__is_counted_from_item_to_item(circle, door, alice, vera):
    """A20."""
    records = [entry(alice, number) for number in range(4)]
    act(circle, door, "record", vera, CAPPED_HELP, records)
    states = [status_of(circle, id_of(alice, CAPPED_HELP, evidence(number))) for number in range(4)]
    assert states == 3 * [Status.ACCEPTED] + [Status.NONE]
    assert used(circle, alice, CAPPED_HELP) == CAP


def test_cap__what_the_budget_refused__is_not_counted(circle, alice, vera):
    """A14: a record that fails leaves no trace in the cap."""
    circle.escrow.withdraw(CAPPED_HELP, BUDGET - REWARD + 1, sender=circle.admin)
    with refuses(circle, id_of(alice, CAPPED_HELP, evidence()), Reason.BUDGET, 1):
        act(circle, "direct", "record", vera, CAPPED_HELP, [entry(alice)])
    assert used(circle, alice, CAPPED_HELP) == 0


def test_cap__a_programme_without_one__counts_nothing(circle, alice):
    submit(circle, alice, programme_id=HELP, units=10**6)
    assert (used(circle, alice, HELP), used(circle, alice, 99)) == (0, 0)
