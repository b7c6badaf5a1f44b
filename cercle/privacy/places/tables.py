"""Places that are SQL tables: rows of a member are shown as they are, and deleted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    MetaData,
    Table,
    create_engine,
    delete,
    inspect,
    select,
    text,
)
from sqlalchemy.pool import NullPool

from cercle.privacy.places.base import Place, Record, nothing
from cercle.texts import Text
from cercle.units import to_time

if TYPE_CHECKING:
    from cercle.community import Community

Match = Callable[[Table, "Community", int], ColumnElement[bool]]
"""Which rows of a table are a member's."""


def by_number(table: Table, community: Community, member: int) -> ColumnElement[bool]:
    """Those whose column ``member`` holds the member's number."""
    return table.c.member == member


def in_folder(file: str) -> Callable[[Community], str]:
    """The URL of an SQLite file of the community's folder; of an empty database where there is no such file."""

    def url(community: Community) -> str:
        path = community.record.folder / file
        return f"sqlite:///{path}" if path.is_file() else "sqlite://"

    return url


def table_place(
    name: str,
    database: Callable[[Community], str],
    table: str,
    *,
    holds: Text,
    fields: Mapping[str, Text],
    match: Match = by_number,
    may_go: Match | None = None,
    seconds: Collection[str] = (),
    stays: Text | None = None,
    keep: bool = False,
) -> Place:
    """A table of a ``database``, given by its SQLAlchemy URL.

    Only the columns that ``fields`` explains are shown: not a one-time key, say, which is as good as a password.
    ``may_go`` picks, of the rows that ``match``, those that can be destroyed now; all of them if left out.
    ``keep`` is for rows
    that have to stay, as ``stays`` says why. ``seconds`` are the fields that hold moments as seconds.
    """

    def export(community: Community, member: int) -> list[Record]:
        with open_table(database(community), table) as (connection, rows):
            if rows is None:
                return []
            found = connection.execute(select(rows).where(match(rows, community, member)))
            return [{one: _shown(row._mapping[one], one in seconds) for one in fields} for row in found]

    def erase(community: Community, member: int) -> None:
        with open_table(database(community), table) as (connection, rows):
            if rows is not None:
                which = match(rows, community, member)
                if may_go is not None:
                    which &= may_go(rows, community, member)
                connection.execute(delete(rows).where(which))

    return Place(name, holds, fields, export, nothing if keep else erase, stays, tables=frozenset({table}))


@contextmanager
def open_table(url: str, name: str) -> Iterator[tuple[Connection, Table | None]]:
    """A table as it is in the database, or None where there is none. What is deleted is overwritten."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA secure_delete = ON"))
        found = inspect(connection).has_table(name)
        yield connection, Table(name, MetaData(), autoload_with=connection) if found else None


def _shown(value: Any, is_moment: bool) -> Any:
    if is_moment and value is not None:
        return to_time(int(value)).isoformat()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return value if isinstance(value, int | float | bool) or value is None else str(value)
