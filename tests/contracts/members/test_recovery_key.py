"""recoverWithKey: a key chosen at activation moves the member at once, before both sides of a recovery."""

import ape
import pytest

from ..circle import NOBODY, Person, at, in_an_hour, now
from ..typed_data import sign
from .invitations import answer, consent, invite
from .wallet_changes import ChangeKind, Flag, counter_of, start_recovery, start_rotation, wallet_of


@pytest.fixture
def key(spare):
    """Kept in a drawer."""
    return spare[1]


@pytest.fixture
def carla(circle, spare, key, stranger):
    """A member with a recovery key."""
    (invitation,) = invite(circle, spare[0])
    answer(circle, invitation, spare[2], recovery_key=key.address).send(circle, stranger.account)
    return Person(spare[2], invitation.member_id)


@pytest.fixture
def new_wallet(spare):
    return spare[3]


def sign_recovery(circle, person, key, wallet, deadline):
    message = {
        "memberId": person.id,
        "wallet": wallet.address,
        "counter": counter_of(circle, person),
        "deadline": deadline,
    }
    return sign(key, circle.members, "RecoverWithKey", message)


def recover_with_key(circle, person, key, wallet, sender):
    deadline = in_an_hour()
    return circle.members.recoverWithKey(
        person.id,
        wallet,
        deadline,
        sign_recovery(circle, person, key, wallet, deadline),
        consent(circle, person.id, wallet, deadline),
        sender=sender,
    )


def test_recover__with_the_key__moves_the_member_at_once(circle, carla, key, new_wallet, stranger):
    counter = counter_of(circle, carla)
    receipt = recover_with_key(circle, carla, key, new_wallet, stranger.account)
    assert receipt.events == [circle.members.WalletChanged(carla.id, carla.address, new_wallet.address)]
    assert circle.members.signerOf(carla.id) == new_wallet.address
    assert circle.members.recoveryKeyOf(carla.id) == key.address
    assert counter_of(circle, carla) == counter + 1


def test_recover__during_a_rotation_by_a_thief__ends_it(circle, carla, key, new_wallet, spare, stranger):
    start_rotation(circle, carla, spare[4])
    ready_at = circle.members.walletChange(carla.id).readyAt
    recover_with_key(circle, carla, key, new_wallet, stranger.account)
    at(ready_at)
    with ape.reverts(circle.members.Members_NoChange, memberId=carla.id, kind=ChangeKind.NONE):
        circle.members.finishWalletChange(carla.id, sender=stranger.account)
    assert wallet_of(circle, carla) == new_wallet.address


@pytest.mark.parametrize("state", ["running", "objected", "overruled"])
def test_recover__during_a_recovery_by_a_rogue_admin__ends_it(
    circle, carla, key, new_wallet, spare, stranger, state
):
    start_recovery(circle, carla, spare[4])
    if state != "running":
        circle.members.objectToRecovery(carla.id, sender=carla.account)
    if state == "overruled":
        circle.members.overruleObjection(carla.id, sender=circle.admin)
    recover_with_key(circle, carla, key, new_wallet, stranger.account)
    assert circle.members.payeeOf(carla.id).wallet == new_wallet.address
    assert circle.members.memberInfo(carla.id).flags == 0
    assert circle.members.walletChange(carla.id).kind == ChangeKind.NONE


def test_recover__suspended__is_possible_and_stays_suspended(circle, carla, key, new_wallet, stranger):
    circle.members.setSuspended(carla.id, True, b"\0" * 32, sender=circle.admin)
    recover_with_key(circle, carla, key, new_wallet, stranger.account)
    member = circle.members.memberInfo(carla.id)
    assert (member.wallet, member.flags) == (new_wallet.address, Flag.SUSPENDED)


def test_recover__sent_a_second_time__is_refused(circle, carla, key, new_wallet, spare, stranger):
    deadline = in_an_hour()
    arguments = (
        carla.id,
        new_wallet,
        deadline,
        sign_recovery(circle, carla, key, new_wallet, deadline),
        consent(circle, carla.id, new_wallet, deadline),
    )
    circle.members.recoverWithKey(*arguments, sender=stranger.account)
    with ape.reverts(circle.members.Signature_Invalid, wallet=key.address):
        circle.members.recoverWithKey(*arguments, sender=stranger.account)


def test_recover__with_another_key__is_refused(circle, carla, key, new_wallet, stranger):
    for thief in (carla.account, stranger.account, circle.admin, new_wallet):
        with ape.reverts(circle.members.Signature_Invalid, wallet=key.address):
            recover_with_key(circle, carla, thief, new_wallet, stranger.account)


def test_recover__signed_for_another_wallet__is_refused(circle, carla, key, new_wallet, stranger):
    deadline = in_an_hour()
    signature = sign_recovery(circle, carla, key, new_wallet, deadline)
    bind = consent(circle, carla.id, stranger.account, deadline)
    with ape.reverts(circle.members.Signature_Invalid, wallet=key.address):
        circle.members.recoverWithKey(
            carla.id, stranger.account, deadline, signature, bind, sender=stranger.account
        )


def test_recover__new_wallet_does_not_consent__is_refused(circle, carla, key, new_wallet, stranger):
    deadline = in_an_hour()
    signature = sign_recovery(circle, carla, key, new_wallet, deadline)
    with ape.reverts(circle.members.Signature_Invalid, wallet=new_wallet.address):
        circle.members.recoverWithKey(carla.id, new_wallet, deadline, signature, b"", sender=stranger.account)


def test_recover__sent_by_the_key_without_a_signature__is_refused(circle, carla, key, new_wallet):
    deadline = in_an_hour()
    bind = consent(circle, carla.id, new_wallet, deadline)
    with ape.reverts(circle.members.Signature_Invalid, wallet=key.address):
        circle.members.recoverWithKey(carla.id, new_wallet, deadline, b"", bind, sender=key)


def test_recover__to_another_members_wallet__is_refused(circle, carla, key, bob, stranger):
    with ape.reverts(circle.members.Members_WalletTaken, wallet=bob.address, memberId=bob.id):
        recover_with_key(circle, carla, key, bob.account, stranger.account)


def test_recover__to_no_wallet__is_refused(circle, carla, key, stranger):
    deadline = in_an_hour()
    message = {"memberId": carla.id, "wallet": NOBODY, "counter": 0, "deadline": deadline}
    signature = sign(key, circle.members, "RecoverWithKey", message)
    with ape.reverts(circle.members.Members_NoWallet):
        circle.members.recoverWithKey(carla.id, NOBODY, deadline, signature, b"", sender=stranger.account)


def test_recover__expired__is_refused(circle, carla, key, new_wallet, stranger):
    deadline = now() - 1
    signature = sign_recovery(circle, carla, key, new_wallet, deadline)
    bind = consent(circle, carla.id, new_wallet, deadline)
    with ape.reverts(circle.members.Signature_Expired, deadline=deadline):
        circle.members.recoverWithKey(
            carla.id, new_wallet, deadline, signature, bind, sender=stranger.account
        )


def test_recover__a_member_without_a_recovery_key__is_refused(circle, alice, key, new_wallet, stranger):
    with ape.reverts(circle.members.Members_NoRecoveryKey, memberId=alice.id):
        recover_with_key(circle, alice, key, new_wallet, stranger.account)


def test_recover__by_a_key_of_nobody_for_a_number_of_nobody__is_refused(circle, key, new_wallet, stranger):
    with ape.reverts(circle.members.Members_NoRecoveryKey, memberId=99):
        circle.members.recoverWithKey(99, new_wallet, in_an_hour(), b"", b"", sender=stranger.account)
