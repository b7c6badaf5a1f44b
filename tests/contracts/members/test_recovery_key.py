"""recoverWithKey: a key chosen at activation moves the member at once, before both sides of a recovery

├── the member has no recovery key → refused
├── the key did not sign for this wallet, next key and deadline, or the deadline is over → refused
├── the next key: test_next_recovery_key.py
├── the new wallet is nobody, was another member's, or did not consent → refused
└── otherwise → moved at once, whoever sends it, and any other change has ended
"""

import pytest

from ..circle import NOBODY, NOTHING, at, in_an_hour, now
from ..refusal import refused
from ..typed_data import sign
from .invitations import consent
from .key_recoveries import KeyRecovery
from .wallet_changes import ChangeKind, Flag, counter_of, start_recovery, start_rotation, wallet_of


@pytest.fixture
def new_wallet(spare):
    return spare[3]


@pytest.fixture
def recovery(carla, key, new_wallet, next_key):
    """Carla's, with the key from the drawer."""
    return KeyRecovery(carla, key, new_wallet, next_key.address)


def test_recover__with_the_key__moves_the_member_at_once(circle, carla, recovery, new_wallet, stranger):
    counter = counter_of(circle, carla)
    receipt = recovery.send(circle, stranger.account)
    assert receipt.events == [circle.members.WalletChanged(carla.id, carla.address, new_wallet.address)]
    assert circle.members.signerOf(carla.id) == new_wallet.address
    assert counter_of(circle, carla) == counter + 1


def test_recover__during_a_rotation_by_a_thief__ends_it(circle, carla, recovery, spare, stranger):
    start_rotation(circle, carla, spare[4])
    ready_at = circle.members.walletChange(carla.id).readyAt
    recovery.send(circle, stranger.account)
    at(ready_at)
    with refused(circle.members.Members_NoChange, memberId=carla.id, kind=ChangeKind.NONE):
        circle.members.finishWalletChange(carla.id, sender=stranger.account)
    assert wallet_of(circle, carla) == recovery.wallet.address


@pytest.mark.parametrize("state", ["running", "objected", "overruled"])
def test_recover__during_a_recovery_by_a_rogue_admin__ends_it(
    circle, carla, recovery, spare, stranger, state
):
    start_recovery(circle, carla, spare[4])
    if state != "running":
        circle.members.objectToRecovery(carla.id, sender=carla.account)
    if state == "overruled":
        circle.members.overruleObjection(carla.id, sender=circle.admin)
    recovery.send(circle, stranger.account)
    assert circle.members.payeeOf(carla.id).wallet == recovery.wallet.address
    assert circle.members.memberInfo(carla.id).flags == 0
    assert circle.members.walletChange(carla.id).kind == ChangeKind.NONE


def test_recover__suspended__is_possible_and_stays_suspended(circle, carla, recovery, stranger):
    circle.members.setSuspended(carla.id, True, NOTHING, sender=circle.admin)
    recovery.send(circle, stranger.account)
    member = circle.members.memberInfo(carla.id)
    assert (member.wallet, member.flags) == (recovery.wallet.address, Flag.SUSPENDED)


# -- a thief with the stolen wallet, in between -----------------------------------------------------------------


def leave(circle, thief, member_id, spare):
    circle.members.leaveCommunity(member_id, sender=thief)


def leave_and_come_back(circle, thief, member_id, spare):
    leave(circle, thief, member_id, spare)
    circle.members.comeBack(member_id, sender=thief)


def set_auto_collect(circle, thief, member_id, spare):
    circle.members.setAutoCollect(member_id, True, sender=thief)


def rotate_and_cancel(circle, thief, member_id, spare):
    deadline = in_an_hour()
    bind = consent(circle, member_id, spare[4], deadline)
    circle.members.startRotation(member_id, spare[4], deadline, bind, sender=thief)
    circle.members.cancelRotation(member_id, sender=thief)


