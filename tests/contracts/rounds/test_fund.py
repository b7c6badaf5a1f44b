"""fund: the whole round at once, from anybody's allowance, measured (M9) (E5)."""

import pytest

from ..refusal import refused
from .rounds import Status, allowed_token, announce, fund


def test_fund__pays_the_round_in(circle, rounds, round):
    receipt = fund(circle, round)
    assert receipt.events == [
        rounds.RoundFunded(round.id, circle.treasury.address),
        circle.token.Transfer(circle.treasury.address, rounds.address, round.total),
    ]
    assert circle.token.balanceOf(rounds) == round.total
    assert round.info.status == Status.FUNDED


def test_fund__by_somebody_else__leaves_the_funder_as_announced(circle, rounds, round, stranger):
    euro = allowed_token(circle, "PlainToken")
    other = round.but(token=euro)
    announce(circle, other)
    euro.transfer(stranger.account, other.total, sender=circle.admin)
    euro.approve(rounds, other.total, sender=stranger.account)
    receipt = rounds.fund(other.terms, sender=stranger.account)
    assert rounds.RoundFunded(other.id, stranger.address) in receipt.events


def test_fund__what_was_not_announced__is_refused(circle, rounds, round):
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.NONE):
        rounds.fund(round.terms, sender=circle.treasury)


def test_fund__twice__is_refused(circle, rounds, round):
    fund(circle, round)
    with refused(rounds.Rounds_Status, roundId=round.id, status=Status.FUNDED):
        rounds.fund(round.terms, sender=circle.treasury)
    assert circle.token.balanceOf(rounds) == round.total


def test_fund__without_an_allowance__is_refused(circle, rounds, round):
    announce(circle, round)
    circle.token.mint(round.total, sender=circle.admin)
    needed = {"spender": rounds.address, "allowance": 0, "needed": round.total}
    with refused(circle.token.ERC20InsufficientAllowance, **needed):
        rounds.fund(round.terms, sender=circle.treasury)
    assert round.info.status == Status.ANNOUNCED


@pytest.mark.parametrize("name", ["PlainToken", "SilentToken"])
def test_fund__in_another_sound_token__pays_the_round_in(circle, rounds, round, name):
    token = allowed_token(circle, name)
    other = round.but(token=token, funder=str(circle.treasury.address))
    token.transfer(circle.treasury, other.total, sender=circle.admin)
    fund(circle, other)
    assert token.balanceOf(rounds) == other.total


def test_fund__in_a_token_that_keeps_a_part__is_refused(circle, rounds, round):
    token = allowed_token(circle, "TaxToken")
    taxed = round.but(token=token)
    token.transfer(circle.treasury, 2 * taxed.total, sender=circle.admin)
    arrived = taxed.total - taxed.total // 100
    with refused(rounds.Rounds_WrongAmountArrived, arrived=arrived, expected=taxed.total):
        fund(circle, taxed)
    assert (taxed.info.status, token.balanceOf(rounds)) == (Status.ANNOUNCED, 0)


def test_fund__in_a_token_that_says_no_without_reverting__is_refused(circle, rounds, round):
    token = allowed_token(circle, "LyingToken")
    token.lie(sender=circle.admin)
    with refused(rounds.SafeERC20FailedOperation, token=token.address):
        fund(circle, round.but(token=token))
