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

from cercle.printing import FONTS

CLAY, GREEN, INK, LINE, PALE = "#a84a24", "#3f7a4e", "#2e2620", "#e4d8c8", "#f3ebe0"
WIDTH, HEIGHT = 720, 180
_SHARPNESS = 3  # dots a point: 216 to the inch
vl_convert.register_font_directory(str(FONTS))

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
        """For a paper, which is white: readers of PDF blur what is transparent into black."""
        return vl_convert.vegalite_to_png({**self.specification, "background": "#ffffff"}, scale=_SHARPNESS)


def _chart(drawing: Any, described: str) -> Chart:
    finished = (
        drawing.configure(background="transparent", font="'Source Sans 3', sans-serif", padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            domain=False,
            ticks=False,
            grid=False,
            gridColor=LINE,
            labelColor=INK,
            labelFontSize=13,
            labelPadding=6,
            titleColor=INK,
            titleFontSize=13,
            titleFontWeight="normal",
        )
        .configure_legend(
            orient="top", title=None, labelColor=INK, labelFontSize=13, symbolType="circle", offset=4
        )
    )
    return Chart(finished.to_dict(), described)


def bars(described: str, lines: Sequence[tuple[str, Decimal | int, str]], colour: str = CLAY) -> Chart:
    """Upright bars (label, value, the value in words) in the order given."""
    rows = [{"label": label, "value": float(value), "words": words} for label, value, words in lines]
    base = altair.Chart(altair.InlineData(values=rows), width=WIDTH, height=HEIGHT).encode(
        x=altair.X("label:N", sort=None, title=None, axis=altair.Axis(labelAngle=0, labelOverlap=True)),
        y=altair.Y("value:Q", axis=None),
    )
    drawn = base.mark_bar(color=colour, cornerRadiusTopLeft=4, cornerRadiusTopRight=4)
    return _chart(drawn + base.mark_text(dy=-8, color=INK, fontSize=13).encode(text="words:N"), described)


def levels(described: str, lines: Sequence[tuple[str, Decimal | int, str]], colour: str = CLAY) -> Chart:
    """Lying bars, one line each, the value beside them."""
    rows = [{"label": label, "value": float(value), "words": words} for label, value, words in lines]
    base = altair.Chart(altair.InlineData(values=rows), width=WIDTH - 240, height=altair.Step(30)).encode(
        x=altair.X("value:Q", axis=None),
        y=altair.Y("label:N", sort=None, title=None, axis=altair.Axis(labelLimit=300, minExtent=220)),
    )
    drawn = base.mark_bar(color=colour, cornerRadiusEnd=4, size=18)
    words = base.mark_text(align="left", dx=6, color=INK, fontSize=13).encode(text="words:N")
    return _chart(drawn + words, described)


def side_by_side(
    described: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[Decimal]]],
    language: str,
) -> Chart:
    """For each label one bar of each series (name, colour, values)."""
    rows = [
        {"label": label, "series": name, "value": float(value)}
        for name, _, values in series
        for label, value in zip(labels, values, strict=True)
    ]
    colours = altair.Scale(domain=[one[0] for one in series], range=[one[1] for one in series])
    grid = altair.Axis(tickCount=4, grid=True, format=",d")
    drawn = (
        altair.Chart(altair.InlineData(values=rows), width=WIDTH - 50, height=HEIGHT)
        .mark_bar(cornerRadiusTopLeft=3, cornerRadiusTopRight=3)
        .encode(
            x=altair.X("label:N", sort=None, title=None, axis=altair.Axis(labelAngle=0, labelOverlap=True)),
            y=altair.Y("value:Q", title=None, axis=grid),
            xOffset=altair.XOffset("series:N", sort=None),
            color=altair.Color("series:N", scale=colours),
        )
    )
    chart = _chart(drawn, described)
    chart.specification["config"]["locale"] = {"number": _NUMBERS[language]}
    return chart


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
        y=altair.Y(
            "row:N",
            sort=None,
            title=down,
            axis=altair.Axis(minExtent=110, titleAngle=0, titleAlign="left", titleY=-8, titleX=-100),
        ),
    )
    shades = altair.Color(
        "share:Q", legend=None, scale=altair.Scale(range=[PALE, CLAY], domain=[0, 1], clamp=True)
    )
    drawn = base.mark_rect(stroke="#fbf7f1", strokeWidth=3, cornerRadius=4).encode(color=shades)
    ink = altair.condition("datum.share > 0.55", altair.value("#ffffff"), altair.value(INK))
    return _chart(drawn + base.mark_text(fontSize=13).encode(text="words:N", color=ink), described)


_NUMBERS = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "fr": {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", ""]},
}
