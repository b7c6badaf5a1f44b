"""Services and orders as the tests make them: one valid default, a test states only what differs."""

from enum import IntEnum
from typing import Any

from ape.api import AccountAPI, ReceiptAPI

from ..circle import DAY, NOBODY, Circle, Person, in_an_hour
from ..typed_data import sign

PRICE = 1000
BURN_SHARE = 2500
BURNT = 250
PAID = 750
STOCK = 5
FULFIL_WINDOW = 7 * DAY
CONFIRM_WINDOW = 3 * DAY
PURSE = 100 * PRICE
UNLIMITED = 2**256 - 1
DOCUMENT = b"\4" * 32
REASON = b"\5" * 32
SALT = b"\6" * 32
OTHER_SALT = b"\7" * 32


class ServiceStatus(IntEnum):
    NONE = 0
    OPEN = 1
    PAUSED = 2
    CLOSED = 3


class OrderStatus(IntEnum):
    NONE = 0
    OPEN = 1
    FULFILLED = 2
    SETTLED = 3
    CANCELLED = 4
    REFUSED = 5
    EXPIRED = 6
    DISPUTED = 7
    ARBITRATED = 8


class Policy(IntEnum):
    MEMBERS_ONLY = 0
    OPEN = 1
    CLOSED = 2


def terms_of(provider: Person | int, **changes: Any) -> dict[str, Any]:
    """The terms of a service, as the contract takes them."""
    return {
        "providerId": provider.id if isinstance(provider, Person) else provider,
        "price": PRICE,
        "stock": STOCK,
        "limit": 0,
        "fulfilWindow": FULFIL_WINDOW,
        "confirmWindow": CONFIRM_WINDOW,
        "burnShare": BURN_SHARE,
    } | changes


def offer(circle: Circle, provider: Person, **changes: Any) -> int:
    """The provider offers a service; its id."""
    circle.catalog.offer(provider.id, terms_of(provider, **changes), DOCUMENT, sender=provider.account)
    return int(circle.catalog.services())


def give(circle: Circle, person: Person, amount: int) -> None:
    """Issues tokens, hands them to a person, who lets the catalogue take any of them."""
    circle.token.setTransferPolicy(Policy.OPEN, sender=circle.admin)
    circle.token.mint(amount, sender=circle.admin)
    circle.token.transfer(person.account, amount, sender=circle.treasury)
    circle.token.setTransferPolicy(Policy.MEMBERS_ONLY, sender=circle.admin)
    circle.token.approve(circle.catalog, UNLIMITED, sender=person.account)


def redeem(circle: Circle, person: Person, service_id: int, salt: bytes = SALT, price: int = PRICE) -> bytes:
    """The person redeems; the order's id."""
    circle.catalog.redeem(person.id, service_id, price, salt, sender=person.account)
    return bytes(circle.catalog.orderIdOf(person.id, service_id, salt))


def message_of(
    circle: Circle, person: Person, order_id: bytes, deadline: int, **extra: Any
) -> dict[str, Any]:
    """What a person signs about an order."""
    order = circle.catalog.orderInfo(order_id)
    return {
        "memberId": person.id,
        "orderId": order_id,
        "serviceId": order.serviceId,
        "price": order.price,
        "deadline": deadline,
        **extra,
    }


def act(
    circle: Circle, door: str, action: str, person: Person, order_id: bytes, reason: bytes | None = None
) -> ReceiptAPI:
    """Does `action` (`cancel`, `confirm`, `dispute`, `fulfil`, `refuse`) through one of its two doors, "direct" or
    "signed"; what is signed is sent by somebody who is no party."""
    extra = () if reason is None else (reason,)
    if door == "direct":
        return getattr(circle.catalog, action)(person.id, order_id, *extra, sender=person.account)
    deadline = in_an_hour()
    message = message_of(circle, person, order_id, deadline, **({"reason": reason} if reason else {}))
    signature = sign(person.account, circle.catalog, action.capitalize(), message)
    by_signature = getattr(circle.catalog, f"{action}BySig")
    return by_signature(person.id, order_id, *extra, deadline, signature, sender=circle.treasury)


def status_of(circle: Circle, order_id: bytes) -> OrderStatus:
    return OrderStatus(circle.catalog.orderInfo(order_id).status)


def balances(circle: Circle, *holders: Person | AccountAPI) -> list[int]:
    """Of each holder, then of the catalogue."""
    accounts = [holder.account if isinstance(holder, Person) else holder for holder in holders]
    return [circle.token.balanceOf(account) for account in (*accounts, circle.catalog)]


def owed(circle: Circle, *people: Person) -> list[int]:
    """What is kept for each of them."""
    return [circle.catalog.owed(person.id) for person in people]


def collect(circle: Circle, person: Person, sender: Person) -> ReceiptAPI:
    """The sender has what is kept for the person paid to them."""
    return circle.catalog.collectOwed(person.id, sender=sender.account)


def moved(circle: Circle, sender: Any, receiver: Any, amount: int) -> Any:
    """The token's event of a transfer; a receiver of None is a burn."""
    to = NOBODY if receiver is None else str(receiver.address)
    return circle.token.Transfer(str(sender.address), to, amount)
