"""Everything at once: the tables of one moment and their dictionary, in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from cercle.config import load_config
from cercle.documents import DocumentStore
from cercle.errors import InputProblem
from cercle.index.reading import snapshot
from cercle.index.tables import cursor
from cercle.opendata import activity, people, terms, totals
from cercle.opendata.dictionary import Origin, describe, is_export_of
from cercle.opendata.folder import whole_folder
from cercle.opendata.formats import FORMATS
from cercle.opendata.schema import TABLES, Line
from cercle.recording import Progress, silent
from cercle.texts import Text
from cercle.units import to_time

if TYPE_CHECKING:
    from cercle.community import Community


@dataclass(frozen=True)
class Exported:
    """What was written: the block it is of, lines by table, and how many monthly figures are left out."""

    block: int
    lines: dict[str, int]
    left_out: int


@dataclass(frozen=True)
class Source:
    """Whose data it is, and where it is read from."""

    community: str
    chain: int
    registry: str
    index: Engine
    documents: DocumentStore


def export(
    community: Community, folder: Path, format: str, *, numbers: bool = False, tell: Progress = silent
) -> Exported:
    """Writes the index's present state (``community.index.sync()`` first) into a folder: all files or none.

    The same block always gives the same bytes. ``format``: one of ``FORMATS``; ``numbers``: with members' numbers, if
    the community's YAML allows it. Raises ``InputProblem`` where it does not, for a folder that holds anything but an
    earlier export, and for an index that is empty.
    """
    if numbers:
        _require_allowed(community)
    community.index.status()
    record = community.record
    source = Source(
        community.name,
        record.chain_id,
        record.addresses["ContributionRegistry"],
        community.index.engine,
        community.documents,
    )
    return write_export(source, folder, format, numbers=numbers, tell=tell)


def write_export(
    source: Source, folder: Path, format: str, *, numbers: bool = False, tell: Progress = silent
) -> Exported:
    """The same for any source, allowed or not."""
    with (
        snapshot(source.index) as connection,
        whole_folder(folder, lambda one: is_export_of(source.community, one), private=numbers) as writing,
    ):
        now = connection.execute(select(cursor)).one()
        origin = Origin(source.community, source.chain, source.registry, now.block, to_time(now.time))
        lines, left_out = _tables(connection, source.documents, numbers)
        written: dict[str, int] = {}
        for place, table in enumerate(TABLES):
            tell("Writing tables", place, len(TABLES))
            counted = _Counted(lines[table.name])
            FORMATS[format](writing / f"{table.name}.{format}", table.shown(numbers), counted)
            written[table.name] = counted.count
        describe(origin, numbers, writing, format)
    tell("Writing tables", len(TABLES), len(TABLES))
    return Exported(origin.block, written, left_out)


def _tables(
    connection: Connection, documents: DocumentStore, numbers: bool
) -> tuple[dict[str, Iterable[Line]], int]:
    contributions = totals.contribution_totals(connection, numbers)
    orders = totals.order_totals(connection, numbers)
    lines: dict[str, Iterable[Line]] = {
        "programmes": terms.programme_lines(connection, documents),
        "services": terms.service_lines(connection, documents, numbers),
        "contribution_months": totals.contribution_rows(contributions),
        "order_months": totals.order_rows(orders),
    }
    if numbers:
        lines["members"] = people.member_lines(connection)
        lines["contributions"] = activity.contribution_lines(connection)
        lines["orders"] = activity.order_lines(connection)
    else:
        lines["members"] = people.nameless_member_lines(connection)
        lines["contributions"] = activity.nameless_contribution_lines(connection, contributions)
        lines["orders"] = activity.nameless_order_lines(connection, orders)
    return lines, sum(one.hidden for one in (*contributions, *orders))


class _Counted:
    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = lines
        self.count = 0

    def __iter__(self) -> Iterator[Line]:
        for line in self._lines:
            self.count += 1
            yield line


def _require_allowed(community: Community) -> None:
    file = community.record.files.config
    if not (file.is_file() and load_config(file).open_data.with_ids):
        raise InputProblem(
            Text(
                "The YAML of {community} does not allow exports with members’ numbers.",
                {"community": community.name},
            ),
            Text(
                "Export without --with-ids. Numbers are personal data: who has a reason to use them writes "
                "`open_data: {yaml}` into the YAML and deploys it.",
                {"yaml": "{with_ids: true}"},
            ),
        )
