"""Contributions as the tests make them: one valid default, a test states only what differs."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from ape.api import ReceiptAPI
from eth_abi import encode
from eth_utils import keccak

from ..circle import DAY, Circle, Person, in_an_hour
from ..refusal import refused
from ..typed_data import TYPES, sign

TALKS = 1
"""A programme at quorum two, with the seats of Vera, Victor and Viola."""
HELP = 2
"""A programme at quorum one, with Vera's seat: what she records is accepted at once."""
NO_PROGRAMME = 99

RATE = 10
UNITS = 100
REWARD = RATE * UNITS
BUDGET = 100 * REWARD
WINDOW = 3 * DAY
CLAIM_WITHIN = 365
DOCUMENT = b"\4" * 32
WHY = b"\5" * 32

SIGNED_AS = {
    "submit": "Submit",
    "withdraw": "Withdraw",
    "claim": "Claim",
    "attest": "Attest",
    "record": "Records",
    "challenge": "Challenge",
}


class Status(IntEnum):
    NONE = 0
    PENDING = 1
    ACCEPTED = 2
    PAID = 3
    REJECTED = 4
    WITHDRAWN = 5
    CHALLENGED = 6
    UPHELD = 7
    REVOKED = 8
    LAPSED = 9


class Outcome(IntEnum):
    APPROVED = 0
    OPPOSED = 1
    ACCEPTED = 2
    REJECTED = 3


class ProgrammeStatus(IntEnum):
    NONE = 0
    OPEN = 1
    PAUSED = 2
    CLOSED = 3


class Reason(IntEnum):
    STATE = 0
    UNITS = 1
    ALREADY_VOTED = 2
    OWN_CONTRIBUTION = 3
    CAP = 4
    BUDGET = 5
    WINDOW = 6
    LAPSED = 7
    NOT_ENROLLED = 8
    NOT_THE_MEMBER = 9
    KNOWN_TO_PREDECESSOR = 10
    NO_UNITS = 11


def evidence(number: int = 0) -> bytes:
    return keccak(number.to_bytes(4, "big"))


def id_of(person: Person | int, programme_id: int, proof: bytes) -> bytes:
    """The contribution's id, computed here a second time."""
    member_id = person.id if isinstance(person, Person) else person
    return keccak(encode(["uint32", "uint16", "bytes32"], [member_id, programme_id, proof]))


def vote(contribution: bytes, units: int = UNITS) -> dict[str, Any]:
    return {"id": contribution, "units": units}


def entry(person: Person | int, number: int = 0, units: int = UNITS) -> dict[str, Any]:
    """One contribution to be recorded, with the evidence of that number."""
    member_id = person.id if isinstance(person, Person) else person
    return {"memberId": member_id, "units": units, "evidence": evidence(number)}


def message_of(circle: Circle, action: str, arguments: Sequence[Any], deadline: int) -> dict[str, Any]:
    """What a member signs to do `action`; a challenge tells what it is about."""
    if action == "challenge":
        challenger, contribution, reason = arguments
        info = circle.registry.contributionInfo(contribution)
        arguments = (challenger, contribution, info.memberId, info.programmeId, info.units, reason)
    names = [field.split(" ")[1] for field in TYPES[SIGNED_AS[action]].split(",")]
    return dict(zip(names, [*arguments, deadline], strict=True))


def act(circle: Circle, door: str, action: str, person: Person, *arguments: Any) -> ReceiptAPI:
    """Does `action` through one of its two doors, "direct" or "signed"; what is signed is sent by somebody who is
    no party."""
    arguments = (person.id, *arguments)
    if door == "direct":
        return getattr(circle.registry, action)(*arguments, sender=person.account)
    deadline = in_an_hour()
    message = message_of(circle, action, arguments, deadline)
    signature = sign(person.account, circle.registry, SIGNED_AS[action], message)
    by_signature = getattr(circle.registry, f"{action}BySig")
    return by_signature(*arguments, deadline, signature, sender=circle.treasury)


def submit(
    circle: Circle, person: Person, number: int = 0, *, programme_id: int = TALKS, units: int = UNITS
) -> bytes:
    """The person submits the evidence of that number; the contribution's id."""
    act(circle, "direct", "submit", person, programme_id, units, evidence(number))
    return id_of(person, programme_id, evidence(number))


def approve(circle: Circle, validator: Person, *contributions: bytes) -> ReceiptAPI:
    votes = [vote(contribution) for contribution in contributions]
    return act(circle, "direct", "attest", validator, TALKS, True, votes)


def reject(circle: Circle, validator: Person, *contributions: bytes) -> ReceiptAPI:
    votes = [vote(contribution) for contribution in contributions]
    return act(circle, "direct", "attest", validator, TALKS, False, votes)


def record(
    circle: Circle, validator: Person, person: Person | int, number: int = 0, *, programme_id: int = HELP
) -> bytes:
    """The validator records the evidence of that number, accepted at once in `HELP`; the contribution's id."""
    act(circle, "direct", "record", validator, programme_id, [entry(person, number)])
    return id_of(person, programme_id, evidence(number))


def resolve(circle: Circle, arbiter: Person, contribution: bytes, uphold: bool) -> ReceiptAPI:
    """The arbiter decides a challenge."""
    return circle.registry.resolve(arbiter.id, contribution, uphold, WHY, sender=arbiter.account)


def status_of(circle: Circle, contribution: bytes) -> Status:
    return Status(circle.registry.contributionInfo(contribution).status)


def claim_times(circle: Circle, contribution: bytes) -> tuple[int, int]:
    """From when it can be claimed, and from when it lapses; zeros where neither applies."""
    return tuple(circle.registry.claimTimes(contribution))


def budget_of(circle: Circle, programme_id: int = TALKS) -> tuple[int, int]:
    """What is available and what is reserved."""
    return tuple(circle.escrow.budgetOf(programme_id))


def purse(circle: Circle, holder: Any) -> int:
    return int(circle.token.balanceOf(getattr(holder, "account", holder)))


def paid(circle: Circle, wallet: Any, amount: int = REWARD) -> Any:
    """The token's event of a payment."""
    return circle.token.Transfer(circle.escrow.address, str(wallet.address), amount)


def refuses(circle: Circle, contribution: bytes, reason: Reason, fact: int) -> Any:
    return refused(circle.registry.Contributions_Refused, id=contribution, reason=reason, fact=fact)


def in_state(circle: Circle, contribution: bytes, status: Status) -> Any:
    """Expects the refusal of an action that this state does not allow."""
    return refuses(circle, contribution, Reason.STATE, status)


def skipped(receipt: ReceiptAPI) -> list[tuple[bytes, int, int]]:
    """What a batch passed over: id, reason, fact."""
    events = [event for event in receipt.events if event.event_name == "Skipped"]
    return [(bytes(event.id), event.reason, event.fact) for event in events]


def refused_alone_skipped_among_others(
    circle: Circle,
    send: Callable[[list[Any]], ReceiptAPI],
    item: Any,
    others: tuple[Any, Any],
    expected: tuple[bytes, Reason, int],
) -> ReceiptAPI:
    """Sends an item that cannot go through, in a batch of one, then between two that can; the batch's receipt."""
    with refuses(circle, *expected):
        send([item])
    receipt = send([others[0], item, others[1]])
    assert skipped(receipt) == [expected]
    return receipt
