"""Where the index lives: SQLite in the community's folder, or a database that several dashboards share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, DatabaseError

from cercle.config import load_config
from cercle.errors import InputProblem
from cercle.index.amounts import give_functions
from cercle.record import DeploymentRecord
from cercle.texts import Text


def address_of(record: DeploymentRecord) -> str:
    """The database's address: ``CERCLE_INDEX_URL``, or ``index: url:`` in the YAML, or a file in the folder."""
    url = os.environ.get("CERCLE_INDEX_URL") or _configured(record)
    if url is None:
        record.folder.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{record.folder / 'index.sqlite'}"
    return url


def _configured(record: DeploymentRecord) -> str | None:
    file = record.files.config
    place = load_config(file).index if file.is_file() else None
    if place is None:
        return None
    if not place.url.startswith("env:"):
        return place.url
    url = os.environ.get(place.url.removeprefix("env:"))
    if url is None:
        raise InputProblem(
            Text("The community's YAML looks for its index's address in {name}, which is not set.",
                 {"name": place.url.removeprefix("env:")}),
            Text("Set it to a database's address, such as postgresql://user@host/database."),
        )  # fmt: skip
    return url


def open_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. ``InputProblem`` for any other."""
    with suppress(ArgumentError):
        address = make_url(url)
        if address.get_backend_name() in ("postgresql", "postgres"):
            return create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        if address.get_backend_name() == "sqlite":
            engine = create_engine(address, connect_args={"timeout": 60})
            event.listen(engine, "connect", _prepare_sqlite)
            return engine
    raise InputProblem(
        Text("The index lives in SQLite or PostgreSQL."),
        Text("Give an address such as postgresql://user@host/database, or none at all."),
    )


def one_at_a_time(connection: Connection) -> None:
    """Until the transaction ends, whoever else says so waits: dashboards that share a PostgreSQL note the same things at the
    same moment, and would wait for each other's rows. SQLite has one writer in any case."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(727262)")


@contextmanager
def answering() -> Iterator[None]:
    """``InputProblem`` where the database does not do what it is told: it is away, full, read only, or no database."""
    try:
        yield
    except DatabaseError as problem:
        reason = str(problem.orig).strip().splitlines()[0].rstrip(".")
        raise InputProblem(
            Text("The index's database does not answer: {reason}.", {"reason": reason}),
            Text("Check its address (CERCLE_INDEX_URL), that it runs, and that it may be written to."),
        ) from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    give_functions(connection)
    for pragma in (
        "page_size = 8192",  # of a new file: ids come in no order, and a page takes in more of them
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "temp_store = MEMORY",
        "cache_size = -12000",
        "wal_autocheckpoint = 8000",
    ):
        connection.execute(f"PRAGMA {pragma}")
