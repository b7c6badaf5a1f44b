"""publishCharter, acceptCharter, acceptCharterBySig"""

import pytest

from ..circle import CHARTER, NOTHING, in_an_hour
from ..refusal import refused
from ..typed_data import sign

SECOND = b"\2" * 32


def sign_acceptance(circle, person, version, deadline):
    message = {"memberId": person.id, "version": version, "deadline": deadline}
    return sign(person.account, circle.members, "AcceptCharter", message)


@pytest.fixture
def second_charter(circle):
    circle.members.publishCharter(SECOND, sender=circle.admin)
    return 2


def test_charter__is_the_version_published_last(circle):
    assert tuple(circle.members.charter()) == (1, CHARTER)
    receipt = circle.members.publishCharter(SECOND, sender=circle.admin)
    assert receipt.events == [circle.members.CharterPublished(2, SECOND)]
    assert tuple(circle.members.charter()) == (2, SECOND)


def test_publish__binds_nobody_who_has_not_accepted(circle, second_charter, alice):
    assert circle.members.memberInfo(alice.id).charter == 1


def test_accept__the_present_version__is_kept(circle, second_charter, alice):
    receipt = circle.members.acceptCharter(alice.id, second_charter, sender=alice.account)
    assert receipt.events == [circle.members.CharterAccepted(alice.id, second_charter)]
    member = circle.members.memberInfo(alice.id)
    assert (member.charter, member.counter) == (second_charter, 0)


def test_accept__by_signature__is_kept_whoever_sends_it(circle, second_charter, alice, stranger):
    deadline = in_an_hour()
    signature = sign_acceptance(circle, alice, second_charter, deadline)
    receipt = circle.members.acceptCharterBySig(
        alice.id, second_charter, deadline, signature, sender=stranger.account
    )
    assert receipt.events == [circle.members.CharterAccepted(alice.id, second_charter)]
    assert circle.members.memberInfo(alice.id).charter == second_charter


@pytest.mark.parametrize("given", [0, 1, 3])
def test_accept__another_version__is_refused(circle, second_charter, alice, stranger, given):
    with refused(circle.members.Members_WrongCharter, given=given, current=second_charter):
        circle.members.acceptCharter(alice.id, given, sender=alice.account)
    deadline = in_an_hour()
    signature = sign_acceptance(circle, alice, given, deadline)
    with refused(circle.members.Members_WrongCharter, given=given, current=second_charter):
        circle.members.acceptCharterBySig(alice.id, given, deadline, signature, sender=stranger.account)


def test_accept__signed_for_another_version__is_refused(circle, second_charter, alice, stranger):
    deadline = in_an_hour()
    signature = sign_acceptance(circle, alice, 1, deadline)
    with refused(circle.members.Signature_Invalid, wallet=alice.address):
        circle.members.acceptCharterBySig(
            alice.id, second_charter, deadline, signature, sender=stranger.account
        )


def test_accept__by_another_member__is_refused(circle, second_charter, alice, bob):
    with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=bob.address):
        circle.members.acceptCharter(alice.id, second_charter, sender=bob.account)


def test_accept__signed_by_another_member__is_refused(circle, second_charter, alice, bob, stranger):
    deadline = in_an_hour()
    message = {"memberId": alice.id, "version": second_charter, "deadline": deadline}
    signature = sign(bob.account, circle.members, "AcceptCharter", message)
    with refused(circle.members.Signature_Invalid, wallet=alice.address):
        circle.members.acceptCharterBySig(
            alice.id, second_charter, deadline, signature, sender=stranger.account
        )


def test_accept__suspended__is_refused_at_both_doors(circle, second_charter, alice, stranger):
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=1):
        circle.members.acceptCharter(alice.id, second_charter, sender=alice.account)
    deadline = in_an_hour()
    signature = sign_acceptance(circle, alice, second_charter, deadline)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=1):
        circle.members.acceptCharterBySig(
            alice.id, second_charter, deadline, signature, sender=stranger.account
        )


def test_accept__for_a_number_without_a_wallet__is_refused(circle, second_charter, stranger):
    with refused(circle.members.Members_NotActivated, memberId=99):
        circle.members.acceptCharter(99, second_charter, sender=stranger.account)
    with refused(circle.members.Members_NotActivated, memberId=99):
        circle.members.acceptCharterBySig(99, second_charter, in_an_hour(), b"", sender=stranger.account)
