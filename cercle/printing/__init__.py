"""What everything we print has in common: its colours and fonts, the community's ring, a code to scan.

The fonts are Adobe's Source Serif 4 and Source Sans 3, as they were published (``fonts/OFL.txt``), so that a page looks
the same wherever it was made; both know the Latin alphabets, Greek and Cyrillic.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import segno
from fpdf import FPDF

INK, FAINT, ACCENT = (46, 38, 32), (118, 106, 94), (168, 74, 36)
LINE, PAPER = (228, 216, 200), (251, 247, 241)
SERIF, SANS = "serif", "sans"
QUIET_ZONE = 4  # modules left white around a code, ISO/IEC 18004

FONTS = Path(__file__).parent / "fonts"
_FACES = (
    (SERIF, "", "SourceSerif4-SemiBold.ttf"),
    (SANS, "", "SourceSans3-Regular.ttf"),
    (SANS, "B", "SourceSans3-SemiBold.ttf"),
)


def add_fonts(pdf: FPDF) -> None:
    """Embeds ``SERIF`` (for titles) and ``SANS`` (plain and bold); a file holds the letters it uses only."""
    for family, style, file in _FACES:
        pdf.add_font(family, style, FONTS / file)


def draw_code(pdf: FPDF, link: str, left: float, top: float, size: float) -> None:
    """A QR code that leads somewhere, for a phone and for a click; ``size`` with its quiet zone."""
    code = segno.make_qr(link, error="m", boost_error=False)
    side = size / (len(code.matrix) + 2 * QUIET_ZONE)
    left, top, drawn = left + QUIET_ZONE * side, top + QUIET_ZONE * side, size - 2 * QUIET_ZONE * side
    pdf.set_fill_color(0)
    for row, column, length in _runs(code.matrix):
        # A little overlap, so that no hair line shows between the rows.
        pdf.rect(left + column * side, top + row * side, length * side, side * 1.02, style="F")
    pdf.link(left, top, drawn, drawn, link)


def draw_ring(pdf: FPDF, left: float, top: float, size: float) -> None:
    """The ring of three who give and receive."""
    pdf.set_draw_color(*ACCENT)
    pdf.set_fill_color(*ACCENT)
    pdf.set_line_width(size * 0.1)
    for degrees in (30, 150, 270):  # from three o'clock with the clock
        pdf.arc(left, top, size, degrees - 88, degrees)
        x, y = (turn(math.radians(degrees)) for turn in (math.cos, math.sin))
        pdf.circle(left + size / 2 * (1 + x), top + size / 2 * (1 + y), size * 0.13, style="F")


def _runs(matrix: Sequence[bytearray]) -> Iterator[tuple[int, int, int]]:
    """The dark modules of a code as (row, column, length) of what lies side by side."""
    for row, modules in enumerate(matrix):
        start = modules.find(1)
        while start >= 0:
            end = modules.find(0, start)
            end = len(modules) if end < 0 else end
            yield row, start, end - start
            start = modules.find(1, end)
