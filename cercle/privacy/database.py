"""The one file in which a community keeps what members agreed to, what they asked to be erased, and what was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, Engine, Index, Integer, MetaData, String, Table, create_engine, text

from cercle.sql import create_tables

metadata = MetaData()

# Moments are kept as ISO texts in UTC: SQLite has no type for them, and people who open the file can read them.
consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member", Integer, nullable=False, index=True),
    Column("purpose", String, nullable=False),
    Column("given_at", String, nullable=False),
    Column("withdrawn_at", String),
    Column("wording", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("source", String, nullable=False),
)
Index(
    "consents_one_open",
    consents.c.member,
    consents.c.purpose,
    unique=True,
    sqlite_where=text("withdrawn_at is null"),
    postgresql_where=text("withdrawn_at is null"),
)
erasure_requests = Table(
    "erasure_requests",
    metadata,
    Column("member", Integer, primary_key=True),
    Column("asked_at", String, nullable=False),
    Column("decided_at", String),
    Column("answer", String),  # why it was declined; empty once it was carried out
    Column("receipt", String),  # the hash of the receipt, once it was carried out
)
erased_documents = Table("erased_documents", metadata, Column("document", String, primary_key=True))


def open_database(folder: Path) -> Engine:
    """Opens, and where needed makes, ``privacy.sqlite`` in a community's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{folder / 'privacy.sqlite'}")
    create_tables(engine, metadata)
    return engine


def now() -> datetime:
    """This computer's clock: a consent happens here, not on the chain."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """A moment as the database keeps it; texts sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read(moment: str) -> datetime:
    """A moment of the database."""
    return datetime.fromisoformat(moment)
