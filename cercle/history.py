"""What happened, read from the contracts' events and kept as typed records.

For lists and counts; balances, and what is about to be signed, are read from the chain itself. Reads only what is new
since the last time, and starts again from nothing when the chain is no longer the one it knew.
"""

from __future__ import annotations

import threading
from datetime import date, datetime
from typing import Any

from cercle.events import decode_logs
from cercle.folding import Known
from cercle.lifeline import Lifeline, Period, Summary
from cercle.node import Node
from cercle.records import ContributionRecord, Happening, MemberRecord, OrderRecord, ShareRecord
from cercle.units import to_time

STEP = 50_000  # blocks asked for at once


class History(Known):
    """The community's past. ``refresh()`` before reading; safe to share between threads."""

    def __init__(self, node: Node, addresses: list[str], first_block: int) -> None:
        self._node = node
        self._addresses = addresses
        self._first_block = first_block
        self._lock = threading.Lock()
        self._times: dict[int, datetime] = {}
        self._forget()

    def _forget(self) -> None:
        super().__init__()
        self._next_block = self._first_block
        self._last_hash = ""

    def member(self, number: int) -> MemberRecord | None:
        """A member who has joined."""
        return self.members.get(number)

    def contribution(self, id: bytes) -> ContributionRecord | None:
        """A contribution by id."""
        return self.contributions.get(id)

    def order(self, id: bytes) -> OrderRecord | None:
        """An order by id."""
        return self.orders.get(id)

    def submissions(self, member: int) -> list[ContributionRecord]:
        """Everything that was ever submitted or recorded under a member's number, in the chain's order."""
        return [one for one in self.contributions.values() if one.member == member]

    def orders_with(self, member: int) -> list[OrderRecord]:
        """The orders in which a member is a side, in the chain's order."""
        return [one for one in self.orders.values() if member in (one.member, one.provider)]

    def shares_collected(self, member: int) -> list[ShareRecord]:
        """The shares of rounds that a member collected, in the chain's order."""
        return [one for one in self.shares if one.member == member]

    def lifeline(self, member: int) -> Lifeline:
        """Everything that ever happened to a member."""
        gave, ordered = tuple(self.submissions(member)), tuple(self.orders_with(member))
        return Lifeline(member, gave, ordered, tuple(self.shares_collected(member)))

    def summary_of(self, member: int, period: Period) -> Summary:
        """What a member gave and received in a period, added up."""
        return self.lifeline(member).during(period).summary()

    def happened_to(self, member: int, period: Period, most: int) -> list[Happening]:
        """What happened to a member in a period, the newest first."""
        return self.lifeline(member).during(period).everything[:most]

    def first_day_of(self, member: int) -> date | None:
        """The first day (UTC) on which something happened to a member."""
        return min((one.moment.date() for one in self.lifeline(member).everything), default=None)

    def refresh(self) -> History:
        """Reads what is new. Raises ``NodeUnreachable``."""
        with self._lock:
            if self._last_hash and self._block(self._next_block - 1).get("hash") != self._last_hash:
                self._forget()
            head = self._node.height()
            while self._next_block <= head:
                last = min(head, self._next_block + STEP - 1)
                self._read(self._next_block, last)
                self._last_hash = str(self._block(last)["hash"])
                self._next_block = last + 1
        return self

    def _read(self, first: int, last: int) -> None:
        query = {"fromBlock": hex(first), "toBlock": hex(last), "address": self._addresses}
        logs = self._node.request("eth_getLogs", query)
        for log in logs:
            if "blockTimestamp" in log:
                self._times[int(log["blockNumber"], 16)] = to_time(int(log["blockTimestamp"], 16))
        for event in decode_logs(logs):
            self.fold(event, self._time(event.block))

    def _time(self, block: int) -> datetime:
        if block not in self._times:
            self._times[block] = to_time(int(self._block(block)["timestamp"], 16))
        return self._times[block]

    def _block(self, number: int) -> dict[str, Any]:
        return self._node.request("eth_getBlockByNumber", hex(number), False) or {}
