"""A rehearsal as one HTML file that needs nothing else: to be shown to a board, or sent by e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import altair
import vl_convert
from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from cercle.rehearsal.outcome import MemberOutcome, Rehearsal
from cercle.texts import Text

Row = dict[str, Any]

MOST = 20  # winners and losers shown
_CLAY, _GREEN = "#a84a24", "#3f7a4e"


@dataclass(frozen=True)
class Table:
    """A table of the page; its first column is text, the others are numbers."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing of the page."""

    title: str
    svg: Markup


def page(found: Rehearsal, language: str, *, with_people: bool) -> str:
    """The page, in a language. Without people, nobody's key is on it."""
    words = _Words(found, language)
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    return environment.get_template("page.html").render(
        language=language,
        title=words.say(Text("Rehearsal: {activity}", {"activity": found.activity})),
        subtitle=words.say(
            Text(
                "What would have happened under the rules of {community}, had every deed been approved on its day.",
                {"community": found.community},
            )
        ),
        facts=words.facts(),
        charts=words.charts(),
        tables=words.tables(with_people),
        footer=words.say(Text("Computed off chain. Nothing was sent, and nobody was promised anything.")),
    )


class _Words:
    def __init__(self, found: Rehearsal, language: str) -> None:
        self._found = found
        self._language = language

    def say(self, text: Text) -> str:
        return text.in_(self._language)

    def tokens(self, amount: Decimal) -> str:
        shown = str(format_decimal(amount, format="#,##0.##", locale=self._language))
        return f"{shown} {self._found.symbol}"

    def signed(self, amount: Decimal) -> Markup:
        kind = "more" if amount > 0 else "less"
        return Markup('<span class="{}">{}{}</span>').format(
            kind, "+" if amount > 0 else "", self.tokens(amount)
        )

    def facts(self) -> list[tuple[str, str]]:
        found = self._found
        facts = [
            (self.say(Text("tokens earned")), self.tokens(found.earned)),
            (self.say(Text("budget needed")), self.tokens(found.budget_needed)),
            (self.say(Text("people rewarded")), str(sum(one.earned > 0 for one in found.members))),
            (self.say(Text("deeds refused by a cap or a budget")), str(len(found.refused))),
            (self.say(Text("Gini coefficient")), f"{found.gini:.2f}"),
        ]
        if found.gini_before is not None:
            facts.append((self.say(Text("Gini coefficient before")), f"{found.gini_before:.2f}"))
        return facts

    def charts(self) -> Iterable[Chart]:
        found = self._found
        months: list[Row] = [
            {"month": month, "tokens": float(amount)} for month, amount in found.months.items()
        ]
        yield Chart(self.say(Text("Tokens earned by month")), _bars(months, "month", "tokens", _CLAY))
        if found.gini_before is not None:
            people: list[Row] = [
                {"place": place, "tokens": float(one.change or 0)}
                for place, one in enumerate([*found.winners, *reversed(found.losers)], 1)
            ]
            if people:
                yield Chart(
                    self.say(Text("Who gains and who loses")), _bars(people, "place", "tokens", _GREEN)
                )

    def tables(self, with_people: bool) -> Iterable[Table]:
        found = self._found
        columns = (
            *(Text("Programme"), Text("deeds"), Text("rewarded"), Text("earned"), Text("budget")),
            *(Text("missing"), Text("short on"), Text("votes a seat")),
        )
        yield Table(
            self.say(Text("Programmes")),
            [self.say(column) for column in columns],
            [
                [
                    one.key,
                    str(one.deeds),
                    str(one.rewarded),
                    self.tokens(one.earned),
                    self.tokens(one.budget),
                    self.tokens(one.missing),
                    format_date(one.short_on, locale=self._language) if one.short_on else "–",
                    f"{one.votes_per_seat:.0f}",
                ]
                for one in found.programmes
            ],
        )
        if with_people and found.gini_before is not None:
            yield self._people(self.say(Text("Who would get more")), found.winners)
            yield self._people(self.say(Text("Who would get less")), found.losers)
        elif with_people:
            yield Table(
                self.say(Text("Who would earn most")),
                [self.say(Text("Member")), self.say(Text("earned"))],
                [[one.member, self.tokens(one.earned)] for one in found.members[:MOST]],
            )

    def _people(self, title: str, people: list[MemberOutcome]) -> Table:
        rows = [
            [
                one.member,
                self.tokens(one.before or Decimal(0)),
                self.tokens(one.earned),
                self.signed(one.change or Decimal(0)),
            ]
            for one in people[:MOST]
        ]
        columns = [self.say(one) for one in (Text("Member"), Text("before"), Text("earned"), Text("change"))]
        facts = {"count": len(people), "most": min(MOST, len(people))}
        note = self.say(Text("{count} people; the first {most} are shown.", facts))
        return Table(title, columns, rows, note)


def _bars(rows: list[Row], across: str, up: str, colour: str) -> Markup:
    chart = (
        altair.Chart(altair.InlineData(values=rows), width=760, height=220)
        .mark_bar(color=colour)
        .encode(
            x=altair.X(f"{across}:O", title=None, axis=altair.Axis(labels=across != "place", ticks=False)),
            y=altair.Y(f"{up}:Q", title=None),
        )
        .configure(background="transparent", font="sans-serif")
    )
    return Markup(vl_convert.vegalite_to_svg(chart.to_dict()))
