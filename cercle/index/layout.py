"""Which tables an index has: those of another version of Cercle are never read as if they were ours."""

from __future__ import annotations

import logging

from eth_utils.crypto import keccak
from sqlalchemy import Column, LargeBinary, MetaData, Table, inspect, select
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from cercle.errors import InputProblem
from cercle.index.database import one_at_a_time
from cercle.index.derive import steps
from cercle.index.schema import event_tables, events
from cercle.index.tables import derived, own
from cercle.texts import Text

_log = logging.getLogger(__name__)

_metadata = MetaData()
_layout = Table("index_layout", _metadata, Column("fingerprint", LargeBinary, primary_key=True))


def fingerprint(dialect: Dialect) -> bytes:
    """Of every table and its indexes, and of the statements that fill those that are derived."""
    event_tables()
    parts = []
    for metadata in (events, derived, own):
        for table in metadata.sorted_tables:
            parts.append(str(CreateTable(table).compile(dialect=dialect)))
            made = [str(CreateIndex(one).compile(dialect=dialect)) for one in table.indexes]
            parts += sorted(made)
    parts += [str(clause) for step in steps(dialect.name) for clause, _ in step.statements]
    return bytes(keccak(text="\n".join(parts)))


def make_room(engine: Engine) -> None:
    """Drops the tables of another version, and says so in the log: everything is read again from the chain. One
    process at a time, and all or nothing. ``InputProblem`` where tables of the same names are somebody else's."""
    with engine.begin() as connection:
        one_at_a_time(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        present = set(inspect(connection).get_table_names())
        ours_now = fingerprint(engine.dialect)
        if _layout.name in present and _known(connection) == ours_now:
            return
        ours = [one for metadata in (events, derived, own) for one in metadata.sorted_tables]
        outdated = [one for one in ours if one.name in present]
        if outdated and _layout.name not in present:
            names = ", ".join(sorted(one.name for one in outdated))
            raise InputProblem(
                Text("The index's database has tables of something else: {names}.", {"names": names}),
                Text("Nothing was changed. Give the index a database of its own (CERCLE_INDEX_URL)."),
            )
        for table in outdated:
            connection.execute(DropTable(table))
        if outdated:
            _log.warning(
                "The index in %s was made by another version of Cercle: it is read again from the chain.",
                engine.url.render_as_string(hide_password=True),
            )
        connection.execute(CreateTable(_layout, if_not_exists=True))
        connection.execute(_layout.delete())
        connection.execute(_layout.insert().values(fingerprint=ours_now))


def _known(connection: Connection) -> bytes | None:
    return connection.execute(select(_layout.c.fingerprint)).scalar()
