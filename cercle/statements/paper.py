"""A statement to print or to send: what happened, what it came to, what waits, and each event below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime, format_skeleton
from babel.numbers import format_decimal

from cercle.printing import FAINT, INK, SERIF, draw_ring
from cercle.printing.page import EDGE, ROW, WIDTH, Page
from cercle.statements.statement import WAITING, WORDS, Statement, Sum, What
from cercle.texts import Text
from cercle.units import to_tokens

_COUNT, _AMOUNT = 30.0, 40.0
_WORDS = WIDTH - _COUNT - _AMOUNT
_WHEN, _ORDER, _SERVICE, _PRICE = 26.0, 22.0, 44.0, 20.0
_WHAT = WIDTH - _WHEN - _ORDER - _SERVICE - 2 * _PRICE
_ALWAYS = (What.Received, What.Rendered, What.Settled)
_COUNTED = (
    *(What.Received, What.Rendered, What.Settled, What.Refused),
    *(What.Cancelled, What.Expired, What.Disputed, What.Arbitrated),
)


@dataclass(frozen=True)
class PrintedStatement:
    """What stands on the paper. ``services``: titles by number; ``catalog``: the contract's address; ``made_at``: the
    time of ``block``, up to which the chain was read."""

    statement: Statement
    community: str
    name: str
    token: str
    services: Mapping[int, str]
    chain: int
    catalog: str
    block: int
    made_at: datetime


def print_statement(printed: PrintedStatement, language: str) -> bytes:
    """The PDF, A4, in a language of ``texts.LANGUAGES``; the same statement gives the same bytes."""
    paper = _Paper(printed, language)
    paper.draw()
    return bytes(paper.output())


class _Paper(Page):
    def __init__(self, printed: PrintedStatement, language: str) -> None:
        super().__init__()
        self._printed, self._statement, self._language = printed, printed.statement, language
        self.set_title(f"{self._say('Monthly statement')} – {self._month()} – {printed.community}")
        self.set_lang(language)
        self.set_creation_date(printed.made_at)

    def draw(self) -> None:
        self.add_page()
        self._head()
        self._figures()
        self._orders()
        self._held()
        self._paid()
        self._waiting()
        self._entries()
        self._origin()

    def footer(self) -> None:
        """At the foot of every page, so that single sheets are not mixed up."""
        member = self._say("Member number {number}", number=str(self._statement.provider))
        page = self._say("page {page} of {pages}", page=str(self.page_no()), pages="{nb}")
        words = f"{self._printed.community} · {member} · {self._month()} · {page}"
        self.write_line(words, EDGE, 284, 8, FAINT)

    def _head(self) -> None:
        draw_ring(self, EDGE, 19, 12)
        self.write_line(self._printed.community, EDGE + 18, 21.5, 13, INK, family=SERIF, width=WIDTH - 18)
        self.write_line(self._say("Monthly statement"), EDGE, 42, 27, INK, family=SERIF)
        self.write_line(self._month(), EDGE, 46, 14, INK, family=SERIF, align="R")
        number = self._say("Member number {number}", number=str(self._statement.provider))
        self.write_line(self._printed.name or number, EDGE, 57, 14, INK, style="B")
        if self._printed.name:
            self.write_line(number, EDGE, 64.5, 10.5, FAINT)

    def _figures(self) -> None:
        one = self._statement
        figures = (
            (self._number(one.of(What.Received).orders), self._say("orders received")),
            (self._number(one.of(What.Rendered).orders), self._say("services rendered")),
            (self._tokens(one.earned), self._say("earned in {token}", token=self._printed.token)),
        )
        self.figures(76, figures)

    def _orders(self) -> None:
        counted = [(what, self._statement.of(what)) for what in _COUNTED]
        self._counts(
            self._say("Orders"),
            [(WORDS[what], one) for what, one in counted if one.orders or what in _ALWAYS],
        )

    def _held(self) -> None:
        one = self._statement
        self._sums(
            self._say("Prices held by the contract"),
            (self._say("When the month began"), one.held_before),
            (self._say("+ ordered"), one.of(What.Received).price),
            (self._say("− given back to members"), one.refunded),
            (self._say("− destroyed, as the services’ terms say"), one.burnt),
            (self._say("− yours"), one.earned),
            (self._say("= when it ended"), one.held_after),
        )

    def _paid(self) -> None:
        one = self._statement
        kept = (
            (self._say("Kept for you, because your wallet could not be paid"), one.moved(What.Kept)),
            (self._say("Kept for you, of orders of your own"), one.moved(What.KeptRefund)),
            (self._say("Collected of what was kept"), one.moved(What.Collected)),
            (self._say("Still kept when the month ended"), one.kept_after),
        )
        self._sums(
            self._say("Payments"),
            (self._say("Yours, of orders that ended"), one.earned),
            (self._say("Paid to your wallet at once"), one.paid_at_once),
            *(row for row in kept if row[1]),
        )

    def _waiting(self) -> None:
        rows = [(words, self._statement.waiting(status)) for status, words in WAITING.items()]
        self._counts(self._say("Waiting when the month ended"), rows)

    def _entries(self) -> None:
        heading, zone = (
            self._say("One by one: price, and what of it is yours"),
            self._statement.month.first.tzinfo,
        )
        if self._statement.entries:
            self.heading(heading)
        for one in self._statement.entries:
            self.row(
                heading,
                (str(format_datetime(one.time, "d MMM, HH:mm", zone, self._language)), _WHEN, "L"),
                (f"0x{one.order.hex()[:8]}" if one.order else "", _ORDER, "L"),
                (self._printed.services.get(one.service or 0, ""), _SERVICE, "L"),
                (WORDS[one.what].in_(self._language), _WHAT, "L"),
                (self._tokens(one.price) if one.price else "", _PRICE, "R"),
                (self._tokens(one.paid) if one.paid else "", _PRICE, "R"),
            )
        self.set_y(self.get_y() + 6)

    def _origin(self) -> None:
        printed = self._printed
        if printed.made_at < self._statement.month.end:
            self.paragraph(
                self._say("The month is not over: this statement may still change."), WIDTH, 9, INK
            )
        self.paragraph(
            self._say(
                "Amounts are in {token}. Everything here was read from contract {contract} on chain {chain}, up to "
                "block {block}. Days are those of {zone}.",
                token=printed.token, contract=printed.catalog, chain=str(printed.chain), block=str(printed.block),
                zone=str(self._statement.month.first.tzinfo),
            ),
            WIDTH, 7, FAINT,
        )  # fmt: skip

    # -- parts of parts -----------------------------------------------------------------------------

    def _sums(self, heading: str, *rows: tuple[str, int]) -> None:
        self._table(heading, [(words, "", self._tokens(amount)) for words, amount in rows])

    def _counts(self, heading: str, rows: Sequence[tuple[Text, Sum]]) -> None:
        told = ((words.in_(self._language), one) for words, one in rows)
        cells = [(words, self._number(one.orders), self._tokens(one.price)) for words, one in told]
        self._table(heading, cells)

    def _table(self, heading: str, rows: Sequence[tuple[str, str, str]]) -> None:
        if self.get_y() + (len(rows) + 2) * ROW > self.end_of_page():
            self.add_page()
        self.heading(heading)
        for words, count, amount in rows:
            self.row(heading, (words, _WORDS, "L"), (count, _COUNT, "R"), (amount, _AMOUNT, "R"))
        self.set_y(self.get_y() + 6)

    def _month(self) -> str:
        first = self._statement.month.first
        return format_skeleton("yMMMM", first, first.tzinfo, locale=self._language).capitalize()

    def _tokens(self, amount: int) -> str:
        return str(format_decimal(to_tokens(amount), format="#,##0.####", locale=self._language))

    def _number(self, number: int) -> str:
        return format_decimal(number, locale=self._language)

    def _say(self, message: str, **values: object) -> str:
        return Text(message, values).in_(self._language)
