"""What a report is made of: sections of one sentence that says what was found, a chart, then figures."""

from __future__ import annotations

from dataclasses import dataclass

from cercle.report.charts import Chart


@dataclass(frozen=True)
class Table:
    """The first column is text, the others are numbers in words."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """What was found, in a sentence; drawn; in figures (name, value); as a table; and how it was counted."""

    title: str
    sentence: str
    chart: Chart | None = None
    facts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report, in one language; ``facts`` are the figures to remember."""

    language: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...]
