"""A provider's winter, acted out on a chain: every way in which an order can end, and payments that wait.

January: one order is rendered and confirmed, one is given back after its time, two go on into February, of which one is
made in January's last second. February begins with an order in its first second.
"""

from __future__ import annotations

from calendar import timegm
from dataclasses import dataclass

import ape

from tests.contracts.catalog.orders import (
    PRICE,
    REASON,
    act,
    collect,
    give,
    offer,
    redeem,
)
from tests.contracts.circle import Circle, Person, admit, at, deploy_circle
from tests.contracts.members.wallet_changes import start_recovery
from tests.contracts.roles import let_arbiters, make_arbiter

ODD, ODD_SHARE = 999, 3_333  # a price whose burnt share is no whole number
HALF = 5_000
BEGIN = timegm((2027, 1, 9, 8, 0, 0))


def moment(month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0) -> int:
    """Seconds of a moment of 2027, UTC."""
    return timegm((2027, month, day, hour, minute, second))


@dataclass
class Winter:
    """The circle, its people, and orders by name."""

    circle: Circle
    alice: Person
    bob: Person
    paul: Person
    viola: Person
    orders: dict[str, bytes]

    def order(self, name: str, who: Person, service: int, price: int, when: int) -> None:
        at(when)
        salt = name.encode().rjust(32, b"\0")
        self.orders[name] = redeem(self.circle, who, service, salt, price)

    def does(self, when: int, action: str, who: Person, name: str) -> None:
        at(when)
        act(self.circle, "direct", action, who, self.orders[name], REASON if action == "dispute" else None)


def act_out() -> Winter:
    """Deploys a circle and plays January and February 2027."""
    accounts = ape.accounts.test_accounts
    circle = deploy_circle(accounts[0], treasury=accounts[8])
    wallets = accounts[1:5]
    people = [Person(wallet, id) for wallet, id in zip(wallets, admit(circle, *wallets), strict=True)]
    winter = Winter(circle, *people, orders={})
    alice, bob, paul, viola = people
    let_arbiters(circle, circle.catalog, "arbitrate")
    make_arbiter(circle, viola)
    for person in (alice, bob, paul):
        give(circle, person, 20 * PRICE)
    coaching = offer(circle, paul, stock=50)
    odd = offer(circle, paul, price=ODD, burnShare=ODD_SHARE, stock=50)
    bobs = offer(circle, bob, stock=50)

    winter.order("confirmed", alice, coaching, PRICE, moment(1, 10))
    winter.order("expired", bob, coaching, PRICE, moment(1, 10, 13))
    winter.does(moment(1, 11), "fulfil", paul, "confirmed")
    winter.does(moment(1, 12), "confirm", alice, "confirmed")
    at(moment(1, 20))
    circle.catalog.expire(winter.orders["expired"], sender=viola.account)
    winter.order("settled", alice, odd, ODD, moment(1, 30))
    winter.order("last second", alice, coaching, PRICE, moment(1, 31, 23, 59, 59))

    winter.order("first second", bob, coaching, PRICE, moment(2, 1, 0, 0, 0))
    winter.does(moment(2, 2), "fulfil", paul, "settled")
    winter.does(moment(2, 2, 13), "fulfil", paul, "last second")
    winter.does(moment(2, 2, 14), "refuse", paul, "first second")
    winter.does(moment(2, 3), "dispute", alice, "last second")
    winter.order("own", paul, bobs, PRICE, moment(2, 3, 13))
    at(moment(2, 4))
    start_recovery(circle, paul, accounts[9])  # from now on nothing is paid to him
    at(moment(2, 6))
    circle.catalog.settle(winter.orders["settled"], sender=viola.account)
    at(moment(2, 6, 13))
    circle.catalog.arbitrate(viola.id, winter.orders["last second"], HALF, REASON, sender=viola.account)
    winter.does(moment(2, 7), "refuse", bob, "own")
    at(circle.members.walletChange(paul.id).endsAt)
    collect(circle, paul, viola)
    winter.order("cancelled", bob, coaching, PRICE, moment(2, 26))
    winter.does(moment(2, 26, 13), "cancel", bob, "cancelled")
    for hour, name in enumerate(("to render", "to confirm", "in dispute")):
        winter.order(name, bob, coaching, PRICE, moment(2, 27, hour))
    winter.does(moment(2, 27, 12), "fulfil", paul, "to confirm")
    winter.does(moment(2, 27, 13), "fulfil", paul, "in dispute")
    winter.does(moment(2, 27, 14), "dispute", bob, "in dispute")
    return winter
