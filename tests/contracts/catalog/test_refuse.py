"""refuse, refuseBySig: the provider's, as long as the order is open; the price goes back whole."""

import pytest

from ..circle import at
from ..refusal import refused
from .orders import PRICE, PURSE, STOCK, OrderStatus, act, balances, moved, status_of


def test_refuse__refunds(circle, door, alice, paul, service, order):
    receipt = act(circle, door, "refuse", paul, order)
    assert receipt.events == [
        circle.catalog.OrderEnded(order, alice.id, paul.id, OrderStatus.REFUSED, PRICE, 0, 0),
        moved(circle, circle.catalog, alice, PRICE),
    ]
    assert status_of(circle, order) == OrderStatus.REFUSED
    assert balances(circle, alice, paul) == [PURSE, 0, 0]
    assert circle.catalog.serviceInfo(service).stock == STOCK


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_refuse__at_any_time__refunds(circle, paul, alice, order, late):
    at(circle.catalog.orderDeadline(order) + late)
    act(circle, "direct", "refuse", paul, order)
    assert balances(circle, alice) == [PURSE, 0]


def test_refuse__by_who_is_not_the_provider__is_refused(circle, door, alice, bob, order):
    """R6."""
    for person in (alice, bob):
        with refused(circle.catalog.Catalog_NotYourOrder, orderId=order, memberId=person.id):
            act(circle, door, "refuse", person, order)


def test_refuse__in_the_providers_name__is_refused(circle, alice, paul, stranger, order):
    """R6."""
    for sender in (alice, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=paul.id, caller=sender.address):
            circle.catalog.refuse(paul.id, order, sender=sender.account)
