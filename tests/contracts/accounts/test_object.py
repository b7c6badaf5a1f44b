"""objectToRecovery and cancelRecovery: a recovery is stopped by who still has a passkey, or by the second role (A19)

├── no recovery of that account, or its time is over → refused
└── at any time before it is finished → over, and the next one waits for the cooldown
"""

import pytest

from tests.authenticator import Authenticator

from ..circle import RECOVERY_COOLDOWN, at, now
from ..refusal import refused
from .holders import Holder, call, keys_of, open_account, pair


@pytest.fixture
def thief() -> Authenticator:
    """A device of whoever abuses the role."""
    return Authenticator()


@pytest.fixture
def recovery(circle, hanna, thief):
    circle.accounts.startRecovery(hanna.account, pair(thief), sender=circle.admin)
    return circle.accounts.recoveryOf(hanna.account)


def object_by(circle, holder, sender, moment=None):
    """The account objects, at a moment."""
    batch = holder.signed_batch(
        [call(circle.accounts, "objectToRecovery")], deadline=(moment or now() + 100) + 60
    )
    if moment:
        at(moment)
    return holder.account.execute(*batch, sender=sender)


@pytest.mark.parametrize("before_the_end", ["delay", "window"])
def test_object__at_the_last_second__stops_it(circle, hanna, recovery, stranger, before_the_end):
    moment = recovery.readyAt - 1 if before_the_end == "delay" else recovery.endsAt - 1
    receipt = object_by(circle, hanna, stranger.account, moment)
    assert receipt.events == [circle.accounts.AccountRecoveryObjected(hanna.address)]
    with refused(circle.accounts.Accounts_NoRecovery, account=hanna.address):
        circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    assert keys_of(hanna.account) == [pair(hanna.device)]


def test_object__by_the_second_device__stops_it(circle, hanna, tablet, recovery, stranger):
    hanna.execute(stranger.account, call(hanna.account, "addPasskey", pair(tablet)))
    object_by(circle, Holder(hanna.account, tablet), stranger.account)
    assert circle.accounts.recoveryOf(hanna.account).readyAt == 0


def test_object__then_the_next_one_waits_for_the_cooldown(circle, hanna, thief, recovery, stranger):
    moment = now() + 500
    object_by(circle, hanna, stranger.account, moment)
    allowed = moment + RECOVERY_COOLDOWN
    at(allowed - 1)
    with refused(circle.accounts.Accounts_CoolingDown, account=hanna.address, until=allowed):
        circle.accounts.startRecovery(hanna.account, pair(thief), sender=circle.admin)
    at(allowed)
    circle.accounts.startRecovery(hanna.account, pair(thief), sender=circle.admin)


def test_object__for_somebody_else__is_refused(circle, hanna, recovery, stranger):
    """Who calls is who objects."""
    other = open_account(circle, stranger.account)
    batch = other.signed_batch([call(circle.accounts, "objectToRecovery")])
    with refused(circle.accounts.Accounts_NoRecovery, account=other.address):
        other.account.execute(*batch, sender=stranger.account)
    with refused(circle.accounts.Accounts_NoRecovery, account=stranger.address):
        circle.accounts.objectToRecovery(sender=stranger.account)


def test_object__by_the_device_that_is_to_come__is_refused(circle, hanna, thief, recovery, stranger):
    batch = Holder(hanna.account, thief).signed_batch([call(circle.accounts, "objectToRecovery")])
    with refused(hanna.account.Signature_Invalid, wallet=hanna.address):
        hanna.account.execute(*batch, sender=stranger.account)


def test_object__once_the_window_is_over__is_refused(circle, hanna, recovery, stranger):
    ended = {"account": hanna.address, "endsAt": recovery.endsAt}
    batch = hanna.signed_batch([call(circle.accounts, "objectToRecovery")], deadline=recovery.endsAt + 60)
    at(recovery.endsAt)
    with refused(circle.accounts.Accounts_RecoveryEnded, **ended):
        hanna.account.execute(*batch, sender=stranger.account)


def test_object__sent_again_at_the_next_recovery__is_refused(circle, hanna, thief, recovery, stranger):
    batch = hanna.signed_batch([call(circle.accounts, "objectToRecovery")])
    hanna.account.execute(*batch, sender=stranger.account)
    with refused(hanna.account.Account_WrongNonce, given=0, current=1):
        hanna.account.execute(*batch, sender=stranger.account)


# -- the second role --------------------------------------------------------------------------------------------------


def test_cancel__stops_it_and_the_next_one_waits_for_the_cooldown(circle, hanna, thief, recovery, stranger):
    moment = recovery.endsAt - 1
    at(moment)
    receipt = circle.accounts.cancelRecovery(hanna.account, sender=circle.admin)
    assert receipt.events == [circle.accounts.AccountRecoveryCancelled(hanna.address)]
    with refused(circle.accounts.Accounts_NoRecovery, account=hanna.address):
        circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    allowed = moment + RECOVERY_COOLDOWN
    at(allowed - 1)
    with refused(circle.accounts.Accounts_CoolingDown, account=hanna.address, until=allowed):
        circle.accounts.startRecovery(hanna.account, pair(thief), sender=circle.admin)


def test_cancel__without_the_role__is_refused(circle, hanna, recovery, stranger):
    with refused(circle.accounts.AccessManagedUnauthorized, caller=stranger.address):
        circle.accounts.cancelRecovery(hanna.account, sender=stranger.account)


def test_cancel__without_a_recovery_or_after_its_end__is_refused(circle, hanna, recovery, stranger):
    other = open_account(circle, stranger.account)
    with refused(circle.accounts.Accounts_NoRecovery, account=other.address):
        circle.accounts.cancelRecovery(other.account, sender=circle.admin)
    at(recovery.endsAt)
    with refused(circle.accounts.Accounts_RecoveryEnded, account=hanna.address, endsAt=recovery.endsAt):
        circle.accounts.cancelRecovery(hanna.account, sender=circle.admin)


def test_finish__the_factory_closed_to_every_role__still_goes_through(
    circle, hanna, thief, recovery, stranger
):
    """A29: closing a contract to its admins keeps no member in, or out."""
    circle.manager.setTargetClosed(circle.accounts, True, sender=circle.admin)
    at(recovery.readyAt)
    circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    assert keys_of(hanna.account) == [pair(thief)]
