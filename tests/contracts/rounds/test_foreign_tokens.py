"""Rounds in tokens that are not the community's: what was paid in is paid out or stays (E5), once (E1).

Tokens that return nothing, that say no without reverting, and that call back in the middle of a transfer.
"""

import pytest

from ..circle import at
from ..refusal import refused
from .conftest import ALICES, BOBS
from .rounds import allowed_token, announce, fund, open_round
from .test_claim import claim


@pytest.fixture
def foreign(circle, round):
    """The round in another token, which the treasury holds twice."""

    def make(name):
        one = round.but(token=allowed_token(circle, name))
        one.token.transfer(circle.treasury, 2 * one.total, sender=circle.admin)
        return one

    return make


def cancel(circle, one):
    return one.contract.cancel(one.terms, sender=circle.admin)


def end(circle, one):
    at(one.ends)
    return one.contract.end(one.terms, sender=circle.admin)


@pytest.mark.parametrize("name", ["PlainToken", "SilentToken"])
def test_claim_and_end__in_a_token_that_is_sound_or_silent__pay(circle, foreign, name, alice, vera, victor):
    one = open_round(circle, foreign(name), vera, victor)
    claim(alice, one)
    assert (one.token.balanceOf(alice.account), one.token.balanceOf(one.contract)) == (ALICES, BOBS)
    end(circle, one)
    assert one.token.balanceOf(circle.treasury) == one.total + BOBS


@pytest.mark.parametrize("name", ["PlainToken", "SilentToken"])
def test_cancel__in_a_token_that_is_sound_or_silent__refunds(circle, foreign, name):
    fund(circle, one := foreign(name))
    cancel(circle, one)
    assert one.token.balanceOf(circle.treasury) == 2 * one.total


def test_claim_and_end__where_the_token_says_no__change_nothing(circle, rounds, foreign, alice, vera, victor):
    one = open_round(circle, foreign("LyingToken"), vera, victor)
    one.token.lie(sender=circle.admin)
    with refused(rounds.SafeERC20FailedOperation, token=one.token.address):
        claim(alice, one)
    assert (one.info.paid, rounds.isClaimed(one.id, alice.id)) == (0, False)
    with refused(rounds.SafeERC20FailedOperation, token=one.token.address):
        end(circle, one)
    assert one.token.balanceOf(rounds) == one.total


def test_cancel__where_the_token_says_no__changes_nothing(circle, rounds, foreign):
    fund(circle, one := foreign("LyingToken"))
    before = one.info
    one.token.lie(sender=circle.admin)
    with refused(rounds.SafeERC20FailedOperation, token=one.token.address):
        cancel(circle, one)
    assert one.info == before


@pytest.mark.parametrize("action", [cancel, end])
def test_cancel_and_end__re_entered_from_the_token__are_refused(circle, rounds, foreign, action):
    fund(circle, one := foreign("CallingToken"))
    _calls_back(circle, one)
    with refused(rounds.ReentrancyGuardReentrantCall):
        action(circle, one)
    assert one.token.balanceOf(rounds) == one.total


def test_claim__re_entered_from_the_token__is_refused(circle, rounds, foreign, alice, vera, victor):
    one = open_round(circle, foreign("CallingToken"), vera, victor)
    _calls_back(circle, one)
    with refused(rounds.ReentrancyGuardReentrantCall):
        claim(alice, one)
    assert (one.info.paid, one.token.balanceOf(rounds)) == (0, one.total)


def test_fund__re_entered_from_the_token__is_refused(circle, rounds, foreign):
    announce(circle, one := foreign("CallingToken"))
    one.token.approve(rounds, one.total, sender=circle.treasury)
    _calls_back(circle, one)
    with refused(rounds.ReentrancyGuardReentrantCall):
        rounds.fund(one.terms, sender=circle.treasury)
    assert one.token.balanceOf(rounds) == 0


def _calls_back(circle, one):
    """Whatever of it moves from now on, the token asks for the round's end."""
    data = one.contract.end.encode_input(one.terms)
    one.token.callDuringTransfers(one.contract, data, sender=circle.admin)
