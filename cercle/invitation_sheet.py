"""Invitations to print: cards with a QR code, eight on an A4 page, to cut out and hand over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

from cercle.documents import write_durably
from cercle.errors import InputProblem
from cercle.letters import Letter
from cercle.recording import Progress, silent
from cercle.texts import Text

COLUMNS, ROWS = 2, 4
CARDS_A_FILE = (
    100 * COLUMNS * ROWS
)  # a hundred pages: what a printer, and this computer's memory, take at once
WIDTH, HEIGHT = 210 / COLUMNS, 297 / ROWS  # mm
EDGE = 9.0
CODE = 50.0  # with its quiet zone
QUIET_ZONE = 4  # modules left white around a code, ISO/IEC 18004
INK, ACCENT, FAINT = (32, 33, 36), (0, 104, 90), (110, 114, 118)

# A font with Œ, ’ and € in two weights: where Debian, Fedora, Arch, macOS and Windows keep theirs.
FONTS = (
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/TTF/DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("/System/Library/Fonts/Supplemental/Arial.ttf", "Arial Bold.ttf"),
    ("C:/Windows/Fonts/arial.ttf", "arialbd.ttf"),
)

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

    ``title`` is the community's name; ``font`` a TrueType file to print with. Raises ``InputProblem`` for a font that
    cannot be read. Delete the files once they are printed: a card is as good as a password until it was used.
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
        found = (font, font) if font else _installed_font()
        if found is None:  # every PDF reader has Helvetica, for western Europe only
            self.core_fonts_encoding = "windows-1252"
            return "Helvetica"
        try:
            self.add_font("cards", "", found[0])
            self.add_font("cards", "B", found[1])
        except Exception as problem:  # the font library has no common error
            raise InputProblem(
                Text("{file} is not a font that can be printed with.", {"file": str(font)}),
                Text("Name a TrueType file (.ttf), or leave --font away."),
            ) from problem
        return "cards"

    def add(self, card: Letter) -> None:
        place = self._cards % (COLUMNS * ROWS)
        if place == 0:
            self.add_page()
            self._cut_lines()
        self._cards += 1
        left, top = place % COLUMNS * WIDTH, place // COLUMNS * HEIGHT
        self._code(card.link, left + WIDTH - CODE - 4, top + HEIGHT - CODE - 4)
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

    def _code(self, link: str, left: float, top: float) -> None:
        code = segno.make_qr(link, error="m", boost_error=False)
        side = CODE / (len(code.matrix) + 2 * QUIET_ZONE)
        left, top = left + QUIET_ZONE * side, top + QUIET_ZONE * side
        self.set_fill_color(0)
        for row, column, length in _runs(code.matrix):
            # A little overlap, so that no hair line shows between the rows.
            self.rect(left + column * side, top + row * side, length * side, side * 1.02, style="F")
        self.link(left, top, CODE - 2 * QUIET_ZONE * side, CODE - 2 * QUIET_ZONE * side, link)

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
        font = self.fonts.get("cardsB")
        if not isinstance(font, TTFFont):
            return words == words.encode("windows-1252", "ignore").decode("windows-1252")
        return all(ord(letter) in font.cmap for letter in words)


def _installed_font() -> tuple[Path, Path] | None:
    pairs = ((Path(regular), Path(regular).with_name(bold)) for regular, bold in FONTS)
    return next((pair for pair in pairs if all(file.is_file() for file in pair)), None)


def _runs(matrix: Sequence[bytearray]) -> Iterator[tuple[int, int, int]]:
    """The dark modules of a code as (row, column, length) of what lies side by side."""
    for row, modules in enumerate(matrix):
        start = modules.find(1)
        while start >= 0:
            end = modules.find(0, start)
            end = len(modules) if end < 0 else end
            yield row, start, end - start
            start = modules.find(1, end)
