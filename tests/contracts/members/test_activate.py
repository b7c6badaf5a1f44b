"""activate

├── deadline over, or more than a day away → refused (test_signatures.py)
├── the invitation is not good for it → refused (test_invitation.py)
├── charter is not the current one → refused
├── recovery key is the wallet itself → refused
├── referrer: a number never given out, or the member's own → refused
├── invite key did not sign for this wallet, referrer and deadline → refused
├── wallet did not sign for this number, charter, recovery key and deadline → refused
├── wallet is or was another member's → refused
└── otherwise → bound, whoever sends it
"""

import pytest

from ..circle import NOBODY, at
from ..refusal import refused
from ..typed_data import sign
from .invitations import answer, invite
from .wallet_changes import start_rotation


@pytest.fixture
def keys(spare):
    return spare[:3]


@pytest.fixture
def wallet(spare):
    return spare[5]


@pytest.fixture
def invitations(circle, keys):
    return invite(circle, *keys)


def test_activate__with_both_signatures__binds_the_wallet(circle, invitations, wallet, stranger, alice):
    invitation, recovery_key = invitations[1], "0x" + "22" * 20
    used = answer(circle, invitation, wallet, referrer=alice.id, recovery_key=recovery_key)
    receipt = used.send(circle, stranger.account)
    assert receipt.events == [
        circle.members.MemberActivated(
            invitation.member_id, wallet.address, invitation.cohort_id, alice.id, 1, 0, recovery_key
        )
    ]
    member = circle.members.memberInfo(invitation.member_id)
    assert (member.wallet, member.since, member.referrer) == (wallet.address, receipt.timestamp, alice.id)
    assert (member.charter, member.flags, member.counter) == (1, 0, 0)
    assert circle.members.memberOf(wallet) == invitation.member_id
    assert circle.members.recoveryKeyOf(invitation.member_id) == recovery_key
    circle.members.setAutoCollect(invitation.member_id, True, sender=wallet)


def test_activate__every_invitation_of_a_cohort__can_be_used(circle, invitations, spare, stranger):
    for invitation, wallet in zip(invitations, spare[5:8], strict=True):
        answer(circle, invitation, wallet).send(circle, stranger.account)
        assert circle.members.memberOf(wallet) == invitation.member_id


def test_activate__sent_by_the_wallet__needs_no_signature_of_it(circle, invitations, wallet):
    used = answer(circle, invitations[0], wallet)
    used.wallet_signature = b""
    used.send(circle, wallet)
    assert circle.members.memberOf(wallet) == invitations[0].member_id


def test_activate__sent_by_the_invite_key__needs_no_signature_of_it(circle, invitations, wallet):
    used = answer(circle, invitations[0], wallet)
    used.invite_signature = b""
    used.send(circle, invitations[0].key)
    assert circle.members.memberOf(wallet) == invitations[0].member_id


def test_activate__empty_signatures_from_a_stranger__are_refused(circle, invitations, wallet, stranger):
    invitation = invitations[0]
    used = answer(circle, invitation, wallet)
    used.invite_signature = b""
    with refused(circle.members.Signature_Invalid, wallet=invitation.key.address):
        used.send(circle, stranger.account)
    used = answer(circle, invitation, wallet)
    used.wallet_signature = b""
    with refused(circle.members.Signature_Invalid, wallet=wallet.address):
        used.send(circle, stranger.account)


# -- the wallet was known, so the invitation is made out to it --------------------------------------------------


def test_activate__the_key_is_the_wallet__one_signature_is_enough(circle, invitations, stranger):
    invitation = invitations[0]
    used = answer(circle, invitation, invitation.key)
    used.invite_signature = b""
    used.send(circle, stranger.account)
    assert circle.members.memberOf(invitation.key) == invitation.member_id


def test_activate__the_key_is_the_wallet_and_a_thief_adds_a_referrer__is_refused(
    circle, invitations, stranger, bob
):
    """`Join` names no referrer, so a referrer needs the `Activate` that does."""
    invitation = invitations[0]
    used = answer(circle, invitation, invitation.key)
    used.invite_signature = b""
    used.activation["referrer"] = bob.id
    with refused(circle.members.Signature_Invalid, wallet=invitation.key.address):
        used.send(circle, stranger.account)


