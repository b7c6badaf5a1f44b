"""Invitations to print: cards with a QR code, eight on an A4 page, to cut out and hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from cercle.documents import write_durably
from cercle.errors import InputProblem
from cercle.letters import Letter
from cercle.printing import ACCENT, FAINT, INK, SANS, add_fonts, draw_code
from cercle.recording import Progress, silent
from cercle.texts import Text

COLUMNS, ROWS = 2, 4
CARDS_A_FILE = (
    100 * COLUMNS * ROWS
)  # a hundred pages: what a printer, and this computer's memory, take at once
WIDTH, HEIGHT = 210 / COLUMNS, 297 / ROWS  # mm
EDGE = 9.0
CODE = 50.0  # with its quiet zone
_THEIRS = "theirs"
_INVITED = Text("You are invited.")
_SCAN = Text("Scan this code with your phone’s camera to join. It costs nothing.")
_PERSONAL = Text("This code is yours alone: do not pass it on.")
_FROM = Text("It works from {day} on.")
_UNTIL = Text("It works until {day}.")


@dataclass(frozen=True)
class Sheets:
    """What was written, and the members whose names the font cannot print: their cards show the number."""

    files: tuple[Path, ...]
    without_name: tuple[int, ...]


def write_sheets(
    path: Path, title: str, cards: Sequence[Letter], *, font: Path | None = None, tell: Progress = silent
) -> Sheets:
    """Writes the cards to ``path``, or to ``<path>-001.pdf`` and so on where they are too many for one file.

    ``title`` is the community's name; ``font`` a TrueType file to print with instead of ours, for another script.
    Raises ``InputProblem`` for a font that cannot be read. Delete the files once they are printed: a card is as good as a password until it was used.
    """
    parts = [cards[start : start + CARDS_A_FILE] for start in range(0, len(cards), CARDS_A_FILE)]
    files = (
        [path] if len(parts) == 1 else [path.with_stem(f"{path.stem}-{n + 1:03}") for n in range(len(parts))]
    )
    without_name: list[int] = []
    for place, (file, part) in enumerate(zip(files, parts, strict=True)):
        sheet = _Sheet(title, font)
        for done, card in enumerate(part):
            tell("Drawing the cards", place * CARDS_A_FILE + done, len(cards))
            sheet.add(card)
        write_durably(file, bytes(sheet.output()))
        without_name += sheet.without_name
    tell("Drawing the cards", len(cards), len(cards))
    return Sheets(tuple(files), tuple(without_name))


class _Sheet(FPDF):
    def __init__(self, title: str, font: Path | None) -> None:
        super().__init__(format="A4", unit="mm")
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.set_title(title)
        self.without_name: list[int] = []
        self._community = title
        self._cards = 0
        self._family = self._embed(font)

    def _embed(self, font: Path | None) -> str:
        add_fonts(self)
        if font is None:
            return SANS
        try:
            self.add_font(_THEIRS, "", font)
            self.add_font(_THEIRS, "B", font)
        except Exception as problem:  # the font library has no common error
            raise InputProblem(
                Text("{file} is not a font that can be printed with.", {"file": str(font)}),
                Text("Name a TrueType file (.ttf), or leave --font away."),
            ) from problem
        return _THEIRS

    def add(self, card: Letter) -> None:
        place = self._cards % (COLUMNS * ROWS)
        if place == 0:
            self.add_page()
            self._cut_lines()
        self._cards += 1
        left, top = place % COLUMNS * WIDTH, place // COLUMNS * HEIGHT
        draw_code(self, card.link, left + WIDTH - CODE - 4, top + HEIGHT - CODE - 4, CODE)
        self._words(card, left + EDGE, top + EDGE)

    def _cut_lines(self) -> None:
        self.set_draw_color(*FAINT)
        self.set_line_width(0.15)
        self.set_dash_pattern(dash=1.5, gap=1.5)
        for column in range(1, COLUMNS):
            self.line(column * WIDTH, 0, column * WIDTH, 297)
        for row in range(1, ROWS):
            self.line(0, row * HEIGHT, 210, row * HEIGHT)
        self.set_dash_pattern()

    def _words(self, card: Letter, left: float, top: float) -> None:
        def say(sentence: Text, size: float, colour: tuple[int, int, int], **values: str) -> None:
            self.set_font(self._family, "", size)
            self.set_text_color(*colour)
            self.set_x(left)
            words = Text(sentence.message, values).in_(card.language)
            self.multi_cell(WIDTH - EDGE - CODE - 4, size * 0.47, words, align="L", new_y="NEXT")
            self.set_y(self.get_y() + 1.8)

        self.set_y(top)
        self._headline(self._community if self._prints(self._community) else "", left, 8, ACCENT)
        self._headline(self._name(card), left, 14, INK)
        self.set_y(top + 16)
        say(_INVITED, 9, INK)
        say(_SCAN, 8, INK)
        say(_PERSONAL, 8, INK)
        if card.since:
            say(_FROM, 8, FAINT, day=card.valid_from)
        if card.until:
            say(_UNTIL, 8, FAINT, day=card.valid_until)

    def _headline(self, words: str, left: float, size: float, colour: tuple[int, int, int]) -> None:
        """One line over the whole card, in a smaller size where it is long, cut where it is endless."""
        room = WIDTH - 2 * EDGE
        self.set_text_color(*colour)
        self.set_font(self._family, "B", size)
        while self.get_string_width(words) > room and self.font_size_pt > 7:
            self.set_font_size(self.font_size_pt - 0.5)
        while self.get_string_width(words) > room:
            words = words[:-2] + "…"
        self.set_x(left)
        self.cell(room, size * 0.5, words, new_x="LMARGIN", new_y="NEXT")

    def _name(self, card: Letter) -> str:
        """The name, or the number where the font lacks a letter of it."""
        if self._prints(card.name):
            return card.name
        self.without_name.append(card.member)
        return f"N° {card.member}"

    def _prints(self, words: str) -> bool:
        font = self.fonts[f"{self._family}B"]
        return isinstance(font, TTFFont) and all(ord(letter) in font.cmap for letter in words)
