"""redeem, redeemBySig

├── the service: not open (test_service_status.py), out of stock, the limit reached (test_stock.py) → refused
├── one's own service, another price than the service's, an order made before → refused
├── the price is not there, or not allowed → refused
└── ordered → the price is held, and until when it must be fulfilled is known
"""

import pytest
from eth_abi import encode
from eth_utils import keccak

from ..circle import DAY, HOUR, in_an_hour
from ..refusal import refused
from ..typed_data import sign
from .orders import (
    BURN_SHARE,
    FULFIL_WINDOW,
    OTHER_SALT,
    PRICE,
    PURSE,
    SALT,
    STOCK,
    OrderStatus,
    balances,
    moved,
    offer,
    redeem,
    terms_of,
)


def redeem_through(circle, door, person, service_id, price=PRICE, salt=SALT):
    if door == "direct":
        return circle.catalog.redeem(person.id, service_id, price, salt, sender=person.account)
    deadline = in_an_hour()
    message = {
        "memberId": person.id,
        "serviceId": service_id,
        "price": price,
        "salt": salt,
        "deadline": deadline,
    }
    signature = sign(person.account, circle.catalog, "Redeem", message)
    return circle.catalog.redeemBySig(
        person.id, service_id, price, salt, deadline, signature, sender=circle.treasury
    )


def test_redeem__holds_the_price(circle, door, alice, paul, service):
    receipt = redeem_through(circle, door, alice, service)
    order_id = keccak(encode(["uint32", "uint32", "bytes32"], [alice.id, service, SALT]))
    assert bytes(circle.catalog.orderIdOf(alice.id, service, SALT)) == order_id
    assert receipt.events == [
        circle.catalog.Redeemed(order_id, alice.id, service, PRICE),
        moved(circle, alice, circle.catalog, PRICE),
    ]
    order = circle.catalog.orderInfo(order_id)
    assert (order.memberId, order.serviceId, order.providerId) == (alice.id, service, paul.id)
    assert (order.price, order.burnShare, order.status) == (PRICE, BURN_SHARE, OrderStatus.OPEN)
    assert circle.catalog.orderDeadline(order_id) == receipt.timestamp + FULFIL_WINDOW
    assert circle.catalog.serviceInfo(service).stock == STOCK - 1
    assert balances(circle, alice, paul) == [PURSE - PRICE, 0, PRICE]


def test_redeem__the_same_order_again__is_refused(circle, door, alice, service, order):
    """R1: one order for one salt, through whichever door."""
    with refused(circle.catalog.Catalog_OrderExists, orderId=order, status=OrderStatus.OPEN):
        redeem_through(circle, door, alice, service)
    assert balances(circle, alice) == [PURSE - PRICE, PRICE]
    redeem_through(circle, door, alice, service, salt=OTHER_SALT)


def test_redeem__an_order_that_ended__is_refused(circle, door, alice, service, order):
    """R1: what was cancelled cannot be ordered again by the first signature."""
    circle.catalog.cancel(alice.id, order, sender=alice.account)
    with refused(circle.catalog.Catalog_OrderExists, orderId=order, status=OrderStatus.CANCELLED):
        redeem_through(circle, door, alice, service)


def test_redeem__the_same_salt_by_another_member__is_another_order(circle, door, bob, service, order):
    redeem_through(circle, door, bob, service)
    assert circle.catalog.orderIdOf(bob.id, service, SALT) != order


@pytest.mark.parametrize("price", [0, PRICE - 1, PRICE + 1, 2**96 - 1])
def test_redeem__another_price__is_refused(circle, door, alice, service, price):
    """R8, R9: who signs a price pays that price or nothing."""
    with refused(circle.catalog.Catalog_PriceIs, serviceId=service, price=PRICE):
        redeem_through(circle, door, alice, service, price)
    assert balances(circle, alice) == [PURSE, 0]


def test_redeem__ones_own_service__is_refused(circle, door, alice, bob):
    own = offer(circle, alice)
    with refused(circle.catalog.Catalog_OwnService, serviceId=own, memberId=alice.id):
        redeem_through(circle, door, alice, own)
    redeem_through(circle, door, bob, own)


def test_redeem__nobodys_service__is_refused(circle, door, alice, service):
    for service_id in (0, service + 1):
        with refused(circle.catalog.Catalog_ServiceStatus, serviceId=service_id, status=0):
            redeem_through(circle, door, alice, service_id)


def test_redeem__in_anothers_name__is_refused(circle, alice, bob, stranger, service):
    for sender in (bob, stranger):
        with refused(circle.members.Members_NotTheWallet, memberId=alice.id, caller=sender.address):
            circle.catalog.redeem(alice.id, service, PRICE, SALT, sender=sender.account)


def test_redeem__more_than_one_has__is_refused(circle, door, alice, bob, paul):
    """Checked after everything else, and then nothing has happened."""
    dear = offer(circle, paul, price=PURSE + 1)
    with refused(
        circle.token.ERC20InsufficientBalance, sender=alice.address, balance=PURSE, needed=PURSE + 1
    ):
        redeem_through(circle, door, alice, dear, PURSE + 1)
    assert circle.catalog.serviceInfo(dear).stock == STOCK
    affordable = offer(circle, paul, price=PURSE)
    redeem_through(circle, door, alice, affordable, PURSE)
    assert balances(circle, alice) == [0, PURSE]


def test_redeem__more_than_is_allowed__is_refused(circle, door, alice, service):
    circle.token.approve(circle.catalog, PRICE - 1, sender=alice.account)
    with refused(
        circle.token.ERC20InsufficientAllowance,
        spender=circle.catalog.address,
        allowance=PRICE - 1,
        needed=PRICE,
    ):
        redeem_through(circle, door, alice, service)
    circle.token.approve(circle.catalog, PRICE, sender=alice.account)
    redeem_through(circle, door, alice, service)


def test_redeem__another_service_on_other_terms__leaves_the_order_its_own(circle, alice, paul, order):
    """R9: a provider who wants other terms offers another service; no call changes those of the first."""
    offer(circle, paul, price=1, burnShare=10_000, fulfilWindow=HOUR, confirmWindow=DAY)
    info = circle.catalog.orderInfo(order)
    assert (info.price, info.burnShare) == (PRICE, BURN_SHARE)
    terms = terms_of(paul, stock=STOCK - 1)
    assert {name: getattr(circle.catalog.serviceInfo(info.serviceId), name) for name in terms} == terms


def test_redeem__twice_for_one__takes_two_prices(circle, alice, service, order):
    redeem(circle, alice, service, OTHER_SALT)
    assert balances(circle, alice) == [PURSE - 2 * PRICE, 2 * PRICE]
