"""What a round holds for one member, until they collect it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cercle.states import RoundStatus


@dataclass(frozen=True)
class Share:
    """A member's share of a round that is not over; ``amount`` in the smallest unit of the round's token.
    ``opens`` is what its terms say, ``open_from`` when it opens indeed, once it is approved."""

    round: bytes
    programme: int
    token: str
    amount: int
    status: RoundStatus
    opens: datetime
    open_from: datetime | None
    ends: datetime

    def collectable(self, now: datetime) -> bool:
        """Whether it can be collected at a time of the chain's clock."""
        return self.open_from is not None and self.open_from <= now < self.ends
