"""submit, submitBySig

├── the programme not open (test_pause.py, test_close.py), no units, over the cap (test_caps.py),
│   known here (test_final.py) or to the predecessor (test_predecessor.py) → refused
├── somebody who may not act for the member → refused
└── pending, without a vote, nothing reserved
"""

import pytest

from ..circle import admit
from ..members.invitations import open_cohort
from ..members.wallet_changes import Flag
from ..refusal import refused
from .deeds import (
    BUDGET,
    HELP,
    TALKS,
    UNITS,
    WHY,
    Reason,
    Status,
    act,
    budget_of,
    evidence,
    id_of,
    in_state,
    purse,
    record,
    refuses,
    submit,
)


def test_submit__waits_for_votes(circle, door, alice):
    expected = id_of(alice, TALKS, evidence())
    assert bytes(circle.registry.contributionId(alice.id, TALKS, evidence())) == expected
    receipt = act(circle, door, "submit", alice, TALKS, UNITS, evidence())
    assert receipt.events == [
        circle.registry.ContributionSubmitted(expected, alice.id, TALKS, UNITS, evidence())
    ]
    info = circle.registry.contributionInfo(expected)
    assert (info.memberId, info.programmeId, info.units) == (alice.id, TALKS, UNITS)
    assert (info.status, info.time) == (Status.PENDING, receipt.timestamp)
    assert (info.approvals, info.rejections) == (0, 0)
    assert budget_of(circle) == (BUDGET, 0)


def test_submit__no_units__is_refused(circle, door, alice):
    with refuses(circle, id_of(alice, TALKS, evidence()), Reason.NO_UNITS, 0):
        act(circle, door, "submit", alice, TALKS, 0, evidence())
    act(circle, door, "submit", alice, TALKS, 1, evidence())


def test_submit__the_same_evidence_again__is_refused(circle, door, alice, pending):
    """A6: also at other units, which are no part of what is counted once."""
    for units in (UNITS, UNITS + 1):
        with in_state(circle, pending, Status.PENDING):
            act(circle, door, "submit", alice, TALKS, units, evidence())
    submit(circle, alice, 1)


def test_submit__the_same_evidence_by_another_or_elsewhere__is_seen_as_the_same(circle, alice, bob, pending):
    """A6: a limit; three contributions, whose events show validators one and the same hash."""
    others = [submit(circle, bob), submit(circle, alice, programme_id=HELP)]
    assert len({pending, *others}) == 3
    log = circle.registry.ContributionSubmitted.query("*", start_block=0)
    assert list(log["event_arguments"].map(lambda fields: bytes(fields["evidence"])))[-3:] == 3 * [evidence()]


def test_submit__the_same_evidence_that_was_recorded__is_refused(circle, door, alice, recorded):
    """A6, A26: whoever comes first; the member is not credited twice."""
    with in_state(circle, recorded, Status.ACCEPTED):
        act(circle, door, "submit", alice, HELP, UNITS, evidence())


def test_submit__for_another_member__is_refused(circle, alice, bob, stranger):
    for sender in (bob, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=sender.address):
            circle.registry.submit(alice.id, TALKS, UNITS, evidence(), sender=sender.account)


def test_submit__for_a_number_without_a_wallet__is_refused(circle, stranger):
    open_cohort(circle, WHY, 1)
    dormant = circle.members.enrolled()
    for member_id in (0, dormant, dormant + 1):
        with refused(circle.members.Members_NotActivated, memberId=member_id):
            circle.registry.submit(member_id, TALKS, UNITS, evidence(), sender=stranger.account)


@pytest.mark.parametrize("flag", [Flag.SUSPENDED, Flag.LEFT])
@pytest.mark.parametrize("action", ["submit", "withdraw"])
def test_member_who_may_not_act__submits_and_withdraws_nothing(circle, door, alice, pending, flag, action):
    if flag is Flag.SUSPENDED:
        circle.members.setSuspended(alice.id, True, WHY, sender=circle.admin)
    else:
        circle.members.leaveCommunity(alice.id, sender=alice.account)
    arguments = (TALKS, UNITS, evidence(1)) if action == "submit" else (TALKS, evidence())
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=flag):
        act(circle, door, action, alice, *arguments)


def test_submit__units_that_do_not_fit__are_refused(circle, alice):
    """E19: a field wider than its type is not taken for its low bits."""
    data = bytearray(circle.registry.submit.encode_input(alice.id, TALKS, UNITS, evidence()))
    units_at = 4 + 3 * 32 - 5
    data[units_at] = 1
    with pytest.raises(Exception, match=r"reverted|failed"):
        alice.account.transfer(circle.registry, 0, data=bytes(data), gas=500_000)
    assert circle.registry.contributionInfo(id_of(alice, TALKS, evidence())).status == Status.NONE


def test_submit__a_member_of_an_institution__is_taken(circle, spare):
    (school,) = admit(circle, spare[0], institution=True)
    circle.registry.submit(school, TALKS, UNITS, evidence(), sender=spare[0])


def test_submit__recorded_meanwhile_for_another__does_not_stand_in_the_way(circle, alice, bob, vera):
    """A26: an id is the member's: nobody takes the evidence of another away."""
    record(circle, vera, bob)
    submit(circle, alice, programme_id=HELP)
    assert purse(circle, alice) == 0
