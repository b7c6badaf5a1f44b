"""Our own plain CSV: what is right is read exactly, what is wrong is refused with its line (P10)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercle.importers import ImportProblem, ImportRefused
from cercle.importers.plain import parse_units, read_plain_csv

HEADER = "date,member,programme,units,evidence,beneficiaries\n"
ROW = "2026-03-31,42,mentoring,1.5,Two hours on a cover letter,43;44\n"


@pytest.fixture
def written(tmp_path):
    """Writes a file and returns its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "year.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def problems(path: Path, **known) -> list[tuple[int | None, str]]:
    with pytest.raises(ImportRefused) as error:
        read_plain_csv(path, **known)
    assert all(problem.file == path.name for problem in error.value.problems)
    return [(problem.line, str(problem.message)) for problem in error.value.problems]


def problem_of(path: Path, **known) -> tuple[int | None, str]:
    (only,) = problems(path, **known)
    return only


def test_a_row_is_read_as_it_is_written(written):
    (row,) = read_plain_csv(written(HEADER + ROW))
    assert (row.line, row.date, row.member, row.programme) == (2, date(2026, 3, 31), "42", "mentoring")
    assert (row.units_hundredths, row.units, row.beneficiaries) == (150, Decimal("1.5"), ("43", "44"))
    assert row.evidence == "Two hours on a cover letter"


def test_spreadsheet_habits_are_understood(written):
    content = "\ufeffEvidence, Units ,MEMBER,Programme,Date,Beneficiaries\r\n"
    content += '"Talk: “Œuvres”,\r\nthen questions ☕",2,marie,talks,2026-01-02, ana ; ben ;\r\n\r\n,,,,,\r\n'
    content += "Jury,0.25,zoé,jury,2026-01-03,\r\n"
    talk, jury = read_plain_csv(written(content))
    assert talk.evidence == "Talk: “Œuvres”,\r\nthen questions ☕" and talk.beneficiaries == ("ana", "ben")
    assert (talk.line, jury.line) == (2, 6)
    assert (jury.units_hundredths, jury.member, jury.beneficiaries) == (25, "zoé", ())


def test_an_entry_key_follows_the_content_and_not_the_writing(written):
    (row,) = read_plain_csv(written(HEADER + ROW))
    rewritten = 'beneficiaries,units,date,member,programme,evidence\n\n44;43,"1.50",2026-03-31,42,mentoring,'
    (same,) = read_plain_csv(written(rewritten + "Two hours on a cover letter"))
    assert same.key == row.key == row.digest and same.line != row.line
    for old, new in (("03-31", "03-30"), ("42", "41"), ("1.5", "1.51"), ("Two", "Three"), ("44", "45")):
        (other,) = read_plain_csv(written(HEADER + ROW.replace(old, new)))
        assert other.key != row.key


@given(st.integers(1, 1_000_000))
def test_units_survive_being_written_and_read(hundredths):
    assert parse_units(f"{hundredths // 100}.{hundredths % 100:02}") == hundredths
    assert parse_units(str(Decimal(hundredths).scaleb(-2).normalize().__format__("f"))) == hundredths


