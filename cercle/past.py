"""What happened, asked for one thing at a time: of the events folded in memory, or of the index."""

from __future__ import annotations

from typing import Protocol

from cercle.history import ContributionRecord, MemberRecord, OrderRecord, ShareRecord


class Past(Protocol):
    """``History`` and ``Index`` are both one; neither reads anything new by itself."""

    def member(self, number: int) -> MemberRecord | None:
        """A member who has joined."""
        ...

    def contribution(self, id: bytes) -> ContributionRecord | None:
        """A contribution by id."""
        ...

    def order(self, id: bytes) -> OrderRecord | None:
        """An order by id."""
        ...

    def submissions(self, member: int) -> list[ContributionRecord]:
        """Everything that was ever submitted or recorded under a member's number, in the chain's order."""
        ...

    def orders_with(self, member: int) -> list[OrderRecord]:
        """The orders in which a member is a side, in the chain's order."""
        ...

    def shares_collected(self, member: int) -> list[ShareRecord]:
        """The shares of rounds that a member collected, in the chain's order."""
        ...
