"""Budgets: reserved when accepted, never over what is there; reserved is Σ of what is accepted and not paid"""

import pytest

from ..circle import at, fund
from ..refusal import refused
from .deeds import (
    BUDGET,
    HELP,
    REWARD,
    TALKS,
    WHY,
    Reason,
    Status,
    act,
    approve,
    budget_of,
    claim_times,
    entry,
    evidence,
    id_of,
    purse,
    record,
    refuses,
    reject,
    resolve,
    skipped,
    status_of,
    submit,
    vote,
)


def leave(circle, programme_id, amount):
    """Withdraws all of the budget but `amount`."""
    circle.escrow.withdraw(programme_id, budget_of(circle, programme_id)[0] - amount, sender=circle.admin)


@pytest.mark.parametrize("missing", [1, REWARD])
def test_attest__over_the_budget__says_what_is_missing(circle, door, vera, victor, pending, missing):
    """A14: the sponsor withdrew between submission and attestation; the votes before stay."""
    approve(circle, vera, pending)
    leave(circle, TALKS, REWARD - missing)
    with refuses(circle, pending, Reason.BUDGET, missing):
        act(circle, door, "attest", victor, TALKS, True, [vote(pending)])
    assert circle.registry.contributionInfo(pending).approvals == 0b1
    fund(circle, TALKS, missing)
    act(circle, door, "attest", victor, TALKS, True, [vote(pending)])
    assert budget_of(circle) == (0, REWARD)


def test_attest__below_the_quorum_and_rejecting__need_no_budget(circle, vera, victor, viola, pending):
    """A14: an empty budget stops no decision that costs nothing."""
    leave(circle, TALKS, 0)
    approve(circle, viola, pending)
    reject(circle, vera, pending)
    reject(circle, victor, pending)
    assert status_of(circle, pending) == Status.REJECTED


def test_attest__a_batch_beyond_the_budget__takes_what_fits(circle, door, alice, vera, victor):
    """A14, A26: the large one in the middle is passed over, the small one after it fits."""
    units = [100, 250, 50, 100]
    ids = [submit(circle, alice, number, units=amount) for number, amount in enumerate(units)]
    votes = [vote(contribution, amount) for contribution, amount in zip(ids, units, strict=True)]
    act(circle, door, "attest", vera, TALKS, True, votes)
    leave(circle, TALKS, 2 * REWARD)
    receipt = act(circle, door, "attest", victor, TALKS, True, votes)
    assert skipped(receipt) == [
        (ids[1], Reason.BUDGET, 3 * REWARD // 2),
        (ids[3], Reason.BUDGET, REWARD // 2),
    ]
    assert budget_of(circle) == (REWARD // 2, 3 * REWARD // 2)


def test_record__a_batch_beyond_the_budget__takes_what_fits(circle, door, alice, bob, vera):
    """A14, A26."""
    leave(circle, HELP, 2 * REWARD)
    records = [entry(alice), entry(bob), entry(alice, 1), entry(bob, 1, 1)]
    receipt = act(circle, door, "record", vera, HELP, records)
    assert skipped(receipt) == [
        (id_of(alice, HELP, evidence(1)), Reason.BUDGET, REWARD),
        (id_of(bob, HELP, evidence(1)), Reason.BUDGET, 10),
    ]
    assert budget_of(circle, HELP) == (0, 2 * REWARD)
    with refuses(circle, id_of(alice, HELP, evidence(1)), Reason.BUDGET, REWARD):
        act(circle, door, "record", vera, HELP, [entry(alice, 1)])
    fund(circle, HELP, REWARD)
    act(circle, door, "record", vera, HELP, [entry(alice, 1)])


def test_budget__another_programmes__is_not_touched(circle, vera, victor, pending):
    """A14."""
    leave(circle, TALKS, 0)
    approve(circle, vera, pending)
    with refuses(circle, pending, Reason.BUDGET, REWARD):
        approve(circle, victor, pending)
    assert budget_of(circle, HELP) == (BUDGET, 0)


def test_withdraw__of_what_is_reserved__is_refused(circle, alice, recorded):
    """A14, E2: the sponsor leaves with everything else, and the member is paid."""
    error = circle.escrow.Escrow_BudgetShort
    with refused(error, programmeId=HELP, asked=BUDGET, available=BUDGET - REWARD):
        circle.escrow.withdraw(HELP, BUDGET, sender=circle.admin)
    leave(circle, HELP, 0)
    at(claim_times(circle, recorded)[0])
    act(circle, "direct", "claim", alice, [recorded])
    assert (purse(circle, alice), budget_of(circle, HELP)) == (REWARD, (0, 0))


def test_reserved__is_the_sum_of_what_is_accepted_and_not_paid(circle, alice, bob, vera, stranger, arbiter):
    """E2: through every way in and out; at the end nothing is left."""
    kept, paid_, revoked, upheld, lapsed = [record(circle, vera, alice, number) for number in range(5)]
    reserved = []

    def note():
        available, now_reserved = budget_of(circle, HELP)
        reserved.append(now_reserved // REWARD)
        assert purse(circle, circle.escrow) == available + now_reserved + BUDGET

    note()
    for contribution in (revoked, upheld):
        act(circle, "direct", "challenge", vera, contribution, WHY)
    note()
    resolve(circle, arbiter, revoked, False)
    note()
    resolve(circle, arbiter, upheld, True)
    note()
    at(claim_times(circle, lapsed)[0])
    act(circle, "direct", "claim", alice, [paid_, upheld])
    note()
    at(claim_times(circle, kept)[1] - 1)
    act(circle, "direct", "claim", alice, [kept])
    note()
    at(claim_times(circle, lapsed)[1])
    circle.registry.lapse([lapsed], sender=stranger.account)
    note()
    assert reserved == [5, 5, 4, 4, 2, 1, 0]
    leave(circle, HELP, 0)
    leave(circle, TALKS, 0)
    assert purse(circle, circle.escrow) == 0
