"""attest: each reason why a vote does not count, alone (refused) and among others (skipped, A26)"""

import pytest

from ..circle import at
from ..members.wallet_changes import start_rotation
from ..refusal import refused
from .deeds import (
    BUDGET,
    HELP,
    REWARD,
    TALKS,
    UNITS,
    Reason,
    Status,
    act,
    approve,
    budget_of,
    evidence,
    id_of,
    in_state,
    record,
    refused_alone_skipped_among_others,
    refuses,
    status_of,
    submit,
    vote,
)


def attest(circle, door, validator, votes, approves=True, programme_id=TALKS):
    return act(circle, door, "attest", validator, programme_id, approves, votes)


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