@pytest.mark.parametrize(
    "trick",
    [leave, leave_and_come_back, set_auto_collect, rotate_and_cancel],
    ids=lambda trick: trick.__name__,
)
def test_recover__a_thief_moves_the_counter_first__goes_through_all_the_same(
    circle, carla, recovery, spare, stranger, trick
):
    """Whoever sees the recovery on its way cannot void what the key has signed."""
    signatures, counter = recovery.signatures(circle), counter_of(circle, carla)
    trick(circle, carla.account, carla.id, spare)
    assert counter_of(circle, carla) > counter
    recovery.send(circle, stranger.account, signatures)
    assert wallet_of(circle, carla) == recovery.wallet.address


def test_recover__the_thief_has_rotated_away_already__comes_back(circle, carla, recovery, spare, stranger):
    start_rotation(circle, carla, spare[4])
    at(circle.members.walletChange(carla.id).readyAt)
    circle.members.finishWalletChange(carla.id, sender=stranger.account)
    recovery.but(deadline=in_an_hour()).send(circle, stranger.account)
    assert wallet_of(circle, carla) == recovery.wallet.address


# -- what has to be signed --------------------------------------------------------------------------------------


def test_recover__with_another_key__is_refused(circle, carla, recovery, key, stranger):
    for thief in (carla.account, stranger.account, circle.admin, recovery.wallet):
        with refused(circle.members.Signature_Invalid, wallet=key.address):
            recovery.but(key=thief).send(circle, stranger.account)


@pytest.mark.parametrize("changed", ["wallet", "next key", "deadline"])
def test_recover__signed_for_something_else__is_refused(circle, recovery, key, stranger, changed):
    """Whoever sees the recovery on its way takes the key's signature for themselves."""
    by_key, _ = recovery.signatures(circle)
    other = {
        "wallet": recovery.but(wallet=stranger.account),
        "next key": recovery.but(next_key=stranger.address),
        "deadline": recovery.but(deadline=recovery.deadline + 1),
    }[changed]
    _, by_wallet = other.signatures(circle)
    with refused(circle.members.Signature_Invalid, wallet=key.address):
        other.send(circle, stranger.account, (by_key, by_wallet))


def test_recover__new_wallet_does_not_consent__is_refused(circle, recovery, stranger):
    by_key, _ = recovery.signatures(circle)
    with refused(circle.members.Signature_Invalid, wallet=recovery.wallet.address):
        recovery.send(circle, stranger.account, (by_key, b""))


def test_recover__sent_by_the_key_without_a_signature__is_refused(circle, recovery, key):
    _, by_wallet = recovery.signatures(circle)
    with refused(circle.members.Signature_Invalid, wallet=key.address):
        recovery.send(circle, key, (b"", by_wallet))


def test_recover__to_another_members_wallet__is_refused(circle, recovery, bob, stranger):
    with refused(circle.members.Members_WalletTaken, wallet=bob.address, memberId=bob.id):
        recovery.but(wallet=bob.account).send(circle, stranger.account)


def test_recover__to_no_wallet__is_refused(circle, carla, recovery, key, stranger):
    message = recovery.message | {"wallet": NOBODY}
    by_key = sign(key, circle.members, "RecoverWithKey", message)
    with refused(circle.members.Members_NoWallet):
        circle.members.recoverWithKey(*message.values(), by_key, b"", sender=stranger.account)


@pytest.mark.parametrize("left", [1, 0])
def test_recover__up_to_its_deadline__goes_through(circle, recovery, stranger, left):
    signatures = recovery.signatures(circle)
    at(recovery.deadline - left)
    recovery.send(circle, stranger.account, signatures)


def test_recover__a_second_after_its_deadline__is_refused(circle, recovery, stranger):
    late = recovery.but(deadline=now() + 100)
    signatures = late.signatures(circle)
    at(late.deadline + 1)
    with refused(circle.members.Signature_Expired, deadline=late.deadline):
        late.send(circle, stranger.account, signatures)


def test_recover__a_member_without_a_recovery_key__is_refused(circle, alice, recovery, stranger):
    with refused(circle.members.Members_NoRecoveryKey, memberId=alice.id):
        recovery.but(person=alice).send(circle, stranger.account)


def test_recover__by_a_key_of_nobody_for_a_number_of_nobody__is_refused(circle, recovery, stranger):
    with refused(circle.members.Members_NoRecoveryKey, memberId=99):
        circle.members.recoverWithKey(
            99, recovery.wallet, recovery.next_key, recovery.deadline, b"", b"", sender=stranger.account
        )
