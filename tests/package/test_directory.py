"""The directory: its people, a file of an earlier version, and forgetting."""

import sqlite3

import pytest

from cercle.directory import Directory, Person
from cercle.errors import InputProblem

ADA = Person(1, "ada", "Ada Lovelace", "ada@example.org", "en", 1835, "member")


@pytest.fixture
def directory(tmp_path):
    return Directory.in_folder(tmp_path)


def test_add__keeps_everything_that_is_known__and_none_for_what_is_not(directory):
    directory.add([ADA, Person(2, "alan", "Alan Turing")])
    assert directory.person(1) == ADA
    assert directory.person(2) == Person(2, "alan", "Alan Turing", None, None, None, None)
    assert directory.person(3) is None
    assert directory.emails() == {"ada@example.org": 1}


def test_a_file_of_an_earlier_version__is_read_and_gets_the_new_columns(tmp_path):
    with sqlite3.connect(tmp_path / "directory.sqlite") as file:
        file.execute("CREATE TABLE people (member INTEGER PRIMARY KEY, key VARCHAR UNIQUE, name VARCHAR)")
        file.execute("INSERT INTO people VALUES (1, 'ada', 'Ada Lovelace')")
    directory = Directory.in_folder(tmp_path)
    assert directory.people() == [Person(1, "ada", "Ada Lovelace")]
    directory.change(ADA)
    assert Directory.in_folder(tmp_path).people() == [ADA]


def test_change__of_nobody__is_refused_and_changes_nobody(directory):
    directory.add([ADA])
    with pytest.raises(InputProblem, match="does not know member 9"):
        directory.change(Person(1, "ada", "Somebody else"), Person(9, "x", "X"))
    assert directory.person(1) == ADA


def test_erase__forgets_for_ever_and_tells_what_it_was(directory, tmp_path):
    directory.add([ADA, Person(2, "alan", "Alan Turing")])
    assert directory.erase(1) == ADA
    assert directory.person(1) is None and directory.erase(1) is None
    assert [one.key for one in directory.people()] == ["alan"]
    raw = (tmp_path / "directory.sqlite").read_bytes()
    assert b"Lovelace" not in raw and b"ada@example.org" not in raw
