"""recoverWithKey: a recovery key is used once, and names the one for the next time

├── no next key, or the present one again → refused
├── the next key is the new wallet → refused
└── otherwise → it takes the place of the present one, which is good for nothing from now on
"""

import pytest

from ..circle import NOBODY, at, in_an_hour
from ..refusal import refused
from .key_recoveries import KeyRecovery
from .wallet_changes import start_recovery, start_rotation, wallet_of


@pytest.fixture
def recovery(carla, key, spare, next_key):
    """Carla's, with the key from the drawer."""
    return KeyRecovery(carla, key, spare[3], next_key.address)


def test_next_key__takes_the_place_of_the_present_one(circle, carla, recovery, next_key, stranger):
    recovery.send(circle, stranger.account)
    assert circle.members.recoveryKeyOf(carla.id) == next_key.address


def test_next_key__recovers_the_next_time(circle, carla, recovery, key, next_key, spare, stranger):
    recovery.send(circle, stranger.account)
    again = recovery.but(key=next_key, wallet=spare[4], next_key=spare[6].address)
    again.send(circle, stranger.account)
    assert wallet_of(circle, carla) == spare[4].address
    assert circle.members.recoveryKeyOf(carla.id) == spare[6].address


def test_next_key__the_used_key_signs_again__is_refused(circle, carla, recovery, next_key, spare, stranger):
    recovery.send(circle, stranger.account)
    again = recovery.but(wallet=spare[4], next_key=spare[6].address)
    with refused(circle.members.Signature_Invalid, wallet=next_key.address):
        again.send(circle, stranger.account)
    assert wallet_of(circle, carla) == recovery.wallet.address


def test_recovery__sent_a_second_time__is_refused(circle, carla, recovery, stranger):
    signatures = recovery.signatures(circle)
    recovery.send(circle, stranger.account, signatures)
    with refused(circle.members.Members_SameRecoveryKey, memberId=carla.id):
        recovery.send(circle, stranger.account, signatures)


def test_recovery__sent_again_after_moving_on_with_the_next_key__is_refused(
    circle, carla, recovery, next_key, spare, stranger
):
    """A12: an old recovery does not bring the member back to a wallet since left behind."""
    signatures = recovery.signatures(circle)
    recovery.send(circle, stranger.account, signatures)
    recovery.but(key=next_key, wallet=spare[4], next_key=spare[6].address).send(circle, stranger.account)
    with refused(circle.members.Members_SameRecoveryKey, memberId=carla.id):
        recovery.send(circle, stranger.account, signatures)
    assert wallet_of(circle, carla) == spare[4].address


@pytest.mark.parametrize("given", ["the present one", "none"])
def test_next_key__the_present_one_or_none__is_refused(circle, carla, recovery, key, stranger, given):
    """Either would leave a signature that counts twice, or a member without a key."""
    next_key = {"the present one": key.address, "none": NOBODY}[given]
    with refused(circle.members.Members_SameRecoveryKey, memberId=carla.id):
        recovery.but(next_key=next_key).send(circle, stranger.account)
    assert circle.members.recoveryKeyOf(carla.id) == key.address


def test_next_key__the_new_wallet__is_refused(circle, carla, recovery, key, stranger):
    """Whoever steals the wallet would have the key too."""
    wallet = recovery.wallet.address
    with refused(circle.members.Members_RecoveryKeyIsWallet, wallet=wallet):
        recovery.but(next_key=wallet).send(circle, stranger.account)
    assert (wallet_of(circle, carla), circle.members.recoveryKeyOf(carla.id)) == (carla.address, key.address)


def test_next_key__the_used_key_as_the_new_wallet__is_possible(circle, carla, recovery, key, stranger):
    """It is a key of the member's, and none for recovering any more."""
    recovery.but(wallet=key).send(circle, stranger.account)
    assert wallet_of(circle, carla) == key.address


def test_recovery_key__after_an_ordinary_rotation__is_the_same_as_before(
    circle, carla, recovery, key, spare, stranger
):
    start_rotation(circle, carla, spare[4])
    at(circle.members.walletChange(carla.id).readyAt)
    circle.members.finishWalletChange(carla.id, sender=stranger.account)
    assert circle.members.recoveryKeyOf(carla.id) == key.address
    recovery.but(deadline=in_an_hour()).send(circle, stranger.account)
    assert wallet_of(circle, carla) == recovery.wallet.address


def test_next_key__one_used_before__is_refused(circle, carla, recovery, key, next_key, spare, stranger):
    """A12: a key given back would make its first signature count again."""
    recovery.send(circle, stranger.account)
    back = recovery.but(key=next_key, wallet=spare[4], next_key=key.address)
    with refused(circle.members.Members_SameRecoveryKey, memberId=carla.id):
        back.send(circle, stranger.account)
    back.but(next_key=spare[6].address).send(circle, stranger.account)
    assert wallet_of(circle, carla) == spare[4].address


def test_rotation__to_the_recovery_key__is_refused(circle, carla, key, spare):
    with refused(circle.members.Members_RecoveryKeyIsWallet, wallet=key.address):
        start_rotation(circle, carla, key)
    start_rotation(circle, carla, spare[3])


def test_recovery__to_the_recovery_key__is_refused(circle, carla, key, spare):
    with refused(circle.members.Members_RecoveryKeyIsWallet, wallet=key.address):
        start_recovery(circle, carla, key)
    start_recovery(circle, carla, spare[3])
