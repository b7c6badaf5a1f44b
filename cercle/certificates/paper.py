"""A member's record as a page worth printing: who gave, what it adds up to, each contribution, and the code to check it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from cercle.certificates.certificate import Certificate, link
from cercle.lifeline import Period
from cercle.printing import ACCENT, FAINT, INK, LINE, PAPER, SERIF, draw_code, draw_ring
from cercle.printing.page import BOTTOM, EDGE, WIDTH, Page
from cercle.texts import Text

CODE = 44.0  # mm, with its quiet zone
_PROOF = BOTTOM - CODE - 12  # where the code's part of the first page begins
_DAY, _PROGRAMME, _UNITS = 26.0, 42.0, 32.0  # columns


@dataclass(frozen=True)
class Part:
    """What was given to one programme; ``amount`` such as “34.5 × hour”."""

    programme: str
    count: int
    amount: str


@dataclass(frozen=True)
class Given:
    """One contribution. Without a ``title`` only its programme is printed."""

    day: date
    programme: str
    title: str
    amount: str


@dataclass(frozen=True)
class PrintedRecord:
    """What stands on the paper. ``name`` is the member's own choice, empty for none; ``tokens`` such as “345 Merci”;
    ``dashboard`` is where the code leads."""

    certificate: Certificate
    made_at: datetime
    community: str
    dashboard: str
    name: str
    tokens: str
    quorum: int
    parts: Sequence[Part]
    given: Sequence[Given]


def print_record(record: PrintedRecord, language: str) -> bytes:
    """The PDF, A4, in a language of ``texts.LANGUAGES``; the same record gives the same bytes."""
    paper = _Paper(record, language)
    paper.draw()
    return bytes(paper.output())


class _Paper(Page):
    def __init__(self, record: PrintedRecord, language: str) -> None:
        super().__init__()
        self._record, self._language = record, language
        self.set_title(f"{self._say('Record of contributions')} – {record.community}")
        self.set_lang(language)
        self.set_creation_date(record.made_at)

    def draw(self) -> None:
        self.add_page()
        self._head()
        self._figures()
        self._proof()
        self._table_of_parts()
        self._table_of_contributions()

    def end_of_page(self) -> float:
        """The first page ends where the code's part begins."""
        return _PROOF - 4 if self.page_no() == 1 else BOTTOM

    def footer(self) -> None:
        """At the foot of every page, so that single sheets are not mixed up."""
        member = self._say("Member number {number}", number=str(self._record.certificate.member))
        page = self._say("page {page} of {pages}", page=str(self.page_no()), pages="{nb}")
        self.write_line(f"{self._record.community} · {member} · {page}", EDGE, 284, 8, FAINT)

    # -- parts of the first page ------------------------------------------------------------------

    def _head(self) -> None:
        record = self._record
        draw_ring(self, EDGE, 19, 12)
        self.write_line(record.community, EDGE + 18, 21.5, 13, INK, family=SERIF, width=WIDTH - 18)
        self.write_line(self._say("Record of contributions"), EDGE, 42, 27, INK, family=SERIF)
        number = self._say("Member number {number}", number=str(record.certificate.member))
        if record.name:
            self.write_line(record.name, EDGE, 57, 14, INK, style="B")
            self.write_line(number, EDGE, 64.5, 10.5, FAINT)
        else:
            self.write_line(number, EDGE, 57, 14, INK, style="B")
        self.write_line(
            self._period(), EDGE, 64.5, 10.5, FAINT, align="R" if record.name else "L", width=WIDTH
        )

    def _figures(self) -> None:
        sums = self._record.certificate.sums
        units = {part.amount.partition(" × ")[2] for part in self._record.parts}
        if len(units) == 1:
            amount = self._number(sum((one.units for one in sums), Decimal(0)))
            middle = (amount, units.pop())
        else:
            middle = (self._number(len(sums)), self._say("programmes"))
        value, _, token = self._record.tokens.partition(" ")
        figures = [
            (self._number(sum(one.count for one in sums)), self._say("accepted contributions")),
            middle,
            (value, self._say("earned in {token}", token=token)),
        ]
        self.set_fill_color(*PAPER)
        self.rect(EDGE, 76, WIDTH, 25, style="F", round_corners=True, corner_radius=4)
        for place, (figure, below) in enumerate(figures):
            left = EDGE + place * WIDTH / 3
            self.write_line(figure, left, 80, 22, ACCENT, family=SERIF, align="C", width=WIDTH / 3)
            self.write_line(below, left, 91.5, 9.5, FAINT, align="C", width=WIDTH / 3)
        self.set_y(108)

    def _proof(self) -> None:
        """The code, what it proves and what it does not; always at the foot of the first page."""
        record, certificate, top = self._record, self._record.certificate, self.get_y()
        self.set_draw_color(*LINE)
        self.set_line_width(0.3)
        self.line(EDGE, _PROOF, EDGE + WIDTH, _PROOF)
        draw_code(self, link(record.dashboard, certificate), EDGE + WIDTH - CODE + 4, _PROOF + 3, CODE)
        room = WIDTH - CODE - 4
        self.write_line(self._say("Check this record"), EDGE, _PROOF + 5, 12, INK, family=SERIF)
        self.set_y(_PROOF + 12.5)
        self.paragraph(
            self._say(
                "Scan the code. The page that opens asks the community’s contract on the blockchain, at that moment, "
                "and says what stands: it needs no login, and nobody’s word for it."
            ),
            room, 9, INK,
        )  # fmt: skip
        self.paragraph(self._proves(), room, 9, INK)
        self.paragraph(
            self._say(
                "Chain {chain}, contract {contract}, block {block}, {moment} UTC. Days are those on which a contribution "
                "was entered on the chain.",
                chain=str(certificate.chain_id), contract=certificate.registry, block=str(certificate.block),
                moment=record.made_at,
            ),
            room, 7, FAINT,
        )  # fmt: skip
        self.set_y(top)

    def _proves(self) -> str:
        if self._record.quorum == 1:
            proved = self._say("Each contribution was approved by a validator who is not the member.")
        else:
            count = str(self._record.quorum)
            proved = self._say(
                "Each contribution was approved by at least {count} validators who are not the member.",
                count=count,
            )
        named = (
            self._say("The name was added by its holder: the chain knows numbers only.")
            if self._record.name
            else self._say("Who the member is, the chain does not know.")
        )
        return f"{proved} {named}"

    # -- tables -----------------------------------------------------------------------------------

    def _table_of_parts(self) -> None:
        heading = self._say("By programme")
        self.heading(heading)
        for part in self._record.parts:
            count = self._say("contributions: {count}", count=self._number(part.count))
            self.row(heading, (part.programme, WIDTH - 74, "L"), (count, 40, "R"), (part.amount, 34, "R"))

    def _table_of_contributions(self) -> None:
        self.set_y(self.get_y() + 6)
        heading, titles = self._say("One by one"), any(one.title for one in self._record.given)
        self.heading(heading)
        room = WIDTH - _DAY - _UNITS
        for one in self._record.given:
            day = str(format_date(one.day, "d MMM y", locale=self._language))
            what = [(one.programme, _PROGRAMME, "L"), (one.title, room - _PROGRAMME, "L")]
            what = what if titles else [(one.programme, room, "L")]
            self.row(heading, (day, _DAY, "L"), *what, (one.amount, _UNITS, "R"))

    # -- words ------------------------------------------------------------------------------------

    def _say(self, message: str, **values: object) -> str:
        return Text(message, values).in_(self._language)

    def _number(self, amount: Decimal | int) -> str:
        return str(format_decimal(amount, format="#,##0.##", locale=self._language))

    def _day(self, day: date) -> str:
        return str(format_date(day, "d MMMM y", locale=self._language))

    def _period(self) -> str:
        period: Period = self._record.certificate.period
        until = self._day(min(period.until or date.max, self._record.made_at.date()))
        if period.since is None:
            return self._say("Everything up to {day}", day=until)
        return self._say("From {first} to {last}", first=self._day(period.since), last=until)
