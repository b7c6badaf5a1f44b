"""Tables that can be read in a terminal of 80 columns: lines end between words."""

from __future__ import annotations

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table

_BETWEEN = 2  # blanks from one column to the next
_LONGEST_WORD = 24  # addresses and hashes are none


class PlainTable(Table):
    """Where the terminal is too narrow, the widest texts take more lines; words are broken last."""

    def __init__(self, title: str) -> None:
        super().__init__(
            title=title,
            title_justify="left",
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            collapse_padding=True,
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        measured = [
            [Measurement.get(console, options, cell) for cell in (column.header, *column.cells)]
            for column in self.columns
        ]
        widths = [max(cell.maximum for cell in cells) for cells in measured]
        words = [min(_LONGEST_WORD, max(cell.minimum for cell in cells)) for cells in measured]
        too_wide = sum(widths) + _BETWEEN * (len(widths) - 1) - options.max_width
        for column, width in zip(self.columns, _narrowed(widths, words, too_wide), strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)


def _narrowed(widths: list[int], words: list[int], by: int) -> list[int]:
    widths = list(widths)
    for _ in range(by):
        breakable = [place for place, width in enumerate(widths) if width > words[place]]
        widest = max(breakable or range(len(widths)), key=widths.__getitem__)
        widths[widest] -= 1
    return widths
