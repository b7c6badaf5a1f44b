"""admit: wallets that are known and that consent, each to its number."""

import pytest

from ..circle import NOBODY, admit, in_an_hour, join_message, now
from ..refusal import refused
from ..typed_data import sign
from .wallet_changes import Flag


def admission(circle, member_id, wallet, deadline, *, institution=False, signed_instead=None):
    message = join_message(member_id, wallet, deadline) | (signed_instead or {})
    return (wallet.address, institution, sign(wallet, circle.members, "Join", message))


def test_admit__with_consents__binds_the_wallets_to_the_next_ids(circle, spare):
    first, deadline = circle.members.enrolled() + 1, in_an_hour()
    admissions = [
        admission(circle, first, spare[0], deadline),
        admission(circle, first + 1, spare[1], deadline, institution=True),
    ]
    receipt = circle.members.admit(first, admissions, deadline, sender=circle.admin)
    event = circle.members.MemberActivated
    assert receipt.events == [
        event(first, spare[0].address, 0, 0, 1, 0, NOBODY),
        event(first + 1, spare[1].address, 0, 0, 1, Flag.INSTITUTION, NOBODY),
    ]
    member, institution = circle.members.memberInfo(first), circle.members.memberInfo(first + 1)
    assert (member.wallet, member.flags) == (spare[0].address, 0)
    assert (institution.wallet, institution.flags) == (spare[1].address, Flag.INSTITUTION)
    assert (member.since, member.referrer, member.charter, member.counter) == (receipt.timestamp, 0, 1, 0)
    assert circle.members.memberOf(spare[1]) == first + 1
    assert circle.members.enrolled() == first + 1


def test_admit__nobody__gives_no_number(circle):
    enrolled = circle.members.enrolled()
    circle.members.admit(enrolled + 1, [], in_an_hour(), sender=circle.admin)
    assert circle.members.enrolled() == enrolled


@pytest.mark.parametrize("off", [-1, 1])
def test_admit__another_first_id__is_refused(circle, spare, off):
    expected, deadline = circle.members.enrolled() + 1, in_an_hour()
    given = expected + off
    admissions = [admission(circle, given, spare[0], deadline)]
    with refused(circle.members.Members_WrongFirstId, given=given, expected=expected):
        circle.members.admit(given, admissions, deadline, sender=circle.admin)


@pytest.mark.parametrize(
    "change",
    [
        {"memberId": 99},
        {"charter": 2},
        {"recoveryKey": "0x" + "11" * 20},
        {"deadline": 1},
        {"wallet": NOBODY},
    ],
    ids=lambda change: next(iter(change)),
)
def test_admit__consent_to_something_else__is_refused(circle, spare, change):
    first, deadline = circle.members.enrolled() + 1, in_an_hour()
    admissions = [admission(circle, first, spare[0], deadline, signed_instead=change)]
    with refused(circle.members.Signature_Invalid, wallet=spare[0].address):
        circle.members.admit(first, admissions, deadline, sender=circle.admin)


def test_admit__somebody_elses_wallet__is_refused(circle, spare):
    """A23: nobody is made a member without their wallet's consent."""
    first, deadline = circle.members.enrolled() + 1, in_an_hour()
    _, _, consent = admission(circle, first, spare[1], deadline)
    with refused(circle.members.Signature_Invalid, wallet=spare[0].address):
        circle.members.admit(first, [(spare[0].address, False, consent)], deadline, sender=circle.admin)


def test_admit__no_consent_from_another_wallet__is_refused(circle, spare):
    first = circle.members.enrolled() + 1
    with refused(circle.members.Signature_Invalid, wallet=spare[0].address):
        circle.members.admit(first, [(spare[0].address, False, b"")], in_an_hour(), sender=circle.admin)


def test_admit__the_admins_own_wallet__needs_no_signature(circle):
    first = circle.members.enrolled() + 1
    circle.members.admit(first, [(circle.admin.address, False, b"")], in_an_hour(), sender=circle.admin)
    assert circle.members.memberOf(circle.admin) == first


def test_admit__a_members_wallet__is_refused(circle, alice):
    """A18: one wallet, one member."""
    first, deadline = circle.members.enrolled() + 1, in_an_hour()
    admissions = [admission(circle, first, alice.account, deadline)]
    with refused(circle.members.Members_WalletTaken, wallet=alice.address, memberId=alice.id):
        circle.members.admit(first, admissions, deadline, sender=circle.admin)


def test_admit__the_wallet_of_somebody_who_left__is_refused(circle, alice):
    """A18: a wallet never moves to a second member."""
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    first, deadline = circle.members.enrolled() + 1, in_an_hour()
    admissions = [admission(circle, first, alice.account, deadline)]
    with refused(circle.members.Members_WalletTaken, wallet=alice.address, memberId=alice.id):
        circle.members.admit(first, admissions, deadline, sender=circle.admin)


def test_admit__one_wallet_twice_in_a_batch__is_refused(circle, spare):
    first, deadline = circle.members.enrolled() + 1, in_an_hour()
    admissions = [admission(circle, first + i, spare[0], deadline) for i in range(2)]
    with refused(circle.members.Members_WalletTaken, wallet=spare[0].address, memberId=first):
        circle.members.admit(first, admissions, deadline, sender=circle.admin)


def test_admit__after_the_deadline__is_refused(circle, spare):
    first, deadline = circle.members.enrolled() + 1, now() - 1
    admissions = [admission(circle, first, spare[0], deadline)]
    with refused(circle.members.Signature_Expired, deadline=deadline):
        circle.members.admit(first, admissions, deadline, sender=circle.admin)


def test_admit__consents_sent_a_second_time__are_refused(circle, spare):
    first, deadline = circle.members.enrolled() + 1, in_an_hour()
    admissions = [admission(circle, first, spare[0], deadline)]
    circle.members.admit(first, admissions, deadline, sender=circle.admin)
    with refused(circle.members.Members_WrongFirstId, given=first, expected=first + 1):
        circle.members.admit(first, admissions, deadline, sender=circle.admin)


def test_admit__again_after_others__goes_on_counting(circle, spare):
    first = circle.members.enrolled() + 1
    assert admit(circle, spare[0]) == [first]
    assert admit(circle, spare[1], spare[2]) == [first + 1, first + 2]
