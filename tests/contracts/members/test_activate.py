"""activate

├── deadline over, or more than a day away → refused (test_signatures.py)
├── invitation: not of this cohort's range · closed · expired · another key, number or proof → refused
├── bound before → refused
├── charter is not the current one → refused
├── referrer: a number never given out, or the member's own → refused
├── invite key did not sign for this wallet, referrer and deadline → refused
├── wallet did not sign for this number, charter, recovery key and deadline → refused
├── wallet is or was another member's → refused
└── otherwise → bound, whoever sends it
"""

import ape
import pytest

from ..circle import DAY, NOBODY, at, now
from ..typed_data import sign
from .invitations import answer, invite, leaf_of
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
            invitation.member_id, wallet.address, invitation.cohort_id, alice.id, 1, recovery_key
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
    with ape.reverts(circle.members.Signature_Invalid, wallet=invitation.key.address):
        used.send(circle, stranger.account)
    used = answer(circle, invitation, wallet)
    used.wallet_signature = b""
    with ape.reverts(circle.members.Signature_Invalid, wallet=wallet.address):
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
    with ape.reverts(circle.members.Signature_Invalid, wallet=invitation.key.address):
        used.send(circle, stranger.account)


def test_activate__the_key_is_the_wallet_and_names_a_referrer__is_taken_when_signed(
    circle, invitations, stranger, alice
):
    invitation = invitations[0]
    answer(circle, invitation, invitation.key, referrer=alice.id).send(circle, stranger.account)
    assert circle.members.memberInfo(invitation.member_id).referrer == alice.id


# -- the invitation (A17, A21) ----------------------------------------------------------------------------------


def test_activate__twice__is_refused(circle, invitations, wallet, spare, stranger):
    invitation = invitations[0]
    used = answer(circle, invitation, wallet)
    used.send(circle, stranger.account)
    expected = {"memberId": invitation.member_id, "wallet": wallet.address}
    with ape.reverts(circle.members.Members_AlreadyActivated, **expected):
        used.send(circle, stranger.account)
    with ape.reverts(circle.members.Members_AlreadyActivated, **expected):
        answer(circle, invitation, spare[6]).send(circle, stranger.account)


def test_activate__again_after_leaving__is_refused(circle, invitations, wallet, spare, stranger):
    invitation = invitations[0]
    answer(circle, invitation, wallet).send(circle, stranger.account)
    circle.members.leave(invitation.member_id, sender=wallet)
    with ape.reverts(
        circle.members.Members_AlreadyActivated, memberId=invitation.member_id, wallet=wallet.address
    ):
        answer(circle, invitation, spare[6]).send(circle, stranger.account)


def test_activate__copied_with_the_thiefs_wallet__is_refused(circle, invitations, wallet, stranger):
    """Whoever copies the transaction has the key's signature for the member's wallet only."""
    invitation = invitations[0]
    copied = answer(circle, invitation, wallet)
    own = answer(circle, invitation, stranger.account)
    own.invite_signature = copied.invite_signature
    with ape.reverts(circle.members.Signature_Invalid, wallet=invitation.key.address):
        own.send(circle, stranger.account)
    copied.send(circle, stranger.account)
    assert circle.members.memberOf(wallet) == invitation.member_id


@pytest.mark.parametrize("field", ["referrer", "deadline"])
def test_activate__tampered__is_refused_by_the_invite_keys_signature(
    circle, invitations, wallet, stranger, alice, field
):
    used = answer(circle, invitations[0], wallet)
    used.activation[field] = {"referrer": alice.id, "deadline": used.activation["deadline"] - 1}[field]
    with ape.reverts(circle.members.Signature_Invalid, wallet=invitations[0].key.address):
        used.send(circle, stranger.account)


