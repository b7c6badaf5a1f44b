"""claim: each reason why nothing is paid, alone (refused) and among others (skipped, A26); and never paid twice"""

import pytest

from ..circle import admit, at, deploy_circle, open_programme
from .deeds import (
    BUDGET,
    HELP,
    REWARD,
    Reason,
    Status,
    act,
    budget_of,
    claim_times,
    entry,
    evidence,
    id_of,
    in_state,
    purse,
    record,
    refused_alone_skipped_among_others,
    skipped,
)


def claim(circle, door, person, *contributions):
    return act(circle, door, "claim", person, list(contributions))


@pytest.fixture
def two(circle, alice, vera) -> tuple[bytes, bytes]:
    """Two recorded contributions of Alice's."""
    return record(circle, vera, alice, 1), record(circle, vera, alice, 2)


def in_turn(circle, door, person):
    return lambda contributions: claim(circle, door, person, *contributions)


def test_claim__another_members__is_passed_over(circle, door, alice, bob, vera, two):
    """A7."""
    others = record(circle, vera, bob)
    at(claim_times(circle, others)[0])
    expected = (others, Reason.NOT_THE_MEMBER, bob.id)
    refused_alone_skipped_among_others(circle, in_turn(circle, door, alice), others, two, expected)
    assert (purse(circle, alice), purse(circle, bob)) == (2 * REWARD, 0)


def test_claim__what_nobody_submitted__is_passed_over(circle, door, alice, two):
    at(claim_times(circle, two[1])[0])
    expected = (evidence(9), Reason.NOT_THE_MEMBER, 0)
    refused_alone_skipped_among_others(circle, in_turn(circle, door, alice), evidence(9), two, expected)


def test_claim__pending__is_passed_over(circle, door, alice, pending, two):
    """A2: other states: test_final.py."""
    at(claim_times(circle, two[1])[0])
    expected = (pending, Reason.STATE, Status.PENDING)
    refused_alone_skipped_among_others(circle, in_turn(circle, door, alice), pending, two, expected)
    assert purse(circle, alice) == 2 * REWARD


def test_claim__within_the_challenge_window__is_passed_over(circle, door, alice, vera, two):
    """A3."""
    at(claim_times(circle, two[1])[0] - 1)
    young = record(circle, vera, alice, 3)
    expected = (young, Reason.WINDOW, claim_times(circle, young)[0])
    refused_alone_skipped_among_others(circle, in_turn(circle, door, alice), young, two, expected)
    assert purse(circle, alice) == 2 * REWARD


def test_claim__too_late__is_passed_over(circle, door, alice, vera, recorded):
    """A27."""
    end = claim_times(circle, recorded)[1]
    at(end - 1000)
    two = record(circle, vera, alice, 1), record(circle, vera, alice, 2)
    at(max(end, claim_times(circle, two[1])[0]))
    expected = (recorded, Reason.LAPSED, end)
    refused_alone_skipped_among_others(circle, in_turn(circle, door, alice), recorded, two, expected)


def test_claim__the_same_twice__is_paid_once(circle, door, alice, two):
    """A5: in one claim, and in another after it."""
    at(claim_times(circle, two[1])[0])
    receipt = claim(circle, door, alice, two[0], two[0], two[1], two[0])
    assert skipped(receipt) == 2 * [(two[0], Reason.STATE, Status.PAID)]
    assert purse(circle, alice) == 2 * REWARD
    with in_state(circle, two[0], Status.PAID):
        claim(circle, door, alice, two[0])
    assert budget_of(circle, HELP) == (BUDGET - 2 * REWARD, 0)


def test_claim__twice_in_one_block__is_paid_once(chain, circle, alice, stranger, two):
    """A5: both were sent before either was mined; the first is worth what it says, the second nothing."""
    circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    at(claim_times(circle, two[1])[0])
    chain.mine()
    tester = chain.provider.tester.ethereum_tester
    data = "0x" + circle.registry.claim.encode_input(alice.id, list(two)).hex().removeprefix("0x")
    claim_both = {"to": circle.registry.address, "data": data, "gas": 500_000}
    tester.disable_auto_mine_transactions()
    hashes = [tester.send_transaction(claim_both | {"from": who.address}) for who in (alice, stranger)]
    tester.enable_auto_mine_transactions()
    blocks = {tester.get_transaction_receipt(sent)["block_number"] for sent in hashes}
    assert len(blocks) == 1
    assert purse(circle, alice) == 2 * REWARD
    assert budget_of(circle, HELP) == (BUDGET - 2 * REWARD, 0)


def test_claim__one_second_before_it_lapses__is_paid(circle, door, alice, recorded):
    at(claim_times(circle, recorded)[1] - 1)
    claim(circle, door, alice, recorded)
    assert purse(circle, alice) == REWARD


def test_claim__the_largest_reward__is_paid_whole(circle, accounts, alice, vera):
    """E19: units and rate near the ends of their types: the product is cut nowhere."""
    units, rate = 2**32 - 1, 2**80 - 1
    vast = deploy_circle(accounts[0], cap=2**128, issuance_limit=2**127)
    ids = admit(vast, vera.account, alice.account)
    open_programme(vast, 1, rate=rate, quorum=1, challenge_window=0, validators=[ids[0]], budget=2**126)
    reward = units * rate
    vast.registry.record(ids[0], 1, [entry(ids[1], units=units)], sender=vera.account)
    assert tuple(vast.escrow.budgetOf(1)) == (2**126 - reward, reward)
    vast.registry.claim(ids[1], [id_of(ids[1], 1, evidence())], sender=alice.account)
    assert vast.token.balanceOf(alice.account) == reward
