"""record, recordBySig: contributions for others, with the recording validator's approval

├── an empty batch, no seat → refused as a whole
├── nobody enrolled, one's own, no units, known, over the cap (test_caps.py) or the budget (test_budget.py)
│   → refused alone, skipped in a batch
└── pending with one vote; at quorum one accepted, its reward reserved
"""

from ..circle import at
from ..members.invitations import open_cohort
from ..members.wallet_changes import start_rotation
from ..refusal import refused
from .deeds import (
    BUDGET,
    HELP,
    REWARD,
    TALKS,
    UNITS,
    WHY,
    Outcome,
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
)


def sender(circle, door, validator, programme_id=HELP):
    return lambda records: act(circle, door, "record", validator, programme_id, records)


def test_record__at_quorum_one__is_accepted(circle, door, alice, bob, vera):
    ids = [id_of(alice, HELP, evidence()), id_of(bob, HELP, evidence(1))]
    receipt = sender(circle, door, vera)([entry(alice), entry(bob, 1, 5 * UNITS)])
    assert receipt.events == [
        circle.registry.ContributionSubmitted(ids[0], alice.id, HELP, UNITS, evidence()),
        circle.registry.ContributionAttested(ids[0], vera.id, Outcome.ACCEPTED),
        circle.registry.ContributionSubmitted(ids[1], bob.id, HELP, 5 * UNITS, evidence(1)),
        circle.registry.ContributionAttested(ids[1], vera.id, Outcome.ACCEPTED),
    ]
    info = circle.registry.contributionInfo(ids[1])
    assert (info.memberId, info.programmeId, info.units) == (bob.id, HELP, 5 * UNITS)
    assert (info.status, info.time) == (Status.ACCEPTED, receipt.timestamp)
    assert (info.approvals, info.rejections) == (1, 0)
    assert budget_of(circle, HELP) == (BUDGET - 6 * REWARD, 6 * REWARD)


def test_record__below_the_quorum__waits_for_another(circle, door, alice, victor, vera):
    recorded = id_of(alice, TALKS, evidence())
    receipt = sender(circle, door, victor, TALKS)([entry(alice)])
    assert receipt.events == [
        circle.registry.ContributionSubmitted(recorded, alice.id, TALKS, UNITS, evidence()),
        circle.registry.ContributionAttested(recorded, victor.id, Outcome.APPROVED),
    ]
    assert (circle.registry.contributionInfo(recorded).approvals, budget_of(circle)) == (0b10, (BUDGET, 0))
    act(circle, door, "attest", vera, TALKS, True, [{"id": recorded, "units": UNITS}])
    assert status_of(circle, recorded) == Status.ACCEPTED


def test_record__nothing__is_refused(circle, door, vera):
    with refused(circle.registry.Contributions_EmptyBatch):
        sender(circle, door, vera)([])


def test_record__without_a_seat_on_the_programme__is_refused(circle, door, alice, bob, victor):
    """A1: a member, a validator of another programme."""
    for person in (bob, victor):
        with refused(circle.registry.Contributions_NoSeat, programmeId=HELP, memberId=person.id):
            sender(circle, door, person)([entry(alice)])
    sender(circle, door, victor, TALKS)([entry(alice)])


def test_record__in_a_validators_name__is_refused(circle, alice, vera):
    with refused(circle.members.Members_NotTheWallet, memberId=vera.id, caller=alice.address):
        circle.registry.record(vera.id, HELP, [entry(alice)], sender=alice.account)


def test_record__somebody_without_a_wallet__is_taken(circle, door, vera):
    """The number is enough: who joins later finds it there."""
    open_cohort(circle, WHY, 1)
    dormant = circle.members.enrolled()
    sender(circle, door, vera)([entry(dormant)])
    assert status_of(circle, id_of(dormant, HELP, evidence())) == Status.ACCEPTED


def test_record__a_suspended_member_or_one_who_left__is_taken(circle, door, alice, bob, vera):
    """A29: what they did before is theirs."""
    circle.members.setSuspended(alice.id, True, WHY, sender=circle.admin)
    circle.members.leaveCommunity(bob.id, sender=bob.account)
    sender(circle, door, vera)([entry(alice), entry(bob)])
    assert budget_of(circle, HELP) == (BUDGET - 2 * REWARD, 2 * REWARD)


# -- each reason, alone and among others (A26) ------------------------------------------------------------------


def test_record__a_number_nobody_was_enrolled_under__is_passed_over(circle, door, alice, bob, vera):
    enrolled = circle.members.enrolled()
    for number, unknown in enumerate((0, enrolled + 1, 2**32 - 1)):
        expected = (id_of(unknown, HELP, evidence()), Reason.NOT_ENROLLED, enrolled)
        others = (entry(alice, 2 * number), entry(bob, 2 * number + 1))
        refused_alone_skipped_among_others(
            circle, sender(circle, door, vera), entry(unknown), others, expected
        )
    assert budget_of(circle, HELP)[1] == 6 * REWARD


def test_record__for_oneself__is_passed_over(circle, door, alice, bob, vera):
    """A8."""
    expected = (id_of(vera, HELP, evidence()), Reason.OWN_CONTRIBUTION, vera.id)
    others = (entry(alice, 1), entry(bob, 2))
    refused_alone_skipped_among_others(circle, sender(circle, door, vera), entry(vera), others, expected)
    assert status_of(circle, expected[0]) == Status.NONE


def test_record__for_oneself_after_a_rotation__is_refused(circle, vera, spare, stranger):
    """A8."""
    start_rotation(circle, vera, spare[0])
    at(circle.members.walletChange(vera.id).readyAt)
    circle.members.finishWalletChange(vera.id, sender=stranger.account)
    with refuses(circle, id_of(vera, HELP, evidence()), Reason.OWN_CONTRIBUTION, vera.id):
        circle.registry.record(vera.id, HELP, [entry(vera)], sender=spare[0])


def test_record__no_units__is_passed_over(circle, door, alice, bob, vera):
    expected = (id_of(alice, HELP, evidence()), Reason.NO_UNITS, 0)
    others = (entry(alice, 1), entry(bob, 2))
    refused_alone_skipped_among_others(
        circle, sender(circle, door, vera), entry(alice, units=0), others, expected
    )
    assert budget_of(circle, HELP)[1] == 2 * REWARD


def test_record__the_same_again__is_passed_over(circle, door, alice, bob, vera, recorded):
    """A6: a batch sent again after a crash records nothing twice."""
    expected = (recorded, Reason.STATE, Status.ACCEPTED)
    others = (entry(alice, 1), entry(bob, 2))
    refused_alone_skipped_among_others(circle, sender(circle, door, vera), entry(alice), others, expected)
    assert budget_of(circle, HELP)[1] == 3 * REWARD


def test_record__the_same_twice_in_one_batch__is_recorded_once(circle, door, alice, vera):
    """A6: at whatever units, the first counts, and only its reward is reserved."""
    sender(circle, door, vera)([entry(alice), entry(alice, units=3 * UNITS), entry(alice)])
    assert circle.registry.contributionInfo(id_of(alice, HELP, evidence())).units == UNITS
    assert budget_of(circle, HELP) == (BUDGET - REWARD, REWARD)
