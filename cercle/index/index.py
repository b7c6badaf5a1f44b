"""The index of one community: brought up to date from a node, and asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eth_utils.crypto import keccak
from hexbytes import HexBytes
from sqlalchemy.engine import Engine

from cercle.errors import InputProblem, NodeUnreachable
from cercle.index.database import address_of, answering, open_engine
from cercle.index.fetch import Fetcher, Forked, Header, header, headers
from cercle.index.lists import Lists
from cercle.index.queries import Queries
from cercle.index.rpc import Rpc
from cercle.index.schema import CONTRACTS
from cercle.index.store import Cursor, Overtaken, Store
from cercle.index.verify import differences
from cercle.texts import Text
from cercle.units import to_time

if TYPE_CHECKING:
    from cercle.community import Community

Progress = Callable[[int, int], None]  # blocks done, blocks to do
# How far back a block counts as final where the node does not say: deeper than any reorganisation of Polygon's.
_ASSUMED_FINAL = 512
_TRIES = 10


@dataclass(frozen=True)
class Status:
    """How far the index is."""

    block: int
    finalized: int
    time: datetime | None
    place: str
    events: dict[str, int]


class Index(Queries):
    """What happened and how things stand, in SQL. ``sync()`` before asking; readers see whole states only.

    What it tells about blocks after ``status().finalized`` may still be taken back by the chain.
    """

    def __init__(self, rpc: Rpc, url: str, addresses: dict[str, str], first_block: int) -> None:
        self.rpc = rpc
        self.addresses = {name: addresses[name] for name in CONTRACTS}
        self._first_block = first_block
        self._store = Store(open_engine(url))
        self._created = False

    @property
    def engine(self) -> Engine:
        """The database, its tables made."""
        self._create()
        return self._store.engine

    @classmethod
    def of(cls, community: Community) -> Index:
        """A community's index: SQLite in its folder, or what ``CERCLE_INDEX_URL`` or ``index: url:`` in its YAML
        names."""
        record = community.record
        return cls(Rpc.of(community.node), address_of(record), record.addresses, record.first_block)

    def sync(self, progress: Progress | None = None) -> Index:
        """Reads what is new, up to the node's newest block. Raises ``NodeUnreachable``, or ``InputProblem`` if the
        database fails or is another community's; what was read before stays."""
        self._create()
        for _ in range(_TRIES):
            try:
                with answering():
                    self._sync(progress)
                return self
            except (Forked, Overtaken):
                continue
        raise NodeUnreachable(
            Text("The chain changed each time the index asked for its newest blocks."),
            Text("Try again; if it goes on, use another provider."),
        )

    def _sync(self, progress: Progress | None) -> None:
        start = self._on_this_chain().block
        head = header(self.rpc, "latest")
        if head is None:
            raise NodeUnreachable(Text("The node has no newest block."))
        final = self._final(head)
        if head.number <= start:
            self._store.tell_finalized(min(final, start))
            return
        fetcher = Fetcher(self.rpc, list(self.addresses.values()))
        for chunks in fetcher.chunks(start + 1, head.number, final):
            self._store.append(chunks, final)
            if progress:
                progress(chunks[-1].last - start, head.number - start)

    def _final(self, head: Header) -> int:
        try:
            found = header(self.rpc, "finalized")
        except NodeUnreachable:
            found = None
        return found.number if found else max(0, head.number - _ASSUMED_FINAL)

    def _on_this_chain(self) -> Cursor:
        """The cursor, moved back to the last block that the node's chain still has; to the beginning if none."""
        with self._store.engine.connect() as connection:
            cursor = self._store.cursor(connection)
        if cursor is None:
            return self._begin()
        if cursor.contracts != self._contracts:
            if cursor.genesis == self._genesis():
                raise InputProblem(
                    Text(
                        "The index's database is that of another community, or of one that was deployed again."
                    ),
                    Text(
                        "Give each its own (CERCLE_INDEX_URL), or replace what is there: ape run index rebuild"
                    ),
                )
            return self._begin()
        known = self._store.headers()
        if not known:
            return cursor
        for ours in known:
            theirs = header(self.rpc, ours.number)
            if theirs is not None and theirs.hash == ours.hash:
                if ours.number < cursor.block:
                    self._store.go_back(cursor.block, ours.number)
                return self._cursor()
        return self._begin()

    def _begin(self) -> Cursor:
        self._store.begin_at(self._first_block - 1, self._genesis(), self._contracts)
        return self._cursor()

    def _genesis(self) -> bytes:
        return headers(self.rpc, [0])[0].hash

    def _cursor(self) -> Cursor:
        with self._store.engine.connect() as connection:
            found = self._store.cursor(connection)
        if found is None:
            raise Overtaken
        return found

    @cached_property
    def _contracts(self) -> bytes:
        """Which contracts the index is about: another deployment has another."""
        return keccak(b"".join(bytes(HexBytes(self.addresses[name])) for name in CONTRACTS))

    def _create(self) -> None:
        if not self._created:
            self._store.create()
            self._created = True

    def status(self) -> Status:
        """How far the index is, without asking the node. ``InputProblem`` before the first ``sync``."""
        self._create()
        with self._store.engine.connect() as connection:
            cursor = self._store.cursor(connection)
        if cursor is None:
            raise InputProblem(Text("The index is empty."), Text("Fill it: ape run index sync"))
        time = to_time(cursor.time) if cursor.time else None
        place = self._store.engine.url.render_as_string(hide_password=True)
        return Status(cursor.block, cursor.finalized, time, place, self._store.counts())

    def rebuild(self, progress: Progress | None = None) -> Index:
        """Forgets everything and reads it again: the proof that nothing but the chain is needed."""
        self._create()
        self._begin()
        return self.sync(progress)

    def differences(self, asked: Callable[[int], None] | None = None) -> Iterator[Text]:
        """Compares what the events add up to with what the contracts say, at the index's block: members, programmes,
        budgets, contributions, services, orders, rounds, balances. One sentence for each difference."""
        return differences(self, asked)

    def lists(self, folder: Path) -> Lists:
        """The published lists of rounds that lie in a folder, each taken in only if it is what was announced.
        ``shares_of`` asks them."""
        return Lists(self.engine, folder)

    def derive_anew(self) -> None:
        """Works everything derived out again from the events that are there, all at once."""
        self._create()
        self._store.derive_anew()

    def close(self) -> None:
        """Closes the database."""
        self._store.close()
