"""What the relay's queue holds, as Python has it."""

from __future__ import annotations

from dataclasses import dataclass

from cercle.relay.states import Status


@dataclass(frozen=True)
class Order:
    """What is asked of the relay for a member. ``content`` is the hash of receiver and data; ``once`` says whether its
    signatures let it take effect once only."""

    member: int
    receiver: str
    data: bytes
    content: str
    name: str
    once: bool
    deadline: int | None


@dataclass(frozen=True)
class Action(Order):
    """An order in the queue. ``gas`` is the limit once it was tried, then what was used."""

    id: int
    status: Status
    queued_at: int
    gas: int | None
    sender: str | None
    nonce: int | None
    block: int | None
    block_hash: str | None
    hash: str | None
    problem: str | None


@dataclass(frozen=True)
class Attempt:
    """A transaction signed for an action, or an ``empty`` one in its place; fees in wei, ``at`` by this computer's
    clock."""

    action: int
    sender: str
    nonce: int
    hash: str
    raw: str
    highest: int
    tip: int
    gas: int
    empty: bool
    height: int
    at: float


@dataclass(frozen=True)
class Flight:
    """An action that was sent and not mined, and the newest of its transactions."""

    action: Action
    newest: Attempt
