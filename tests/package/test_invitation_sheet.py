"""Cards to print: what stands on them, in files of a bearable size, with or without a font."""

import re
import zlib
from datetime import UTC, datetime

import pytest

from cercle import invitation_sheet
from cercle.errors import InputProblem
from cercle.invitation_sheet import CARDS_A_FILE, write_sheets
from cercle.letters import Letter

UNTIL = datetime(2027, 5, 4, tzinfo=UTC)
LINK = "https://cercle.example/join?code=" + "A" * 59


def card(
    number: int, name: str = "Ada Lovelace", language: str = "en", since: datetime | None = None
) -> Letter:
    return Letter(number, name, None, language, LINK, "0x" + "1" * 40, since, UNTIL)


def streams(pdf: bytes) -> bytes:
    """The pages' drawings, uncompressed."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"".join(zlib.decompress(one) for one in found if one.startswith(b"\x78"))


def test_cards__eight_on_a_page__each_code_leads_to_its_link(tmp_path):
    sheets = write_sheets(tmp_path / "cards.pdf", "Alumni", [card(number) for number in range(1, 10)])
    (file,) = sheets.files
    pdf = file.read_bytes()
    assert pdf.count(b"/Type /Page\n") == 2 and pdf.count(LINK.encode()) == 9
    assert sheets.without_name == ()


def test_cards__with_a_font__embed_it(tmp_path):
    names = ["Édith Œuvray-L’Hermite", "Łukasz Żółć", "Jean €uro"]
    sheets = write_sheets(tmp_path / "cards.pdf", "Alumni", [card(1, name, "fr") for name in names])
    assert b"/FontFile2" in sheets.files[0].read_bytes() and sheets.without_name == ()


def test_cards__where_no_font_is_installed__print_western_names_and_numbers_for_the_others(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(invitation_sheet, "FONTS", ())
    people = [card(7, "Édith Œuvray-L’Hermite €"), card(8, "Łukasz Żółć")]
    sheets = write_sheets(tmp_path / "cards.pdf", "Alumni", people)
    drawn = streams(sheets.files[0].read_bytes())
    assert sheets.without_name == (8,)
    assert (
        "Édith Œuvray-L’Hermite €".encode("windows-1252") in drawn and "N° 8".encode("windows-1252") in drawn
    )


def test_cards__in_the_persons_language__with_the_last_day(tmp_path, monkeypatch):
    monkeypatch.setattr(invitation_sheet, "FONTS", ())
    sheets = write_sheets(tmp_path / "cards.pdf", "Alumni", [card(1), card(2, language="fr")])
    drawn = streams(sheets.files[0].read_bytes()).decode("windows-1252")
    assert "3 May" in drawn and "3 mai" in drawn


def test_cards__an_endless_name__is_cut_and_never_leaves_its_card(tmp_path):
    sheets = write_sheets(tmp_path / "cards.pdf", "A" * 200, [card(1, "Wolfeschlegelsteinhausen " * 8)])
    assert sheets.files[0].stat().st_size > 0


def test_cards__more_than_a_file_holds__go_on_in_another(tmp_path, monkeypatch):
    assert CARDS_A_FILE == 800
    monkeypatch.setattr(invitation_sheet, "CARDS_A_FILE", 8)
    told: list[int] = []
    people = [card(number) for number in range(1, 18)]
    sheets = write_sheets(tmp_path / "c.pdf", "Alumni", people, tell=lambda what, done, of: told.append(done))
    assert [file.name for file in sheets.files] == ["c-001.pdf", "c-002.pdf", "c-003.pdf"]
    assert sorted(told) == list(range(18))


def test_cards__with_a_font_that_is_none__are_refused_in_words(tmp_path):
    wrong = tmp_path / "font.ttf"
    wrong.write_bytes(b"not a font")
    with pytest.raises(InputProblem, match=r"font\.ttf is not a font that can be printed with"):
        write_sheets(tmp_path / "cards.pdf", "Alumni", [card(1)], font=wrong)
    assert not (tmp_path / "cards.pdf").exists()
