"""cancel: before it opens, with everything back to its funder; restricted."""

from ..circle import at
from ..refusal import refused
from .rounds import Status, announce, approve, fund, open_round


def test_cancel__what_was_announced__refunds_nothing(circle, rounds, round):
    announce(circle, round)
    receipt = rounds.cancel(round.terms, sender=circle.admin)
    assert receipt.events == [rounds.RoundCancelled(round.id, 0)]
    assert round.info.status == Status.CANCELLED


def test_cancel__what_was_funded__goes_back_to_the_funder(circle, rounds, round):
    fund(circle, round)
    before = circle.token.balanceOf(circle.treasury)
    receipt = rounds.cancel(round.terms, sender=circle.admin)
    assert receipt.events == [
        rounds.RoundCancelled(round.id, round.total),
        circle.token.Transfer(rounds.address, circle.treasury.address, round.total),
    ]
    assert circle.token.balanceOf(circle.treasury) == before + round.total


def test_cancel__a_second_before_it_opens__is_taken(circle, rounds, round, vera, victor):
    approve(circle, round, vera, victor)
    at(round.info.openFrom - 1)
    rounds.cancel(round.terms, sender=circle.admin)
    assert circle.token.balanceOf(rounds) == 0


def test_cancel__when_it_opens__is_refused(circle, rounds, round, vera, victor):
    open_round(circle, round, vera, victor)
    with refused(rounds.Rounds_OpenAlready, roundId=round.id, since=round.info.openFrom):
        rounds.cancel(round.terms, sender=circle.admin)


def test_cancel__twice_or_what_nobody_announced__is_refused(circle, rounds, round):
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.NONE):
        rounds.cancel(round.terms, sender=circle.admin)
    fund(circle, round)
    rounds.cancel(round.terms, sender=circle.admin)
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.CANCELLED):
        rounds.cancel(round.terms, sender=circle.admin)


def test_cancel__by_a_member__is_refused(circle, rounds, round, alice):
    announce(circle, round)
    with refused(rounds.AccessManagedUnauthorized, caller=alice.address):
        rounds.cancel(round.terms, sender=alice.account)
