"""E8, R8, E19: what is refunded, paid and burnt of a price adds up to it, at any size and share"""

import pytest

from .orders import REASON, act, balances, give, offer, redeem

PRICES = (1, 3, 9_999, 10**18 + 1)
SHARES = (0, 3333, 10_000)


@pytest.mark.parametrize("burn_share", SHARES)
def test_settled__burns_the_floor_and_pays_the_rest(circle, alice, paul, burn_share):
    give(circle, alice, sum(PRICES))
    for price in PRICES:
        (had, earned, _), supply = balances(circle, alice, paul), circle.token.totalSupply()
        order = redeem(circle, alice, offer(circle, paul, price=price, burnShare=burn_share), price=price)
        act(circle, "direct", "fulfil", paul, order)
        act(circle, "direct", "confirm", alice, order)
        burnt = price * burn_share // 10_000
        assert balances(circle, alice, paul) == [had - price, earned + price - burnt, 0]
        assert circle.token.totalSupply() == supply - burnt


@pytest.mark.parametrize("refund_share", SHARES)
def test_arbitrated__leaves_no_dust(circle, alice, paul, arbiter, refund_share):
    for price in (1, 3, 9_999):
        had, earned, _ = balances(circle, alice, paul)
        order = redeem(circle, alice, offer(circle, paul, price=price, burnShare=3333), price=price)
        act(circle, "direct", "fulfil", paul, order)
        act(circle, "direct", "dispute", alice, order, REASON)
        circle.catalog.arbitrate(arbiter.id, order, refund_share, REASON, sender=arbiter.account)
        refunded = price * refund_share // 10_000
        burnt = (price - refunded) * 3333 // 10_000
        assert balances(circle, alice, paul) == [had - price + refunded, earned + price - refunded - burnt, 0]
