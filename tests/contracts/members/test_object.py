"""objectToRecovery, objectToRecoveryBySig, overruleObjection (A19)

├── no recovery, or objected to before → refused
└── objected, at any time before it is finished → it cannot be finished
    ├── payments and rotation wait until it ends all the same
    └── overruled by the second role → it can be finished, and not be objected to again
"""

import ape
import pytest

from ..circle import Person, at, in_an_hour
from .wallet_changes import (
    ChangeKind,
    counter_of,
    sign_objection,
    start_recovery,
    start_rotation,
    wallet_of,
)


@pytest.fixture
def recovery(circle, alice, spare):
    """A recovery of Alice's number by a rogue admin, to a wallet of their own."""
    start_recovery(circle, alice, spare[0])
    return circle.members.walletChange(alice.id)


@pytest.fixture
def objection(circle, alice, recovery):
    circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_object__stops_the_recovery(circle, alice, recovery, stranger):
    receipt = circle.members.objectToRecovery(alice.id, sender=alice.account)
    assert receipt.events == [circle.members.RecoveryObjected(alice.id)]
    assert circle.members.walletChange(alice.id).kind == ChangeKind.OBJECTED_RECOVERY
    for moment in (recovery.readyAt, recovery.endsAt - 1, recovery.endsAt):
        at(moment)
        with ape.reverts(
            circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OBJECTED_RECOVERY
        ):
            circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert wallet_of(circle, alice) == alice.address


@pytest.mark.parametrize(
    "moment", ["last second of the delay", "first second it could be finished", "last second it could be"]
)
def test_object__at_the_last_moment__still_stops_it(circle, alice, recovery, stranger, moment):
    at(
        {
            "last second of the delay": recovery.readyAt - 1,
            "first second it could be finished": recovery.readyAt,
            "last second it could be": recovery.endsAt - 2,
        }[moment]
    )
    circle.members.objectToRecovery(alice.id, sender=alice.account)
    at(max(recovery.readyAt, recovery.endsAt - 1))
    with ape.reverts(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OBJECTED_RECOVERY):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


def test_object__after_it_was_finished__is_refused(circle, alice, recovery, spare, stranger):
    at(recovery.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    with ape.reverts(circle.members.Members_NotTheWallet, memberId=alice.id, caller=alice.address):
        circle.members.objectToRecovery(alice.id, sender=alice.account)
    with ape.reverts(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.objectToRecovery(alice.id, sender=spare[0])


def test_object__by_signature__stops_it_whoever_sends_it(circle, alice, recovery, stranger):
    deadline = in_an_hour()
    signature = sign_objection(circle, alice, deadline)
    receipt = circle.members.objectToRecoveryBySig(alice.id, 1, deadline, signature, sender=stranger.account)
    assert receipt.events == [circle.members.RecoveryObjected(alice.id)]
    assert counter_of(circle, alice) == 2


def test_object__by_signature_for_an_earlier_counter__is_refused(circle, alice, spare, stranger):
    """A28: an objection signed before this recovery began does not stop it."""
    deadline = in_an_hour()
    signature = sign_objection(circle, alice, deadline)
    start_recovery(circle, alice, spare[0])
    with ape.reverts(circle.members.Members_WrongCounter, memberId=alice.id, given=0, current=1):
        circle.members.objectToRecoveryBySig(alice.id, 0, deadline, signature, sender=stranger.account)
    with ape.reverts(circle.members.Signature_Invalid, wallet=alice.address):
        circle.members.objectToRecoveryBySig(alice.id, 1, deadline, signature, sender=stranger.account)


def test_object__by_somebody_else__is_refused(circle, alice, bob, recovery, spare, stranger):
    for caller in (bob.account, spare[0], stranger.account):
        with ape.reverts(circle.members.Members_NotTheWallet, memberId=alice.id, caller=caller.address):
            circle.members.objectToRecovery(alice.id, sender=caller)
    deadline = in_an_hour()
    signature = sign_objection(circle, Person(bob.account, alice.id), deadline)
    with ape.reverts(circle.members.Signature_Invalid, wallet=alice.address):
        circle.members.objectToRecoveryBySig(alice.id, 1, deadline, signature, sender=stranger.account)


def test_object__twice__is_refused(circle, alice, objection):
    with ape.reverts(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OBJECTED_RECOVERY):
        circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_object__nothing_to_object_to__is_refused(circle, alice):
    with ape.reverts(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_object__to_a_rotation__is_refused(circle, alice, spare):
    start_rotation(circle, alice, spare[0])
    with ape.reverts(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.ROTATION):
        circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_object__suspended_or_gone__is_still_heard(circle, alice, recovery, stranger):
    circle.members.leave(alice.id, sender=alice.account)
    circle.members.setSuspended(alice.id, True, b"\0" * 32, sender=circle.admin)
    deadline = in_an_hour()
    signature = sign_objection(circle, alice, deadline)
    circle.members.objectToRecoveryBySig(
        alice.id, counter_of(circle, alice), deadline, signature, sender=stranger.account
    )
    assert circle.members.walletChange(alice.id).kind == ChangeKind.OBJECTED_RECOVERY


def test_object__payments_wait_until_it_ends__or_is_cancelled(circle, alice, recovery, objection):
    with ape.reverts(circle.members.Members_PaymentsWait, memberId=alice.id, until=recovery.endsAt):
        circle.members.payeeOf(alice.id)
    receipt = circle.members.cancelRecovery(alice.id, sender=circle.admin)
    assert receipt.events == [circle.members.WalletChangeCancelled(alice.id, ChangeKind.OBJECTED_RECOVERY)]
    assert circle.members.payeeOf(alice.id).wallet == alice.address


# -- overruling -------------------------------------------------------------------------------------------------


def test_overrule__the_recovery_can_be_finished(circle, alice, recovery, objection, spare, stranger):
    receipt = circle.members.overruleObjection(alice.id, sender=circle.admin)
    assert receipt.events == [
        circle.members.WalletChangeStarted(
            alice.id,
            spare[0].address,
            ChangeKind.OVERRULED_OBJECTION,
            recovery.readyAt,
            recovery.endsAt,
        )
    ]
    at(recovery.readyAt - 1)
    with ape.reverts(circle.members.Members_ChangeNotReady, memberId=alice.id, readyAt=recovery.readyAt):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)
    at(recovery.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert wallet_of(circle, alice) == spare[0].address


def test_overrule__objecting_again__is_refused(circle, alice, objection):
    circle.members.overruleObjection(alice.id, sender=circle.admin)
    with ape.reverts(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OVERRULED_OBJECTION):
        circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_overrule__can_be_cancelled(circle, alice, objection):
    circle.members.overruleObjection(alice.id, sender=circle.admin)
    receipt = circle.members.cancelRecovery(alice.id, sender=circle.admin)
    assert receipt.events == [circle.members.WalletChangeCancelled(alice.id, ChangeKind.OVERRULED_OBJECTION)]


def test_overrule__without_an_objection__is_refused(circle, alice, recovery):
    with ape.reverts(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.RECOVERY):
        circle.members.overruleObjection(alice.id, sender=circle.admin)


def test_overrule__nothing_started__is_refused(circle, alice):
    with ape.reverts(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.overruleObjection(alice.id, sender=circle.admin)
