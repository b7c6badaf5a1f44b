"""cancelRecovery

├── no recovery, objected to or not → refused
├── from endsAt on → refused: it is over, and the cool-down runs from then
└── otherwise → over, and the cool-down starts
"""

import pytest

from ..circle import RECOVERY_COOLDOWN, at, mine_at
from ..refusal import refused
from .wallet_changes import ChangeKind, recover_at, start_recovery, start_rotation


@pytest.fixture
def new_wallet(spare):
    return spare[0]


@pytest.fixture
def recovery(circle, alice, new_wallet):
    """A recovery of Alice's number, started."""
    start_recovery(circle, alice, new_wallet)
    return circle.members.walletChange(alice.id)


def test_cancel__lets_payments_and_rotation_go_on(circle, alice, recovery, spare):
    receipt = circle.members.cancelRecovery(alice.id, sender=circle.admin)
    assert receipt.events == [circle.members.WalletChangeCancelled(alice.id, ChangeKind.RECOVERY)]
    assert circle.members.payeeOf(alice.id).wallet == alice.address
    start_rotation(circle, alice, spare[1])


def test_cancel__starts_the_cooldown(circle, alice, recovery, spare):
    receipt = circle.members.cancelRecovery(alice.id, sender=circle.admin)
    allowed_from = receipt.timestamp + RECOVERY_COOLDOWN
    with refused(circle.members.Members_CoolingDown, memberId=alice.id, until=allowed_from):
        recover_at(circle, alice, spare[1], allowed_from - 1)
    recover_at(circle, alice, spare[1], allowed_from)


def test_cancel__nothing_started__is_refused(circle, alice):
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.cancelRecovery(alice.id, sender=circle.admin)


def test_cancel__a_rotation_as_if_it_were_a_recovery__is_refused(circle, alice, new_wallet):
    start_rotation(circle, alice, new_wallet)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.ROTATION):
        circle.members.cancelRecovery(alice.id, sender=circle.admin)


# -- until it has ended -----------------------------------------------------------------------------------------


def object_and_overrule(circle, person, state):
    """Brings a recovery that runs to this state."""
    if state != "running":
        circle.members.objectToRecovery(person.id, sender=person.account)
    if state == "overruled":
        circle.members.overruleObjection(person.id, sender=circle.admin)


@pytest.mark.parametrize("state", ["running", "objected", "overruled"])
def test_cancel__one_second_before_it_ends__is_possible(circle, alice, recovery, state):
    object_and_overrule(circle, alice, state)
    at(recovery.endsAt - 1)
    circle.members.cancelRecovery(alice.id, sender=circle.admin)
    assert circle.members.recoveryAllowedFrom(alice.id) == recovery.endsAt - 1 + RECOVERY_COOLDOWN


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("state", ["running", "objected", "overruled"])
def test_cancel__once_it_has_ended__is_refused(circle, alice, recovery, state, after):
    object_and_overrule(circle, alice, state)
    at(recovery.endsAt + after)
    with refused(circle.members.Members_ChangeEnded, memberId=alice.id, endsAt=recovery.endsAt):
        circle.members.cancelRecovery(alice.id, sender=circle.admin)


def test_cancel__refused_for_being_late__payments_and_cooldown_are_as_if_not_asked(
    circle, alice, recovery, spare
):
    mine_at(recovery.endsAt)
    with refused(circle.members.Members_ChangeEnded, memberId=alice.id, endsAt=recovery.endsAt):
        circle.members.cancelRecovery(alice.id, sender=circle.admin)
    assert circle.members.payeeOf(alice.id).wallet == alice.address
    recover_at(circle, alice, spare[1], recovery.endsAt + RECOVERY_COOLDOWN)
