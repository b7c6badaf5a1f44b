"""startRecovery, finishWalletChange of a recovery

startRecovery
├── no wallet bound yet (re-invite instead) → refused
├── a recovery runs, objected to or not → refused
├── within RECOVERY_COOLDOWN of the last one → refused
├── the new wallet is nobody, was another member's, or did not consent → refused
└── started, in place of a rotation → nothing is paid and nothing is rotated until it ends
    ├── finished by anyone from readyAt until just before endsAt
    ├── cancelled by the community (test_cancel_recovery.py)
    └── objected to (test_object.py)
"""

import pytest

from ..circle import (
    NOBODY,
    NOTHING,
    RECOVERY_COOLDOWN,
    RECOVERY_DELAY,
    RECOVERY_WINDOW,
    at,
    in_an_hour,
    mine_at,
    now,
)
from ..refusal import refused
from .invitations import consent
from .wallet_changes import (
    ChangeKind,
    Flag,
    counter_of,
    recover_at,
    start_recovery,
    start_rotation,
    wallet_of,
)


@pytest.fixture
def new_wallet(spare):
    return spare[0]


@pytest.fixture
def recovery(circle, alice, new_wallet):
    """A recovery of Alice's number, started."""
    start_recovery(circle, alice, new_wallet)
    return circle.members.walletChange(alice.id)


def test_start__says_when_it_takes_effect(circle, alice, new_wallet):
    receipt = start_recovery(circle, alice, new_wallet)
    ready_at = receipt.timestamp + RECOVERY_DELAY
    ends_at = ready_at + RECOVERY_WINDOW
    assert receipt.events == [
        circle.members.WalletChangeStarted(
            alice.id, new_wallet.address, ChangeKind.RECOVERY, ready_at, ends_at
        )
    ]
    assert circle.members.memberInfo(alice.id).flags == Flag.RECOVERY
    assert counter_of(circle, alice) == 1
    assert wallet_of(circle, alice) == alice.address
    assert circle.members.recoveryAllowedFrom(alice.id) == ends_at + RECOVERY_COOLDOWN


def test_allowed_from__nothing_recovered_yet__is_any_time(circle, alice):
    assert circle.members.recoveryAllowedFrom(alice.id) == 0


def test_start__leaves_the_member_free_to_act(circle, alice, recovery):
    circle.members.requireActor(alice.id, alice.account)
    circle.members.setAutoCollect(alice.id, True, sender=alice.account)


@pytest.mark.parametrize("member_id", [0, 99])
def test_start__for_a_number_without_a_wallet__is_refused(circle, new_wallet, member_id):
    with refused(circle.members.Members_NotActivated, memberId=member_id):
        circle.members.startRecovery(member_id, new_wallet, in_an_hour(), b"", sender=circle.admin)


def test_start__to_a_wallet_that_did_not_consent__is_refused(circle, alice, bob, spare):
    """A23: a rogue admin binds nobody's wallet to a number."""
    deadline = in_an_hour()
    for bind in (
        b"",
        consent(circle, alice.id, alice.account, deadline),
        consent(circle, bob.id, spare[0], deadline),
    ):
        with refused(circle.members.Signature_Invalid, wallet=spare[0].address):
            circle.members.startRecovery(alice.id, spare[0], deadline, bind, sender=circle.admin)


def test_start__to_another_members_wallet__is_refused(circle, alice, bob):
    """A18."""
    with refused(circle.members.Members_WalletTaken, wallet=bob.address, memberId=bob.id):
        start_recovery(circle, alice, bob.account)


def test_start__to_no_wallet__is_refused(circle, alice):
    with refused(circle.members.Members_NoWallet):
        circle.members.startRecovery(alice.id, NOBODY, in_an_hour(), b"", sender=circle.admin)


def test_start__consent_expired__is_refused(circle, alice, new_wallet):
    deadline = now() - 1
    bind = consent(circle, alice.id, new_wallet, deadline)
    with refused(circle.members.Signature_Expired, deadline=deadline):
        circle.members.startRecovery(alice.id, new_wallet, deadline, bind, sender=circle.admin)


def test_start__while_one_runs__is_refused(circle, alice, recovery, spare):
    expected = {"memberId": alice.id, "until": recovery.endsAt}
    with refused(circle.members.Members_ChangePending, kind=ChangeKind.RECOVERY, **expected):
        start_recovery(circle, alice, spare[1])
    circle.members.objectToRecovery(alice.id, sender=alice.account)
    with refused(circle.members.Members_ChangePending, kind=ChangeKind.OBJECTED_RECOVERY, **expected):
        start_recovery(circle, alice, spare[1])
    circle.members.overruleObjection(alice.id, sender=circle.admin)
    with refused(circle.members.Members_ChangePending, kind=ChangeKind.OVERRULED_OBJECTION, **expected):
        start_recovery(circle, alice, spare[1])
    with refused(circle.members.Members_ChangePending, kind=ChangeKind.OVERRULED_OBJECTION, **expected):
        recover_at(circle, alice, spare[1], recovery.endsAt - 1)


