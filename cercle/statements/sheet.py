"""A statement for a spreadsheet: what happened, event by event, and below it what waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cercle.spreadsheets import write_csv
from cercle.statements.statement import WAITING, WORDS, Statement
from cercle.texts import Text
from cercle.units import to_tokens

_HEADER = (
    Text("time (UTC)"),
    Text("event"),
    Text("order"),
    Text("service"),
    Text("title"),
    Text("price"),
    Text("given back"),
    Text("yours"),
    Text("destroyed"),
)


def write_sheet(path: Path, statement: Statement, services: Mapping[int, str], language: str) -> None:
    """Writes the CSV in a language of ``texts.LANGUAGES``; ``services``: titles by number. Amounts in tokens, with a
    point, whole."""
    write_csv(path, [one.in_(language) for one in _HEADER], _rows(statement, services, language))


def _rows(statement: Statement, services: Mapping[int, str], language: str) -> Iterator[list[Any]]:
    for one in statement.entries:
        yield [
            f"{one.time:%Y-%m-%d %H:%M:%S}",
            WORDS[one.what].in_(language),
            f"0x{one.order.hex()}" if one.order else "",
            one.service or "",
            services.get(one.service or 0, ""),
            *(f"{to_tokens(amount):f}" for amount in (one.price, one.refunded, one.paid, one.burnt)),
        ]
    for held in statement.after:
        yield [
            "",
            WAITING[held.status].in_(language),
            f"0x{held.order.hex()}",
            held.service,
            services.get(held.service, ""),
            f"{to_tokens(held.price):f}",
            "",
            "",
            "",
        ]
