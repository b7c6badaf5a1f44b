"""The charts of a report: drawn by Vega-Lite without a browser, as SVG for the page and as PNG for the paper.

Numbers are written beside what they stand for, in the report's language; axes of quantities are left away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import altair
import vl_convert

CLAY, GREEN, GOLD, INK, FAINT, PAPER = "#a84a24", "#3f7a4e", "#d9a441", "#2e2620", "#8a7d70", "#f3ebe0"
WIDTH, HEIGHT = 720, 210
_SHARPNESS = 3  # dots a point: 216 to the inch

Row = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """A drawing, and what it shows for those who cannot see it."""

    specification: dict[str, Any]
    described: str

    def svg(self) -> str:
        """For a page."""
        return vl_convert.vegalite_to_svg(self.specification)

    def png(self) -> bytes:
        """For a paper."""
        return vl_convert.vegalite_to_png(self.specification, scale=_SHARPNESS)


def _chart(drawing: Any, described: str) -> Chart:
    finished = (
        drawing.configure(background="transparent", font="sans-serif", padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            domain=False,
            ticks=False,
            grid=False,
            labelColor=INK,
            labelFontSize=12,
            labelPadding=6,
            title=None,
        )
        .configure_legend(
            orient="top", title=None, labelColor=INK, labelFontSize=12, symbolType="circle", offset=4
        )
    )
    return Chart(finished.to_dict(), described)


def bars(described: str, lines: Sequence[tuple[str, Decimal | int, str]], colour: str = CLAY) -> Chart:
    """Upright bars (label, value, the value in words) in the order given."""
    rows = [{"label": label, "value": float(value), "words": words} for label, value, words in lines]
    base = altair.Chart(altair.InlineData(values=rows), width=WIDTH, height=HEIGHT).encode(
        x=altair.X("label:N", sort=None, axis=altair.Axis(labelAngle=0, labelOverlap=True)),
        y=altair.Y("value:Q", axis=None),
    )
    drawn = base.mark_bar(color=colour, cornerRadiusTopLeft=4, cornerRadiusTopRight=4)
    return _chart(drawn + base.mark_text(dy=-8, color=INK, fontSize=12).encode(text="words:N"), described)


def levels(described: str, lines: Sequence[tuple[str, Decimal | int, str]], colour: str = CLAY) -> Chart:
    """Lying bars, one line each, the value beside them."""
    rows = [{"label": label, "value": float(value), "words": words} for label, value, words in lines]
    base = altair.Chart(altair.InlineData(values=rows), width=WIDTH - 240, height=altair.Step(30)).encode(
        x=altair.X("value:Q", axis=None),
        y=altair.Y("label:N", sort=None, axis=altair.Axis(labelLimit=220, minExtent=220)),
    )
    drawn = base.mark_bar(color=colour, cornerRadiusEnd=4, size=18)
    words = base.mark_text(align="left", dx=6, color=INK, fontSize=12).encode(text="words:N")
    return _chart(drawn + words, described)


def side_by_side(
    described: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[Decimal]]],
    line: tuple[str, Sequence[Decimal]],
    language: str,
) -> Chart:
    """For each label one bar of each series (name, colour, values), and a line above them."""
    rows = [
        {"label": label, "series": name, "value": float(value)}
        for name, _, values in series
        for label, value in zip(labels, values, strict=True)
    ]
    name, heights = line
    above = [
        {"label": label, "series": name, "value": float(value)}
        for label, value in zip(labels, heights, strict=True)
    ]
    colours = altair.Scale(
        domain=[*(one[0] for one in series), name], range=[*(one[1] for one in series), GOLD]
    )
    across = altair.X("label:N", sort=None, axis=altair.Axis(labelAngle=0, labelOverlap=True))
    up = altair.Y("value:Q", axis=altair.Axis(tickCount=4, grid=True, gridColor="#e4d8c8", format="~s"))
    size = {"width": WIDTH - 40, "height": HEIGHT}
    columns = (
        altair.Chart(altair.InlineData(values=rows), **size)
        .mark_bar(cornerRadiusTopLeft=3, cornerRadiusTopRight=3)
        .encode(
            x=across,
            y=up,
            xOffset=altair.XOffset("series:N", sort=None),
            color=altair.Color("series:N", scale=colours),
        )
    )
    curve = (
        altair.Chart(altair.InlineData(values=above), **size)
        .mark_line(strokeWidth=3, point=altair.OverlayMarkDef(size=40, filled=True))
        .encode(x=across, y=up, color=altair.Color("series:N", scale=colours))
    )
    drawn = _chart(columns + curve, described)
    drawn.specification["config"]["locale"] = {"number": _NUMBERS[language]}
    return drawn


def squares(
    described: str, cells: Sequence[tuple[str, str, Decimal | None, str]], across: str, down: str
) -> Chart:
    """A table of shades: (column, row, share, the share in words)."""
    rows = [
        {"column": column, "row": row, "share": None if share is None else float(share), "words": words}
        for column, row, share, words in cells
    ]
    lines = len({one["row"] for one in rows})
    base = altair.Chart(altair.InlineData(values=rows), width=WIDTH - 120, height=34 * lines).encode(
        x=altair.X("column:N", sort=None, title=across, axis=altair.Axis(orient="top", labelAngle=0)),
        y=altair.Y("row:N", sort=None, title=down, axis=altair.Axis(minExtent=110)),
    )
    shades = altair.Color(
        "share:Q", legend=None, scale=altair.Scale(range=[PAPER, CLAY], domain=[0, 1], clamp=True)
    )
    drawn = base.mark_rect(stroke="#fbf7f1", strokeWidth=3, cornerRadius=4).encode(color=shades)
    ink = altair.condition("datum.share > 0.55", altair.value("#ffffff"), altair.value(INK))
    return _chart(drawn + base.mark_text(fontSize=12).encode(text="words:N", color=ink), described)


_NUMBERS = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "fr": {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", ""]},
}