def test_start__within_the_cooldown_of_the_last__is_refused(circle, alice, recovery, spare):
    allowed_from = recovery.endsAt + RECOVERY_COOLDOWN
    for moment in (recovery.endsAt, allowed_from - 1):
        with refused(circle.members.Members_CoolingDown, memberId=alice.id, until=allowed_from):
            recover_at(circle, alice, spare[1], moment)


@pytest.mark.parametrize("after", [0, 1])
def test_start__once_the_cooldown_is_over__is_possible(circle, alice, recovery, spare, after):
    recover_at(circle, alice, spare[1], recovery.endsAt + RECOVERY_COOLDOWN + after)
    assert circle.members.walletChange(alice.id).wallet == spare[1].address


def test_start__while_a_rotation_runs__takes_its_place(circle, alice, spare, stranger):
    """Whoever holds a stolen wallet rotates faster than the community recovers."""
    start_rotation(circle, alice, spare[1])
    rotation_ready = circle.members.walletChange(alice.id).readyAt
    start_recovery(circle, alice, spare[0])
    change = circle.members.walletChange(alice.id)
    assert (change.wallet, change.kind) == (spare[0].address, ChangeKind.RECOVERY)
    at(rotation_ready)
    with refused(circle.members.Members_ChangeNotReady, memberId=alice.id, readyAt=change.readyAt):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


def test_rotation__while_a_recovery_runs__is_refused(circle, alice, recovery, spare):
    expected = {"memberId": alice.id, "until": recovery.endsAt}
    with refused(circle.members.Members_ChangePending, kind=ChangeKind.RECOVERY, **expected):
        start_rotation(circle, alice, spare[1])
    circle.members.objectToRecovery(alice.id, sender=alice.account)
    with refused(circle.members.Members_ChangePending, kind=ChangeKind.OBJECTED_RECOVERY, **expected):
        start_rotation(circle, alice, spare[1])


def test_rotation__once_the_recovery_has_ended__is_possible(circle, alice, recovery, spare):
    deadline = recovery.endsAt
    bind = consent(circle, alice.id, spare[1], deadline)
    at(recovery.endsAt)
    circle.members.startRotation(alice.id, spare[1], deadline, bind, sender=alice.account)
    assert circle.members.memberInfo(alice.id).flags == 0


# -- payments wait (A7) -----------------------------------------------------------------------------------------


def test_payments__while_a_recovery_runs__wait(circle, alice, recovery):
    for moment in (None, recovery.readyAt, recovery.endsAt - 1):
        if moment:
            mine_at(moment)
        with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=recovery.endsAt):
            circle.members.payeeOf(alice.id)


@pytest.mark.parametrize("after", [0, 1])
def test_payments__once_the_recovery_has_ended_unfinished__go_to_the_old_wallet(
    circle, alice, recovery, after
):
    mine_at(recovery.endsAt + after)
    assert circle.members.payeeOf(alice.id).wallet == alice.address


def test_payments__once_the_recovery_is_finished__go_to_the_new_wallet(
    circle, alice, recovery, new_wallet, stranger
):
    at(recovery.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert circle.members.payeeOf(alice.id).wallet == new_wallet.address
    assert circle.members.memberInfo(alice.id).flags == 0


def test_payments__while_a_rotation_runs__go_on(circle, alice, new_wallet):
    start_rotation(circle, alice, new_wallet)
    assert circle.members.payeeOf(alice.id).wallet == alice.address


# -- finishing --------------------------------------------------------------------------------------------------


def test_finish__one_second_early__is_refused(circle, alice, recovery, stranger):
    at(recovery.readyAt - 1)
    with refused(circle.members.Members_ChangeNotReady, memberId=alice.id, readyAt=recovery.readyAt):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


@pytest.mark.parametrize("moment", ["ready", "last second"])
def test_finish__within_the_window__moves_the_member(circle, alice, recovery, new_wallet, stranger, moment):
    at({"ready": recovery.readyAt, "last second": recovery.endsAt - 1}[moment])
    receipt = circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert receipt.events == [circle.members.WalletChanged(alice.id, alice.address, new_wallet.address)]
    assert circle.members.signerOf(alice.id) == new_wallet.address
    assert circle.members.memberOf(alice.account) == alice.id


def test_finish__once_it_has_ended__is_refused(circle, alice, recovery, stranger):
    at(recovery.endsAt)
    with refused(circle.members.Members_ChangeEnded, memberId=alice.id, endsAt=recovery.endsAt):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


def test_finish__of_somebody_suspended_who_left__moves_them_as_they_are(
    circle, alice, recovery, new_wallet, stranger
):
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    at(recovery.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    member = circle.members.memberInfo(alice.id)
    assert (member.wallet, member.flags) == (new_wallet.address, Flag.SUSPENDED | Flag.LEFT)
