"""attest, attestBySig: a seat's vote over (contribution, units), one way or the other, once

├── an empty batch, no seat, another programme's contribution → refused as a whole
├── not pending (test_final.py), other units, one's own, voted before (test_attest_in_batches.py),
│   over the budget (test_budget.py) → refused alone, skipped in a batch
└── counted; at the quorum accepted, its reward reserved, or rejected
"""

from ..circle import DAY, open_programme
from ..refusal import refused
from .deeds import (
    BUDGET,
    CLAIM_WITHIN,
    HELP,
    REWARD,
    TALKS,
    UNITS,
    WINDOW,
    Outcome,
    Status,
    act,
    approve,
    budget_of,
    claim_times,
    evidence,
    reject,
    status_of,
    submit,
    vote,
)


def attest(circle, door, validator, votes, approves=True, programme_id=TALKS):
    return act(circle, door, "attest", validator, programme_id, approves, votes)


def test_attest__below_and_at_the_quorum__accepts(circle, door, vera, victor, pending):
    first = attest(circle, door, vera, [vote(pending)])
    assert first.events == [circle.registry.ContributionAttested(pending, vera.id, Outcome.APPROVED)]
    assert (status_of(circle, pending), budget_of(circle)) == (Status.PENDING, (BUDGET, 0))
    assert claim_times(circle, pending) == (0, 0)
    second = attest(circle, door, victor, [vote(pending)])
    assert second.events == [circle.registry.ContributionAttested(pending, victor.id, Outcome.ACCEPTED)]
    info = circle.registry.contributionInfo(pending)
    assert (info.status, info.time, info.units) == (Status.ACCEPTED, second.timestamp, UNITS)
    assert (info.approvals, info.rejections) == (0b11, 0)
    assert budget_of(circle) == (BUDGET - REWARD, REWARD)
    claimable = second.timestamp + WINDOW
    assert claim_times(circle, pending) == (claimable, claimable + CLAIM_WITHIN * DAY)


def test_attest__rejections_at_the_quorum__reject(circle, door, vera, victor, viola, pending):
    approve(circle, viola, pending)
    first = attest(circle, door, vera, [vote(pending)], False)
    assert first.events == [circle.registry.ContributionAttested(pending, vera.id, Outcome.OPPOSED)]
    assert status_of(circle, pending) == Status.PENDING
    receipt = attest(circle, door, victor, [vote(pending)], False)
    assert receipt.events == [circle.registry.ContributionAttested(pending, victor.id, Outcome.REJECTED)]
    info = circle.registry.contributionInfo(pending)
    assert (info.approvals, info.rejections) == (0b100, 0b11)
    assert budget_of(circle) == (BUDGET, 0)


def test_attest__votes_that_differ__wait_for_more(circle, vera, victor, viola, pending):
    approve(circle, vera, pending)
    reject(circle, victor, pending)
    assert status_of(circle, pending) == Status.PENDING
    approve(circle, viola, pending)
    assert status_of(circle, pending) == Status.ACCEPTED


def test_attest__nothing__is_refused(circle, door, vera):
    for approves in (True, False):
        with refused(circle.registry.Contributions_EmptyBatch):
            attest(circle, door, vera, [], approves)


def test_attest__without_a_seat_on_the_programme__is_refused(
    circle, door, alice, paul, vera, victor, pending
):
    """A1: a member, a validator of another programme, somebody whose programme it is not."""
    open_programme(circle, 7, quorum=1, validators=[paul])
    for person in (paul, alice):
        with refused(circle.registry.Contributions_NoSeat, programmeId=TALKS, memberId=person.id):
            attest(circle, door, person, [vote(pending)])
    helped = submit(circle, alice, programme_id=HELP)
    with refused(circle.registry.Contributions_NoSeat, programmeId=HELP, memberId=victor.id):
        attest(circle, door, victor, [vote(helped)], programme_id=HELP)
    attest(circle, door, vera, [vote(helped)], programme_id=HELP)


def test_attest__a_contribution_of_another_programme__is_refused_as_a_whole(
    circle, door, alice, paul, vera, pending
):
    """A1: a seat in one's own programme decides nothing in another, hidden among one's own items."""
    open_programme(circle, 7, quorum=1, validators=[paul])
    own = submit(circle, alice, programme_id=7)
    for votes in ([vote(pending)], [vote(own), vote(pending)]):
        with refused(circle.registry.Contributions_MixedProgrammes, id=pending, programmeId=TALKS):
            attest(circle, door, paul, votes, programme_id=7)
    assert status_of(circle, own) == Status.PENDING
    attest(circle, door, vera, [vote(pending)])


def test_attest__by_somebody_in_a_validators_name__is_refused(circle, alice, vera, pending):
    with refused(circle.members.Members_NotTheWallet, memberId=vera.id, caller=alice.address):
        circle.registry.attest(vera.id, TALKS, True, [vote(pending)], sender=alice.account)


def test_attest__by_a_suspended_validator__is_refused(circle, door, vera, pending):
    circle.members.setSuspended(vera.id, True, evidence(), sender=circle.admin)
    with refused(circle.members.Members_MayNotAct, memberId=vera.id, flags=1):
        attest(circle, door, vera, [vote(pending)])
    circle.members.setSuspended(vera.id, False, evidence(), sender=circle.admin)
    attest(circle, door, vera, [vote(pending)])
