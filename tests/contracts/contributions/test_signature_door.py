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
from ..refusal import ANY, refused
from ..typed_data import sign
from .deeds import (
    HELP,
    SIGNED_AS,
    TALKS,
    UNITS,
    WHY,
    Reason,
    claim_times,
    entry,
    evidence,
    message_of,
    record,
    skipped,
    submit,
    vote,
)


@dataclass
class Door:
    """One action of one person, to be signed and sent by somebody else."""

    circle: Circle
    action: str
    person: Person
    arguments: tuple[Any, ...]
    sender: AccountAPI

    def message(self, deadline: int) -> dict[str, Any]:
        return message_of(self.circle, self.action, (self.person.id, *self.arguments), deadline)

    def sign(self, message: dict[str, Any], account: AccountAPI | None = None, **domain: Any) -> bytes:
        account = account or self.person.account
        return sign(account, self.circle.registry, SIGNED_AS[self.action], message, **domain)

    def send(self, deadline: int, signature: bytes, member_id: int | None = None) -> Any:
        member_id = member_id or self.person.id
        send = getattr(self.circle.registry, f"{self.action}BySig")
        return send(member_id, *self.arguments, deadline, signature, sender=self.sender)


@pytest.fixture(params=SIGNED_AS)
def signed(request, circle, alice, bob, vera, stranger) -> Door:
    """Each of the six actions in turn, in a state in which it can be done for two days more."""
    action = request.param
    if action == "submit":
        person, arguments = alice, (TALKS, UNITS, evidence())
    elif action == "withdraw":
        person, arguments = alice, (TALKS, evidence())
    elif action == "claim":
        ids = [record(circle, vera, alice, number) for number in (0, 1)]
        at(claim_times(circle, ids[1])[0])
        person, arguments = alice, (ids,)
    elif action == "attest":
        votes = [vote(submit(circle, alice)), vote(submit(circle, bob))]
        person, arguments = vera, (TALKS, True, votes)
    elif action == "record":
        person, arguments = vera, (HELP, [entry(alice), entry(bob)])
    else:
        person, arguments = vera, (record(circle, vera, alice), WHY)
    return Door(circle, action, person, arguments, stranger.account)


def invalid(signed, address=None):
    return refused(signed.circle.registry.Signature_Invalid, wallet=address or signed.person.address)


def changed(value: Any) -> list[Any]:
    """The value in other forms: of a list, an item more or less, in another order, and one with a field changed."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if isinstance(value, dict):
        return [value | {name: other} for name, field in value.items() for other in changed(field)]
    if isinstance(value, list):
        changes = [[other, *value[1:]] for other in changed(value[0])]
        return [*changes, value[:-1], [*value, value[0]], value[::-1], []]
    return [bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:]]


def test_signed__for_elsewhere__is_refused(signed):
    """A12: another chain, another contract (a second circle, a migration), another version."""
    deadline = in_an_hour()
    message = signed.message(deadline)
    elsewhere = [
        {"chainId": 137},
        {"verifyingContract": signed.circle.catalog.address},
        {"version": "2"},
    ]
    for domain in elsewhere:
        with invalid(signed):
            signed.send(deadline, signed.sign(message, **domain))
    signed.send(deadline, signed.sign(message))


def test_signed__with_another_value_in_any_field__is_refused(signed):
    """A12: also one item of a batch more or less, in another order, or changed in one field."""
    deadline = in_an_hour()
    message = signed.message(deadline)
    for field, value in message.items():
        for other in changed(value):
            with invalid(signed):
                signed.send(deadline, signed.sign(message | {field: other}))
    with invalid(signed):
        signed.send(deadline + 1, signed.sign(message))
    signed.send(deadline, signed.sign(message))


def test_signed__by_or_for_another_member__is_refused(signed, victor):
    """A12: Victor too has a seat, a wallet and a number."""
    deadline = in_an_hour()
    message = signed.message(deadline)
    with invalid(signed):
        signed.send(deadline, signed.sign(message, victor.account))
    with invalid(signed, victor.address):
        signed.send(deadline, signed.sign(message), victor.id)
    signed.send(deadline, signed.sign(message))


@pytest.mark.parametrize("late", [0, 1])
def test_signed__around_its_deadline__is_taken_until_it_is_over(signed, late):
    """A12."""
    deadline = now() + HOUR
    signature = signed.sign(signed.message(deadline))
    at(deadline + late)
    if late:
        with refused(signed.circle.registry.Signature_Expired, deadline=deadline):
            signed.send(deadline, signature)
    else:
        signed.send(deadline, signature)


def test_signed__for_more_than_a_day_ahead__is_refused(signed):
    """A12: up to a day it is taken."""
    moment = now() + 100
    too_far = moment + DAY + 1
    signatures = {deadline: signed.sign(signed.message(deadline)) for deadline in (too_far, too_far - 1)}
    at(moment)
    with refused(signed.circle.registry.Signature_DeadlineTooFar, deadline=too_far, latest=moment + DAY):
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
    with invalid(signed, new.address):
        signed.send(deadline, before)
    signed.send(deadline, signed.sign(signed.message(deadline), new))


def test_signed__sent_a_second_time__changes_nothing(signed):
    """Every action goes one way: a batch of two is passed over whole, a single one refused."""
    deadline = in_an_hour()
    signature = signed.sign(signed.message(deadline))
    signed.send(deadline, signature)
    if signed.action in ("claim", "attest", "record"):
        receipt = signed.send(deadline, signature)
        assert len(skipped(receipt)) == len(receipt.events) == 2
    else:
        error = signed.circle.registry.Contributions_Refused
        with refused(error, id=ANY, reason=Reason.STATE, fact=ANY):
            signed.send(deadline, signature)


def test_challenge__signed_about_what_nobody_submitted__is_refused(circle, vera, stranger):
    deadline, unknown = in_an_hour(), evidence(9)
    message = message_of(circle, "challenge", (vera.id, unknown, WHY), deadline)
    signature = sign(vera.account, circle.registry, "Challenge", message)
    with refused(circle.registry.Contributions_NoSeat, programmeId=0, memberId=vera.id):
        circle.registry.challengeBySig(vera.id, unknown, WHY, deadline, signature, sender=stranger.account)
