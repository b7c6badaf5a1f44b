"""cancel, cancelBySig: the redeemer's, as long as the order is open; the price comes back whole."""

import pytest

from ..circle import at
from ..refusal import refused
from .orders import PRICE, PURSE, STOCK, OrderStatus, act, balances, moved, status_of


def test_cancel__refunds(circle, door, alice, paul, service, order):
    receipt = act(circle, door, "cancel", alice, order)
    assert receipt.events == [
        circle.catalog.OrderEnded(order, alice.id, paul.id, OrderStatus.CANCELLED, PRICE, 0, 0),
        moved(circle, circle.catalog, alice, PRICE),
    ]
    assert status_of(circle, order) == OrderStatus.CANCELLED
    assert balances(circle, alice, paul) == [PURSE, 0, 0]
    assert circle.catalog.orderDeadline(order) == 0
    assert circle.catalog.serviceInfo(service).stock == STOCK


@pytest.mark.parametrize("late", [0, 10**8])
def test_cancel__an_order_that_is_late__still_refunds(circle, door, alice, order, late):
    """R5: as long as it was not fulfilled, the redeemer gets out at any time."""
    at(circle.catalog.orderDeadline(order) + late)
    act(circle, door, "cancel", alice, order)
    assert balances(circle, alice) == [PURSE, 0]


def test_cancel__anothers_order__is_refused(circle, door, bob, paul, order):
    for person in (bob, paul):
        with refused(circle.catalog.Catalog_NotYourOrder, orderId=order, memberId=person.id):
            act(circle, door, "cancel", person, order)


def test_cancel__in_the_redeemers_name__is_refused(circle, alice, paul, stranger, order):
    for sender in (paul, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=sender.address):
            circle.catalog.cancel(alice.id, order, sender=sender.account)


def test_cancel__gives_back_what_was_paid_and_no_more(circle, alice, order):
    """R4: a refund issues nothing."""
    before = circle.token.totalSupply()
    circle.catalog.cancel(alice.id, order, sender=alice.account)
    assert circle.token.totalSupply() == before
    assert balances(circle, alice) == [PURSE, 0]