@pytest.mark.parametrize(("text", "hundredths"), [("0.01", 1), ("10000", 1_000_000), ("10000.00", 1_000_000)])
def test_units_at_their_boundaries(text, hundredths):
    assert parse_units(text) == hundredths


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "more than 0"),
        ("0.00", "more than 0"),
        ("-1", "more than 0"),
        ("10000.01", "at most 10,000"),
        ("99999999", "at most 10,000"),
        ("1,5", "after a point, not a comma"),
        ("1,000", "after a point, not a comma"),
        ("0.001", "at most two decimals"),
        ("1e3", "at most two decimals"),
        ("NaN", "at most two decimals"),
        ("+1", "at most two decimals"),
        ("1 000", "at most two decimals"),
        ("٣", "at most two decimals"),
        (".5", "at most two decimals"),
        ("", "at most two decimals"),
    ],
)
def test_units_that_are_refused(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse_units(text)


@pytest.mark.parametrize(
    "day", ["31/03/2026", "2026-02-29", "20260331", "2026-3-31", "2026-W14-2", "", "today"]
)
def test_a_date_is_an_existing_iso_day(written, day):
    line, message = problem_of(written(HEADER + ROW.replace("2026-03-31", day)))
    assert line == 2 and "YYYY-MM-DD" in message
    assert read_plain_csv(written(HEADER + ROW.replace("2026-03-31", "2024-02-29")))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2026-03-31,,mentoring,1,Text,43", "the member is empty"),
        ("2026-03-31,42,,1,Text,43", "the programme is empty"),
        ("2026-03-31,42,mentoring,1, ,43", "the evidence is empty"),
        ("2026-03-31,42,mentoring,1,Text,43;42", "“42” is named as their own beneficiary"),
        ("2026-03-31,42,mentoring,1,Text,43;43", "beneficiary “43” is named twice"),
        ("2026-03-31,42,mentoring,1,Text", "5 cells where the header has 6"),
        ("2026-03-31,42,mentoring,1,Text, and more,43", "7 cells where the header has 6"),
        (f"2026-03-31,42,mentoring,1,{'x' * 20_001},43", "longer than 20,000 characters"),
        (f"2026-03-31,{'4' * 201},mentoring,1,Text,43", "longer than 200 characters"),
        ("2026-03-31,42,mentoring,1,Te\0xt,43", "NUL"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(written, row, sentence):
    line, message = problem_of(written(HEADER + ROW + row + "\n"))
    assert line == 3 and sentence in message


def test_texts_as_long_as_allowed_are_read(written):
    (row,) = read_plain_csv(written(HEADER + f"2026-03-31,{'4' * 200},talks,1,{'x' * 20_000},"))
    assert len(row.member) == 200 and len(row.evidence) == 20_000


def test_every_problem_is_told_at_once_and_nothing_is_read(written):
    content = HEADER + ROW + '2026-03-32,42,mentoring,"1,5","a\nb",\n' + "2026-03-31,42,mentoring,-1,x,42\n"
    found = problems(written(content))
    assert [line for line, _ in found] == [3, 3, 5, 5]


def test_the_refusal_names_file_and_line_and_shows_twenty(written):
    path = written(HEADER + "".join(f"no date,{n},p,1,x,\n" for n in range(25)))
    with pytest.raises(ImportRefused) as error:
        read_plain_csv(path)
    text = str(error.value).splitlines()
    assert text[0] == "Nothing was imported (25 problems):"
    assert text[1].startswith("year.csv, line 2: date “no date”")
    assert text[-2:] == ["… and 5 more.", "Correct the file and import it again."]
    assert len(text) == 23 and len(error.value.problems) == 25
    assert isinstance(error.value.problems[0], ImportProblem)


def test_unknown_programmes_and_members_are_refused_where_the_known_ones_are_given(written):
    path = written(HEADER + ROW)
    assert read_plain_csv(path, programmes={"mentoring"}, members={"42", "43", "44"})
    line, message = problem_of(path, programmes={"jury", "talks"})
    assert line == 2 and "unknown programme “mentoring”: the programmes are jury, talks" in message
    assert [message for _, message in problems(path, members={"43"})] == [
        "unknown member “42”: enrol the person first, or correct the name.",
        "unknown member “44”: enrol the person first, or correct the name.",
    ]
    assert len(problems(path, programmes=[], members=[])) == 4


def test_a_row_that_says_the_same_again_is_refused(written):
    line, message = problem_of(written(HEADER + ROW + ROW.replace("1.5", "1.50").replace("43;44", "44;43")))
    assert line == 3 and "says the same as line 2" in message
    assert len(read_plain_csv(written(HEADER + ROW + ROW.replace("Two", "Three")))) == 2


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("date,member,programme,units,evidence", "missing columns: “beneficiaries”"),
        ("date,member,units,evidence", "missing columns: “programme”, “beneficiaries”"),
        ("date,member,programme,units,evidence,beneficiaries,units", "columns that appear twice: “units”"),
        ("date,member,programme,units,evidence,beneficiaries,wallet", "unknown columns: “wallet”"),
        ("date;member;programme;units;evidence;beneficiaries", "save the file with commas"),
    ],
)
def test_a_wrong_header_is_refused(written, header, sentence):
    line, message = problems(written(header + "\n" + ROW))[0]
    assert line == 1 and sentence in message


@pytest.mark.parametrize("content", ["", "\n\n", HEADER, HEADER + "\n"])
def test_a_file_without_rows_is_refused(written, content):
    assert "no rows" in problem_of(written(content))[1]


def test_latin_1_is_refused_with_its_line_and_what_to_do(written):
    content = (HEADER + ROW + ROW.replace("Two", "Café")).encode("latin-1")
    line, message = problem_of(written(content))
    assert line == 3 and "save the file as “CSV UTF-8”" in message
    line, message = problem_of(written((HEADER + ROW).encode("utf-16")))
    assert line == 1 and "UTF-8" in message


@pytest.mark.parametrize("row", ['2026-03-31,42,m,1,"never closed,43\n', '2026-03-31,42,m,1,"a"b,43\n'])
def test_broken_quotes_are_refused(written, row):
    line, message = problem_of(written(HEADER + ROW + row))
    assert line == 3 and "double quotes" in message


def test_a_missing_file_or_a_folder_is_refused(tmp_path):
    assert "no such file" in problem_of(tmp_path / "none.csv")[1]
    assert "cannot be read" in problem_of(tmp_path)[1]


@pytest.mark.parametrize("count", [99_999, 100_000, 100_001])
def test_at_most_a_hundred_thousand_rows(written, count):
    path = written(HEADER + "".join(f"2026-03-31,{n + 1},m,1,x,\n" for n in range(count)))
    if count <= 100_000:
        assert len(read_plain_csv(path)) == count
    else:
        assert problem_of(path) == (
            100_002,
            "there are more than 100,000 rows: split the file into several files.",
        )


@pytest.mark.parametrize("size", [49_999_999, 50_000_000, 50_000_001])
def test_at_most_fifty_megabytes(written, size):
    content = (HEADER + ROW).encode()
    blank_rows = (b" " * 99_999 + b"\n") * 500  # few and long: a million short ones take long to read
    path = written((content + blank_rows)[:size])
    assert path.stat().st_size == size
    if size <= 50_000_000:
        assert len(read_plain_csv(path)) == 1
    else:
        assert problem_of(path) == (None, "the file is larger than 50 MB: split it into several files.")


def test_a_cell_may_not_swallow_the_rest_of_the_file(written):
    assert "length of the cells" in problem_of(written(HEADER + '2026-03-31,42,m,1,"' + "x" * 200_000))[1]


def test_a_programme_that_is_not_open_is_a_problem_with_its_line(tmp_path):
    file = tmp_path / "march.csv"
    file.write_text(
        "date,member,programme,units,evidence,beneficiaries\n"
        "2026-03-01,ada,jury,1,Jury,\n2026-03-01,ada,talks,1,A talk,\n"
    )
    with pytest.raises(ImportRefused) as refused:
        read_plain_csv(file, {"jury", "talks"}, {"ada"}, {"talks": "closed"})
    (problem,) = refused.value.problems
    assert problem.line == 3 and "the programme “talks” is closed" in str(problem)
