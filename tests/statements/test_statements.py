"""`ape run services statement`: for each provider a PDF and a CSV that say what the statement says."""

import csv
import importlib
import stat
from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner

from cercle.errors import InputProblem
from cercle.index.reading import snapshot
from cercle.statements import StatementDesk
from cercle.statements.ledger import statement_of
from cercle.statements.paper import PrintedStatement, print_statement
from cercle.statements.sheet import write_sheet
from cercle.units import to_tokens
from tests.certificates.test_paper import pages, written  # noqa: F401 - a fixture
from tests.statements.test_ledger import MONTHS

TITLES = {1: "Coaching d’Œuvre", 2: "=HYPERLINK(1)"}


@pytest.fixture
def february(winter_index, winter):
    with snapshot(winter_index.engine) as connection:
        return statement_of(connection, winter.paul.id, MONTHS[1])


@pytest.fixture
def printed(february, winter_community):
    return PrintedStatement(
        statement=february,
        community="Les anciens",
        name="Paul Œdipe",
        token="Merci",
        services=TITLES,
        chain=winter_community.record.chain_id,
        catalog=winter_community.record.addresses["ServiceCatalog"],
        block=1234,
        made_at=MONTHS[1].end,
    )


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_csv__adds_up_to_the_statement__and_lists_what_waits(february, tmp_path):
    file = tmp_path / "february.csv"
    write_sheet(file, february, TITLES, "en")
    happened = [row for row in rows_of(file) if row["time (UTC)"]]
    waiting = [row for row in rows_of(file) if not row["time (UTC)"]]

    def total(rows, column):
        return sum((Decimal(row[column]) for row in rows), Decimal(0))

    ended = [row for row in happened if row["event"] in ("Settled", "Decided by an arbiter")]
    assert len(happened) == len(february.entries) and len(waiting) == len(february.after) == 3
    assert total(ended, "yours") == to_tokens(february.earned) > 0
    assert total(happened, "given back") == to_tokens(february.refunded) > 0
    assert total(happened, "destroyed") == to_tokens(february.burnt) > 0
    assert total(waiting, "price") == to_tokens(february.held_after)
    assert {row["event"] for row in waiting} == {
        "To be rendered", "To be confirmed by the member", "To be decided by an arbiter",
    }  # fmt: skip


def test_csv__a_title_that_begins_a_formula__is_text_for_a_spreadsheet(february, tmp_path):
    """W3."""
    write_sheet(tmp_path / "february.csv", february, TITLES, "en")
    titles = {row["title"] for row in rows_of(tmp_path / "february.csv")}
    assert "'=HYPERLINK(1)" in titles and "=HYPERLINK(1)" not in titles


def test_pdf__says_who_when_and_how_much(printed, written):  # noqa: F811
    pdf = print_statement(printed, "en")
    words = "\n".join(written)
    for expected in (
        "Monthly statement",
        "February 2027",
        "Paul Œdipe",
        "Member number 3",
        "Coaching d’Œuvre",
    ):
        assert expected in words
    assert pages(pdf) == 2
    assert print_statement(printed, "en") == pdf


def test_pdf__of_who_has_no_name_here__says_the_number(printed, written):  # noqa: F811
    print_statement(replace(printed, name=""), "fr")
    assert "Paul Œdipe" not in written
    assert "Février 2027" in written


def test_pdf__of_a_month_in_which_everything_was_paid__does_not_speak_of_what_is_kept(
    printed,
    winter_index,
    winter,
    written,  # noqa: F811
):
    print_statement(printed, "en")
    assert "Collected of what was kept" in written
    written.clear()
    with snapshot(winter_index.engine) as connection:
        january = statement_of(connection, winter.paul.id, MONTHS[0])
    print_statement(replace(printed, statement=january), "en")
    assert "Paid to your wallet at once" in written and "Collected of what was kept" not in written


@pytest.fixture
def run(winter_community, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")

    def run_it(*arguments, expect=0):
        cli = importlib.import_module("scripts.services").cli
        result = CliRunner(mix_stderr=False).invoke(cli, ["statement", *map(str, arguments)])
        assert result.exit_code == expect, (result.stdout, result.stderr, result.exception)
        return " ".join(f"{result.stdout} {result.stderr}".split())

    return run_it


def test_command__writes_every_providers_files__for_their_owner_only(run, winter, tmp_path):
    told = run("--out", tmp_path, "--month", "2027-01")
    stem = f"2027-01-{winter.paul.id}"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        f"{stem}.csv",
        f"{stem}.pdf",
    ]  # Bob had no orders
    assert "2027-01" in told
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (tmp_path / f"{stem}.pdf").read_bytes().startswith(b"%PDF")


def test_command__without_a_month__takes_the_last_one_that_is_over(run, winter, tmp_path):
    run("--out", tmp_path)
    assert {file.name[:7] for file in tmp_path.iterdir()} == {"2027-01"}


def test_command__for_one_provider__by_key_or_number(run, winter, tmp_path):
    for name in ("paul", winter.paul.id):
        run(name, "--out", tmp_path / str(name), "--month", "2027-02", "--language", "en")
        assert len(list((tmp_path / str(name)).iterdir())) == 2
    assert "There is no member “nobody”." in run("nobody", "--out", tmp_path, expect=1)


def test_command__written_again__is_the_same(run, tmp_path):
    run("--out", tmp_path, "--month", "2027-02")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    run("--out", tmp_path, "--month", "2027-02")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert len(before) == 4


@pytest.mark.parametrize(
    ("month", "problem"),
    [
        ("2027-13", "“2027-13” is no month"),
        ("October", "“October” is no month"),
        ("2027-03", "has not begun"),
    ],
)
def test_a_month_that_is_none_or_has_not_begun__is_refused(
    winter_index, winter_community, tmp_path, month, problem
):
    with pytest.raises(InputProblem, match=problem):
        StatementDesk(winter_community).write(tmp_path, month)
    assert not list(tmp_path.iterdir())
