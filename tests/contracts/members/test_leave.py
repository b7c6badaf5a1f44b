"""leave, comeBack: the member's own wallet only, so nothing signed before can be sent again (A28)."""

import pytest

from ..circle import NOTHING, admit
from ..refusal import refused
from .wallet_changes import Flag, counter_of


def test_leave__stops_acting_and_not_being_paid(circle, alice):
    receipt = circle.members.leaveCommunity(alice.id, sender=alice.account)
    assert receipt.events == [circle.members.MemberLeft(alice.id)]
    assert circle.members.memberInfo(alice.id).flags == Flag.LEFT
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=Flag.LEFT):
        circle.members.requireActor(alice.id, alice.account)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=Flag.LEFT):
        circle.members.signerOf(alice.id)
    assert circle.members.payeeOf(alice.id).wallet == alice.address


def test_come_back__acts_again_under_the_same_number(circle, alice):
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    receipt = circle.members.comeBack(alice.id, sender=alice.account)
    assert receipt.events == [circle.members.MemberReturned(alice.id)]
    assert circle.members.memberInfo(alice.id).flags == 0
    assert circle.members.signerOf(alice.id) == alice.address
    assert circle.members.memberOf(alice.account) == alice.id
    assert counter_of(circle, alice) == 2


def test_leave__twice__is_refused(circle, alice):
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    with refused(circle.members.Members_AlreadySo, memberId=alice.id, flags=Flag.LEFT):
        circle.members.leaveCommunity(alice.id, sender=alice.account)


def test_come_back__without_having_left__is_refused(circle, alice):
    with refused(circle.members.Members_AlreadySo, memberId=alice.id, flags=0):
        circle.members.comeBack(alice.id, sender=alice.account)


@pytest.mark.parametrize("action", ["leaveCommunity", "comeBack"])
def test_leave_and_come_back__by_somebody_else__are_refused(circle, alice, bob, stranger, action):
    for caller in (bob.account, stranger.account, circle.admin):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=caller.address):
            getattr(circle.members, action)(alice.id, sender=caller)


@pytest.mark.parametrize("member_id", [0, 99])
def test_leave__for_a_number_without_a_wallet__is_refused(circle, stranger, member_id):
    with refused(circle.members.Members_NotTheWallet, memberId=member_id, caller=stranger.address):
        circle.members.leaveCommunity(member_id, sender=stranger.account)


def test_leave__suspended__can_leave_and_come_back_but_stays_suspended(circle, alice):
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    both = Flag.SUSPENDED | Flag.LEFT
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=both):
        circle.members.signerOf(alice.id)
    circle.members.comeBack(alice.id, sender=alice.account)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=Flag.SUSPENDED):
        circle.members.signerOf(alice.id)


def test_leave__an_institution__keeps_its_kind(circle, spare):
    (member_id,) = admit(circle, spare[0], institution=True)
    circle.members.leaveCommunity(member_id, sender=spare[0])
    assert circle.members.memberInfo(member_id).flags == Flag.INSTITUTION | Flag.LEFT
    circle.members.comeBack(member_id, sender=spare[0])
    assert circle.members.memberInfo(member_id).flags == Flag.INSTITUTION
