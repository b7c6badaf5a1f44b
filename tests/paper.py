"""What is written on a PDF, as words: in the file itself, letters are numbers of glyphs."""

from __future__ import annotations

import pytest
from fpdf import FPDF


def note_what_is_written(patch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with every line and paragraph that is put on a page from now on."""
    said: list[str] = []
    for name in ("cell", "multi_cell"):
        write = getattr(FPDF, name)

        def noting(self, width, height, text="", *args, write=write, **options):
            said.append(text)
            return write(self, width, height, text, *args, **options)

        patch.setattr(FPDF, name, noting)
    return said
