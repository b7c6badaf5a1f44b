"""expire: anybody's, for what was not fulfilled, or not arbitrated, in time; the price goes back whole."""

import pytest

from ..circle import at
from ..refusal import refused
from .orders import PRICE, PURSE, STOCK, OrderStatus, balances, moved, status_of


@pytest.mark.parametrize("late", [0, 1])
@pytest.mark.parametrize("stage", ["order", "disputed"])
def test_expire__when_the_time_is_over__refunds(request, circle, alice, paul, stranger, service, stage, late):
    """R5: nothing is held for ever, whoever does not act."""
    order = request.getfixturevalue(stage)
    at(circle.catalog.orderDeadline(order) + late)
    receipt = circle.catalog.expire(order, sender=stranger.account)
    assert receipt.events == [
        circle.catalog.OrderEnded(order, alice.id, paul.id, OrderStatus.EXPIRED, PRICE, 0, 0),
        moved(circle, circle.catalog, alice, PRICE),
    ]
    assert status_of(circle, order) == OrderStatus.EXPIRED
    assert balances(circle, alice, paul) == [PURSE, 0, 0]
    # What was said to be rendered does not go back on the shelf.
    assert circle.catalog.serviceInfo(service).stock == (STOCK if stage == "order" else STOCK - 1)


@pytest.mark.parametrize("early", [1, 15])
@pytest.mark.parametrize("stage", ["order", "disputed"])
def test_expire__before_the_time_is_over__is_refused(request, circle, alice, stage, early):
    """E13: not even by the redeemer, who would like the price back after the service."""
    order = request.getfixturevalue(stage)
    until = circle.catalog.orderDeadline(order)
    at(until - early)
    with refused(circle.catalog.Catalog_TooEarly, **{"orderId": order, "from": until}):
        circle.catalog.expire(order, sender=alice.account)
