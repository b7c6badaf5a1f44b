"""The signature door of each of the six actions (A12); cf. tests/contracts/test_signatures.py for forms of signatures

refused: signed for another chain, contract or member, with another value in any field, too late, too early, by a
wallet rotated away
"""

from dataclasses import dataclass
from typing import Any

import pytest
from ape.api import AccountAPI

from ..circle import DAY, HOUR, Circle, Person, at, in_an_hour, now
from ..members.wallet_changes import start_rotation
from ..refusal import refused
from ..typed_data import sign
from .orders import PRICE, PURSE, REASON, SALT, UNLIMITED, message_of, status_of

ACTIONS = ("redeem", "cancel", "confirm", "dispute", "fulfil", "refuse")
FULFILLED_FIRST = ("confirm", "dispute")


@dataclass
class Door:
    """One action of one person, to be signed and sent."""

    circle: Circle
    action: str
    person: Person
    service: int
    order: bytes
    sender: AccountAPI

    def message(self, deadline: int) -> dict[str, Any]:
        if self.action == "redeem":
            message = {"memberId": self.person.id, "serviceId": self.service}
            return message | {"price": PRICE, "salt": SALT, "deadline": deadline}
        extra = {"reason": REASON} if self.action == "dispute" else {}
        return message_of(self.circle, self.person, self.order, deadline, **extra)

    def sign(self, message: dict[str, Any], account: AccountAPI | None = None, **domain: Any) -> bytes:
        account = account or self.person.account
        return sign(account, self.circle.catalog, self.action.capitalize(), message, **domain)

    def send(self, deadline: int, signature: bytes, member_id: int | None = None) -> None:
        member_id = member_id or self.person.id
        middle = (self.order,)
        if self.action == "redeem":
            middle = (self.service, PRICE, SALT)
        if self.action == "dispute":
            middle = (self.order, REASON)
        send = getattr(self.circle.catalog, f"{self.action}BySig")
        send(member_id, *middle, deadline, signature, sender=self.sender)


@pytest.fixture(params=ACTIONS)
def signed(request, circle, alice, paul, stranger, service) -> Door:
    """Each of the six actions in turn, in a state in which it can be done."""
    action = request.param
    if action == "redeem":
        return Door(circle, action, alice, service, b"", stranger.account)
    order = request.getfixturevalue("fulfilled" if action in FULFILLED_FIRST else "order")
    person = paul if action in ("fulfil", "refuse") else alice
    return Door(circle, action, person, service, order, stranger.account)


def invalid(signed, address=None):
    return refused(signed.circle.catalog.Signature_Invalid, wallet=address or signed.person.address)


def changed(value: Any) -> Any:
    return value + 1 if isinstance(value, int) else bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:]


def test_signed__for_elsewhere__is_refused(signed):
    """A12: another chain, another contract (a second circle, a migration), another version."""
    deadline = in_an_hour()
    message = signed.message(deadline)
    elsewhere = [
        {"chainId": 137},
        {"verifyingContract": signed.circle.registry.address},
        {"version": "2"},
    ]
    for domain in elsewhere:
        with invalid(signed):
            signed.send(deadline, signed.sign(message, **domain))
    signed.send(deadline, signed.sign(message))


def test_signed__with_another_value_in_any_field__is_refused(signed):
    """A12."""
    deadline = in_an_hour()
    message = signed.message(deadline)
    for field, value in message.items():
        with invalid(signed):
            signed.send(deadline, signed.sign(message | {field: changed(value)}))
    with invalid(signed):
        signed.send(deadline + 1, signed.sign(message))
    signed.send(deadline, signed.sign(message))


def test_signed__by_or_for_another_member__is_refused(signed, bob):
    """A12."""
    deadline = in_an_hour()
    message = signed.message(deadline)
    with invalid(signed):
        signed.send(deadline, signed.sign(message, bob.account))
    with invalid(signed, bob.address):
        signed.send(deadline, signed.sign(message), bob.id)
    signed.send(deadline, signed.sign(message))


def test_signed__after_its_deadline__is_refused(signed):
    """A12."""
    deadline = now() + HOUR
    signature = signed.sign(signed.message(deadline))
    at(deadline + 1)
    with refused(signed.circle.catalog.Signature_Expired, deadline=deadline):
        signed.send(deadline, signature)


def test_signed__at_its_deadline__is_taken(signed):
    deadline = now() + HOUR
    signature = signed.sign(signed.message(deadline))
    at(deadline)
    signed.send(deadline, signature)


def test_signed__for_more_than_a_day_ahead__is_refused(signed):
    """A12: up to a day it is taken."""
    moment = now() + 100
    too_far = moment + DAY + 1
    signatures = {deadline: signed.sign(signed.message(deadline)) for deadline in (too_far, too_far - 1)}
    at(moment)
    with refused(signed.circle.catalog.Signature_DeadlineTooFar, deadline=too_far, latest=moment + DAY):
        signed.send(too_far, signatures[too_far])
    # The refused one took a block of its own, so the other is less than a day ahead by now.
    signed.send(too_far - 1, signatures[too_far - 1])


def test_signed__by_a_wallet_rotated_away__is_refused(signed, spare):
    """A12: what the old wallet signed before is worth nothing any more; the new one's is taken."""
    circle, person, new = signed.circle, signed.person, spare[0]
    start_rotation(circle, person, new)
    at(circle.members.walletChange(person.id).readyAt)
    deadline = now() + HOUR
    before = signed.sign(signed.message(deadline))
    circle.members.finishWalletChange(person.id, sender=signed.sender)
    if signed.action == "redeem":
        circle.token.transfer(new, PURSE, sender=person.account)
        circle.token.approve(circle.catalog, UNLIMITED, sender=new)
    with invalid(signed, new.address):
        signed.send(deadline, before)
    signed.send(deadline, signed.sign(signed.message(deadline), new))


def test_signed__sent_a_second_time__is_refused(signed):
    """R1: every action goes one way, so a signature takes effect once."""
    deadline = in_an_hour()
    signature = signed.sign(signed.message(deadline))
    signed.send(deadline, signature)
    catalog = signed.circle.catalog
    order = signed.order or bytes(catalog.orderIdOf(signed.person.id, signed.service, SALT))
    error = catalog.Catalog_OrderExists if signed.action == "redeem" else catalog.Catalog_OrderStatus
    with refused(error, orderId=order, status=status_of(signed.circle, order)):
        signed.send(deadline, signature)


def test_signed__about_an_order_nobody_made__is_refused(circle, alice, stranger):
    unknown = b"\x63" * 32
    deadline = in_an_hour()
    signature = sign(alice.account, circle.catalog, "Cancel", message_of(circle, alice, unknown, deadline))
    with refused(circle.catalog.Catalog_OrderStatus, orderId=unknown, status=0):
        circle.catalog.cancelBySig(alice.id, unknown, deadline, signature, sender=stranger.account)
