"""E8, R8, E19: what is refunded, paid and burnt of a price adds up to it, at any size and share"""

import pytest

from .orders import REASON, act, balances, give, offer, redeem

SHARES = (0, 1, 3333, 9999, 10_000)


@pytest.mark.parametrize("price", [1, 2, 3, 9_999, 10_001, 10**18 + 1])
@pytest.mark.parametrize("burn_share", SHARES)
def test_settled__burns_the_floor_and_pays_the_rest(circle, alice, paul, price, burn_share):
    give(circle, alice, price)
    before, supply = circle.token.balanceOf(alice.account), circle.token.totalSupply()
    order = redeem(circle, alice, offer(circle, paul, price=price, burnShare=burn_share), price=price)
    act(circle, "direct", "fulfil", paul, order)
    act(circle, "direct", "confirm", alice, order)
    burnt = price * burn_share // 10_000
    assert balances(circle, alice, paul) == [before - price, price - burnt, 0]
    assert circle.token.totalSupply() == supply - burnt


@pytest.mark.parametrize("price", [1, 3, 10_001])
@pytest.mark.parametrize("refund_share", SHARES)
def test_arbitrated__leaves_no_dust(circle, alice, paul, viola, price, refund_share):
    circle.manager.grantRole(0, viola.account, 0, sender=circle.admin)
    give(circle, alice, price)
    before = circle.token.balanceOf(alice.account)
    order = redeem(circle, alice, offer(circle, paul, price=price, burnShare=3333), price=price)
    act(circle, "direct", "fulfil", paul, order)
    act(circle, "direct", "dispute", alice, order, REASON)
    circle.catalog.arbitrate(viola.id, order, refund_share, REASON, sender=viola.account)
    refunded = price * refund_share // 10_000
    burnt = (price - refunded) * 3333 // 10_000
    assert balances(circle, alice, paul) == [before - price + refunded, price - refunded - burnt, 0]
