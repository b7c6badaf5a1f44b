"""objectToRecovery, overruleObjection (A19); by signature: test_object_by_signature.py

├── no recovery, or objected to before → refused
└── objected, at any time before it is finished → it cannot be finished
    ├── payments and rotation wait until it ends all the same
    └── overruled by the second role, before it ends → it can be finished, and not be objected to again
"""

import pytest

from ..circle import NOTHING, at
from ..refusal import refused
from .wallet_changes import ChangeKind, start_recovery, start_rotation, wallet_of


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
        with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OBJECTED_RECOVERY):
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
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OBJECTED_RECOVERY):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


def test_object__after_it_was_finished__is_refused(circle, alice, recovery, spare, stranger):
    at(recovery.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=alice.address):
        circle.members.objectToRecovery(alice.id, sender=alice.account)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.objectToRecovery(alice.id, sender=spare[0])


def test_object__by_somebody_else__is_refused(circle, alice, bob, recovery, spare, stranger):
    for caller in (bob.account, spare[0], stranger.account):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=caller.address):
            circle.members.objectToRecovery(alice.id, sender=caller)


def test_object__twice__is_refused(circle, alice, objection):
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OBJECTED_RECOVERY):
        circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_object__nothing_to_object_to__is_refused(circle, alice):
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_object__to_a_rotation__is_refused(circle, alice, spare):
    start_rotation(circle, alice, spare[0])
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.ROTATION):
        circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_object__suspended_or_gone__is_still_heard(circle, alice, recovery):
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    circle.members.objectToRecovery(alice.id, sender=alice.account)
    assert circle.members.walletChange(alice.id).kind == ChangeKind.OBJECTED_RECOVERY


def test_object__payments_wait_until_it_ends__or_is_cancelled(circle, alice, recovery, objection):
    with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=recovery.endsAt):
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
    with refused(circle.members.Members_ChangeNotReady, memberId=alice.id, readyAt=recovery.readyAt):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)
    at(recovery.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert wallet_of(circle, alice) == spare[0].address


def test_overrule__in_the_last_second__the_recovery_can_still_be_finished(
    circle, alice, recovery, objection, spare, stranger
):
    at(recovery.endsAt - 2)
    circle.members.overruleObjection(alice.id, sender=circle.admin)
    at(recovery.endsAt - 1)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert wallet_of(circle, alice) == spare[0].address


def test_overrule__one_second_before_it_ends__is_possible(circle, alice, recovery, objection):
    at(recovery.endsAt - 1)
    circle.members.overruleObjection(alice.id, sender=circle.admin)
    assert circle.members.walletChange(alice.id).kind == ChangeKind.OVERRULED_OBJECTION


@pytest.mark.parametrize("after", [0, 1])
def test_overrule__once_it_has_ended__is_refused(circle, alice, recovery, objection, after):
    at(recovery.endsAt + after)
    with refused(circle.members.Members_ChangeEnded, memberId=alice.id, endsAt=recovery.endsAt):
        circle.members.overruleObjection(alice.id, sender=circle.admin)


def test_overrule__objecting_again__is_refused(circle, alice, objection):
    circle.members.overruleObjection(alice.id, sender=circle.admin)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OVERRULED_OBJECTION):
        circle.members.objectToRecovery(alice.id, sender=alice.account)


def test_overrule__can_be_cancelled(circle, alice, objection):
    circle.members.overruleObjection(alice.id, sender=circle.admin)
    receipt = circle.members.cancelRecovery(alice.id, sender=circle.admin)
    assert receipt.events == [circle.members.WalletChangeCancelled(alice.id, ChangeKind.OVERRULED_OBJECTION)]


def test_overrule__without_an_objection__is_refused(circle, alice, recovery):
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.RECOVERY):
        circle.members.overruleObjection(alice.id, sender=circle.admin)


def test_overrule__nothing_started__is_refused(circle, alice):
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.overruleObjection(alice.id, sender=circle.admin)
