"""A report as a PDF to hand out: A4, the same sections as the page."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from math import ceil

from cercle.printing import ACCENT, FAINT, INK, LINE, SANS, SERIF, draw_ring
from cercle.printing.page import BOTTOM, EDGE, ROW, WIDTH, Page
from cercle.report.parts import Report, Section, Table
from cercle.texts import Text

_TILE = (243, 235, 224)
_GAP = 4.0  # mm
_FACT = 16.0


def paper(report: Report, made_at: datetime) -> bytes:
    """The PDF; the same report made at the same time gives the same bytes."""
    drawn = _Paper(report, made_at)
    drawn.draw()
    return bytes(drawn.output())


class _Paper(Page):
    def __init__(self, report: Report, made_at: datetime) -> None:
        super().__init__()
        self._report = report
        self.set_title(report.title)
        self.set_lang(report.language)
        self.set_creation_date(made_at)

    def draw(self) -> None:
        self.add_page()
        self._head()
        for section in self._report.sections:
            self._section(section)
        self.set_y(self.get_y() + 6)
        for line in self._report.footer:
            self._room(14)
            self.paragraph(line, WIDTH, 9, FAINT)

    def footer(self) -> None:
        """At the foot of every page."""
        facts = {"page": str(self.page_no()), "pages": "{nb}"}
        page = Text("page {page} of {pages}", facts).in_(self._report.language)
        self.write_line(f"{self._report.subtitle} · {page}", EDGE, 284, 8, FAINT)

    def _head(self) -> None:
        draw_ring(self, EDGE, 19, 12)
        self.write_line(self._report.subtitle, EDGE + 18, 22, 11, FAINT, width=WIDTH - 18)
        self.set_y(40)
        self._serif(self._report.title, 25, INK)
        self.set_y(self.get_y() + 3)
        self._tiles(self._report.facts)

    def _tiles(self, facts: tuple[tuple[str, str], ...]) -> None:
        top, wide = self.get_y(), (WIDTH - _GAP * (len(facts) - 1)) / len(facts)
        for place, (name, value) in enumerate(facts):
            left = EDGE + place * (wide + _GAP)
            self.set_fill_color(*_TILE)
            self.rect(left, top, wide, 27, style="F", round_corners=True, corner_radius=3)
            self.write_line(value, left + 4, top + 5, 20, INK, style="B", width=wide - 8)
            self._words(name, left + 4, top + 14.5, wide - 8)
        self.set_y(top + 27 + 4)

    def _section(self, section: Section) -> None:
        chart = _Drawing(section) if section.chart else None
        # A heading stays with its sentence, its drawing and its figures, or with the first lines of its table.
        figures = _FACT * ceil(len(section.facts) / _beside(len(section.facts))) if section.facts else 0
        self._room(30 + (chart.height + 22 if chart else 3 * ROW) + figures)
        self.set_y(self.get_y() + 6)
        self.set_draw_color(*LINE)
        self.set_line_width(0.3)
        self.line(EDGE, self.get_y(), EDGE + WIDTH, self.get_y())
        self.set_y(self.get_y() + 5)
        self.write_line(section.title, EDGE, self.get_y(), 10.5, ACCENT, style="B")
        self.set_y(self.get_y() + 6.5)
        self._serif(section.sentence, 14, INK)
        if chart:
            self.image(BytesIO(chart.png), EDGE, self.get_y(), WIDTH, chart.height, alt_text=chart.described)
            self.set_y(self.get_y() + chart.height + 3)
        if section.facts:
            self._facts(section.facts)
        if section.table:
            self._table(section.table)
        if section.note:
            self._room(14)
            self.set_y(self.get_y() + 2)
            self.paragraph(section.note, WIDTH, 8.5, FAINT)

    def _facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Small figures, side by side."""
        beside = _beside(len(facts))
        for start in range(0, len(facts), beside):
            self._room(_FACT)
            top, wide = self.get_y() + 1, WIDTH / beside
            for place, (name, value) in enumerate(facts[start : start + beside]):
                left = EDGE + place * wide
                self.write_line(value, left, top, 13, INK, style="B", width=wide - 6)
                self._words(name, left, top + 6, wide - 6)
            self.set_y(top + _FACT - 1)

    def _table(self, table: Table) -> None:
        """Columns of numbers are as wide as their numbers; the first has the rest."""
        self.set_font(SANS, "", 9.5)
        columns = list(zip(table.columns, *table.rows, strict=True))[1:]
        numbers = [max(map(self.get_string_width, column)) + _GAP for column in columns]
        widths = [WIDTH - sum(numbers), *numbers]
        for place, row in enumerate((table.columns, *table.rows)):
            self._room(ROW)
            left, top = EDGE, self.get_y()
            for column, (words, width) in enumerate(zip(row, widths, strict=True)):
                align, colour = "R" if column else "L", INK if place else FAINT
                self.write_line(words, left, top + 1.6, 9.5, colour, align=align, width=width)
                left += width
            self.line(EDGE, top + ROW, EDGE + WIDTH, top + ROW)
            self.set_y(top + ROW)

    def _serif(self, words: str, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font(SERIF, "", size)
        self.set_text_color(*colour)
        self.set_x(EDGE)
        self.multi_cell(WIDTH, size * 0.45, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self.set_y(self.get_y() + 3)

    def _words(self, words: str, left: float, top: float, width: float) -> None:
        """Two lines of small print."""
        at = self.get_y()
        self.set_font(SANS, "", 9)
        self.set_text_color(*FAINT)
        self.set_xy(left, top)
        self.multi_cell(width, 4, words, align="L")
        self.set_y(at)

    def _room(self, height: float) -> None:
        """The next page, where this one has no room left."""
        if self.get_y() + height > BOTTOM:
            self.add_page()
            self.set_y(EDGE)


def _beside(count: int) -> int:
    """How many figures stand in a line, so that none is left alone."""
    return count if count < 4 else 3 if count in (5, 6) else 4


class _Drawing:
    """A section's chart as it fits the page's width."""

    def __init__(self, section: Section) -> None:
        assert section.chart
        self.described = section.chart.described
        self.png = section.chart.png()
        # A PNG says how wide and how high it is in its first chunk.
        width, height = (int.from_bytes(self.png[start : start + 4], "big") for start in (16, 20))
        self.height = WIDTH * height / width
