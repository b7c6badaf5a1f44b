"""claim: several rounds in one transaction, and by signature: each is paid once (M3), to the member (M7)."""

import pytest

from ..circle import at, now
from ..refusal import refused
from ..typed_data import sign
from .rounds import Reason, Status, allowed_token, make_round, open_round
from .test_claim import claim


@pytest.fixture
def pair(circle, rounds, alice, bob, vera, victor):
    """Two open rounds, the second in another token."""
    euro = allowed_token(circle, "PlainToken")
    euro.transfer(circle.treasury, 1000, sender=circle.admin)
    first = make_round(circle, rounds, {alice.id: 10, bob.id: 20})
    second = make_round(circle, rounds, {bob.id: 30, alice.id: 40}, token=euro)
    return [open_round(circle, one, vera, victor) for one in (first, second)]


def message(person, rounds, deadline):
    shares = [{"roundId": one.id, "amount": one.shares[person.id]} for one in rounds]
    return {"memberId": person.id, "shares": shares, "deadline": deadline}


def test_claim__of_two_rounds__pays_both(circle, rounds, pair, alice):
    receipt = claim(alice, *pair)
    assert [event for event in receipt.events if event.event_name == "RoundClaimed"] == [
        rounds.RoundClaimed(pair[0].id, alice.id, 10),
        rounds.RoundClaimed(pair[1].id, alice.id, 40),
    ]
    assert (circle.token.balanceOf(alice.account), pair[1].token.balanceOf(alice.account)) == (10, 40)


def test_claim__with_one_collected_before__skips_it_with_its_reason(rounds, pair, alice):
    claim(alice, pair[0])
    receipt = claim(alice, *pair)
    assert rounds.EntrySkipped(pair[0].id, Reason.COLLECTED, alice.id) in receipt.events
    assert rounds.RoundClaimed(pair[1].id, alice.id, 40) in receipt.events


def test_claim__of_the_same_round_twice_in_one_transaction__is_paid_once(circle, rounds, pair, alice):
    receipt = claim(alice, pair[0], pair[0])
    assert rounds.EntrySkipped(pair[0].id, Reason.COLLECTED, alice.id) in receipt.events
    assert circle.token.balanceOf(alice.account) == 10


def test_claim__with_one_that_was_never_announced__skips_it(circle, rounds, pair, alice, bob):
    unknown = make_round(circle, rounds, {alice.id: 10**20, bob.id: 1})
    receipt = claim(alice, unknown, pair[0])
    assert rounds.EntrySkipped(unknown.id, Reason.STATE, Status.NONE) in receipt.events
    assert circle.token.balanceOf(alice.account) == 10


def test_claim__with_one_wrong_proof__is_refused_whole(circle, rounds, pair, alice, bob):
    entries = [pair[0].entry(alice.id), pair[1].entry(bob.id)]
    with refused(rounds.Rounds_NotListed, roundId=pair[1].id, memberId=alice.id, amount=30):
        rounds.claim(alice.id, entries, sender=alice.account)
    assert circle.token.balanceOf(alice.account) == 0


def test_claim__signed__is_sent_by_anyone(circle, rounds, pair, alice, stranger):
    deadline = now() + 600
    signature = sign(alice.account, rounds, "ClaimRounds", message(alice, pair, deadline))
    entries = [one.entry(alice.id) for one in pair]
    rounds.claimBySig(alice.id, entries, deadline, signature, sender=stranger.account)
    assert (circle.token.balanceOf(alice.account), pair[1].token.balanceOf(alice.account)) == (10, 40)
    receipt = rounds.claimBySig(alice.id, entries, deadline, signature, sender=stranger.account)
    assert [event.event_name for event in receipt.events] == ["EntrySkipped", "EntrySkipped"]


def test_claim__signed_by_somebody_else_or_for_another_amount__is_refused(rounds, pair, alice, bob, stranger):
    deadline = now() + 600
    entries = [one.entry(alice.id) for one in pair]
    shown = message(alice, pair, deadline)
    wrong = {**shown, "shares": [{**shown["shares"][0], "amount": 11}, shown["shares"][1]]}
    for account, text in ((bob.account, shown), (alice.account, wrong)):
        signature = sign(account, rounds, "ClaimRounds", text)
        with refused(rounds.Signature_Invalid, wallet=alice.address):
            rounds.claimBySig(alice.id, entries, deadline, signature, sender=stranger.account)


def test_claim__signed__at_and_after_its_deadline(rounds, pair, alice, stranger):
    deadline = now() + 600
    signature = sign(alice.account, rounds, "ClaimRounds", message(alice, pair, deadline))
    entries = [one.entry(alice.id) for one in pair]
    at(deadline + 1)
    with refused(rounds.Signature_Expired, deadline=deadline):
        rounds.claimBySig(alice.id, entries, deadline, signature, sender=stranger.account)
