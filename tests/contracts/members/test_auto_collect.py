"""setAutoCollect, setAutoCollectBySig"""

import pytest

from ..circle import NOTHING, in_an_hour
from ..refusal import refused
from ..typed_data import sign
from .wallet_changes import Flag, counter_of


def sign_auto_collect(circle, person, on, counter, deadline):
    message = {"memberId": person.id, "on": on, "counter": counter, "deadline": deadline}
    return sign(person.account, circle.members, "AutoCollect", message)


def test_auto_collect__on_and_off__is_what_the_payee_shows(circle, alice):
    assert tuple(circle.members.payeeOf(alice.id)) == (alice.address, False)
    receipt = circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    assert receipt.events == [circle.members.AutoCollectSet(alice.id, True)]
    assert tuple(circle.members.payeeOf(alice.id)) == (alice.address, True)
    assert circle.members.memberInfo(alice.id).flags == Flag.AUTO_COLLECT
    receipt = circle.members.setAutoCollect(alice.id, False, sender=alice.account)
    assert receipt.events == [circle.members.AutoCollectSet(alice.id, False)]
    assert tuple(circle.members.payeeOf(alice.id)) == (alice.address, False)
    assert counter_of(circle, alice) == 2


@pytest.mark.parametrize("on", [False, True])
def test_auto_collect__as_it_is_already__is_refused(circle, alice, on):
    if on:
        circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    flags = Flag.AUTO_COLLECT if on else 0
    with refused(circle.members.Members_AlreadySo, memberId=alice.id, flags=flags):
        circle.members.setAutoCollect(alice.id, on, sender=alice.account)


def test_auto_collect__by_signature__is_set_whoever_sends_it(circle, alice, stranger):
    deadline = in_an_hour()
    signature = sign_auto_collect(circle, alice, True, 0, deadline)
    receipt = circle.members.setAutoCollectBySig(
        alice.id, True, 0, deadline, signature, sender=stranger.account
    )
    assert receipt.events == [circle.members.AutoCollectSet(alice.id, True)]
    assert counter_of(circle, alice) == 1


def test_auto_collect__a_signature_sent_again_after_it_was_turned_off__is_refused(circle, alice, stranger):
    """A28."""
    deadline = in_an_hour()
    signature = sign_auto_collect(circle, alice, True, 0, deadline)
    arguments = (alice.id, True, 0, deadline, signature)
    circle.members.setAutoCollectBySig(*arguments, sender=stranger.account)
    circle.members.setAutoCollect(alice.id, False, sender=alice.account)
    with refused(circle.members.Members_WrongCounter, memberId=alice.id, given=0, current=2):
        circle.members.setAutoCollectBySig(*arguments, sender=stranger.account)
    with refused(circle.members.Signature_Invalid, wallet=alice.address):
        circle.members.setAutoCollectBySig(alice.id, True, 2, deadline, signature, sender=stranger.account)


def test_auto_collect__a_signature_for_a_counter_to_come__is_refused(circle, alice, stranger):
    deadline = in_an_hour()
    signature = sign_auto_collect(circle, alice, True, 1, deadline)
    with refused(circle.members.Members_WrongCounter, memberId=alice.id, given=1, current=0):
        circle.members.setAutoCollectBySig(alice.id, True, 1, deadline, signature, sender=stranger.account)


def test_auto_collect__signed_to_turn_on_sent_to_turn_off__is_refused(circle, alice, stranger):
    deadline = in_an_hour()
    signature = sign_auto_collect(circle, alice, False, 0, deadline)
    with refused(circle.members.Signature_Invalid, wallet=alice.address):
        circle.members.setAutoCollectBySig(alice.id, True, 0, deadline, signature, sender=stranger.account)


def test_auto_collect__by_another_member__is_refused(circle, alice, bob):
    with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=bob.address):
        circle.members.setAutoCollect(alice.id, True, sender=bob.account)


@pytest.mark.parametrize("flag", [Flag.SUSPENDED, Flag.LEFT])
def test_auto_collect__suspended_or_gone__is_refused_at_both_doors(circle, alice, stranger, flag):
    if flag is Flag.SUSPENDED:
        circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    else:
        circle.members.leaveCommunity(alice.id, sender=alice.account)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=flag):
        circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    deadline = in_an_hour()
    signature = sign_auto_collect(circle, alice, True, 1, deadline)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=flag):
        circle.members.setAutoCollectBySig(alice.id, True, 1, deadline, signature, sender=stranger.account)
