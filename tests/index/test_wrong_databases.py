"""A database that is not the index's own is named, and keeps what it has; so is one that is no database."""

import sqlite3

import pytest

from cercle.errors import InputProblem
from cercle.index import Index
from cercle.index.rpc import Rpc
from tests.index.compare import dump


def test_tables_of_something_else__are_named__and_keep_their_rows(new_index, tmp_path):
    file = tmp_path / "shop.sqlite"
    with sqlite3.connect(file) as shop:
        shop.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, what TEXT)")
        shop.execute("INSERT INTO orders VALUES (1, 'bread')")
    with pytest.raises(InputProblem, match="tables of something else: orders") as refused:
        new_index(url=f"sqlite:///{file}").sync()
    assert "Nothing was changed" in str(refused.value)
    with sqlite3.connect(file) as shop:
        assert shop.execute("SELECT name FROM sqlite_master").fetchall() == [("orders",)]
        assert shop.execute("SELECT * FROM orders").fetchall() == [(1, "bread")]


@pytest.mark.parametrize("content", [b"no database at all, " * 500, b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_database__is_told__and_kept(new_index, tmp_path, content):
    file = tmp_path / "letter.txt"
    file.write_bytes(content)
    with pytest.raises(InputProblem, match="does not answer: ") as refused:
        new_index(url=f"sqlite:///{file}").sync()
    assert "CERCLE_INDEX_URL" in str(refused.value)
    assert file.read_bytes() == content


def test_an_index_that_may_not_be_written_to__is_told__and_still_answers(new_index, tmp_path):
    file = tmp_path / "kept.sqlite"
    whole = dump(new_index(url=f"sqlite:///{file}").sync())
    kept = new_index(url=f"sqlite:///file:{file}?mode=ro&uri=true")
    with pytest.raises(InputProblem, match="readonly database"):
        kept.sync()
    assert dump(kept) == whole


@pytest.mark.parametrize(
    "url", ["sqlite", "sqlite:", "postgresql", "mysql://root@localhost/index", "index.sqlite"]
)
def test_an_address_of_no_engine_of_ours__is_told(village, url):
    with pytest.raises(InputProblem, match="The index lives in SQLite or PostgreSQL"):
        Index(Rpc.of(village.node), url, village.record.addresses, 0)


def test_another_communitys_index__is_left_alone__until_it_is_replaced(village, new_index, tmp_path):
    url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    first, whole = new_index(url=url), dump(new_index().sync())
    assert dump(first.sync()) == whole
    addresses = {**village.record.addresses, "RewardRounds": "0x" + "11" * 20}
    second = Index(Rpc.of(village.node), url, addresses, village.record.first_block)
    with pytest.raises(InputProblem, match="that of another community") as refused:
        second.sync()
    assert "ape run index rebuild" in str(refused.value)
    assert dump(first.sync()) == whole
    second.rebuild()
    with pytest.raises(InputProblem, match="that of another community"):
        first.sync()
    second.close()
