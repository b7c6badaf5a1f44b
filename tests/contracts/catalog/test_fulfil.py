"""fulfil, fulfilBySig: the provider's, strictly before the fulfil window ends."""

import pytest

from ..circle import at
from ..members.wallet_changes import Flag
from ..refusal import refused
from .orders import CONFIRM_WINDOW, DOCUMENT, PRICE, OrderStatus, act, balances, status_of


def test_fulfil__starts_the_confirm_window(circle, door, paul, order):
    receipt = act(circle, door, "fulfil", paul, order)
    assert receipt.events == [circle.catalog.OrderFulfilled(order, paul.id)]
    assert status_of(circle, order) == OrderStatus.FULFILLED
    assert circle.catalog.orderDeadline(order) == receipt.timestamp + CONFIRM_WINDOW
    assert balances(circle, paul) == [0, PRICE]


def test_fulfil__one_second_before_the_window_ends__is_taken(circle, paul, order):
    at(circle.catalog.orderDeadline(order) - 1)
    circle.catalog.fulfil(paul.id, order, sender=paul.account)


@pytest.mark.parametrize("late", [0, 1, 15])
def test_fulfil__when_the_window_has_ended__is_refused(circle, door, paul, order, late):
    """E13: from this second on the order can be expired, and before it it cannot."""
    until = circle.catalog.orderDeadline(order)
    at(until + late)
    with refused(circle.catalog.Catalog_TooLate, orderId=order, until=until):
        act(circle, door, "fulfil", paul, order)


def test_fulfil__by_who_is_not_the_provider__is_refused(circle, door, alice, bob, order):
    """R6."""
    for person in (alice, bob):
        with refused(circle.catalog.Catalog_NotYourOrder, orderId=order, memberId=person.id):
            act(circle, door, "fulfil", person, order)


def test_fulfil__in_the_providers_name__is_refused(circle, alice, paul, stranger, order):
    """R6."""
    for sender in (alice, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=paul.id, caller=sender.address):
            circle.catalog.fulfil(paul.id, order, sender=sender.account)


def test_fulfil__by_a_suspended_provider__is_refused(circle, door, paul, order):
    """Until the suspension is taken back."""
    circle.members.setSuspended(paul.id, True, DOCUMENT, sender=circle.admin)
    with refused(circle.members.Members_MayNotAct, memberId=paul.id, flags=Flag.SUSPENDED):
        act(circle, door, "fulfil", paul, order)
    circle.members.setSuspended(paul.id, False, DOCUMENT, sender=circle.admin)
    act(circle, door, "fulfil", paul, order)
