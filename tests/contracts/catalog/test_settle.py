"""settle: anybody's, from the second on at which the confirm window has ended."""

import pytest

from ..circle import at
from ..refusal import refused
from .orders import BURNT, PAID, PRICE, PURSE, OrderStatus, balances, moved, status_of


@pytest.mark.parametrize("late", [0, 1])
def test_settle__when_the_window_has_ended__pays_the_provider(circle, alice, paul, stranger, fulfilled, late):
    """R5: a redeemer who never confirms keeps nothing in."""
    at(circle.catalog.orderDeadline(fulfilled) + late)
    receipt = circle.catalog.settle(fulfilled, sender=stranger.account)
    assert receipt.events == [
        circle.catalog.OrderEnded(fulfilled, alice.id, paul.id, OrderStatus.SETTLED, 0, PAID, BURNT),
        moved(circle, circle.catalog, paul, PAID),
        moved(circle, circle.catalog, None, BURNT),
    ]
    assert status_of(circle, fulfilled) == OrderStatus.SETTLED
    assert balances(circle, alice, paul) == [PURSE - PRICE, PAID, 0]


@pytest.mark.parametrize("early", [1, 15])
def test_settle__before_the_window_ends__is_refused(circle, paul, fulfilled, early):
    """E13: not even by the provider, who would like to be paid before a dispute."""
    until = circle.catalog.orderDeadline(fulfilled)
    at(until - early)
    with refused(circle.catalog.Catalog_TooEarly, **{"orderId": fulfilled, "from": until}):
        circle.catalog.settle(fulfilled, sender=paul.account)
