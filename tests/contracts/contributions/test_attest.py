"""attest, attestBySig: a seat's vote over (contribution, units), one way or the other, once

├── an empty batch, no seat, another programme's contribution → refused as a whole
├── not pending (test_final.py), other units, one's own, voted before, over the budget → refused alone, skipped in a batch
└── counted; at the quorum accepted, its reward reserved, or rejected
"""

import pytest

from ..circle import DAY, at, open_programme
from ..members.wallet_changes import start_rotation
from ..refusal import refused
from .deeds import (
    BUDGET,
    CLAIM_WITHIN,
    HELP,
    REWARD,
    TALKS,
    UNITS,
    WINDOW,
    Reason,
    Status,
    act,
    approve,
    budget_of,
    claim_times,
    evidence,
    id_of,
    in_state,
    record,
    refused_alone_skipped_among_others,
    refuses,
    reject,
    status_of,
    submit,
    vote,
)


def attest(circle, door, validator, votes, approves=True, programme_id=TALKS):
    return act(circle, door, "attest", validator, programme_id, approves, votes)


def test_attest__below_and_at_the_quorum__accepts(circle, door, vera, victor, pending):
    first = attest(circle, door, vera, [vote(pending)])
    assert first.events == [circle.registry.ContributionAttested(pending, vera.id, True, Status.PENDING)]
    assert (status_of(circle, pending), budget_of(circle)) == (Status.PENDING, (BUDGET, 0))
    assert claim_times(circle, pending) == (0, 0)
    second = attest(circle, door, victor, [vote(pending)])
    assert second.events == [circle.registry.ContributionAttested(pending, victor.id, True, Status.ACCEPTED)]
    info = circle.registry.contributionInfo(pending)
    assert (info.status, info.time, info.units) == (Status.ACCEPTED, second.timestamp, UNITS)
    assert (info.approvals, info.rejections) == (0b11, 0)
    assert budget_of(circle) == (BUDGET - REWARD, REWARD)
    claimable = second.timestamp + WINDOW
    assert claim_times(circle, pending) == (claimable, claimable + CLAIM_WITHIN * DAY)


def test_attest__rejections_at_the_quorum__reject(circle, door, vera, victor, viola, pending):
    approve(circle, viola, pending)
    attest(circle, door, vera, [vote(pending)], False)
    assert status_of(circle, pending) == Status.PENDING
    receipt = attest(circle, door, victor, [vote(pending)], False)
    assert receipt.events == [
        circle.registry.ContributionAttested(pending, victor.id, False, Status.REJECTED)
    ]
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


# -- each reason, alone and among others (A26) ------------------------------------------------------------------


@pytest.fixture
def two(circle, alice, bob) -> tuple[dict, dict]:
    """Two more contributions to vote on."""
    return vote(submit(circle, alice, 1)), vote(submit(circle, bob, 2))


def sender(circle, door, validator, approves=True):
    return lambda votes: attest(circle, door, validator, votes, approves)


def counted(receipt):
    return [bytes(event.id) for event in receipt.events if event.event_name == "ContributionAttested"]


def test_attest__stale_on_purpose__stops_nothing_else(circle, door, alice, vera, two, pending):
    """A26: withdrawn just before the batch."""
    act(circle, "direct", "withdraw", alice, TALKS, evidence())
    expected = (pending, Reason.STATE, Status.WITHDRAWN)
    send = sender(circle, door, vera)
    receipt = refused_alone_skipped_among_others(circle, send, vote(pending), two, expected)
    assert counted(receipt) == [two[0]["id"], two[1]["id"]]


def test_attest__what_nobody_submitted__is_passed_over(circle, door, alice, vera, two):
    unknown = id_of(alice, TALKS, evidence(9))
    expected = (unknown, Reason.STATE, Status.NONE)
    refused_alone_skipped_among_others(circle, sender(circle, door, vera), vote(unknown), two, expected)


@pytest.mark.parametrize(("units", "approves"), [(1, True), (UNITS + 1, True), (UNITS - 1, False)])
def test_attest__over_other_units__is_passed_over(circle, vera, two, pending, units, approves):
    """A22."""
    expected = (pending, Reason.UNITS, UNITS)
    send = sender(circle, "direct", vera, approves)
    refused_alone_skipped_among_others(circle, send, vote(pending, units), two, expected)
    assert circle.registry.contributionInfo(pending).approvals == 0


def test_attest__ones_own__is_passed_over(circle, door, vera, two):
    """A8: neither way; another validator decides."""
    own = submit(circle, vera)
    expected = (own, Reason.OWN_CONTRIBUTION, vera.id)
    receipt = refused_alone_skipped_among_others(circle, sender(circle, door, vera), vote(own), two, expected)
    assert counted(receipt) == [two[0]["id"], two[1]["id"]]
    with refuses(circle, *expected):
        attest(circle, door, vera, [vote(own)], False)


def test_attest__ones_own_after_a_rotation__is_refused(circle, vera, victor, viola, spare, stranger):
    """A8: the number is the same, whatever the wallet."""
    own = submit(circle, vera)
    start_rotation(circle, vera, spare[0])
    at(circle.members.walletChange(vera.id).readyAt)
    circle.members.finishWalletChange(vera.id, sender=stranger.account)
    with refuses(circle, own, Reason.OWN_CONTRIBUTION, vera.id):
        circle.registry.attest(vera.id, TALKS, True, [vote(own)], sender=spare[0])
    with refused(circle.members.Members_NotTheWallet, memberId=vera.id, caller=vera.address):
        approve(circle, vera, own)
    approve(circle, victor, own)
    approve(circle, viola, own)
    assert status_of(circle, own) == Status.ACCEPTED


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_attest__a_second_time__is_passed_over(circle, vera, two, pending, first, second):
    """A4: in another call, by signature after calling, or the other way round."""
    attest(circle, "direct", vera, [vote(pending)], first)
    before = circle.registry.contributionInfo(pending)
    expected = (pending, Reason.ALREADY_VOTED, 0)
    send = sender(circle, "signed", vera, second)
    refused_alone_skipped_among_others(circle, send, vote(pending), two, expected)
    assert circle.registry.contributionInfo(pending) == before


def test_attest__twice_in_one_batch__counts_once(circle, door, victor, pending):
    """A4: at a quorum of two, one validator is not enough."""
    receipt = attest(circle, door, victor, [vote(pending), vote(pending)])
    assert counted(receipt) == [pending]
    info = circle.registry.contributionInfo(pending)
    assert (info.status, info.approvals) == (Status.PENDING, 0b10)


def test_attest__twice_in_one_batch_at_the_quorum__reserves_once(circle, door, alice, vera):
    """A4."""
    helped = submit(circle, alice, programme_id=HELP)
    attest(circle, door, vera, [vote(helped), vote(helped)], programme_id=HELP)
    assert budget_of(circle, HELP) == (BUDGET - REWARD, REWARD)


def test_attest__what_a_record_approved__is_a_second_vote(circle, door, alice, vera, victor):
    """A4: a record is its validator's approval."""
    recorded = record(circle, vera, alice, programme_id=TALKS)
    with refuses(circle, recorded, Reason.ALREADY_VOTED, 0):
        attest(circle, door, vera, [vote(recorded)])
    attest(circle, door, victor, [vote(recorded)])
    assert status_of(circle, recorded) == Status.ACCEPTED


def test_attest__after_the_decision__is_refused(circle, door, viola, accepted):
    with in_state(circle, accepted, Status.ACCEPTED):
        attest(circle, door, viola, [vote(accepted)])
