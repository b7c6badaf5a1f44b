"""What the relay sends of rounds: a member's shares of several, signed once."""

from __future__ import annotations

import pytest

from cercle.errors import Refused, RelayRefused
from cercle.states import RoundReason, RoundStatus
from cercle.texts import Text
from cercle.units import to_time
from tests.dashboard.village import ALICE, BOB, MENTORING
from tests.relay.place import HOUR, invited, working
from tests.rounds.on_chain import RoundsOffice, tokens

pytestmark = pytest.mark.anvil


@pytest.fixture
def office(place):
    return RoundsOffice(place.community)


@pytest.fixture
def claim(place):
    return lambda member, rounds: place.community.rounds.claim(member, rounds)


def names(receipt):
    return [event.name for event in receipt.events]


def test_two_rounds__signed_once__are_paid_in_one_transaction(place, relay, office, claim):
    rounds = office.open({ALICE: tokens(3), BOB: 1}, {ALICE: tokens(4)}, programme=MENTORING)
    before = place.nonce()
    receipt = relay.send(ALICE, place.signed(ALICE, claim(ALICE, rounds)))
    assert names(receipt).count("RoundClaimed") == 2 and place.nonce() == before + 1
    assert place.community.token.balance(str(place.account(ALICE).address)) == 7


def test_a_round_that_opens_later__beside_an_open_one__is_left_out_with_its_day(place, relay, office, claim):
    (ready,) = office.open({ALICE: tokens(3)}, programme=MENTORING)
    later = office.take(office.make({ALICE: tokens(4)}, programme=MENTORING), RoundStatus.Approved)
    opens = place.community.rounds.get(later).open_from
    receipt = relay.send(ALICE, place.signed(ALICE, claim(ALICE, [later, ready])))
    (left_out,) = receipt.skipped
    assert (left_out.id, left_out.reason) == (place.community.rounds.get(later).id, RoundReason.NotOpen)
    assert str(left_out.text) == str(Text("The round opens on {fact}.", {"fact": opens}))
    assert names(receipt).count("RoundClaimed") == 1


@pytest.mark.parametrize(("seconds", "paid"), [(-2, True), (0, False)])
def test_a_round__until_it_ends__is_sent__and_then_refused_in_words(
    place, make_relay, office, claim, seconds, paid
):
    (one,) = office.open({ALICE: tokens(3)}, programme=MENTORING)
    place.chain.rpc("evm_setNextBlockTimestamp", one.round.ends + seconds)
    place.chain.rpc("evm_mine")
    call, relay = place.signed(ALICE, claim(ALICE, [one])), make_relay()
    if paid:
        assert relay.enqueue(ALICE, call)
    else:
        with pytest.raises(Refused) as refused:
            relay.enqueue(ALICE, call)
        ended = {"fact": to_time(one.round.ends)}
        assert refused.value.problem == Text("The round ended on {fact}.", ended)


def test_f5__another_members_share__or_one_that_was_changed__is_refused(place, make_relay, office, claim):
    one, two = office.open({ALICE: tokens(3), BOB: tokens(5)}, {ALICE: tokens(4)}, programme=MENTORING)
    relay, deadline = make_relay(), place.now() + HOUR
    with pytest.raises(RelayRefused, match="an action of member 2, not of member 1"):
        relay.enqueue(ALICE, place.signed(BOB, claim(BOB, [one])))
    with pytest.raises(Refused, match="signature"):
        relay.enqueue(ALICE, place.signed(ALICE, claim(ALICE, [one]), by=BOB))
    signature = place.signer(place.account(ALICE)).sign(place.typed(claim(ALICE, [one]), deadline))
    with pytest.raises(Refused, match="signature"):
        relay.enqueue(ALICE, claim(ALICE, [one, two]).signed(deadline, signature))


def test_a_passkey_account__collects_rounds_in_its_own_batch(place, make_relay, office, claim):
    (newcomer,) = invited(place, 1)
    member, community = newcomer.member, place.community
    (one,) = office.open({member: tokens(3), ALICE: 1}, programme=MENTORING)
    with working(make_relay()) as relay:
        relay.send(member, community.accounts.create(newcomer.device.key))
        relay.send(member, newcomer.activation())
        calls = [place.submission(member, "An hour"), claim(member, [one])]
        batch = community.accounts.execution(newcomer.account, calls, Text("Do."))
        assert "RoundClaimed" in names(relay.send(member, newcomer.signed(batch)))
    assert community.token.balance(newcomer.account) == 3
