"""The index's event tables, made from the contracts' own ABI: one append-only table for each kind of event.

``position`` is block << 20 | log index: it orders all events of all kinds, and it is the primary key, so that the
same log read twice is one row. Ids and hashes are 32-byte blobs, wallets 20-byte blobs, numbers of at most 56 bits
integers, larger ones ``Amount``. ``month`` (yyyymm, UTC) is there to group by, in one way on every engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from eth_utils.crypto import keccak
from ethpm_types.abi import EventABI
from sqlalchemy import Column, LargeBinary, MetaData, Table

from cercle.contracts import NAMES, container
from cercle.index.amounts import Amount, Whole

# Those with one address: passkey accounts share a code, and each has its own.
CONTRACTS = tuple(name for name in NAMES if name != "MemberAccount")
INDEX_BITS = 20  # a block would need 400 million gas to emit 2**20 logs
Kind = Literal["number", "amount", "word", "wallet"]

events = MetaData()

# Approvals change no state of ours; the others come from OpenZeppelin's parts and say nothing about the community.
_LEFT_OUT = {"Approval", "AuthorityUpdated", "EIP712DomainChanged"}
# Names that SQL keeps for itself.
_RENAMED = {"from": "source", "to": "target", "on": "enabled", "left": "remainder", "limit": "order_limit"}
_BY_MEMBER = {
    "member_activated", "member_left", "member_returned", "member_suspended", "auto_collect_set",
    "charter_accepted", "wallet_change_started", "wallet_change_cancelled", "wallet_changed",
    "recovery_objected", "payment_kept", "owed_collected", "round_claimed",
}  # fmt: skip


def block_of(position: int) -> int:
    """The block a position stands in."""
    return position >> INDEX_BITS


def end_of(block: int) -> int:
    """The last position of a block."""
    return ((block + 1) << INDEX_BITS) - 1


@dataclass(frozen=True)
class EventColumn:
    """One argument: its column, and how it is read from its 32-byte word."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class EventTable:
    """One kind of event: its topic, how many of its words are topics, its words' columns (None: said twice)."""

    name: str
    contract: str
    topic: str
    topics: int
    words: tuple[EventColumn | None, ...]
    table: Table

    @property
    def columns(self) -> tuple[str, ...]:
        """The table's columns in the order of its rows."""
        return tuple(column.name for column in self.table.columns)


def snake(name: str) -> str:
    """``memberId`` → ``member_id``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@cache
def event_tables() -> dict[str, EventTable]:
    """Every kind of event that is kept, by topic."""
    made = {}
    for contract in CONTRACTS:
        for event in container(contract).contract_type.events:
            if event.name not in _LEFT_OUT:
                one = _table(contract, event)
                made[one.topic] = one
    return made


def event_table(name: str) -> Table:
    """The table of one kind of event."""
    return next(one.table for one in event_tables().values() if one.name == name)


def _table(contract: str, event: EventABI) -> EventTable:
    indexed = [item for item in event.inputs if item.indexed]
    items = [*indexed, *(item for item in event.inputs if not item.indexed)]
    words: list[EventColumn | None] = []
    for name, kind in (word for item in items for word in _words(item)):
        known = any(column is not None and column.name == name for column in words)
        words.append(None if known else EventColumn(name, kind))
    name = snake(event.name)
    columns: list[Column[Any]] = [
        Column("position", Whole, primary_key=True, autoincrement=False),
        Column("time", Whole, nullable=False),
        Column("month", Whole, nullable=False),
    ]
    for word in words:
        if word is not None:
            by_member = word.name == "member_id" and name in _BY_MEMBER
            columns.append(Column(word.name, _TYPES[word.kind], nullable=False, index=by_member))
    table = Table(name, events, *columns)
    return EventTable(
        name, contract, "0x" + keccak(text=event.selector).hex(), len(indexed), tuple(words), table
    )


_TYPES: dict[Kind, Any] = {"number": Whole, "amount": Amount, "word": LargeBinary, "wallet": LargeBinary}


def _words(item: Any) -> Iterator[tuple[str, Kind]]:
    """The words of an argument: all our events' types are static, structs one level deep."""
    if item.components:
        for part in item.components:
            yield from _words(part)
    else:
        name = snake(item.name or "")
        yield _RENAMED.get(name, name), _kind(str(item.type))


def _kind(abi_type: str) -> Kind:
    if abi_type == "address":
        return "wallet"
    if abi_type == "bytes32":
        return "word"
    if abi_type == "bool":
        return "number"
    bits = int(abi_type.removeprefix("uint"))
    return "number" if bits <= 56 else "amount"
