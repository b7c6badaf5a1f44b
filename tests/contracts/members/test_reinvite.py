"""reinvite

├── a number never given out → refused
├── bound already → refused
└── dormant → the new key works from RECOVERY_DELAY on, without a proof; the old one while its cohort is open
"""

import pytest

from ..circle import NOBODY, RECOVERY_DELAY, at, now
from ..refusal import refused
from .invitations import answer, invite


@pytest.fixture
def dormant(circle, spare):
    """An invitation that was not used, and whose cohort is closed."""
    (invitation,) = invite(circle, spare[0])
    circle.members.closeCohort(invitation.cohort_id, sender=circle.admin)
    return invitation


def with_key(circle, invitation, key, wallet, deadline=None):
    """The re-invitation used: another key, no proof."""
    again = type(invitation)(invitation.cohort_id, invitation.member_id, key, [])
    return answer(circle, again, wallet, deadline=deadline)


def test_reinvite__names_the_key_and_when_it_works(circle, dormant, spare):
    receipt = circle.members.reinvite(dormant.member_id, spare[1], sender=circle.admin)
    valid_from = receipt.timestamp + RECOVERY_DELAY
    assert receipt.events == [circle.members.Reinvited(dormant.member_id, spare[1].address, valid_from)]
    assert tuple(circle.members.reinvitationOf(dormant.member_id)) == (spare[1].address, valid_from)


def test_reinvitation_of__somebody_invited_once__is_nothing(circle, dormant):
    for member_id in (dormant.member_id, 0, 99):
        assert tuple(circle.members.reinvitationOf(member_id)) == (NOBODY, 0)


def test_reinvite__the_key_one_second_early__is_refused(circle, dormant, spare, stranger):
    receipt = circle.members.reinvite(dormant.member_id, spare[1], sender=circle.admin)
    valid_from = receipt.timestamp + RECOVERY_DELAY
    used = with_key(circle, dormant, spare[1], spare[2], deadline=valid_from)
    at(valid_from - 1)
    with refused(circle.members.Members_InviteNotYet, memberId=dormant.member_id, validFrom=valid_from):
        used.send(circle, stranger.account)


@pytest.mark.parametrize("after", [0, 1])
def test_reinvite__the_key_after_the_delay__activates(circle, dormant, spare, stranger, after):
    receipt = circle.members.reinvite(dormant.member_id, spare[1], sender=circle.admin)
    valid_from = receipt.timestamp + RECOVERY_DELAY
    used = with_key(circle, dormant, spare[1], spare[2], deadline=valid_from + after)
    at(valid_from + after)
    receipt = used.send(circle, stranger.account)
    assert receipt.events == [
        circle.members.MemberActivated(dormant.member_id, spare[2].address, 0, 0, 1, 0, NOBODY)
    ]
    assert circle.members.memberInfo(dormant.member_id).wallet == spare[2].address


def test_reinvite__the_first_key_while_its_cohort_is_open__still_works_and_names_it(circle, spare, stranger):
    (invitation,) = invite(circle, spare[0])
    circle.members.reinvite(invitation.member_id, spare[1], sender=circle.admin)
    at(now() + RECOVERY_DELAY)
    receipt = answer(circle, invitation, spare[2]).send(circle, stranger.account)
    event = circle.members.MemberActivated
    cohort = invitation.cohort_id
    assert receipt.events == [event(invitation.member_id, spare[2].address, cohort, 0, 1, 0, NOBODY)]


def test_reinvite__the_key_for_another_number__is_refused(circle, dormant, spare, stranger):
    (other,) = invite(circle, spare[4])
    circle.members.reinvite(dormant.member_id, spare[1], sender=circle.admin)
    at(now() + RECOVERY_DELAY)
    with refused(circle.members.Members_NotInvited, memberId=other.member_id, inviteKey=spare[1].address):
        with_key(circle, other, spare[1], spare[2]).send(circle, stranger.account)


def test_reinvite__the_old_key_after_the_cohort_closed__stays_refused(circle, dormant, spare, stranger):
    circle.members.reinvite(dormant.member_id, spare[1], sender=circle.admin)
    with refused(circle.members.Members_CohortClosed, cohortId=dormant.cohort_id):
        answer(circle, dormant, spare[2]).send(circle, stranger.account)


def test_reinvite__a_second_time__replaces_the_key(circle, dormant, spare, stranger):
    circle.members.reinvite(dormant.member_id, spare[1], sender=circle.admin)
    circle.members.reinvite(dormant.member_id, spare[2], sender=circle.admin)
    at(now() + RECOVERY_DELAY)
    with refused(circle.members.Members_CohortClosed, cohortId=dormant.cohort_id):
        with_key(circle, dormant, spare[1], spare[3]).send(circle, stranger.account)


def test_reinvite__no_key__takes_the_re_invitation_back(circle, dormant, spare, stranger):
    circle.members.reinvite(dormant.member_id, spare[1], sender=circle.admin)
    circle.members.reinvite(dormant.member_id, NOBODY, sender=circle.admin)
    at(now() + RECOVERY_DELAY)
    used = with_key(circle, dormant, spare[1], spare[3])
    with refused(circle.members.Members_CohortClosed, cohortId=dormant.cohort_id):
        used.send(circle, stranger.account)
    used.activation["inviteKey"] = NOBODY
    with refused(circle.members.Members_CohortClosed, cohortId=dormant.cohort_id):
        used.send(circle, stranger.account)


def test_reinvite__somebody_with_a_wallet__is_refused(circle, alice, spare):
    """A21: what waits for a member cannot be collected with a new key."""
    with refused(circle.members.Members_AlreadyActivated, memberId=alice.id, wallet=alice.address):
        circle.members.reinvite(alice.id, spare[1], sender=circle.admin)


def test_reinvite__the_invitation_used_meanwhile__the_new_key_is_refused(circle, spare, stranger):
    """The one who was invited first has the whole delay to use their own invitation."""
    (invitation,) = invite(circle, spare[0])
    circle.members.reinvite(invitation.member_id, spare[1], sender=circle.admin)
    answer(circle, invitation, spare[2]).send(circle, stranger.account)
    at(now() + RECOVERY_DELAY)
    with refused(
        circle.members.Members_AlreadyActivated, memberId=invitation.member_id, wallet=spare[2].address
    ):
        with_key(circle, invitation, spare[1], spare[3]).send(circle, stranger.account)


@pytest.mark.parametrize("off", ["zero", "beyond"])
def test_reinvite__a_number_never_given_out__is_refused(circle, spare, off):
    enrolled = circle.members.enrolled()
    member_id = {"zero": 0, "beyond": enrolled + 1}[off]
    with refused(circle.members.Members_NotEnrolled, memberId=member_id, enrolled=enrolled):
        circle.members.reinvite(member_id, spare[1], sender=circle.admin)
