"""Transfers, burns and the sum of balances (T4), allowances (T9)."""

import pytest

from ..circle import NOBODY
from ..refusal import refused

OPEN = 1


@pytest.fixture
def funded(circle, alice, treasury):
    """Alice holds 1,000 and anyone may transfer."""
    circle.token.setTransferPolicy(OPEN, sender=circle.admin)
    circle.token.mint(1000, sender=circle.admin)
    circle.token.transfer(alice.account, 1000, sender=treasury.account)
    return circle.token


def total(token, *people):
    return sum(token.balanceOf(person.account) for person in people)


def test_supply__after_any_move__is_the_sum_of_balances(funded, alice, bob, paul, treasury):
    everybody = (alice, bob, paul, treasury)
    moves = [
        lambda: funded.transfer(bob.account, 400, sender=alice.account),
        lambda: funded.transfer(alice.account, 100, sender=alice.account),
        lambda: funded.transfer(paul.account, 0, sender=alice.account),
        lambda: funded.burn(150, sender=bob.account),
        lambda: funded.burn(0, sender=bob.account),
        lambda: funded.transfer(alice.account, 250, sender=bob.account),
    ]
    for move in moves:
        move()
        assert total(funded, *everybody) == funded.totalSupply()
    assert funded.totalSupply() == 850
    assert funded.balanceOf(alice.account) == 850


def test_transfer__to_oneself__changes_nothing(funded, alice):
    funded.transfer(alice.account, 1000, sender=alice.account)
    assert funded.balanceOf(alice.account) == funded.totalSupply() == 1000


def test_transfer__more_than_one_has__is_refused(funded, alice, bob):
    with refused(funded.ERC20InsufficientBalance, sender=alice.address, balance=1000, needed=1001):
        funded.transfer(bob.account, 1001, sender=alice.account)


def test_burn__ones_own__shrinks_the_supply(funded, alice):
    receipt = funded.burn(300, sender=alice.account)
    assert receipt.events == [funded.Transfer(alice.address, NOBODY, 300)]
    assert funded.totalSupply() == funded.balanceOf(alice.account) == 700


def test_burn__more_than_one_has__is_refused(funded, alice):
    with refused(funded.ERC20InsufficientBalance, sender=alice.address, balance=1000, needed=1001):
        funded.burn(1001, sender=alice.account)


def test_burn__of_somebody_elses__does_not_exist(funded):
    """T1: nobody but its holder moves a token, allowances apart."""
    names = {function.name for function in funded.contract_type.mutable_methods}
    assert not names & {"burnFrom", "forceTransfer", "pause", "setCap", "recover", "rescue"}


def test_transfer_from__without_allowance__is_refused(funded, circle, alice, stranger):
    for thief in (stranger.account, circle.admin):
        with refused(funded.ERC20InsufficientAllowance, spender=thief.address, allowance=0, needed=1):
            funded.transferFrom(alice.account, thief, 1, sender=thief)


def test_approve__changed_while_the_spender_races__loses_both_unless_set_to_zero_first(funded, alice, bob):
    """T9, as ERC-20 has it: whoever changes 100 to 50 may lose 150. The interface sets zero first, or signs."""
    funded.approve(bob.account, 100, sender=alice.account)
    funded.transferFrom(alice.account, bob.account, 100, sender=bob.account)
    funded.approve(bob.account, 50, sender=alice.account)
    funded.transferFrom(alice.account, bob.account, 50, sender=bob.account)
    assert funded.balanceOf(bob.account) == 150


def test_approve__set_to_zero_first__shows_what_was_taken_before_more_is_given(funded, alice, bob):
    funded.approve(bob.account, 100, sender=alice.account)
    funded.approve(bob.account, 0, sender=alice.account)
    with refused(funded.ERC20InsufficientAllowance, spender=bob.address, allowance=0, needed=100):
        funded.transferFrom(alice.account, bob.account, 100, sender=bob.account)


def test_transfer_and_approve__to_nobody__are_refused(funded, alice):
    with refused(funded.ERC20InvalidReceiver, receiver=NOBODY):
        funded.transfer(NOBODY, 1, sender=alice.account)
    with refused(funded.ERC20InvalidSpender, spender=NOBODY):
        funded.approve(NOBODY, 1, sender=alice.account)
