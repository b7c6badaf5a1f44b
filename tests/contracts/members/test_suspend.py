"""setSuspended: stops a member from acting, never from being paid, from leaving or from objecting."""

import pytest

from ..refusal import refused
from .wallet_changes import Flag, counter_of, start_recovery

REASON = b"\5" * 32


def suspend(circle, person, suspended=True):
    return circle.members.setSuspended(person.id, suspended, REASON, sender=circle.admin)


def test_suspend__stops_acting_and_not_being_paid(circle, alice):
    receipt = suspend(circle, alice)
    assert receipt.events == [circle.members.MemberSuspended(alice.id, True, REASON)]
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=Flag.SUSPENDED):
        circle.members.requireActor(alice.id, alice.account)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=Flag.SUSPENDED):
        circle.members.signerOf(alice.id)
    assert tuple(circle.members.payeeOf(alice.id)) == (alice.address, False)
    assert circle.members.walletOf(alice.id) == alice.address


def test_suspend__taken_back__acts_again(circle, alice):
    suspend(circle, alice)
    receipt = suspend(circle, alice, False)
    assert receipt.events == [circle.members.MemberSuspended(alice.id, False, REASON)]
    circle.members.requireActor(alice.id, alice.account)
    assert counter_of(circle, alice) == 2


@pytest.mark.parametrize("suspended", [False, True])
def test_suspend__as_it_is_already__is_refused(circle, alice, suspended):
    if suspended:
        suspend(circle, alice)
    flags = Flag.SUSPENDED if suspended else 0
    with refused(circle.members.Members_AlreadySo, memberId=alice.id, flags=flags):
        suspend(circle, alice, suspended)


@pytest.mark.parametrize("member_id", [0, 99])
def test_suspend__a_number_without_a_wallet__is_refused(circle, member_id):
    with refused(circle.members.Members_NotActivated, memberId=member_id):
        circle.members.setSuspended(member_id, True, REASON, sender=circle.admin)


def test_suspend__during_a_recovery__the_member_can_still_object(circle, alice, spare):
    start_recovery(circle, alice, spare[0])
    suspend(circle, alice)
    receipt = circle.members.objectToRecovery(alice.id, sender=alice.account)
    assert receipt.events == [circle.members.RecoveryObjected(alice.id)]


def test_views__a_number_without_a_wallet__is_refused(circle):
    for member_id in (0, 99):
        with refused(circle.members.Members_NotActivated, memberId=member_id):
            circle.members.signerOf(member_id)
        with refused(circle.members.Members_NotActivated, memberId=member_id):
            circle.members.walletOf(member_id)
        with refused(circle.members.Members_NotActivated, memberId=member_id):
            circle.members.payeeOf(member_id)
        with refused(circle.members.Members_NotActivated, memberId=member_id):
            circle.members.requireActor(member_id, circle.admin)
    assert circle.members.memberOf(circle.admin) == 0


def test_require_actor__another_wallet__is_refused(circle, alice, bob):
    circle.members.requireActor(alice.id, alice.account)
    with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=bob.address):
        circle.members.requireActor(alice.id, bob.account)