def test_activate__with_a_recovery_key_of_the_thief__is_refused_by_the_wallets_signature(
    circle, invitations, wallet, stranger
):
    used = answer(circle, invitations[0], wallet)
    used.activation["recoveryKey"] = stranger.address
    with ape.reverts(circle.members.Signature_Invalid, wallet=wallet.address):
        used.send(circle, stranger.account)


def test_activate__with_another_number_of_the_cohort__is_refused(circle, invitations, wallet, stranger):
    mine, other = invitations[0], invitations[1]
    used = answer(circle, mine, wallet)
    used.activation["memberId"] = other.member_id
    with ape.reverts(circle.members.Members_NotInvited, memberId=other.member_id, inviteKey=mine.key.address):
        used.send(circle, stranger.account)


@pytest.mark.parametrize("proof", ["empty", "of another", "cut", "longer"])
def test_activate__with_a_wrong_proof__is_refused(circle, invitations, wallet, stranger, proof):
    mine = invitations[0]
    used = answer(circle, mine, wallet)
    used.proof = {
        "empty": [],
        "of another": invitations[1].proof,
        "cut": mine.proof[:-1],
        "longer": [*mine.proof, b"\0" * 32],
    }[proof]
    with ape.reverts(circle.members.Members_NotInvited, memberId=mine.member_id, inviteKey=mine.key.address):
        used.send(circle, stranger.account)


def test_activate__with_a_key_never_invited__is_refused(circle, invitations, wallet, spare, stranger):
    mine = invitations[0]
    used = answer(circle, mine, wallet)
    used.activation["inviteKey"] = spare[8].address
    with ape.reverts(circle.members.Members_NotInvited, memberId=mine.member_id, inviteKey=spare[8].address):
        used.send(circle, stranger.account)


@pytest.mark.parametrize("off", [-1, 3])
def test_activate__a_leaf_outside_the_cohorts_range__is_refused(circle, spare, wallet, stranger, off):
    """A21: a leaf for a number beside the range, in a tree that is sound otherwise."""
    cohort_id, first = circle.members.cohorts() + 1, circle.members.enrolled() + 1
    outside, key = first + off, spare[0]
    root = leaf_of(cohort_id, outside, key.address)
    circle.members.openCohort(root, 3, now() + DAY, sender=circle.admin)
    circle.members.openCohort(b"\7" * 32, 3, now() + DAY, sender=circle.admin)
    used = answer(circle, invite(circle, key)[0], wallet)
    used.activation |= {"cohortId": cohort_id, "memberId": outside}
    used.proof = []
    with ape.reverts(circle.members.Members_NotInCohort, cohortId=cohort_id, memberId=outside):
        used.send(circle, stranger.account)


def test_activate__a_dormant_number_through_a_second_cohort__is_refused(
    circle, invitations, spare, wallet, stranger
):
    """A21: the manager of cohorts makes a tree of their own over a number that waits in another cohort."""
    dormant, own_key = invitations[0], spare[4]
    cohort_id = circle.members.cohorts() + 1
    root = leaf_of(cohort_id, dormant.member_id, own_key.address)
    circle.members.openCohort(root, 1, now() + DAY, sender=circle.admin)
    used = answer(circle, dormant, wallet)
    used.activation |= {"cohortId": cohort_id, "inviteKey": own_key.address}
    used.proof = []
    with ape.reverts(circle.members.Members_NotInCohort, cohortId=cohort_id, memberId=dormant.member_id):
        used.send(circle, stranger.account)
    answer(circle, dormant, wallet).send(circle, stranger.account)


@pytest.mark.parametrize("cohort_id", [0, 7])
def test_activate__in_a_cohort_that_does_not_exist__is_refused(
    circle, invitations, wallet, stranger, cohort_id
):
    used = answer(circle, invitations[0], wallet)
    used.activation["cohortId"] = cohort_id
    with ape.reverts(
        circle.members.Members_NotInCohort, cohortId=cohort_id, memberId=invitations[0].member_id
    ):
        used.send(circle, stranger.account)


