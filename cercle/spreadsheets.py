"""Files for spreadsheets, in which what people typed can never be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from cercle.documents import write_durably

# OWASP ASVS 5.0, 1.2.10: = + - @ tab NUL; line breaks and the full-width forms are taken for the same.
_BEGINS_A_FORMULA = "=+-@\t\r\n\0＝＋－＠"


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(tuple(_BEGINS_A_FORMULA)) else text


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Writes a file whole or not at all, readable by its owner only: UTF-8 with a byte-order mark, so that Excel shows
    accents too. Numbers stay numbers."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    write_durably(path, text.getvalue().encode("utf-8-sig"))
