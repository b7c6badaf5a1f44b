"""setStock: what is left, as the provider says; orders take from it and what was never rendered goes back."""

import pytest

from ..members.wallet_changes import Flag
from ..refusal import refused
from .orders import OTHER_SALT, PRICE, SALT, STOCK, ServiceStatus, offer, redeem

LARGEST = 2**32 - 1


def stock_of(circle, service):
    return circle.catalog.serviceInfo(service).stock


@pytest.mark.parametrize("stock", [0, 1, LARGEST])
def test_set__by_the_provider__is_what_is_left(circle, paul, service, stock):
    receipt = circle.catalog.setStock(paul.id, service, stock, sender=paul.account)
    assert receipt.events == [circle.catalog.StockSet(service, stock)]
    assert stock_of(circle, service) == stock


def test_set__by_another_member__is_refused(circle, bob, service):
    """R6."""
    with refused(circle.catalog.Catalog_NotTheProvider, serviceId=service, memberId=bob.id):
        circle.catalog.setStock(bob.id, service, 1, sender=bob.account)


def test_set__of_no_service__is_refused(circle, paul, service):
    with refused(circle.catalog.Catalog_NotTheProvider, serviceId=service + 1, memberId=paul.id):
        circle.catalog.setStock(paul.id, service + 1, 1, sender=paul.account)


def test_set__in_the_providers_name__is_refused(circle, bob, paul, stranger, service):
    """R6."""
    for sender in (bob, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=paul.id, caller=sender.address):
            circle.catalog.setStock(paul.id, service, 1, sender=sender.account)
    assert stock_of(circle, service) == STOCK


def test_set__by_a_provider_who_may_not_act__is_refused(circle, paul, service):
    circle.members.leaveCommunity(paul.id, sender=paul.account)
    with refused(circle.members.Members_MayNotAct, memberId=paul.id, flags=Flag.LEFT):
        circle.catalog.setStock(paul.id, service, 1, sender=paul.account)


def test_set__has_no_signature_door(circle):
    """A28: what can be set up and down again cannot be replayed."""
    names = {method.name for method in circle.catalog.contract_type.methods}
    assert "setStock" in names
    assert not names & {"setStockBySig", "setServiceStatusBySig", "offerBySig"}


def test_orders__more_than_there_is__are_refused(circle, alice, bob, paul, service):
    """R3: two at once for the last one."""
    circle.catalog.setStock(paul.id, service, 1, sender=paul.account)
    redeem(circle, bob, service)
    assert stock_of(circle, service) == 0
    with refused(circle.catalog.Catalog_OutOfStock, serviceId=service):
        redeem(circle, alice, service)
    circle.catalog.setStock(paul.id, service, 1, sender=paul.account)
    redeem(circle, alice, service)


@pytest.mark.parametrize("action", ["cancel", "refuse"])
def test_orders__given_back__are_in_stock_again(circle, alice, paul, service, order, action):
    assert stock_of(circle, service) == STOCK - 1
    person = alice if action == "cancel" else paul
    getattr(circle.catalog, action)(person.id, order, sender=person.account)
    assert stock_of(circle, service) == STOCK


def test_orders__given_back_to_an_empty_shelf__can_be_ordered_again(circle, alice, bob, paul, service, order):
    """A stock of zero is what is left, not an end: a place given back is free again."""
    circle.catalog.setStock(paul.id, service, 0, sender=paul.account)
    circle.catalog.cancel(alice.id, order, sender=alice.account)
    assert stock_of(circle, service) == 1
    redeem(circle, bob, service)


def test_orders__given_back_while_paused__are_not_taken(circle, alice, bob, paul, service, order):
    """How a provider takes no more orders: not by a stock of zero, but by a pause."""
    circle.catalog.setServiceStatus(paul.id, service, ServiceStatus.PAUSED, sender=paul.account)
    circle.catalog.cancel(alice.id, order, sender=alice.account)
    with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service, status=ServiceStatus.PAUSED):
        redeem(circle, bob, service)


@pytest.mark.parametrize("stock", [LARGEST - 1, LARGEST])
def test_orders__given_back_to_a_full_shelf__are_still_refunded(circle, alice, paul, service, order, stock):
    """E19: a provider cannot keep the price in by filling the stock up to the largest number."""
    circle.catalog.setStock(paul.id, service, stock, sender=paul.account)
    before = circle.token.balanceOf(alice.account)
    circle.catalog.cancel(alice.id, order, sender=alice.account)
    assert stock_of(circle, service) == LARGEST
    assert circle.token.balanceOf(alice.account) == before + PRICE


def test_orders__that_were_rendered__are_not_given_back(circle, alice, paul, service, fulfilled):
    circle.catalog.confirm(alice.id, fulfilled, sender=alice.account)
    assert stock_of(circle, service) == STOCK - 1


# -- the limit of each member -----------------------------------------------------------------------------------


@pytest.fixture
def rationed(circle, paul):
    """A service each member may order once."""
    return offer(circle, paul, limit=1)


def test_limit__one_more_than_it__is_refused(circle, alice, bob, rationed):
    redeem(circle, alice, rationed)
    assert circle.catalog.ordersOf(rationed, alice.id) == 1
    with refused(circle.catalog.Catalog_LimitReached, serviceId=rationed, memberId=alice.id, limit=1):
        redeem(circle, alice, rationed, OTHER_SALT)
    redeem(circle, bob, rationed)


def test_limit__what_was_given_back__is_not_counted(circle, alice, rationed):
    order = redeem(circle, alice, rationed, SALT)
    circle.catalog.cancel(alice.id, order, sender=alice.account)
    assert circle.catalog.ordersOf(rationed, alice.id) == 0
    redeem(circle, alice, rationed, OTHER_SALT)


def test_limit__what_was_rendered__is_counted(circle, alice, paul, rationed):
    order = redeem(circle, alice, rationed)
    circle.catalog.fulfil(paul.id, order, sender=paul.account)
    circle.catalog.confirm(alice.id, order, sender=alice.account)
    with refused(circle.catalog.Catalog_LimitReached, serviceId=rationed, memberId=alice.id, limit=1):
        redeem(circle, alice, rationed, OTHER_SALT)


def test_limit__none__is_not_counted(circle, alice, service, order):
    redeem(circle, alice, service, OTHER_SALT)
    assert circle.catalog.ordersOf(service, alice.id) == 0
