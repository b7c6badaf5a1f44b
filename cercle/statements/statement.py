"""What a provider is told about a month: what happened, what they got, and what waits. Amounts in base units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cercle.months import Month
from cercle.states import OrderStatus
from cercle.texts import Text


class What(StrEnum):
    """What happened to an order, or to what is kept for a provider."""

    Received = "received"
    Rendered = "rendered"
    Disputed = "disputed"
    Settled = "settled"
    Arbitrated = "arbitrated"
    Cancelled = "cancelled"
    Refused = "refused"
    Expired = "expired"
    Kept = "kept"
    KeptRefund = "kept refund"
    Collected = "collected"


WORDS = {
    What.Received: Text("Ordered"),
    What.Rendered: Text("Rendered"),
    What.Disputed: Text("Problem reported"),
    What.Settled: Text("Settled"),
    What.Arbitrated: Text("Decided by an arbiter"),
    What.Cancelled: Text("Cancelled by the member"),
    What.Refused: Text("Refused"),
    What.Expired: Text("Given back after its time"),
    What.Kept: Text("Kept for you"),
    What.KeptRefund: Text("Kept for you: a refund"),
    What.Collected: Text("Collected"),
}
WAITING = {
    OrderStatus.Open: Text("To be rendered"),
    OrderStatus.Fulfilled: Text("To be confirmed by the member"),
    OrderStatus.Disputed: Text("To be decided by an arbiter"),
}
ENDS = {
    OrderStatus.Settled: What.Settled,
    OrderStatus.Arbitrated: What.Arbitrated,
    OrderStatus.Cancelled: What.Cancelled,
    OrderStatus.Refused: What.Refused,
    OrderStatus.Expired: What.Expired,
}


@dataclass(frozen=True)
class Entry:
    """Something that happened; without an order where it is about what is kept. ``paid`` is the provider's part of a
    price, or what was kept or collected."""

    time: datetime
    what: What
    order: bytes | None = None
    service: int | None = None
    price: int = 0
    refunded: int = 0
    paid: int = 0
    burnt: int = 0


@dataclass(frozen=True)
class Waiting:
    """An order that has not ended; ``status`` is Open, Fulfilled or Disputed."""

    order: bytes
    service: int
    price: int
    status: OrderStatus


@dataclass(frozen=True)
class Sum:
    """How many orders, and their prices together."""

    orders: int
    price: int


@dataclass(frozen=True)
class Statement:
    """A provider's month. ``before`` and ``after``: the orders that waited when it began and when it ended;
    ``kept_before`` and ``kept_after``: what the catalogue kept for them."""

    provider: int
    month: Month
    entries: tuple[Entry, ...]
    before: tuple[Waiting, ...]
    after: tuple[Waiting, ...]
    kept_before: int
    kept_after: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.entries or self.before or self.after or self.kept_after)

    def of(self, what: What) -> Sum:
        """What happened in one way, together."""
        found = [one for one in self.entries if one.what is what]
        return Sum(len(found), sum(one.price for one in found))

    def waiting(self, status: OrderStatus) -> Sum:
        """The orders that waited at the end in a state, together."""
        found = [one for one in self.after if one.status is status]
        return Sum(len(found), sum(one.price for one in found))

    @property
    def held_before(self) -> int:
        """The prices that were held when the month began."""
        return sum(one.price for one in self.before)

    @property
    def held_after(self) -> int:
        """The prices that were held when it ended: ``held_before`` + ordered - refunded - burnt - earned."""
        return sum(one.price for one in self.after)

    @property
    def refunded(self) -> int:
        """What went back to members."""
        return sum(one.refunded for one in self.entries)

    @property
    def burnt(self) -> int:
        """What was destroyed."""
        return sum(one.burnt for one in self.entries)

    @property
    def earned(self) -> int:
        """The provider's part of the orders that ended."""
        return sum(one.paid for one in self.entries if one.what in ENDS.values())

    def moved(self, what: What) -> int:
        """What was kept or collected."""
        return sum(one.paid for one in self.entries if one.what is what)

    @property
    def paid_at_once(self) -> int:
        """What went to the provider's wallet as orders ended."""
        return self.earned - self.moved(What.Kept)
