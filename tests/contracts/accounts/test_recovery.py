"""startRecovery and finishRecovery: a member who lost every passkey is given a new one; the address stays (A19)

├── started by somebody without the role, for what is no account, with a key on no curve → refused
├── started while one runs, or before the cooldown is over → refused
├── finished before the delay is over, or once the window is → refused
└── finished by anyone in between → the new passkey opens the account, and no other
"""

import pytest

from tests.authenticator import Authenticator

from ..circle import NOBODY, RECOVERY_COOLDOWN, RECOVERY_DELAY, RECOVERY_WINDOW, at, mine_at, now
from ..refusal import refused
from .holders import Holder, call, join, keys_of, open_account, pair


@pytest.fixture
def recovery(circle, hanna, tablet):
    """Hanna lost her phone and has a tablet."""
    circle.accounts.startRecovery(hanna.account, pair(tablet), sender=circle.admin)
    return circle.accounts.recoveryOf(hanna.account)


def test_start__is_announced_with_its_times_and_changes_nothing_yet(circle, hanna, tablet, stranger):
    moment = now() + 100
    at(moment)
    receipt = circle.accounts.startRecovery(hanna.account, pair(tablet), sender=circle.admin)
    ready, ends = moment + RECOVERY_DELAY, moment + RECOVERY_DELAY + RECOVERY_WINDOW
    started = circle.accounts.AccountRecoveryStarted(hanna.address, *pair(tablet), ready, ends)
    assert receipt.events == [started]
    found = circle.accounts.recoveryOf(hanna.account)
    assert (found.readyAt, found.endsAt, found.allowedFrom) == (ready, ends, ends + RECOVERY_COOLDOWN)
    hanna.execute(stranger.account)
    batch = Holder(hanna.account, tablet).signed_batch([])
    with refused(hanna.account.Signature_Invalid, wallet=hanna.address):
        hanna.account.execute(*batch, sender=stranger.account)


@pytest.mark.parametrize("who", ["stranger", "alice"])
def test_start__without_the_role__is_refused(request, circle, hanna, tablet, who):
    person = request.getfixturevalue(who)
    with refused(circle.accounts.AccessManagedUnauthorized, caller=person.address):
        circle.accounts.startRecovery(hanna.account, pair(tablet), sender=person.account)


def test_start__by_the_account_itself__is_refused(circle, hanna, tablet, stranger):
    batch = hanna.signed_batch([call(circle.accounts, "startRecovery", hanna.account, pair(tablet))])
    with refused(circle.accounts.AccessManagedUnauthorized, caller=hanna.address):
        hanna.account.execute(*batch, sender=stranger.account)


def test_start__for_what_is_no_account__is_refused(circle, alice, tablet):
    undeployed = circle.accounts.accountOf(pair(tablet))
    for address in (alice.address, NOBODY, circle.members.address, undeployed):
        with refused(circle.accounts.Accounts_NotAnAccount, account=address):
            circle.accounts.startRecovery(address, pair(tablet), sender=circle.admin)


def test_start__with_a_mistyped_key__is_refused(circle, hanna, tablet):
    x, y = pair(tablet)
    mistyped = (int.from_bytes(y) ^ 1).to_bytes(32)
    with refused(circle.accounts.Account_NotAKey, x=x, y=mistyped):
        circle.accounts.startRecovery(hanna.account, (x, mistyped), sender=circle.admin)


def test_start__while_one_runs__is_refused_until_it_ends(circle, hanna, recovery):
    other = pair(Authenticator())
    for moment in (now() + 10, recovery.readyAt, recovery.endsAt - 1):
        at(moment)
        with refused(circle.accounts.Accounts_RecoveryPending, account=hanna.address, until=recovery.endsAt):
            circle.accounts.startRecovery(hanna.account, other, sender=circle.admin)


