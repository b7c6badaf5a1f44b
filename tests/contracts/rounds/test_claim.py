"""claim: once for each member (M3), with a proof of their own entry (M4, M5, M6), while the round is open (M10), to the
wallet bound now, whoever sends it (M7).
"""

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from ..circle import at, mine_at
from ..members.wallet_changes import start_recovery
from ..refusal import refused
from .conftest import ALICES
from .rounds import Reason, Status, approve, fund, make_round, open_round


def claim(person, *rounds):
    contract = rounds[0].contract
    return contract.claim(person.id, [one.entry(person.id) for one in rounds], sender=person.account)


def test_claim__pays_the_member_once(circle, rounds, round, alice, vera, victor):
    open_round(circle, round, vera, victor)
    receipt = claim(alice, round)
    assert receipt.events == [
        rounds.RoundClaimed(round.id, alice.id, ALICES),
        circle.token.Transfer(rounds.address, alice.address, ALICES),
    ]
    assert (rounds.isClaimed(round.id, alice.id), round.info.paid) == (True, ALICES)
    with refused(rounds.Rounds_Refused, roundId=round.id, reason=Reason.COLLECTED, fact=alice.id):
        claim(alice, round)


def test_claim__a_second_before_it_opens__is_refused(circle, rounds, round, alice, vera, victor):
    approve(circle, round, vera, victor)
    at((since := round.info.openFrom) - 1)
    with refused(rounds.Rounds_Refused, roundId=round.id, reason=Reason.NOT_OPEN, fact=since):
        claim(alice, round)


def test_claim__a_second_before_it_ends__is_paid(circle, round, alice, vera, victor):
    open_round(circle, round, vera, victor)
    at(round.ends - 1)
    claim(alice, round)
    assert circle.token.balanceOf(alice.account) == ALICES


def test_claim__when_it_ends__is_refused(circle, rounds, round, alice, vera, victor):
    open_round(circle, round, vera, victor)
    at(round.ends)
    with refused(rounds.Rounds_Refused, roundId=round.id, reason=Reason.OVER, fact=round.ends):
        claim(alice, round)


def test_claim__of_a_round_without_quorum__is_refused(circle, rounds, round, alice):
    fund(circle, round)
    at(round.opens)
    with refused(rounds.Rounds_Refused, roundId=round.id, reason=Reason.STATE, fact=Status.FUNDED):
        claim(alice, round)


def test_claim__of_a_list_that_sums_up_to_more_than_the_total__stops_at_the_total(
    circle, rounds, round, alice, bob, vera, victor
):
    wrong = open_round(circle, round.but(total=ALICES + 299), vera, victor)
    claim(alice, wrong)
    with refused(rounds.Rounds_Refused, roundId=wrong.id, reason=Reason.TOTAL, fact=299):
        claim(bob, wrong)
    assert wrong.info.paid == ALICES


@pytest.mark.parametrize("amount", [ALICES - 1, ALICES + 1, 300])
def test_claim__another_amount_than_listed__is_refused(circle, rounds, round, alice, vera, victor, amount):
    open_round(circle, round, vera, victor)
    terms, _, proof = round.entry(alice.id)
    with refused(rounds.Rounds_NotListed, roundId=round.id, memberId=alice.id, amount=amount):
        rounds.claim(alice.id, [(terms, amount, proof)], sender=alice.account)


def test_claim__with_somebody_elses_entry__is_refused(circle, rounds, round, alice, bob, vera, victor):
    open_round(circle, round, vera, victor)
    with refused(rounds.Rounds_NotListed, roundId=round.id, memberId=alice.id, amount=300):
        rounds.claim(alice.id, [round.entry(bob.id)], sender=alice.account)


def test_claim__with_an_entry_of_another_round__is_refused(circle, rounds, round, alice, bob, vera, victor):
    other = make_round(circle, rounds, {alice.id: 5, bob.id: 6})
    open_round(circle, round, vera, victor)
    terms, (_, amount, proof) = round.terms, other.entry(alice.id)
    with refused(rounds.Rounds_NotListed, roundId=round.id, memberId=alice.id, amount=amount):
        rounds.claim(alice.id, [(terms, amount, proof)], sender=alice.account)


def test_claim__with_an_inner_node_as_an_entry__is_refused(circle, rounds, round, alice, vera, victor):
    """M1: leaves are hashed twice, so that what hashes to the root, or to any node, is nobody's entry."""
    once = keccak(encode(["uint32", "uint128"], [alice.id, ALICES]))
    terms = (once, *round.terms[1:])
    with refused(rounds.Rounds_NotListed, roundId=rounds.roundId(terms), memberId=alice.id, amount=ALICES):
        rounds.claim(alice.id, [(terms, ALICES, [])], sender=alice.account)
    alone = open_round(circle, make_round(circle, rounds, {alice.id: ALICES}), vera, victor)
    assert (alone.root, alone.entry(alice.id)[2]) == (keccak(once), [])
    claim(alice, alone)


def test_claim__by_members_whose_bits_are_neighbours__is_counted_apart(
    circle, rounds, alice, bob, vera, victor
):
    """M4: an id shifted by 256 is another member's, in another word."""
    shares = {alice.id: 1, alice.id + 256: 2, alice.id + 512: 3, bob.id: 4}
    one = open_round(circle, make_round(circle, rounds, shares), vera, victor)
    claim(alice, one)
    assert rounds.isClaimed(one.id, alice.id)
    assert not any(rounds.isClaimed(one.id, other) for other in (alice.id + 256, alice.id + 512, bob.id))
    claim(bob, one)


def test_claim__by_a_stranger__is_refused_unless_auto_collect_is_on(
    circle, rounds, round, alice, vera, victor, stranger
):
    open_round(circle, round, vera, victor)
    with refused(rounds.Rounds_NotYours, memberId=alice.id, caller=stranger.address):
        rounds.claim(alice.id, [round.entry(alice.id)], sender=stranger.account)
    circle.members.setAutoCollect(alice.id, True, sender=alice.account)
    rounds.claim(alice.id, [round.entry(alice.id)], sender=stranger.account)
    assert circle.token.balanceOf(alice.account) == ALICES


def test_claim__of_somebody_without_a_wallet__waits(circle, rounds, alice, vera, victor, stranger):
    """The entitlement is the number's: it can be collected once a wallet is bound."""
    nobody_yet = circle.members.enrolled() + 1
    circle.members.openCohort(nobody_yet, b"\1" * 32, 1, 2**32 - 1, sender=circle.admin)
    one = open_round(circle, make_round(circle, rounds, {nobody_yet: 9, alice.id: 1}), vera, victor)
    with refused(circle.members.Members_NotActivated, memberId=nobody_yet):
        rounds.claim(nobody_yet, [one.entry(nobody_yet)], sender=stranger.account)
    assert not rounds.isClaimed(one.id, nobody_yet)


def test_claim__while_a_recovery_runs__waits(circle, rounds, round, alice, vera, victor, spare):
    open_round(circle, round, vera, victor)
    start_recovery(circle, alice, spare[0])
    until = circle.members.walletChange(alice.id).endsAt
    with refused(circle.members.Members_PaymentsWait, memberId=alice.id, until=until):
        claim(alice, round)
    mine_at(until)
    claim(alice, round)
    assert circle.token.balanceOf(alice.account) == ALICES


def test_claim__whatever_the_transfer_policy__is_paid(circle, round, alice, vera, victor):
    open_round(circle, round, vera, victor)
    circle.token.setTransferPolicy(2, sender=circle.admin)
    claim(alice, round)
    assert circle.token.balanceOf(alice.account) == ALICES