def test_activate__after_the_cohort_was_closed__is_refused(circle, invitations, wallet, stranger):
    circle.members.closeCohort(invitations[0].cohort_id, sender=circle.admin)
    with ape.reverts(circle.members.Members_CohortClosed, cohortId=invitations[0].cohort_id):
        answer(circle, invitations[0], wallet).send(circle, stranger.account)


def test_activate__one_second_before_the_cohorts_deadline__is_taken(circle, keys, wallet, stranger):
    closes = now() + 1000
    (invitation,) = invite(circle, keys[0], deadline=closes)
    used = answer(circle, invitation, wallet)
    at(closes - 1)
    used.send(circle, stranger.account)
    assert circle.members.memberOf(wallet) == invitation.member_id


@pytest.mark.parametrize("after", [0, 1])
def test_activate__from_the_cohorts_deadline_on__is_refused(circle, keys, wallet, stranger, after):
    closes = now() + 1000
    (invitation,) = invite(circle, keys[0], deadline=closes)
    used = answer(circle, invitation, wallet)
    at(closes + after)
    with ape.reverts(circle.members.Members_CohortExpired, cohortId=invitation.cohort_id, deadline=closes):
        used.send(circle, stranger.account)


# -- what is agreed to ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [0, 2])
def test_activate__under_another_charter__is_refused(circle, invitations, wallet, stranger, given):
    with ape.reverts(circle.members.Members_WrongCharter, given=given, current=1):
        answer(circle, invitations[0], wallet, charter=given).send(circle, stranger.account)


def test_activate__with_a_referrer_never_enrolled__is_refused(circle, invitations, wallet, stranger):
    enrolled = circle.members.enrolled()
    with ape.reverts(circle.members.Members_NotEnrolled, memberId=enrolled + 1, enrolled=enrolled):
        answer(circle, invitations[0], wallet, referrer=enrolled + 1).send(circle, stranger.account)


def test_activate__with_the_last_number_as_referrer__is_taken(circle, invitations, wallet, stranger):
    answer(circle, invitations[0], wallet, referrer=circle.members.enrolled()).send(circle, stranger.account)


def test_activate__as_their_own_referrer__is_refused(circle, invitations, wallet, stranger):
    member_id, enrolled = invitations[0].member_id, circle.members.enrolled()
    with ape.reverts(circle.members.Members_NotEnrolled, memberId=member_id, enrolled=enrolled):
        answer(circle, invitations[0], wallet, referrer=member_id).send(circle, stranger.account)


# -- the wallet (A18, A23) --------------------------------------------------------------------------------------


def test_activate__with_somebody_elses_wallet__is_refused(circle, invitations, spare, stranger, bob):
    """A23: nobody is kept from joining by a number that somebody bound to their wallet."""
    victim = spare[6]
    used = answer(circle, invitations[0], victim)
    used.wallet_signature = answer(circle, invitations[0], bob.account).wallet_signature
    with ape.reverts(circle.members.Signature_Invalid, wallet=victim.address):
        used.send(circle, stranger.account)
    answer(circle, invitations[1], victim).send(circle, stranger.account)


def test_activate__with_a_members_wallet__is_refused(circle, invitations, stranger, alice):
    with ape.reverts(circle.members.Members_WalletTaken, wallet=alice.address, memberId=alice.id):
        answer(circle, invitations[0], alice.account).send(circle, stranger.account)


def test_activate__with_a_wallet_a_member_rotated_away_from__is_refused(
    circle, invitations, stranger, alice, spare
):
    start_rotation(circle, alice, spare[6])
    at(circle.members.walletChange(alice.id).readyAt)
    circle.members.finishWalletChange(alice.id, sender=stranger.account)
    with ape.reverts(circle.members.Members_WalletTaken, wallet=alice.address, memberId=alice.id):
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
    with ape.reverts(circle.members.Signature_Invalid, wallet=NOBODY):
        used.send(circle, stranger.account)
