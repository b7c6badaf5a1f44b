"""startRotation, startRotationBySig, cancelRotation

├── another change runs → refused (after its end a new one may start)
├── the new wallet is nobody, was another member's, or did not consent → refused
└── started → can be finished ROTATION_DELAY later, within RECOVERY_WINDOW (test_finish_rotation.py)
    └── cancelled by the present wallet at any time before
"""

import pytest

from ..circle import NOBODY, NOTHING, RECOVERY_WINDOW, ROTATION_DELAY, at, in_an_hour, now
from ..refusal import refused
from ..typed_data import sign
from .invitations import consent
from .wallet_changes import ChangeKind, Flag, counter_of, start_recovery, start_rotation, wallet_of


def sign_rotation(circle, person, wallet, counter, deadline):
    message = {"memberId": person.id, "wallet": wallet.address, "counter": counter, "deadline": deadline}
    return sign(person.account, circle.members, "Rotate", message)


@pytest.fixture
def new_wallet(spare):
    return spare[0]


@pytest.fixture
def rotation(circle, alice, new_wallet):
    """A rotation of Alice's, started."""
    start_rotation(circle, alice, new_wallet)
    return circle.members.walletChange(alice.id)


def test_start__with_both_wallets__says_when_it_takes_effect(circle, alice, new_wallet):
    receipt = start_rotation(circle, alice, new_wallet)
    ready_at = receipt.timestamp + ROTATION_DELAY
    ends_at = ready_at + RECOVERY_WINDOW
    assert receipt.events == [
        circle.members.WalletChangeStarted(
            alice.id, new_wallet.address, ChangeKind.ROTATION, ready_at, ends_at
        )
    ]
    change = circle.members.walletChange(alice.id)
    assert (change.wallet, change.kind) == (new_wallet.address, ChangeKind.ROTATION)
    assert (change.readyAt, change.endsAt) == (ready_at, ends_at)
    assert wallet_of(circle, alice) == alice.address
    assert circle.members.payeeOf(alice.id).wallet == alice.address
    assert counter_of(circle, alice) == 1


def test_start__by_signature__is_started_whoever_sends_it(circle, alice, new_wallet, stranger):
    deadline = in_an_hour()
    signature = sign_rotation(circle, alice, new_wallet, 0, deadline)
    bind = consent(circle, alice.id, new_wallet, deadline)
    circle.members.startRotationBySig(
        alice.id, new_wallet, 0, deadline, signature, bind, sender=stranger.account
    )
    assert circle.members.walletChange(alice.id).wallet == new_wallet.address


def test_start__signature_sent_again_after_a_cancellation__is_refused(circle, alice, new_wallet, stranger):
    """A28."""
    deadline = in_an_hour()
    signature = sign_rotation(circle, alice, new_wallet, 0, deadline)
    bind = consent(circle, alice.id, new_wallet, deadline)
    arguments = (alice.id, new_wallet, 0, deadline, signature, bind)
    circle.members.startRotationBySig(*arguments, sender=stranger.account)
    circle.members.cancelRotation(alice.id, sender=alice.account)
    with refused(circle.members.Members_WrongCounter, memberId=alice.id, given=0, current=2):
        circle.members.startRotationBySig(*arguments, sender=stranger.account)


def test_start__signed_for_another_wallet__is_refused(circle, alice, spare, stranger):
    deadline = in_an_hour()
    signature = sign_rotation(circle, alice, spare[0], 0, deadline)
    bind = consent(circle, alice.id, spare[1], deadline)
    with refused(circle.members.Signature_Invalid, wallet=alice.address):
        circle.members.startRotationBySig(
            alice.id, spare[1], 0, deadline, signature, bind, sender=stranger.account
        )


def test_start__sent_by_the_new_wallet__needs_no_second_signature(circle, alice, new_wallet):
    deadline = in_an_hour()
    signature = sign_rotation(circle, alice, new_wallet, 0, deadline)
    circle.members.startRotationBySig(alice.id, new_wallet, 0, deadline, signature, b"", sender=new_wallet)
    assert circle.members.walletChange(alice.id).wallet == new_wallet.address


