"""How an action that was handed to the relay stands, and how the relay itself does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cercle.errors import CercleError
from cercle.signers import Receipt
from cercle.texts import Text


class Status(StrEnum):
    """Queued and sent are on their way; the others are final."""

    Queued = "queued"
    Sent = "sent"
    Mined = "mined"
    Refused = "refused"  # never sent: the contract, or the relay, refuses by now
    Failed = "failed"  # too late, or refused on the chain itself


@dataclass(frozen=True)
class RelayedState:
    """What became of an action so far; ``transaction`` is the hash of its newest transaction."""

    status: Status
    transaction: str | None = None
    receipt: Receipt | None = None
    problem: CercleError | None = None


@dataclass(frozen=True)
class Health:
    """``months_left`` at the pace of the last thirty days; None while nothing was sent in them.

    ``balance`` is in the chain's own coin; ``sentence`` and, while it is closed, ``next_step`` are for people.
    """

    open: bool
    balance: Decimal
    months_left: float | None
    sentence: Text
    next_step: Text | None = None


@dataclass(frozen=True)
class Pace:
    """How fast the relay works, seconds; the defaults suit a chain with a block every two seconds."""

    in_flight: int = 16  # transactions sent and not mined, at most
    poll: float = 1.0
    stuck_after: float = 30.0  # then a transaction is offered again, at a higher fee
    lost_after: float = 60.0  # then a nonce used by nothing of ours is taken as used by somebody else
    lease: float = 15.0  # how long a silent worker keeps others from taking over
    fresh: float = 2.0  # how old the known balance and fees may be


LOCAL_PACE = Pace(poll=0.1)
