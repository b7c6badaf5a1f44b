"""The commands' tables in a narrow terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from scripts._verbs import table

WALLET = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
NAMES = ("cohort-meetings", "Library and databases of the school", WALLET, "60,000.1234", "2 of 3")


def lines(width: int) -> list[str]:
    made = table("Everything", "programme", "title", "wallet", "available#", "votes")
    made.add_row(*NAMES)
    console = Console(width=width, file=io.StringIO())
    console.print(made)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("width", [80, 90, 120, 200])
def test_table__lines_end_between_words__and_none_is_longer_than_the_terminal(width):
    said = lines(width)
    assert all(len(line.rstrip()) <= width for line in said)
    words = {word for line in said for word in line.split()}
    assert set(" ".join(one for one in NAMES if one != WALLET).split()) <= words
    assert {"programme", "available", "votes"} <= words


def test_table__where_there_is_room__each_row_is_one_line():
    assert any(all(name in line for name in NAMES) for line in lines(200))


def test_table__narrower_than_its_words__still_fits():
    assert all(len(line.rstrip()) <= 40 for line in lines(40))
