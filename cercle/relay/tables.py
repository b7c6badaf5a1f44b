"""The relay's queue in SQL: SQLite in the community's folder, or any SQLAlchemy URL several dashboards share.

Amounts of money are whole gwei: sums of wei do not fit an SQL integer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)

from cercle.sql import create_tables

_metadata = MetaData()

ACTIONS = Table(
    "relay_action",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("member", BigInteger, nullable=False),
    Column("receiver", String(42), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("content", String(64), nullable=False),  # the hash of receiver and data
    Column("name", String(80), nullable=False),  # such as ServiceCatalog.redeemBySig
    Column("once", Boolean, nullable=False),  # by its signatures it can take effect once
    Column("deadline", BigInteger),  # of its signatures, seconds
    Column("queued_at", BigInteger, nullable=False),  # seconds of the chain's clock
    Column("status", String(10), nullable=False),
    Column("gas", BigInteger),  # the limit once tried, then what was used
    Column("cost", BigInteger, nullable=False, default=0),  # gwei
    Column("sender", String(42)),
    Column("nonce", BigInteger),
    Column("block", BigInteger),  # where it was mined
    Column("block_hash", String(66)),
    Column("final", Boolean, nullable=False, default=False),  # no reorganisation can undo it
    Column("hash", String(66)),  # of the transaction that was mined
    Column("problem", Text),  # stored.dump
    Index("relay_action_by_content", "content"),
    Index("relay_action_by_member", "member", "status"),
    Index("relay_action_by_status", "status"),
    Index("relay_action_by_time", "queued_at"),
)
ATTEMPTS = Table(
    "relay_attempt",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("action", Integer, nullable=False, index=True),
    Column("sender", String(42), nullable=False),
    Column("nonce", BigInteger, nullable=False),
    Column("hash", String(66), nullable=False),
    Column("raw", Text, nullable=False),
    Column("highest", BigInteger, nullable=False),  # wei for a unit of gas
    Column("tip", BigInteger, nullable=False),
    Column("gas", BigInteger, nullable=False),
    Column("empty", Boolean, nullable=False),  # takes the nonce and does nothing
    Column("height", BigInteger, nullable=False),  # the chain's, when it was signed
    Column("at", Float, nullable=False),  # this computer's clock
)
LEASE = Table(
    "relay_lease",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("expires", Float, nullable=False),
)
TRIES = Table(
    "relay_try",
    _metadata,
    Column("member", BigInteger, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)


class Database:
    """The engine of a queue, its tables made. What a transaction wrote is on the disk when it ends."""

    def __init__(self, url: str) -> None:
        is_sqlite = url.startswith("sqlite")
        self._engine: Engine = create_engine(url, **({"connect_args": {"timeout": 30}} if is_sqlite else {}))
        if is_sqlite:
            event.listen(self._engine, "connect", _durable)
            event.listen(self._engine, "begin", _begin)
        create_tables(self._engine, _metadata)

    @classmethod
    def in_folder(cls, folder: Path) -> Database:
        """The one beside a community's other data."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{folder / 'relay.sqlite'}")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A look that neither waits for those who write nor keeps them."""
        with self._engine.connect().execution_options(**{_READING: True}) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One that looks and then writes, alone with the database from its first look on; all or nothing."""
        with self._engine.begin() as connection:
            yield connection


_READING = "cercle_reading"


def _durable(connection: Any, _record: Any) -> None:
    """SQLite with a write-ahead log; SQLAlchemy begins the transactions, not the driver."""
    connection.isolation_level = None
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("begin" if reads else "begin immediate")
