"""What happened, asked for one thing at a time: of the events folded in memory, or of the index."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from cercle.lifeline import Period, Summary
from cercle.records import ContributionRecord, Happening, MemberRecord, OrderRecord, ShareRecord


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

    def summary_of(self, member: int, period: Period) -> Summary:
        """What a member gave and received in a period, added up."""
        ...

    def happened_to(self, member: int, period: Period, most: int) -> list[Happening]:
        """What happened to a member in a period, the newest first, as ``Lifeline.everything`` has it."""
        ...

    def first_day_of(self, member: int) -> date | None:
        """The first day (UTC) on which something happened to a member."""
        ...
