"""finishWalletChange of a rotation: by anyone, from readyAt until just before endsAt, not while suspended."""

import pytest

from ..circle import NOTHING, admit, at, in_an_hour
from ..refusal import refused
from ..typed_data import sign
from .invitations import consent
from .wallet_changes import ChangeKind, Flag, start_rotation, wallet_of


@pytest.fixture
def new_wallet(spare):
    return spare[0]


@pytest.fixture
def rotation(circle, alice, new_wallet):
    """A rotation of Alice's, started."""
    start_rotation(circle, alice, new_wallet)
    return circle.members.walletChange(alice.id)


def test_finish__one_second_early__is_refused(circle, alice, rotation, stranger):
    at(rotation.readyAt - 1)
    with refused(circle.members.Members_ChangeNotReady, memberId=alice.id, readyAt=rotation.readyAt):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


@pytest.mark.parametrize("moment", ["ready", "a second later", "last second"])
def test_finish__within_the_window__moves_the_member(circle, alice, rotation, new_wallet, stranger, moment):
    at(
        {
            "ready": rotation.readyAt,
            "a second later": rotation.readyAt + 1,
            "last second": rotation.endsAt - 1,
        }[moment]
    )
    receipt = circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert receipt.events == [circle.members.WalletChanged(alice.id, alice.address, new_wallet.address)]
    assert wallet_of(circle, alice) == new_wallet.address
    assert circle.members.memberOf(new_wallet) == alice.id
    assert circle.members.memberOf(alice.account) == alice.id
    assert circle.members.walletChange(alice.id).kind == ChangeKind.NONE
    assert circle.members.signerOf(alice.id) == new_wallet.address


@pytest.mark.parametrize("after", [0, 1])
def test_finish__once_it_has_ended__is_refused(circle, alice, rotation, stranger, after):
    at(rotation.endsAt + after)
    with refused(circle.members.Members_ChangeEnded, memberId=alice.id, endsAt=rotation.endsAt):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


def test_finish__nothing_started__is_refused(circle, alice, stranger):
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


def test_finish__twice__is_refused(circle, alice, rotation, stranger):
    at(rotation.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


def test_finish__keeps_flags_charter_and_since(circle, alice, new_wallet, stranger):
    circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    before = circle.members.memberInfo(alice.id)
    start_rotation(circle, alice, new_wallet)
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    after = circle.members.memberInfo(alice.id)
    assert (after.since, after.charter, after.flags) == (before.since, before.charter, Flag.AUTO_COLLECT)
    assert after.counter == before.counter + 2


def test_finish__old_wallet_afterwards__speaks_for_nobody(circle, alice, rotation, stranger):
    at(rotation.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=alice.address):
        circle.members.leaveCommunity(alice.id, sender=alice.account)


def test_finish__signed_by_the_old_wallet_before__is_refused(circle, alice, new_wallet, stranger):
    """A12: signed by a wallet since rotated away."""
    start_rotation(circle, alice, new_wallet)
    change = circle.members.walletChange(alice.id)
    deadline = change.readyAt + 100
    message = {"memberId": alice.id, "version": 1, "deadline": deadline}
    signature = sign(alice.account, circle.members, "AcceptCharter", message)
    at(change.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    with refused(circle.members.Signature_Invalid, wallet=new_wallet.address):
        circle.members.acceptCharterBySig(alice.id, 1, deadline, signature, sender=stranger.account)


def test_finish__suspended__waits_until_the_member_may_act(circle, alice, rotation, new_wallet, stranger):
    """A wallet reported stolen is suspended at once: the thief's rotation must not go through meanwhile."""
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    for moment in (rotation.readyAt, rotation.endsAt - 3):
        at(moment)
        with refused(circle.members.Members_MayNotAct, memberId=alice.id, flags=Flag.SUSPENDED):
            circle.members.finishWalletChange(alice.id, sender=stranger.account)
    circle.members.setSuspended(alice.id, False, NOTHING, sender=circle.admin)
    at(rotation.endsAt - 1)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert wallet_of(circle, alice) == new_wallet.address


def test_finish__suspended_until_it_ends__is_over(circle, alice, rotation, stranger):
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    at(rotation.endsAt)
    with refused(circle.members.Members_ChangeEnded, memberId=alice.id, endsAt=rotation.endsAt):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)


def test_finish__of_somebody_who_left__is_possible(circle, alice, rotation, new_wallet, stranger):
    """What is still owed goes to a wallet the member has."""
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    at(rotation.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    member = circle.members.memberInfo(alice.id)
    assert (member.wallet, member.flags) == (new_wallet.address, Flag.LEFT)


def test_finish__wallet_joined_as_another_member_meanwhile__is_refused(
    circle, alice, rotation, spare, stranger
):
    """A18: whoever binds first keeps the wallet; the rotation can be cancelled."""
    (other,) = admit(circle, spare[0])
    at(rotation.readyAt)
    with refused(circle.members.Members_WalletTaken, wallet=spare[0].address, memberId=other):
        circle.members.finishWalletChange(alice.id, sender=stranger.account)
    circle.members.cancelRotation(alice.id, sender=alice.account)


def test_rotate__back_to_an_earlier_wallet_of_ones_own__is_possible(
    circle, alice, rotation, new_wallet, stranger
):
    at(rotation.readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    deadline = in_an_hour()
    bind = consent(circle, alice.id, alice.account, deadline)
    circle.members.startRotation(alice.id, alice.account, deadline, bind, sender=new_wallet)
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    assert wallet_of(circle, alice) == alice.address