def test_start__after_one_that_ran_out__waits_for_the_cooldown(circle, hanna, tablet, recovery):
    for moment in (recovery.endsAt, recovery.allowedFrom - 1):
        at(moment)
        with refused(circle.accounts.Accounts_CoolingDown, account=hanna.address, until=recovery.allowedFrom):
            circle.accounts.startRecovery(hanna.account, pair(tablet), sender=circle.admin)
    at(recovery.allowedFrom)
    circle.accounts.startRecovery(hanna.account, pair(tablet), sender=circle.admin)


# -- finished ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["first second", "last second"])
def test_finish__in_its_time__the_new_passkey_opens_the_account_and_no_other(
    circle, hanna, tablet, recovery, stranger, moment
):
    second_lost = Authenticator()
    hanna.execute(stranger.account, call(hanna.account, "addPasskey", pair(second_lost)))
    join(circle, hanna)
    at(recovery.readyAt if moment == "first second" else recovery.endsAt - 1)
    receipt = circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    account = hanna.account
    assert receipt.events == [
        account.PasskeyRemoved(hanna.device.key.x),
        account.PasskeyRemoved(second_lost.key.x),
        account.PasskeyAdded(*pair(tablet)),
        circle.accounts.AccountRecovered(hanna.address, *pair(tablet)),
    ]
    assert keys_of(account) == [pair(tablet)]
    for lost in (hanna.device, second_lost):
        batch = Holder(account, lost).signed_batch([])
        with refused(account.Signature_Invalid, wallet=hanna.address):
            account.execute(*batch, sender=stranger.account)
    # The member is the same, under the same address.
    Holder(account, tablet).execute(stranger.account, call(circle.members, "leaveCommunity", hanna.id))


def test_finish__a_second_before_the_delay_is_over__is_refused(circle, hanna, recovery, stranger):
    at(recovery.readyAt - 1)
    with refused(circle.accounts.Accounts_RecoveryNotReady, account=hanna.address, readyAt=recovery.readyAt):
        circle.accounts.finishRecovery(hanna.account, sender=stranger.account)


def test_finish__once_the_window_is_over__is_refused(circle, hanna, recovery, stranger):
    at(recovery.endsAt)
    with refused(circle.accounts.Accounts_RecoveryEnded, account=hanna.address, endsAt=recovery.endsAt):
        circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    assert keys_of(hanna.account) == [pair(hanna.device)]


def test_finish__twice_or_without_a_recovery__is_refused(circle, hanna, recovery, stranger):
    other = open_account(circle, stranger.account)
    with refused(circle.accounts.Accounts_NoRecovery, account=other.address):
        circle.accounts.finishRecovery(other.account, sender=stranger.account)
    at(recovery.readyAt)
    circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    with refused(circle.accounts.Accounts_NoRecovery, account=hanna.address):
        circle.accounts.finishRecovery(hanna.account, sender=stranger.account)


def test_finish__then_lost_again__waits_for_the_cooldown(circle, hanna, tablet, recovery, stranger):
    at(recovery.readyAt)
    circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    allowed, third = recovery.allowedFrom, pair(Authenticator())
    at(allowed - 1)
    with refused(circle.accounts.Accounts_CoolingDown, account=hanna.address, until=allowed):
        circle.accounts.startRecovery(hanna.account, third, sender=circle.admin)
    at(allowed)
    circle.accounts.startRecovery(hanna.account, third, sender=circle.admin)
    mine_at(allowed + RECOVERY_DELAY)
    circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    assert keys_of(hanna.account) == [third]


def test_finish__with_the_first_passkey_found_again__keeps_it_alone(circle, hanna, tablet, stranger):
    hanna.execute(stranger.account, call(hanna.account, "addPasskey", pair(tablet)))
    circle.accounts.startRecovery(hanna.account, pair(hanna.device), sender=circle.admin)
    at(circle.accounts.recoveryOf(hanna.account).readyAt)
    circle.accounts.finishRecovery(hanna.account, sender=stranger.account)
    assert keys_of(hanna.account) == [pair(hanna.device)]
    hanna.execute(stranger.account)
