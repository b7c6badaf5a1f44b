"""end: what nobody collected goes back to the funder, when the round is over and not before (M10)."""

from ..circle import at
from ..refusal import refused
from .conftest import ALICES, BOBS
from .rounds import Status, announce, fund, open_round


def test_end__sends_what_is_left_to_the_funder(circle, rounds, round, alice, vera, victor, stranger):
    open_round(circle, round, vera, victor)
    rounds.claim(alice.id, [round.entry(alice.id)], sender=alice.account)
    at(round.ends)
    receipt = rounds.end(round.terms, sender=stranger.account)
    assert receipt.events == [
        rounds.RoundEnded(round.id, BOBS),
        circle.token.Transfer(rounds.address, circle.treasury.address, BOBS),
    ]
    assert tuple(round.info)[:1] == (ALICES,)
    assert (round.info.status, circle.token.balanceOf(rounds)) == (Status.ENDED, 0)


def test_end__of_what_was_never_approved__sends_everything_back(circle, rounds, round, stranger):
    fund(circle, round)
    at(round.ends)
    rounds.end(round.terms, sender=stranger.account)
    assert circle.token.balanceOf(rounds) == 0


def test_end__when_everything_was_collected__moves_nothing(
    circle, rounds, round, alice, bob, vera, victor, stranger
):
    open_round(circle, round, vera, victor)
    for person in (alice, bob):
        rounds.claim(person.id, [round.entry(person.id)], sender=person.account)
    at(round.ends)
    receipt = rounds.end(round.terms, sender=stranger.account)
    assert receipt.events == [rounds.RoundEnded(round.id, 0)]


def test_end__a_second_early__is_refused(circle, rounds, round, vera, victor, stranger):
    open_round(circle, round, vera, victor)
    at(round.ends - 1)
    with refused(rounds.Rounds_NotOver, roundId=round.id, ends=round.ends):
        rounds.end(round.terms, sender=stranger.account)


def test_end__twice_or_never_funded__is_refused(circle, rounds, round, stranger):
    announce(circle, round)
    at(round.ends)
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.ANNOUNCED):
        rounds.end(round.terms, sender=stranger.account)


def test_end__a_second_time__is_refused(circle, rounds, round, stranger):
    fund(circle, round)
    at(round.ends)
    rounds.end(round.terms, sender=stranger.account)
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.ENDED):
        rounds.end(round.terms, sender=stranger.account)
