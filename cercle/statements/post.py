"""The statements of a month, written for every provider who has something to be told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from cercle.config import load_config
from cercle.documents import Bilingual, DocumentError, write_durably
from cercle.errors import InputProblem
from cercle.index.reading import snapshot
from cercle.index.tables import cursor, services
from cercle.months import Month, last_month, month_named
from cercle.recording import Progress, silent
from cercle.statements.ledger import providers, statement_of
from cercle.statements.paper import PrintedStatement, print_statement
from cercle.statements.sheet import write_sheet
from cercle.statements.statement import Statement
from cercle.texts import LANGUAGES, Text
from cercle.units import to_time

if TYPE_CHECKING:
    from cercle.community import Community


@dataclass(frozen=True)
class Written:
    """A provider's statement, and the PDF and the CSV it was written to."""

    statement: Statement
    files: tuple[Path, Path]


class StatementDesk:
    """Writes statements from the index as it is (``community.index.sync()`` first)."""

    def __init__(self, community: Community) -> None:
        file = community.record.files.config
        config = load_config(file) if file.is_file() else None
        self._community = community
        self._name = config.name if config else Bilingual(fr=community.name, en=community.name)
        self._first_language = config.languages[0] if config else LANGUAGES[0]
        self._zone: tzinfo = ZoneInfo(config.email.time_zone if config and config.email else "UTC")

    def write(
        self,
        folder: Path,
        month: str | None = None,
        *,
        only: Collection[int] | None = None,
        language: str | None = None,
        tell: Progress = silent,
    ) -> list[Written]:
        """Writes ``<month>-<number>.pdf`` and ``.csv`` for each provider, or for ``only`` some, who has anything to be
        told; replaces what was written before. ``month`` such as 2026-10 on the community's clock, by default the last
        one that is over; ``language``: each provider's own by default. Raises ``InputProblem`` for what is no month,
        or has not begun."""
        self._community.index.status()
        with snapshot(self._community.index.engine) as connection:
            now = connection.execute(select(cursor)).one()
            chosen = self._month(month, now.time)
            made = []
            wanted = sorted(only if only is not None else providers(connection))
            for place, provider in enumerate(wanted):
                tell("Writing statements", place, len(wanted))
                statement = statement_of(connection, provider, chosen)
                if not statement.is_empty:
                    made.append(self._write(connection, folder, statement, now, language))
            tell("Writing statements", len(wanted), len(wanted))
        return made

    def _month(self, written: str | None, now: int) -> Month:
        month = month_named(written, self._zone) if written else last_month(to_time(now), self._zone)
        if month.first > to_time(now):
            raise InputProblem(
                Text("The month {month} has not begun on the chain.", {"month": month.key}),
                Text("Choose an earlier one; ape run index status tells how far the index is."),
            )
        return month

    def _write(
        self, connection: Connection, folder: Path, statement: Statement, now: Row[Any], language: str | None
    ) -> Written:
        person = self._community.directory.person(statement.provider)
        spoken = language or (person and person.language) or self._first_language
        titles = self._titles(connection, statement.provider, spoken)
        record = self._community.record
        printed = PrintedStatement(
            statement=statement,
            community=str(getattr(self._name, spoken)),
            name=person.name if person else "",
            token=self._community.token.name,
            services=titles,
            chain=record.chain_id,
            catalog=record.addresses["ServiceCatalog"],
            block=now.block,
            made_at=to_time(now.time),
        )
        stem = f"{statement.month.key}-{statement.provider}"
        pdf, csv = folder / f"{stem}.pdf", folder / f"{stem}.csv"
        write_durably(pdf, print_statement(printed, spoken))
        write_sheet(csv, statement, titles, spoken)
        return Written(statement, (pdf, csv))

    def _titles(self, connection: Connection, provider: int, language: str) -> dict[int, str]:
        titles = {}
        for row in connection.execute(select(services).where(services.c.provider == provider)):
            try:
                title = getattr(self._community.documents.get(row.document).document, "title", None)
            except DocumentError:
                title = None
            titles[row.service] = str(getattr(title, language, row.service))
        return titles
