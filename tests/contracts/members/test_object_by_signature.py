"""objectToRecoveryBySig: the wallet names the recovery it means, by its new wallet and when it could be finished

├── another recovery runs, an earlier or a later one → refused
├── signed by somebody else, or expired → refused
└── otherwise → objected, whoever sends it and whatever else happened to the member since it was signed
"""

import pytest

from ..circle import NOTHING, Person, at, in_an_hour, now
from ..refusal import refused
from ..typed_data import sign
from .invitations import consent
from .wallet_changes import ChangeKind, counter_of, sign_objection, start_recovery, start_rotation


@pytest.fixture
def recovery(circle, alice, spare):
    """A recovery of Alice's number by a rogue admin, to a wallet of their own."""
    start_recovery(circle, alice, spare[0])
    return circle.members.walletChange(alice.id)


@pytest.fixture
def object_by_signature(circle, alice, stranger):
    """Sends an objection of Alice's; somebody else pays the gas."""

    def send(deadline, signature):
        return circle.members.objectToRecoveryBySig(alice.id, deadline, signature, sender=stranger.account)

    return send


def test_object__by_signature__stops_it_whoever_sends_it(circle, alice, recovery, object_by_signature):
    deadline = in_an_hour()
    receipt = object_by_signature(deadline, sign_objection(circle, alice, deadline))
    assert receipt.events == [circle.members.RecoveryObjected(alice.id)]
    assert circle.members.walletChange(alice.id).kind == ChangeKind.OBJECTED_RECOVERY
    assert counter_of(circle, alice) == 2


def test_object__a_rogue_admin_suspends_in_between__is_still_heard(
    circle, alice, recovery, object_by_signature
):
    """The same admins who started it move the member's counter, before the objection and as often as they like."""
    deadline = in_an_hour()
    signature = sign_objection(circle, alice, deadline)
    for suspended in (True, False, True):
        circle.members.setSuspended(alice.id, suspended, NOTHING, sender=circle.admin)
    object_by_signature(deadline, signature)
    assert circle.members.walletChange(alice.id).kind == ChangeKind.OBJECTED_RECOVERY


def test_object__suspended_or_gone__is_still_heard(circle, alice, recovery, object_by_signature):
    circle.members.leaveCommunity(alice.id, sender=alice.account)
    circle.members.setSuspended(alice.id, True, NOTHING, sender=circle.admin)
    deadline = in_an_hour()
    object_by_signature(deadline, sign_objection(circle, alice, deadline))
    assert circle.members.walletChange(alice.id).kind == ChangeKind.OBJECTED_RECOVERY


# -- it means one recovery (A28) --------------------------------------------------------------------------------


def test_object__signed_before_it_began__is_refused(circle, alice, spare, object_by_signature):
    deadline = in_an_hour()
    signature = sign_objection(circle, alice, deadline)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.NONE):
        object_by_signature(deadline, signature)
    start_recovery(circle, alice, spare[0])
    with refused(circle.members.Signature_Invalid, wallet=alice.address):
        object_by_signature(deadline, signature)


def test_object__signature_sent_again__is_refused(circle, alice, recovery, object_by_signature):
    deadline = in_an_hour()
    signature = sign_objection(circle, alice, deadline)
    object_by_signature(deadline, signature)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OBJECTED_RECOVERY):
        object_by_signature(deadline, signature)


def test_object__signature_sent_again_once_overruled__is_refused(
    circle, alice, recovery, object_by_signature
):
    deadline = in_an_hour()
    signature = sign_objection(circle, alice, deadline)
    object_by_signature(deadline, signature)
    circle.members.overruleObjection(alice.id, sender=circle.admin)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.OVERRULED_OBJECTION):
        object_by_signature(deadline, signature)


@pytest.mark.parametrize("destination", ["the same wallet", "another wallet"])
def test_object__meant_for_an_earlier_recovery__is_refused_for_the_later(
    circle, alice, spare, recovery, object_by_signature, destination
):
    circle.members.cancelRecovery(alice.id, sender=circle.admin)
    later = circle.members.recoveryAllowedFrom(alice.id)
    message = {"memberId": alice.id, "newWallet": recovery.wallet, "readyAt": recovery.readyAt}
    deadline = later + 1000
    signature = sign(alice.account, circle.members, "ObjectToRecovery", message | {"deadline": deadline})
    wallet = {"the same wallet": spare[0], "another wallet": spare[1]}[destination]
    bind = consent(circle, alice.id, wallet, deadline)
    at(later)
    circle.members.startRecovery(alice.id, wallet, deadline, bind, sender=circle.admin)
    with refused(circle.members.Signature_Invalid, wallet=alice.address):
        object_by_signature(deadline, signature)
    object_by_signature(deadline, sign_objection(circle, alice, deadline))


@pytest.mark.parametrize("field", ["newWallet", "readyAt"])
def test_object__to_a_recovery_that_differs__is_refused(circle, alice, recovery, object_by_signature, field):
    deadline = in_an_hour()
    message = {
        "memberId": alice.id,
        "newWallet": recovery.wallet,
        "readyAt": recovery.readyAt,
        "deadline": deadline,
    }
    message |= {field: {"newWallet": alice.address, "readyAt": recovery.readyAt + 1}[field]}
    signature = sign(alice.account, circle.members, "ObjectToRecovery", message)
    with refused(circle.members.Signature_Invalid, wallet=alice.address):
        object_by_signature(deadline, signature)


def test_object__to_a_rotation__is_refused(circle, alice, spare, object_by_signature):
    start_rotation(circle, alice, spare[0])
    deadline = in_an_hour()
    signature = sign_objection(circle, alice, deadline)
    with refused(circle.members.Members_NoChange, memberId=alice.id, kind=ChangeKind.ROTATION):
        object_by_signature(deadline, signature)


# -- who, and when ----------------------------------------------------------------------------------------------


def test_object__signed_by_somebody_else__is_refused(
    circle, alice, bob, recovery, spare, object_by_signature
):
    deadline = in_an_hour()
    for signer in (bob.account, spare[0], circle.admin):
        signature = sign_objection(circle, Person(signer, alice.id), deadline)
        with refused(circle.members.Signature_Invalid, wallet=alice.address):
            object_by_signature(deadline, signature)


def test_object__expired__is_refused(circle, alice, recovery, object_by_signature):
    deadline = now() + 1000
    signature = sign_objection(circle, alice, deadline)
    at(deadline + 1)
    with refused(circle.members.Signature_Expired, deadline=deadline):
        object_by_signature(deadline, signature)
