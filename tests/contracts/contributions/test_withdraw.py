"""withdraw, withdrawBySig: what is pending, or never came (a tombstone); final"""

from ..circle import in_an_hour
from ..refusal import refused
from ..typed_data import sign
from .deeds import (
    TALKS,
    UNITS,
    Status,
    act,
    approve,
    evidence,
    id_of,
    in_state,
    message_of,
    status_of,
    vote,
)


def test_withdraw__what_is_pending__is_final(circle, door, alice, vera, pending):
    receipt = act(circle, door, "withdraw", alice, TALKS, evidence())
    assert receipt.events == [circle.registry.ContributionWithdrawn(pending, alice.id)]
    assert status_of(circle, pending) == Status.WITHDRAWN
    assert circle.registry.contributionInfo(pending).memberId == alice.id


def test_withdraw__with_votes_below_the_quorum__is_possible(circle, door, alice, vera, pending):
    approve(circle, vera, pending)
    act(circle, door, "withdraw", alice, TALKS, evidence())
    with in_state(circle, pending, Status.WITHDRAWN):
        approve(circle, vera, pending)


def test_withdraw__what_was_never_submitted__cancels_a_signed_submission(circle, door, alice, stranger):
    deadline = in_an_hour()
    arguments = (alice.id, TALKS, UNITS, evidence())
    signature = sign(
        alice.account, circle.registry, "Submit", message_of(circle, "submit", arguments, deadline)
    )
    tombstone = id_of(alice, TALKS, evidence())
    receipt = act(circle, door, "withdraw", alice, TALKS, evidence())
    assert receipt.events == [circle.registry.ContributionWithdrawn(tombstone, alice.id)]
    with in_state(circle, tombstone, Status.WITHDRAWN):
        circle.registry.submitBySig(*arguments, deadline, signature, sender=stranger.account)


def test_withdraw__while_a_submission_is_signed__the_other_evidence_goes_through(circle, alice, stranger):
    """The honest path beside it."""
    deadline = in_an_hour()
    arguments = (alice.id, TALKS, UNITS, evidence())
    signature = sign(
        alice.account, circle.registry, "Submit", message_of(circle, "submit", arguments, deadline)
    )
    act(circle, "direct", "withdraw", alice, TALKS, evidence(1))
    circle.registry.submitBySig(*arguments, deadline, signature, sender=stranger.account)


def test_withdraw__then_submitted_or_recorded_again__is_refused(circle, door, alice, vera, pending):
    """A22, A20: no votes on something re-made; final is final."""
    act(circle, door, "withdraw", alice, TALKS, evidence())
    with in_state(circle, pending, Status.WITHDRAWN):
        act(circle, door, "submit", alice, TALKS, 100 * UNITS, evidence())
    with in_state(circle, pending, Status.WITHDRAWN):
        item = {"memberId": alice.id, "units": 100 * UNITS, "evidence": evidence()}
        act(circle, door, "record", vera, TALKS, [item])
    with in_state(circle, pending, Status.WITHDRAWN):
        act(circle, door, "attest", vera, TALKS, True, [vote(pending)])


def test_withdraw__for_another_member__is_refused(circle, alice, bob, pending):
    """Bob under Alice's number is refused; under his own he bars an id of his own."""
    with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=bob.address):
        circle.registry.withdraw(alice.id, TALKS, evidence(), sender=bob.account)
    act(circle, "direct", "withdraw", bob, TALKS, evidence())
    assert status_of(circle, pending) == Status.PENDING
