"""fund: anybody's, from their own allowance, to a programme that was opened."""

import pytest
from ape.exceptions import ContractLogicError

from ..circle import DAY, admit, at, deploy_circle, fund, now, open_programme
from ..refusal import refused
from .budgets import budget_of, held, purse, record
from .conftest import PURSE

MOST = 2**128 - 1


def test_fund__adds_to_what_is_available(circle, treasury):
    receipt = circle.escrow.fund(1, 300, sender=treasury.account)
    assert receipt.events == [
        circle.escrow.BudgetFunded(1, treasury.address, 300),
        circle.token.Transfer(treasury.address, circle.escrow.address, 300),
    ]
    assert (budget_of(circle, 1), budget_of(circle, 2)) == ((300, 0), (0, 0))
    circle.escrow.fund(1, 5, sender=treasury.account)
    assert (budget_of(circle, 1), held(circle)) == ((305, 0), 305)
    assert purse(circle, treasury.account) == PURSE - 305


def test_fund__issued_straight_into_a_budget__is_the_same(circle):
    fund(circle, 2, 40)
    assert (budget_of(circle, 2), held(circle)) == ((40, 0), 40)


def test_fund__by_a_member_out_of_a_reward__is_taken(circle, alice, vera, treasury):
    """The circle closes: anybody may fund."""
    circle.escrow.fund(1, 1000, sender=treasury.account)
    reward = record(circle, vera, alice)
    circle.registry.claim(alice.id, [reward], sender=alice.account)
    circle.token.approve(circle.escrow, 1000, sender=alice.account)
    circle.escrow.fund(2, 1000, sender=alice.account)
    assert (budget_of(circle, 1), budget_of(circle, 2), held(circle)) == ((0, 0), (1000, 0), 1000)


def test_fund__nothing__is_refused(circle, treasury):
    with refused(circle.escrow.Escrow_ZeroAmount):
        circle.escrow.fund(1, 0, sender=treasury.account)


@pytest.mark.parametrize("programme_id", [0, 3, 2**16 - 1])
def test_fund__a_programme_that_was_not_opened__is_refused(circle, treasury, programme_id):
    with refused(circle.escrow.Escrow_UnknownProgramme, programmeId=programme_id):
        circle.escrow.fund(programme_id, 1, sender=treasury.account)
    assert purse(circle, treasury.account) == PURSE


def test_fund__a_closed_programme__is_taken_and_can_be_withdrawn(circle, treasury):
    """What is pending there may still have to be paid."""
    circle.registry.closeProgramme(1, sender=circle.admin)
    circle.escrow.fund(1, 10, sender=treasury.account)
    circle.escrow.withdraw(1, 10, sender=circle.admin)
    assert held(circle) == 0


def test_fund__more_than_is_allowed_or_there__is_refused(circle, alice, treasury):
    with refused(
        circle.token.ERC20InsufficientAllowance,
        spender=circle.escrow.address,
        allowance=PURSE,
        needed=PURSE + 1,
    ):
        circle.escrow.fund(1, PURSE + 1, sender=treasury.account)
    circle.token.approve(circle.escrow, 1, sender=alice.account)
    with refused(circle.token.ERC20InsufficientBalance, sender=alice.address, balance=0, needed=1):
        circle.escrow.fund(1, 1, sender=alice.account)
    assert (budget_of(circle), held(circle)) == ((0, 0), 0)


def test_plain_transfer__belongs_to_no_budget(circle, alice, vera, treasury):
    """E2, E11: it raises no budget, so it pays nobody and nobody withdraws it."""
    circle.token.transfer(circle.escrow, 500, sender=treasury.account)
    assert (budget_of(circle), held(circle)) == ((0, 0), 500)
    with refused(circle.escrow.Escrow_BudgetShort, programmeId=1, asked=1, available=0):
        circle.escrow.withdraw(1, 1, sender=circle.admin)


@pytest.fixture
def vast(accounts):
    """A circle whose token knows no small numbers, with one programme."""
    vast = deploy_circle(accounts[0], cap=2**200, issuance_limit=MOST, issuance_period=DAY)
    (validator,) = admit(vast, accounts[1])
    open_programme(vast, 1, quorum=1, validators=[validator])
    return vast


def test_fund__the_largest_budget__is_taken(vast):
    """E19."""
    fund(vast, 1, MOST)
    assert (budget_of(vast), held(vast)) == ((MOST, 0), MOST)


def test_fund__more_than_the_largest_budget__does_not_wrap_around(vast):
    """E19: refused by the checked sum, and nothing is issued."""
    fund(vast, 1, MOST)
    at(now() + DAY)
    with pytest.raises(ContractLogicError):
        fund(vast, 1, 1)
    assert (budget_of(vast), held(vast)) == ((MOST, 0), MOST)
    open_programme(vast, 2, quorum=1, validators=[1], budget=1)
