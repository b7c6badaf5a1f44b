"""A member's record as a page worth printing: who gave, what it adds up to, each contribution, and the code to check it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from fpdf import FPDF

from cercle.certificates.certificate import Certificate, link
from cercle.lifeline import Period
from cercle.printing import ACCENT, FAINT, INK, LINE, PAPER, SANS, SERIF, add_fonts, draw_code, draw_ring
from cercle.texts import Text

EDGE, WIDTH, BOTTOM = 20.0, 170.0, 277.0  # mm
CODE = 44.0
_ROW = 7.0
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


class _Paper(FPDF):
    def __init__(self, record: PrintedRecord, language: str) -> None:
        super().__init__(format="A4", unit="mm")
        self._record, self._language = record, language
        self.set_auto_page_break(False)
        self.set_margins(EDGE, EDGE)
        self.set_title(f"{self._say('Record of contributions')} – {record.community}")
        self.set_lang(language)
        self.set_creation_date(record.made_at)
        add_fonts(self)

    def draw(self) -> None:
        self.add_page()
        self._head()
        self._figures()
        self._proof()
        self._table_of_parts()
        self._table_of_contributions()

    def footer(self) -> None:
        """At the foot of every page, so that single sheets are not mixed up."""
        member = self._say("Member number {number}", number=str(self._record.certificate.member))
        page = self._say("page {page} of {pages}", page=str(self.page_no()), pages="{nb}")
        self._write(f"{self._record.community} · {member} · {page}", EDGE, 284, 8, FAINT)

    # -- parts of the first page ------------------------------------------------------------------

    def _head(self) -> None:
        record = self._record
        draw_ring(self, EDGE, 19, 12)
        self._write(record.community, EDGE + 18, 21.5, 13, INK, family=SERIF, width=WIDTH - 18)
        self._write(self._say("Record of contributions"), EDGE, 42, 27, INK, family=SERIF)
        number = self._say("Member number {number}", number=str(record.certificate.member))
        if record.name:
            self._write(record.name, EDGE, 57, 14, INK, style="B")
            self._write(number, EDGE, 64.5, 10.5, FAINT)
        else:
            self._write(number, EDGE, 57, 14, INK, style="B")
        self._write(self._period(), EDGE, 64.5, 10.5, FAINT, align="R" if record.name else "L", width=WIDTH)

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
            self._write(figure, left, 80, 22, ACCENT, family=SERIF, align="C", width=WIDTH / 3)
            self._write(below, left, 91.5, 9.5, FAINT, align="C", width=WIDTH / 3)
        self.set_y(108)

    def _proof(self) -> None:
        """The code, what it proves and what it does not; always at the foot of the first page."""
        record, certificate, top = self._record, self._record.certificate, self.get_y()
        self.set_draw_color(*LINE)
        self.set_line_width(0.3)
        self.line(EDGE, _PROOF, EDGE + WIDTH, _PROOF)
        draw_code(self, link(record.dashboard, certificate), EDGE + WIDTH - CODE + 4, _PROOF + 3, CODE)
        room = WIDTH - CODE - 4
        self._write(self._say("Check this record"), EDGE, _PROOF + 5, 12, INK, family=SERIF)
        self.set_y(_PROOF + 12.5)
        self._paragraph(
            self._say(
                "Scan the code. The page that opens asks the community’s contract on the blockchain, at that moment, "
                "and says what stands: it needs no login, and nobody’s word for it."
            ),
            room, 9, INK,
        )  # fmt: skip
        self._paragraph(self._proves(), room, 9, INK)
        self._paragraph(
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
        self._heading(heading)
        for part in self._record.parts:
            count = self._say("contributions: {count}", count=self._number(part.count))
            self._row(heading, (part.programme, WIDTH - 74, "L"), (count, 40, "R"), (part.amount, 34, "R"))

    def _table_of_contributions(self) -> None:
        self.set_y(self.get_y() + 6)
        heading, titles = self._say("One by one"), any(one.title for one in self._record.given)
        self._heading(heading)
        room = WIDTH - _DAY - _UNITS
        for one in self._record.given:
            day = str(format_date(one.day, "d MMM y", locale=self._language))
            what = [(one.programme, _PROGRAMME, "L"), (one.title, room - _PROGRAMME, "L")]
            what = what if titles else [(one.programme, room, "L")]
            self._row(heading, (day, _DAY, "L"), *what, (one.amount, _UNITS, "R"))

    def _heading(self, words: str) -> None:
        self._start_page_for(8 + _ROW)
        self._write(words, EDGE, self.get_y(), 12, INK, family=SERIF)
        self.set_y(self.get_y() + 8)
        self.set_draw_color(*LINE)
        self.set_line_width(0.3)
        self.line(EDGE, self.get_y(), EDGE + WIDTH, self.get_y())

    def _row(self, heading: str, *cells: tuple[str, float, str]) -> None:
        """A line of the table of a heading, which stands again on the next page."""
        if self._start_page_for(_ROW):
            self._heading(heading)
        left, top = EDGE, self.get_y()
        for words, width, align in cells:
            self._write(
                words, left, top + 1.6, 9.5, INK, align=align, width=width - (2 if align == "L" else 0)
            )
            left += width
        self.set_draw_color(*LINE)
        self.set_line_width(0.15)
        self.line(EDGE, top + _ROW, EDGE + WIDTH, top + _ROW)
        self.set_y(top + _ROW)

    def _start_page_for(self, height: float) -> bool:
        """Whether this page had no room left, so that the next one was begun."""
        if self.get_y() + height <= (_PROOF - 4 if self.page_no() == 1 else BOTTOM):
            return False
        self.add_page()
        self.set_y(EDGE)
        return True

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

    def _write(
        self,
        words: str,
        left: float,
        top: float,
        size: float,
        colour: tuple[int, int, int],
        *,
        family: str = SANS,
        style: str = "",
        align: str = "L",
        width: float = WIDTH,
    ) -> None:
        """One line, cut where it is too long for its place."""
        at = self.get_y()
        self.set_font(family, style, size)
        self.set_text_color(*colour)
        while len(words) > 1 and self.get_string_width(words) > width:
            words = words[:-2].rstrip() + "…"
        self.set_xy(left, top)
        self.c_margin = 0
        self.cell(width, size * 0.42, words, align=align)
        self.set_y(at)

    def _paragraph(self, words: str, width: float, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font(SANS, "", size)
        self.set_text_color(*colour)
        self.c_margin = 0
        self.set_x(EDGE)
        self.multi_cell(width, size * 0.45, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self.set_y(self.get_y() + 2)
