"""claim, claimBySig, and by anyone with auto-collect on

├── not the member's wallet → refused as a whole
├── another member's, in no state to be paid, too early, too late → refused alone, skipped in a batch
│   (test_claim_in_batches.py)
└── paid once, to the wallet bound now, out of its programme's reserve
"""

import pytest

from ..circle import at
from ..members.wallet_changes import start_rotation
from ..refusal import refused
from .deeds import (
    BUDGET,
    HELP,
    REWARD,
    Reason,
    Status,
    act,
    budget_of,
    claim_times,
    evidence,
    paid,
    purse,
    record,
    refuses,
    status_of,
)


def claim(circle, door, person, *contributions):
    return act(circle, door, "claim", person, list(contributions))


@pytest.fixture
def two(circle, alice, vera) -> tuple[bytes, bytes]:
    """Two recorded contributions of Alice's."""
    return record(circle, vera, alice, 1), record(circle, vera, alice, 2)


def not_yours(circle, person, sender):
    error = circle.registry.Contributions_NotYours
    return refused(error, memberId=person.id, caller=str(sender.address))


def test_claim__one__is_paid(circle, door, alice, accepted):
    at(claim_times(circle, accepted)[0])
    receipt = claim(circle, door, alice, accepted)
    assert receipt.events == [
        circle.registry.ContributionPaid(accepted, alice.id, REWARD),
        paid(circle, alice),
    ]
    assert status_of(circle, accepted) == Status.PAID
    assert claim_times(circle, accepted) == (0, 0)
    assert (purse(circle, alice), purse(circle, circle.treasury)) == (REWARD, 0)
    assert budget_of(circle) == (BUDGET - REWARD, 0)


def test_claim__of_several_programmes__takes_each_from_its_own(circle, door, alice, accepted, two):
    at(claim_times(circle, two[1])[0])
    receipt = claim(circle, door, alice, two[0], accepted, two[1])
    transfers = [event.value for event in receipt.events if event.event_name == "Transfer"]
    assert transfers == [REWARD, REWARD, REWARD]
    assert purse(circle, alice) == 3 * REWARD
    assert budget_of(circle) == (BUDGET - REWARD, 0)
    assert budget_of(circle, HELP) == (BUDGET - 2 * REWARD, 0)


def test_claim__of_one_programme__is_one_payment(circle, alice, two):
    at(claim_times(circle, two[1])[0])
    receipt = claim(circle, "direct", alice, *two)
    assert receipt.events[-1] == paid(circle, alice, 2 * REWARD)
    assert len(receipt.events) == 3


def test_claim__nothing__changes_nothing(circle, door, alice):
    assert claim(circle, door, alice).events == []


# -- who --------------------------------------------------------------------------------------------------------


def test_claim__for_somebody_else__is_refused(circle, alice, bob, vera, stranger, two):
    """A7: neither a member, nor a validator, nor an admin, nor with the right id under one's own number."""
    at(claim_times(circle, two[1])[0])
    for sender in (bob.account, vera.account, stranger.account, circle.admin):
        with not_yours(circle, alice, sender):
            circle.registry.claim(alice.id, two, sender=sender)
    with refuses(circle, two[0], Reason.NOT_THE_MEMBER, alice.id):
        claim(circle, "direct", bob, two[0])
    assert purse(circle, bob) == 0
    claim(circle, "direct", alice, *two)


def test_claim__by_anyone_with_auto_collect__pays_the_member(circle, alice, stranger, two):
    """A7: until it is turned off again."""
    at(claim_times(circle, two[1])[0])
    circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    circle.registry.claim(alice.id, [two[0]], sender=stranger.account)
    assert (purse(circle, alice), purse(circle, stranger)) == (REWARD, 0)
    circle.members.setAutoCollect(alice.id, False, sender=alice.account)
    with not_yours(circle, alice, stranger):
        circle.registry.claim(alice.id, [two[1]], sender=stranger.account)


def test_claim__for_nobody__is_refused(circle, stranger):
    for member_id in (0, circle.members.enrolled() + 1):
        with refused(circle.members.Members_NotActivated, memberId=member_id):
            circle.registry.claim(member_id, [evidence(9)], sender=stranger.account)


def test_claim__after_a_rotation__is_the_new_wallets(circle, alice, spare, two):
    """A7."""
    start_rotation(circle, alice, spare[0])
    at(max(claim_times(circle, two[1])[0], circle.members.walletChange(alice.id).readyAt))
    circle.members.finishWalletChange(alice.id, sender=alice.account)
    with not_yours(circle, alice, alice):
        claim(circle, "direct", alice, *two)
    circle.registry.claim(alice.id, two, sender=spare[0])
    assert (purse(circle, alice), purse(circle, spare[0])) == (0, 2 * REWARD)
