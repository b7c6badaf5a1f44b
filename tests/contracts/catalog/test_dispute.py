"""dispute, disputeBySig: the redeemer's, strictly before the confirm window ends."""

import pytest

from ..circle import ARBITRATION_PERIOD, at
from ..refusal import refused
from .orders import PRICE, PURSE, REASON, OrderStatus, act, balances, status_of


def test_dispute__holds_the_price_until_an_arbiter_decides(circle, door, alice, paul, fulfilled):
    receipt = act(circle, door, "dispute", alice, fulfilled, REASON)
    assert receipt.events == [circle.catalog.OrderDisputed(fulfilled, alice.id, REASON)]
    assert status_of(circle, fulfilled) == OrderStatus.DISPUTED
    assert circle.catalog.orderDeadline(fulfilled) == receipt.timestamp + ARBITRATION_PERIOD
    assert balances(circle, alice, paul) == [PURSE - PRICE, 0, PRICE]


def test_dispute__one_second_before_the_window_ends__is_taken(circle, alice, fulfilled):
    at(circle.catalog.orderDeadline(fulfilled) - 1)
    act(circle, "direct", "dispute", alice, fulfilled, REASON)


@pytest.mark.parametrize("late", [0, 1, 15])
def test_dispute__when_the_window_has_ended__is_refused(circle, door, alice, fulfilled, late):
    """E13: from this second on the order can be settled, and before it it cannot."""
    until = circle.catalog.orderDeadline(fulfilled)
    at(until + late)
    with refused(circle.catalog.Catalog_TooLate, orderId=fulfilled, until=until):
        act(circle, door, "dispute", alice, fulfilled, REASON)


def test_dispute__by_who_is_not_the_redeemer__is_refused(circle, door, bob, paul, fulfilled):
    for person in (bob, paul):
        with refused(circle.catalog.Catalog_NotYourOrder, orderId=fulfilled, memberId=person.id):
            act(circle, door, "dispute", person, fulfilled, REASON)


def test_dispute__in_the_redeemers_name__is_refused(circle, alice, paul, stranger, fulfilled):
    for sender in (paul, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=sender.address):
            circle.catalog.dispute(alice.id, fulfilled, REASON, sender=sender.account)


def test_dispute__of_a_service_never_rendered__gives_the_price_back(circle, alice, paul, stranger, fulfilled):
    """R5: a provider says "done" and it was not: the redeemer disputes, nobody has to decide."""
    act(circle, "direct", "dispute", alice, fulfilled, REASON)
    at(circle.catalog.orderDeadline(fulfilled))
    circle.catalog.expire(fulfilled, sender=stranger.account)
    assert balances(circle, alice, paul) == [PURSE, 0, 0]
