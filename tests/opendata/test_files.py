"""The files: the same in every format, byte by byte the same again, all of them or none (W3: no formula in a cell)."""

import json
import os
import shutil
import stat
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

import pytest

from cercle.contracts import ROOT
from cercle.errors import InputProblem
from cercle.opendata.dictionary import tables_page
from cercle.opendata.export import Source, write_export
from cercle.opendata.formats import FORMATS
from cercle.opendata.schema import TABLES
from tests.opendata.conftest import read_csv, read_json, read_parquet


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def without_apostrophe(cell):
    """A text of a CSV file as it was."""
    return cell[1:] if cell and cell.startswith("'=") else cell


@pytest.mark.parametrize("numbers", [False, True])
def test_csv_json_parquet__say_the_same(source, tmp_path, numbers):
    for format in FORMATS:
        write_export(source, tmp_path / format, format, numbers=numbers)
    for table in TABLES:
        kinds = {column.name: column.kind for column in table.shown(numbers)}
        in_csv = read_csv(tmp_path / "csv", table.name)
        in_json = read_json(tmp_path / "json", table.name)
        in_parquet = read_parquet(tmp_path / "parquet", table.name)
        assert len(in_csv) == len(in_json) == len(in_parquet) > 0
        for row, other, third in zip(in_csv, in_json, in_parquet, strict=True):
            assert list(row) == list(other) == list(third) == list(kinds)
            for name, kind in kinds.items():
                assert READ[kind](row[name]) == READ[kind](other[name]) == third[name]


READ = {
    "integer": lambda value: None if value is None else int(value),
    "number": lambda value: None if value is None else Decimal(value),
    "string": without_apostrophe,
    "boolean": lambda value: value if isinstance(value, bool) else value == "true",
    "yearmonth": lambda value: value,
    "datetime": lambda value: None if value is None else datetime.fromisoformat(value),
}


def test_a_title_that_begins_a_formula__is_text_in_csv__and_itself_elsewhere(source, tmp_path):
    write_export(source, tmp_path / "csv", "csv")
    write_export(source, tmp_path / "json", "json")
    assert read_csv(tmp_path / "csv", "programmes")[0]["title_en"] == "'=Programme 1"
    assert read_json(tmp_path / "json", "programmes")[0]["title_en"] == "=Programme 1"


@pytest.mark.parametrize("format", FORMATS)
def test_exported_again__gives_the_same_bytes(source, tmp_path, format):
    write_export(source, tmp_path / "one", format)
    before = contents(tmp_path / "one")
    write_export(source, tmp_path / "one", format)
    write_export(source, tmp_path / "two", format)
    assert before == contents(tmp_path / "one") == contents(tmp_path / "two")


def test_data_package__names_every_file_its_columns_and_its_hash(source, tmp_path):
    write_export(source, tmp_path / "out", "csv")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert package["cercle"] == {
        "community": "crowd", "chain": 31_337, "registry": "0x" + 20 * "11", "block": 777,
        "time": "2026-12-01T19:30:00Z", "numbers": False, "least": 5,
    }  # fmt: skip
    for resource in package["resources"]:
        rows = read_csv(tmp_path / "out", resource["name"])
        assert [field["name"] for field in resource["schema"]["fields"]] == list(rows[0])
        content = (tmp_path / "out" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
    named = {resource["path"] for resource in package["resources"]}
    assert {file.name for file in (tmp_path / "out").iterdir()} == named | {
        "datapackage.json", "DATA-DICTIONARY.md", "DICTIONNAIRE.md",
    }  # fmt: skip


@pytest.mark.parametrize("numbers", [False, True])
def test_dictionary__has_every_column_that_is_there_and_no_other(source, tmp_path, numbers):
    write_export(source, tmp_path / "out", "json", numbers=numbers)
    for page in ("DATA-DICTIONARY.md", "DICTIONNAIRE.md"):
        text = (tmp_path / "out" / page).read_text()
        for table, part in zip(TABLES, text.split("\n## ")[1:], strict=True):
            named = [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")]
            assert part.startswith(table.name)
            assert named == list(read_json(tmp_path / "out", table.name)[0])


def test_docs_open_data__has_the_dictionary_of_the_code():
    assert (ROOT / "docs/open-data.md").read_text().endswith(f"<!-- tables -->\n{tables_page('en')}")


def test_a_folder_of_somebody_elses__is_refused_and_left_alone(source, tmp_path):
    (tmp_path / "thesis.txt").write_text("four years")
    with pytest.raises(InputProblem, match="holds something else"):
        write_export(source, tmp_path, "csv")
    assert contents(tmp_path) == {"thesis.txt": b"four years"}


def test_an_earlier_export__is_replaced_whole__but_not_with_a_note_added(source, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    write_export(source, folder, "csv")  # an empty one is taken
    write_export(source, folder, "parquet")
    assert not list(folder.glob("*.csv")) and len(list(folder.glob("*.parquet"))) == len(TABLES)
    (folder / "note.txt").write_text("for the board")
    with pytest.raises(InputProblem, match="holds something else"):
        write_export(source, folder, "csv")
    assert (folder / "note.txt").exists()
    (folder / "note.txt").unlink()
    write_export(source, folder, "csv")
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_another_communitys_export__is_refused(source, tmp_path):
    write_export(source, tmp_path / "out", "csv")
    other = Source("other", source.chain, source.registry, source.index, source.documents)
    with pytest.raises(InputProblem, match="holds something else"):
        write_export(other, tmp_path / "out", "csv")


def test_a_failure_half_way__leaves_what_was_there(source, tmp_path):
    folder = tmp_path / "out"
    write_export(source, folder, "csv")
    before = contents(folder)

    def full(what, done, of):
        if done == 3:
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write_export(source, folder, "json", tell=full)
    assert contents(folder) == before
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_what_a_killed_run_left__is_cleared_away(source, tmp_path):
    folder = tmp_path / "out"
    write_export(source, folder, "csv")
    before = contents(folder)
    shutil.copytree(folder, tmp_path / ".out.writing")
    folder.rename(tmp_path / ".out.before")  # killed between the two renames
    write_export(source, folder, "csv")
    assert contents(folder) == before
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_with_numbers__only_the_owner_can_read(source, tmp_path):
    before = os.umask(0o022)
    try:
        write_export(source, tmp_path / "numbers", "csv", numbers=True)
        write_export(source, tmp_path / "open", "csv")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "numbers").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o755
