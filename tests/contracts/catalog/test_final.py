"""Each action finds an order in one state or is refused, naming the state: final is final (E3)

open → fulfilled, cancelled, refused, expired · fulfilled → settled, disputed · disputed → arbitrated, expired
"""

import pytest

from ..circle import at
from ..refusal import refused
from .orders import PRICE, REASON, OrderStatus, act, redeem, status_of

ALLOWED = {
    OrderStatus.OPEN: {"cancel", "fulfil", "refuse", "expire"},
    OrderStatus.FULFILLED: {"confirm", "dispute", "settle"},
    OrderStatus.DISPUTED: {"arbitrate", "expire"},
}
PROVIDERS = {"fulfil", "refuse"}
BOTH_DOORS = ("cancel", "confirm", "dispute", "fulfil", "refuse")


@pytest.fixture
def actions(circle, alice, paul, viola, stranger):
    """Every action on an order, by somebody who may do it."""

    def through(door, name):
        person = paul if name in PROVIDERS else alice
        reason = REASON if name == "dispute" else None
        return lambda order: act(circle, door, name, person, order, reason)

    circle.manager.grantRole(0, viola.account, 0, sender=circle.admin)
    return {
        **{(door, name): through(door, name) for door in ("direct", "signed") for name in BOTH_DOORS},
        ("direct", "settle"): lambda order: circle.catalog.settle(order, sender=stranger.account),
        ("direct", "expire"): lambda order: circle.catalog.expire(order, sender=stranger.account),
        ("direct", "arbitrate"): lambda order: circle.catalog.arbitrate(
            viola.id, order, 10_000, REASON, sender=viola.account
        ),
    }


@pytest.fixture
def reach(circle, actions, alice, service):
    """Brings an order of Alice's into a state; late enough for whatever waits for the end of a window."""

    def go(status):
        if status == OrderStatus.NONE:
            return bytes(circle.catalog.orderIdOf(alice.id, service, REASON))
        order = redeem(circle, alice, service)
        path = {
            OrderStatus.FULFILLED: ["fulfil"],
            OrderStatus.SETTLED: ["fulfil", "confirm"],
            OrderStatus.CANCELLED: ["cancel"],
            OrderStatus.REFUSED: ["refuse"],
            OrderStatus.EXPIRED: ["expire"],
            OrderStatus.DISPUTED: ["fulfil", "dispute"],
            OrderStatus.ARBITRATED: ["fulfil", "dispute", "arbitrate"],
        }.get(status, [])
        for action in path:
            if action == "expire":
                at(circle.catalog.orderDeadline(order))
            actions["direct", action](order)
        return order

    return go


@pytest.mark.parametrize("status", OrderStatus, ids=lambda status: status.name)
def test_order__in_another_state_than_an_action_asks_for__is_refused(circle, actions, reach, status):
    """E3, R1: whoever calls, through whichever door, and nothing moves."""
    order = reach(status)
    assert status_of(circle, order) == status
    held = circle.token.balanceOf(circle.catalog)
    for (_, name), action in actions.items():
        if name not in ALLOWED.get(status, ()):
            with refused(circle.catalog.Catalog_OrderStatus, orderId=order, status=status):
                action(order)
    assert circle.token.balanceOf(circle.catalog) == held


@pytest.mark.parametrize(
    ("stage", "first", "second"),
    [("order", "expire", "fulfil"), ("disputed", "expire", "arbitrate"), ("fulfilled", "settle", "dispute")],
)
def test_order__at_the_last_second_of_a_window__ends_once(request, circle, actions, stage, first, second):
    """E3: both sides in one second, exactly at the deadline: one of the two is possible, and only once."""
    order = request.getfixturevalue(stage)
    at(circle.catalog.orderDeadline(order))
    actions["direct", first](order)
    ended = status_of(circle, order)
    for again in (first, second):
        with refused(circle.catalog.Catalog_OrderStatus, orderId=order, status=ended):
            actions["direct", again](order)
    assert circle.token.balanceOf(circle.catalog) == 0


def test_orders__each_ended_in_its_own_way__leave_nothing(circle, alice, bob, paul, actions, reach, service):
    """E2, E7: what the catalogue holds is the sum of the prices of the live orders, to the last unit."""
    others = [redeem(circle, bob, service, bytes([number]) * 32) for number in range(3)]
    order = reach(OrderStatus.DISPUTED)
    assert circle.token.balanceOf(circle.catalog) == 4 * PRICE
    actions["direct", "arbitrate"](order)
    assert circle.token.balanceOf(circle.catalog) == 3 * PRICE
    act(circle, "direct", "cancel", bob, others[0])
    act(circle, "direct", "fulfil", paul, others[1])
    assert circle.token.balanceOf(circle.catalog) == 2 * PRICE
    act(circle, "direct", "confirm", bob, others[1])
    at(circle.catalog.orderDeadline(others[2]))
    circle.catalog.expire(others[2], sender=bob.account)
    assert circle.token.balanceOf(circle.catalog) == 0
