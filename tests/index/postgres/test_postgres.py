"""PostgreSQL holds what SQLite holds, and several dashboards may share it."""

import threading

import pytest

from cercle.errors import InputProblem
from cercle.index import fetch
from tests.index.compare import as_history_tells, as_index_tells, dump


def test_the_village__in_postgresql__is_the_same_as_in_sqlite(village, new_index, database):
    index = new_index(url=database).sync()
    members = list(village.history.refresh().members)

    assert as_index_tells(index, members) == as_history_tells(village.history)
    assert dump(index) == dump(new_index().sync())
    assert list(index.differences()) == []
    for validator in (3, 4):
        assert index.to_review(validator, 1) == new_index().sync().to_review(validator, 1)
    assert index.leaderboard() == new_index().sync().leaderboard()


def test_derived_anew__in_postgresql__is_the_same(new_index, database, monkeypatch):
    monkeypatch.setattr(fetch, "_LOGS", 5)
    index = new_index(url=database).sync()
    before = dump(index)
    index.derive_anew()
    assert dump(index) == before
    assert dump(index.rebuild()) == before


def test_several_dashboards_at_once__read_each_block_once(new_index, database, monkeypatch):
    monkeypatch.setattr(fetch, "_FIRST_SPAN", 2)
    monkeypatch.setattr(fetch, "_LOGS", 3)
    indexes = [new_index(url=database) for _ in range(3)]
    indexes[0].sync()
    indexes[0]._begin()
    problems = []

    def work(index):
        try:
            index.sync()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(one,)) for one in indexes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert dump(indexes[0].sync()) == dump(new_index().sync())


def test_a_server_that_is_not_there__is_a_sentence(new_index):
    with pytest.raises(InputProblem, match="CERCLE_INDEX_URL"):
        new_index(url="postgresql://nobody@127.0.0.1:9/nothing").sync()
