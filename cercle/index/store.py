"""The index's database: its tables, its cursor, and the only two ways in which it changes.

``append`` adds a chunk, ``go_back`` takes blocks away; each is one transaction with the derived tables and the cursor,
so that a kill at any point, or a reader at any moment, finds a state that the chain once had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

from cercle.index.amounts import Amount, create_functions
from cercle.index.database import answering, one_at_a_time
from cercle.index.decode import Column, values
from cercle.index.derive import derive, derive_anew
from cercle.index.fetch import Chunk, Header
from cercle.index.layout import make_room
from cercle.index.schema import EventTable, end_of, event_tables, events
from cercle.index.tables import cursor, derived, headers, own
from cercle.sql import create_tables

_ROWS = 500  # of one statement: SQLite takes 32,766 values at most


@dataclass(frozen=True)
class Cursor:
    """How far the index has come: the last block read, and the last that nothing can take away."""

    block: int
    finalized: int
    time: int
    genesis: bytes
    contracts: bytes


class Overtaken(Exception):
    """Another process moved the cursor meanwhile: look again."""


class Store:
    """The database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._events = {one.name: one for one in event_tables().values()}

    def create(self) -> None:
        """Makes the tables where there are none, or where another version's are. ``InputProblem`` where the database
        does not answer."""
        with answering():
            make_room(self.engine)
            with self.engine.begin() as connection:
                one_at_a_time(connection)
                if connection.dialect.name == "postgresql":
                    create_functions(connection)
                for tables in (events, derived, own):
                    create_tables(self.engine, tables)

    def cursor(self, connection: Connection) -> Cursor | None:
        """Where the index stands; None for a new one."""
        row = connection.execute(select(cursor)).mappings().one_or_none()
        return Cursor(**{name: row[name] for name in Cursor.__dataclass_fields__}) if row else None

    def begin_at(self, block: int, genesis: bytes, contracts: bytes) -> None:
        """Empties the index: it will begin after a block."""
        with self.engine.begin() as connection:
            for tables in (events, derived, own):
                for table in reversed(tables.sorted_tables):
                    connection.execute(table.delete())
            row = {"id": 1, "block": block, "finalized": block, "time": 0, "genesis": genesis}
            connection.execute(cursor.insert().values(row | {"contracts": contracts}))

    def headers(self) -> list[Header]:
        """The known headers, newest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(headers).order_by(headers.c.block.desc()))
            return [Header(row.block, row.hash, row.parent, 0) for row in rows]

    def append(self, chunks: Sequence[Chunk], finalized: int) -> None:
        """Adds what happened in the blocks that follow the cursor, all of it or nothing: a page that several chunks
        change is written once. Raises ``Overtaken``."""
        with self.engine.begin() as connection:
            for chunk in chunks:
                self._add(connection, chunk, finalized)

    def _add(self, connection: Connection, chunk: Chunk, finalized: int) -> None:
        newest = chunk.headers[-1]
        self._move(connection, chunk.first - 1, newest.number, finalized, newest.time)
        before = connection.execute(select(headers.c.hash).where(headers.c.block == chunk.first - 1)).scalar()
        if before and chunk.headers[0].number == chunk.first and chunk.headers[0].parent != before:
            raise Overtaken
        if connection.dialect.name == "postgresql":
            # It takes an open range of positions for a third of the table; a chunk is the table's very end.
            for plan in ("seqscan", "hashjoin", "mergejoin"):
                connection.exec_driver_sql(f"SET LOCAL enable_{plan} = off")
        for name, columns in chunk.columns.items():
            self._insert(connection, self._events[name], columns)
        derive(connection, end_of(chunk.first - 1), chunk.columns)
        connection.execute(headers.delete().where(headers.c.block < min(finalized, chunk.first - 1)))
        known = [{"block": one.number, "hash": one.hash, "parent": one.parent} for one in chunk.headers]
        connection.execute(headers.insert(), known)

    def go_back(self, expected: int, block: int) -> None:
        """Forgets everything after a block: what was read there is no longer the chain. Raises ``Overtaken``."""
        with self.engine.begin() as connection:
            self._move(connection, expected, block, min(block, self._finalized(connection)), None)
            gone = 0
            for one in self._events.values():
                gone += connection.execute(
                    one.table.delete().where(one.table.c.position > end_of(block))
                ).rowcount
            connection.execute(headers.delete().where(headers.c.block > block))
            if gone:
                derive_anew(connection, self._events)

    def derive_anew(self) -> None:
        """Works the derived tables out again from the events that are there."""
        with self.engine.begin() as connection:
            derive_anew(connection, self._events)

    def tell_finalized(self, finalized: int) -> None:
        """Notes that blocks became final without anything new."""
        with self.engine.begin() as connection:
            connection.execute(update(cursor).values(finalized=finalized))

    def _finalized(self, connection: Connection) -> int:
        return int(connection.execute(select(cursor.c.finalized)).scalar_one())

    def _move(self, connection: Connection, old: int, new: int, finalized: int, time: int | None) -> None:
        values = {"block": new, "finalized": min(finalized, new)} | ({} if time is None else {"time": time})
        if connection.execute(update(cursor).where(cursor.c.block == old).values(values)).rowcount != 1:
            raise Overtaken

    def _insert(self, connection: Connection, kind: EventTable, columns: list[Column]) -> None:
        driver: Any = connection.connection.driver_connection
        names = ", ".join(kind.columns)
        if connection.dialect.name == "postgresql":
            with driver.cursor() as into, into.copy(f"COPY {kind.name} ({names}) FROM STDIN") as copy:
                for row in zip(*map(values, columns), strict=True):
                    copy.write_row(row)
            return
        # Amounts as text: SQLite's integers end at 63 bits.
        amounts = [isinstance(column.type, Amount) for column in kind.table.columns]
        told: list[Iterable[Any]] = [
            map(str, values(column)) if amount else values(column)
            for column, amount in zip(columns, amounts, strict=True)
        ]
        marks = f"({', '.join('?' * len(told))})"
        into = f"INSERT INTO {kind.name} ({names}) VALUES "
        rows = zip(*told, strict=True)
        # Past SQLAlchemy, which would make a list of all rows first. Many rows a statement, because after each statement
        # this thread would wait for the one that reads the next events: less than half the processor time.
        while len(block := list(islice(rows, _ROWS))) == _ROWS:
            driver.execute(into + ", ".join([marks] * _ROWS), list(chain.from_iterable(block)))
        driver.executemany(into + marks, block)

    def counts(self) -> dict[str, int]:
        """How many events of each kind are there."""
        with self.engine.connect() as connection:
            return {
                name: int(connection.execute(select(func.count()).select_from(one.table)).scalar_one())
                for name, one in sorted(self._events.items())
            }

    def close(self) -> None:
        """Closes all connections."""
        with suppress(OperationalError):
            self.engine.dispose()
