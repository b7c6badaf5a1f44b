"""A page of ours: lines, paragraphs and tables, in the community's colours."""

from __future__ import annotations

from fpdf import FPDF

from cercle.printing import INK, LINE, SANS, SERIF, add_fonts

EDGE, WIDTH, BOTTOM = 20.0, 170.0, 277.0  # mm
ROW = 7.0


class Page(FPDF):
    """An A4 document that is drawn from top to bottom. ``end_of_page`` is how far down the present page goes."""

    def __init__(self) -> None:
        super().__init__(format="A4", unit="mm")
        self.set_auto_page_break(False)
        self.set_margins(EDGE, EDGE)
        self.c_margin = 0
        add_fonts(self)

    def end_of_page(self) -> float:
        """Where the present page has to end, mm from its top."""
        return BOTTOM

    def heading(self, words: str) -> None:
        """The title of a table, with a line below."""
        self._start_page_for(8 + ROW)
        self.write_line(words, EDGE, self.get_y(), 12, INK, family=SERIF)
        self.set_y(self.get_y() + 8)
        self.set_draw_color(*LINE)
        self.set_line_width(0.3)
        self.line(EDGE, self.get_y(), EDGE + WIDTH, self.get_y())

    def row(self, heading: str, *cells: tuple[str, float, str]) -> None:
        """A line of the table of a heading, which stands again on the next page."""
        if self._start_page_for(ROW):
            self.heading(heading)
        left, top = EDGE, self.get_y()
        for words, width, align in cells:
            self.write_line(
                words, left, top + 1.6, 9.5, INK, align=align, width=width - (2 if align == "L" else 0)
            )
            left += width
        self.set_draw_color(*LINE)
        self.set_line_width(0.15)
        self.line(EDGE, top + ROW, EDGE + WIDTH, top + ROW)
        self.set_y(top + ROW)

    def _start_page_for(self, height: float) -> bool:
        """Whether this page had no room left, so that the next one was begun."""
        if self.get_y() + height <= self.end_of_page():
            return False
        self.add_page()
        self.set_y(EDGE)
        return True

    def write_line(
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
        self.cell(width, size * 0.42, words, align=align)
        self.set_y(at)

    def paragraph(self, words: str, width: float, size: float, colour: tuple[int, int, int]) -> None:
        """Some sentences, and a little room below."""
        self.set_font(SANS, "", size)
        self.set_text_color(*colour)
        self.set_x(EDGE)
        self.multi_cell(width, size * 0.45, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self.set_y(self.get_y() + 2)