def test_start__to_somebody_elses_wallet__is_refused(circle, alice, spare):
    """A23: the new wallet consents, to this member."""
    deadline = in_an_hour()
    for bind in (
        b"",
        consent(circle, alice.id, alice.account, deadline),
        consent(circle, 99, spare[0], deadline),
    ):
        with refused(circle.members.Signature_Invalid, wallet=spare[0].address):
            circle.members.startRotation(alice.id, spare[0], deadline, bind, sender=alice.account)


def test_start__to_another_members_wallet__is_refused(circle, alice, bob):
    """A18."""
    with refused(circle.members.Members_WalletTaken, wallet=bob.address, memberId=bob.id):
        start_rotation(circle, alice, bob.account)


def test_start__to_no_wallet__is_refused(circle, alice):
    with refused(circle.members.Members_NoWallet):
        circle.members.startRotation(alice.id, NOBODY, in_an_hour(), b"", sender=alice.account)


def test_start__by_somebody_else__is_refused(circle, alice, bob, new_wallet):
    deadline = in_an_hour()
    bind = consent(circle, alice.id, new_wallet, deadline)
    with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=bob.address):
        circle.members.startRotation(alice.id, new_wallet, deadline, bind, sender=bob.account)


def test_start__suspended__is_refused(circle, alice, new_wallet):
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=Flag.SUSPENDED):
        start_rotation(circle, alice, new_wallet)


def test_start__consent_expired__is_refused(circle, alice, new_wallet):
    deadline = now() - 1
    bind = consent(circle, alice.id, new_wallet, deadline)
    with refused(circle.members.Signature_Expired, deadline=deadline):
        circle.members.startRotation(alice.id, new_wallet, deadline, bind, sender=alice.account)


def test_start__while_one_runs__is_refused(circle, alice, rotation, spare):
    expected = {"memberId": alice.id, "kind": ChangeKind.ROTATION, "until": rotation.endsAt}
    with refused(circle.members.Members_ChangePending, **expected):
        start_rotation(circle, alice, spare[1])
    deadline = rotation.endsAt - 1
    bind = consent(circle, alice.id, spare[1], deadline)
    at(rotation.endsAt - 1)
    with refused(circle.members.Members_ChangePending, **expected):
        circle.members.startRotation(alice.id, spare[1], deadline, bind, sender=alice.account)


def test_start__once_the_last_one_has_ended__replaces_it(circle, alice, rotation, spare):
    deadline = rotation.endsAt
    bind = consent(circle, alice.id, spare[1], deadline)
    at(rotation.endsAt)
    circle.members.startRotation(alice.id, spare[1], deadline, bind, sender=alice.account)
    assert circle.members.walletChange(alice.id).wallet == spare[1].address


# -- cancelling -------------------------------------------------------------------------------------------------


def test_cancel__by_the_present_wallet__ends_it(circle, alice, rotation, stranger):
    receipt = circle.members.cancelRotation(alice.id, sender=alice.account)
    assert receipt.events == [circle.members.WalletChangeCancelled(alice.id, ChangeKind.ROTATION)]
    at(rotation.readyAt)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert counter_of(circle, alice) == 2


def test_cancel__suspended__is_possible(circle, alice, rotation):
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    circle.members.cancelRotation(alice.id, sender=alice.account)


def test_cancel__by_the_new_wallet_or_an_admin__is_refused(circle, alice, rotation, new_wallet):
    for caller in (new_wallet, circle.admin):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=caller.address):
            circle.members.cancelRotation(alice.id, sender=caller)


def test_cancel__nothing_started__is_refused(circle, alice):
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.cancelRotation(alice.id, sender=alice.account)


def test_cancel__a_recovery_as_if_it_were_a_rotation__is_refused(circle, alice, new_wallet):
    start_recovery(circle, alice, new_wallet)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.RECOVERY):
        circle.members.cancelRotation(alice.id, sender=alice.account)
