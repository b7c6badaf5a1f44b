"""Each end of an order while the payments of a side wait: it ends, theirs is kept, and the other side is paid."""

import pytest

from ..circle import at
from ..members.wallet_changes import start_recovery
from .orders import (
    BURNT,
    OTHER_SALT,
    PAID,
    PRICE,
    PURSE,
    REASON,
    OrderStatus,
    act,
    balances,
    collect,
    moved,
    owed,
    redeem,
    status_of,
)

HALF = 5000
HALF_BURNT = BURNT // 2
HALF_PAID = PAID // 2

# How an order ends, from which state, and what it pays to the redeemer and the provider, and burns.
ENDS = {
    "cancel": ("order", OrderStatus.CANCELLED, PRICE, 0, 0),
    "refuse": ("order", OrderStatus.REFUSED, PRICE, 0, 0),
    "expire": ("order", OrderStatus.EXPIRED, PRICE, 0, 0),
    "expire, disputed": ("disputed", OrderStatus.EXPIRED, PRICE, 0, 0),
    "confirm": ("fulfilled", OrderStatus.SETTLED, 0, PAID, BURNT),
    "settle": ("fulfilled", OrderStatus.SETTLED, 0, PAID, BURNT),
    "arbitrate": ("disputed", OrderStatus.ARBITRATED, PRICE // 2, HALF_PAID, HALF_BURNT),
}


@pytest.fixture
def end(circle, alice, paul, arbiter, stranger):
    """Ends an order in one of the ways; who waits starts to wait only when its time has come."""

    def go(how, order, before=lambda: None):
        if how in ("expire", "expire, disputed", "settle"):
            at(circle.catalog.orderDeadline(order))
        before()
        return {
            "cancel": lambda: act(circle, "direct", "cancel", alice, order),
            "refuse": lambda: act(circle, "direct", "refuse", paul, order),
            "confirm": lambda: act(circle, "direct", "confirm", alice, order),
            "settle": lambda: circle.catalog.settle(order, sender=stranger.account),
            "arbitrate": lambda: circle.catalog.arbitrate(
                arbiter.id, order, HALF, REASON, sender=arbiter.account
            ),
        }.get(how, lambda: circle.catalog.expire(order, sender=stranger.account))()

    return go


@pytest.mark.parametrize("waiting", ["neither", "alice", "paul", "both"])
@pytest.mark.parametrize("how", ENDS)
def test_end__while_the_payments_of_a_side_wait__keeps_theirs_and_pays_the_other(
    request, circle, alice, paul, spare, end, how, waiting
):
    """A29: a recovery holds up nobody but the one it is about."""
    stage, status, refunded, paid, burnt = ENDS[how]
    order = request.getfixturevalue(stage)
    sides = [(alice, refunded, spare[0]), (paul, paid, spare[1])]
    waits = {
        person.id: waiting == "both" or person is request.getfixturevalue("members_by_name").get(waiting)
        for person, *_ in sides
    }

    def start_waiting():
        for person, _, wallet in sides:
            if waits[person.id]:
                start_recovery(circle, person, wallet)

    receipt = end(how, order, start_waiting)
    payments = [
        circle.catalog.PaymentKept(person.id, amount)
        if waits[person.id]
        else moved(circle, circle.catalog, person, amount)
        for person, amount, _ in sides
        if amount
    ]
    burning = [moved(circle, circle.catalog, None, burnt)] if burnt else []
    ended = circle.catalog.OrderEnded(order, alice.id, paul.id, status, refunded, paid, burnt)
    expected = [ended, *payments, *burning]
    assert receipt.events[-len(expected) :] == expected
    assert status_of(circle, order) == status
    now_owed = [amount if waits[person.id] else 0 for person, amount, _ in sides]
    assert owed(circle, alice, paul) == now_owed
    refund, payment = refunded - now_owed[0], paid - now_owed[1]
    assert balances(circle, alice, paul) == [PURSE - PRICE + refund, payment, sum(now_owed)]


def test_catalogue__holds_what_is_live_and_what_is_owed(
    circle, alice, bob, paul, arbiter, service, spare, stranger, disputed, end
):
    """E2: through each way in and out; at the end nothing is left."""
    held = []

    def note(live):
        total = live * PRICE + sum(owed(circle, alice, bob, paul))
        assert balances(circle) == [total]
        held.append(total)

    second = redeem(circle, bob, service)
    note(2)
    for person, wallet in ((alice, spare[0]), (paul, spare[1])):
        start_recovery(circle, person, wallet)
    end("arbitrate", disputed)
    note(1)
    cancelled = redeem(circle, bob, service, OTHER_SALT)
    note(2)
    act(circle, "direct", "cancel", bob, cancelled)
    note(1)
    act(circle, "direct", "fulfil", paul, second)
    act(circle, "direct", "confirm", bob, second)
    note(0)
    at(circle.members.walletChange(paul.id).endsAt)
    for person in (alice, paul):
        collect(circle, person, stranger)
        note(0)
    assert held[-1] == 0
    expected = [PURSE - PRICE // 2, PURSE - PRICE, HALF_PAID + PAID, 0]
    assert balances(circle, alice, bob, paul) == expected