def test_activate__the_key_is_the_wallet_and_names_a_referrer__is_taken_when_signed(
    circle, invitations, stranger, alice
):
    invitation = invitations[0]
    answer(circle, invitation, invitation.key, referrer=alice.id).send(circle, stranger.account)
    assert circle.members.memberInfo(invitation.member_id).referrer == alice.id


# -- what is agreed to ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [0, 2])
def test_activate__under_another_charter__is_refused(circle, invitations, wallet, stranger, given):
    with refused(circle.members.Members_WrongCharter, given=given, current=1):
        answer(circle, invitations[0], wallet, charter=given).send(circle, stranger.account)


def test_activate__with_a_referrer_never_enrolled__is_refused(circle, invitations, wallet, stranger):
    enrolled = circle.members.enrolled()
    with refused(circle.members.Members_NotEnrolled, memberId=enrolled + 1, enrolled=enrolled):
        answer(circle, invitations[0], wallet, referrer=enrolled + 1).send(circle, stranger.account)


def test_activate__with_the_last_number_as_referrer__is_taken(circle, invitations, wallet, stranger):
    answer(circle, invitations[0], wallet, referrer=circle.members.enrolled()).send(circle, stranger.account)


def test_activate__as_their_own_referrer__is_refused(circle, invitations, wallet, stranger):
    member_id, enrolled = invitations[0].member_id, circle.members.enrolled()
    with refused(circle.members.Members_NotEnrolled, memberId=member_id, enrolled=enrolled):
        answer(circle, invitations[0], wallet, referrer=member_id).send(circle, stranger.account)


def test_activate__the_wallet_as_its_own_recovery_key__is_refused(circle, invitations, wallet, stranger):
    """Whoever steals the wallet would move the member at once."""
    with refused(circle.members.Members_RecoveryKeyIsWallet, wallet=wallet.address):
        answer(circle, invitations[0], wallet, recovery_key=wallet.address).send(circle, stranger.account)
    assert circle.members.recoveryKeyOf(invitations[0].member_id) == NOBODY


def test_activate__without_a_recovery_key__has_none(circle, invitations, wallet, stranger):
    answer(circle, invitations[0], wallet).send(circle, stranger.account)
    assert circle.members.recoveryKeyOf(invitations[0].member_id) == NOBODY


# -- the wallet (A18, A23) --------------------------------------------------------------------------------------


def test_activate__with_somebody_elses_wallet__is_refused(circle, invitations, spare, stranger, bob):
    """A23: nobody is kept from joining by a number that somebody bound to their wallet."""
    victim = spare[6]
    used = answer(circle, invitations[0], victim)
    used.wallet_signature = answer(circle, invitations[0], bob.account).wallet_signature
    with refused(circle.members.Signature_Invalid, wallet=victim.address):
        used.send(circle, stranger.account)
    answer(circle, invitations[1], victim).send(circle, stranger.account)


def test_activate__with_a_members_wallet__is_refused(circle, invitations, stranger, alice):
    with refused(circle.members.Members_WalletTaken, wallet=alice.address, memberId=alice.id):
        answer(circle, invitations[0], alice.account).send(circle, stranger.account)


def test_activate__with_a_wallet_a_member_rotated_away_from__is_refused(
    circle, invitations, stranger, alice, spare
):
    start_rotation(circle, alice, spare[6])
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    with refused(circle.members.Members_WalletTaken, wallet=alice.address, memberId=alice.id):
        answer(circle, invitations[0], alice.account).send(circle, stranger.account)


def test_activate__without_a_wallet__is_refused(circle, invitations, wallet, stranger):
    invitation, used = invitations[0], answer(circle, invitations[0], wallet)
    used.activation["wallet"] = NOBODY
    activate = {
        "memberId": invitation.member_id,
        "wallet": NOBODY,
        "referrer": 0,
        "deadline": used.activation["deadline"],
    }
    used.invite_signature = sign(invitation.key, circle.members, "Activate", activate)
    with refused(circle.members.Members_RecoveryKeyIsWallet, wallet=NOBODY):
        used.send(circle, stranger.account)
    used.activation["recoveryKey"] = stranger.address
    with refused(circle.members.Signature_Invalid, wallet=NOBODY):
        used.send(circle, stranger.account)
