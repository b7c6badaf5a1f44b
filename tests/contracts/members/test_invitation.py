"""activate: what an invitation is good for (A17, A21)

├── bound before → refused
├── another wallet, referrer, deadline or recovery key than was signed for → refused
├── another number, key or proof → refused
├── a number outside the cohort's range → refused
└── cohort unknown, closed or expired → refused
"""

import pytest

from ..circle import at, now
from ..refusal import refused
from .invitations import answer, invite, leaf_of, open_cohort


@pytest.fixture
def keys(spare):
    return spare[:3]


@pytest.fixture
def wallet(spare):
    return spare[5]


@pytest.fixture
def invitations(circle, keys):
    return invite(circle, *keys)


def test_activate__twice__is_refused(circle, invitations, wallet, spare, stranger):
    invitation = invitations[0]
    used = answer(circle, invitation, wallet)
    used.send(circle, stranger.account)
    expected = {"memberId": invitation.member_id, "wallet": wallet.address}
    with refused(circle.members.Members_AlreadyActivated, **expected):
        used.send(circle, stranger.account)
    with refused(circle.members.Members_AlreadyActivated, **expected):
        answer(circle, invitation, spare[6]).send(circle, stranger.account)


def test_activate__again_after_leaving__is_refused(circle, invitations, wallet, spare, stranger):
    invitation = invitations[0]
    answer(circle, invitation, wallet).send(circle, stranger.account)
    circle.members.leaveCommunity(invitation.member_id, sender=wallet)
    with refused(
        circle.members.Members_AlreadyActivated, memberId=invitation.member_id, wallet=wallet.address
    ):
        answer(circle, invitation, spare[6]).send(circle, stranger.account)


def test_activate__copied_with_the_thiefs_wallet__is_refused(circle, invitations, wallet, stranger):
    """Whoever copies the transaction has the key's signature for the member's wallet only."""
    invitation = invitations[0]
    copied = answer(circle, invitation, wallet)
    own = answer(circle, invitation, stranger.account)
    own.invite_signature = copied.invite_signature
    with refused(circle.members.Signature_Invalid, wallet=invitation.key.address):
        own.send(circle, stranger.account)
    copied.send(circle, stranger.account)
    assert circle.members.memberOf(wallet) == invitation.member_id


@pytest.mark.parametrize("field", ["referrer", "deadline"])
def test_activate__tampered__is_refused_by_the_invite_keys_signature(
    circle, invitations, wallet, stranger, alice, field
):
    used = answer(circle, invitations[0], wallet)
    used.activation[field] = {"referrer": alice.id, "deadline": used.activation["deadline"] - 1}[field]
    with refused(circle.members.Signature_Invalid, wallet=invitations[0].key.address):
        used.send(circle, stranger.account)


def test_activate__with_a_recovery_key_of_the_thief__is_refused_by_the_wallets_signature(
    circle, invitations, wallet, stranger
):
    used = answer(circle, invitations[0], wallet)
    used.activation["recoveryKey"] = stranger.address
    with refused(circle.members.Signature_Invalid, wallet=wallet.address):
        used.send(circle, stranger.account)


def test_activate__with_another_number_of_the_cohort__is_refused(circle, invitations, wallet, stranger):
    mine, other = invitations[0], invitations[1]
    used = answer(circle, mine, wallet)
    used.activation["memberId"] = other.member_id
    with refused(circle.members.Members_NotInvited, memberId=other.member_id, inviteKey=mine.key.address):
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
    with refused(circle.members.Members_NotInvited, memberId=mine.member_id, inviteKey=mine.key.address):
        used.send(circle, stranger.account)


def test_activate__with_a_key_never_invited__is_refused(circle, invitations, wallet, spare, stranger):
    mine = invitations[0]
    used = answer(circle, mine, wallet)
    used.activation["inviteKey"] = spare[8].address
    with refused(circle.members.Members_NotInvited, memberId=mine.member_id, inviteKey=spare[8].address):
        used.send(circle, stranger.account)


@pytest.mark.parametrize("off", [-1, 3])
def test_activate__a_leaf_outside_the_cohorts_range__is_refused(circle, spare, wallet, stranger, off):
    """A21: a leaf for a number beside the range, in a tree that is sound otherwise."""
    cohort_id, first = circle.members.cohorts() + 1, circle.members.enrolled() + 1
    outside, key = first + off, spare[0]
    root = leaf_of(cohort_id, outside, key.address)
    open_cohort(circle, root, 3)
    open_cohort(circle, b"\7" * 32, 3)
    used = answer(circle, invite(circle, key)[0], wallet)
    used.activation |= {"cohortId": cohort_id, "memberId": outside}
    used.proof = []
    with refused(circle.members.Members_NotInCohort, cohortId=cohort_id, memberId=outside):
        used.send(circle, stranger.account)


def test_activate__a_dormant_number_through_a_second_cohort__is_refused(
    circle, invitations, spare, wallet, stranger
):
    """A21: the manager of cohorts makes a tree of their own over a number that waits in another cohort."""
    dormant, own_key = invitations[0], spare[4]
    cohort_id = circle.members.cohorts() + 1
    root = leaf_of(cohort_id, dormant.member_id, own_key.address)
    open_cohort(circle, root, 1)
    used = answer(circle, dormant, wallet)
    used.activation |= {"cohortId": cohort_id, "inviteKey": own_key.address}
    used.proof = []
    with refused(circle.members.Members_NotInCohort, cohortId=cohort_id, memberId=dormant.member_id):
        used.send(circle, stranger.account)
    answer(circle, dormant, wallet).send(circle, stranger.account)


@pytest.mark.parametrize("cohort_id", [0, 7])
def test_activate__in_a_cohort_that_does_not_exist__is_refused(
    circle, invitations, wallet, stranger, cohort_id
):
    used = answer(circle, invitations[0], wallet)
    used.activation["cohortId"] = cohort_id
    with refused(circle.members.Members_NotInCohort, cohortId=cohort_id, memberId=invitations[0].member_id):
        used.send(circle, stranger.account)


def test_activate__after_the_cohort_was_closed__is_refused(circle, invitations, wallet, stranger):
    circle.members.closeCohort(invitations[0].cohort_id, sender=circle.admin)
    with refused(circle.members.Members_CohortClosed, cohortId=invitations[0].cohort_id):
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
    with refused(circle.members.Members_CohortExpired, cohortId=invitation.cohort_id, deadline=closes):
        used.send(circle, stranger.account)
