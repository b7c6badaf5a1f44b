"""confirm, confirmBySig: the redeemer's, once it was fulfilled; settles at once, at any time."""

import pytest

from ..circle import at
from ..refusal import refused
from .orders import BURNT, PAID, PRICE, PURSE, OrderStatus, act, balances, moved, status_of


def test_confirm__pays_the_provider_and_burns_the_rest(circle, door, alice, paul, fulfilled):
    supply = circle.token.totalSupply()
    receipt = act(circle, door, "confirm", alice, fulfilled)
    assert receipt.events == [
        circle.catalog.OrderEnded(fulfilled, alice.id, paul.id, OrderStatus.SETTLED, 0, PAID, BURNT),
        moved(circle, circle.catalog, paul, PAID),
        moved(circle, circle.catalog, None, BURNT),
    ]
    assert status_of(circle, fulfilled) == OrderStatus.SETTLED
    assert circle.catalog.orderDeadline(fulfilled) == 0
    assert balances(circle, alice, paul) == [PURSE - PRICE, PAID, 0]
    assert circle.token.totalSupply() == supply - BURNT


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_confirm__whenever__settles(circle, alice, paul, fulfilled, late):
    """After the window anybody settles, so may the redeemer."""
    at(circle.catalog.orderDeadline(fulfilled) + late)
    act(circle, "direct", "confirm", alice, fulfilled)
    assert balances(circle, paul) == [PAID, 0]


def test_confirm__by_who_is_not_the_redeemer__is_refused(circle, door, bob, paul, fulfilled):
    """R5: the provider does not confirm for the redeemer."""
    for person in (bob, paul):
        with refused(circle.catalog.Catalog_NotYourOrder, orderId=fulfilled, memberId=person.id):
            act(circle, door, "confirm", person, fulfilled)


def test_confirm__in_the_redeemers_name__is_refused(circle, alice, paul, stranger, fulfilled):
    for sender in (paul, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=sender.address):
            circle.catalog.confirm(alice.id, fulfilled, sender=sender.account)
