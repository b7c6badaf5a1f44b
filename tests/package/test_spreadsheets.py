"""W3: what people typed is never a formula in a file for spreadsheets."""

import csv
import stat

import pytest

from cercle.spreadsheets import safe_cell, write_csv


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_safe_cell__that_begins_a_formula__gets_an_apostrophe(begins):
    assert safe_cell(f"{begins}cmd|' /C calc'!A0") == f"'{begins}cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "text", ["", "Ada", "Œ-’€", "a=b", "1+1", "https://cercle.example/join?code=-A", "'x"]
)
def test_safe_cell__of_anything_else__is_left_alone(text):
    assert safe_cell(text) == text


def test_write_csv__numbers_stay_numbers_and_accents_are_read_back__for_the_owner_only(tmp_path):
    file = tmp_path / "out.csv"
    write_csv(file, ("number", "name"), [(-5, "=1+1"), (7, "Œdipe, d’après “Sophocle”\nA")])
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as written:
        assert list(csv.reader(written))[1:] == [["-5", "'=1+1"], ["7", "Œdipe, d’après “Sophocle”\nA"]]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
