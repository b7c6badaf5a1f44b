"""An index whose tables are those of another version of Cercle is read again, and says so; one state answers."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite

from cercle.index import layout
from cercle.index.tables import contributions, members
from tests.index.compare import dump
from tests.index.submit import submit


@pytest.fixture
def of_another_version(new_index, tmp_path, monkeypatch):
    """A database that a version with other tables filled: its members have one column less, and nobody is right."""
    with monkeypatch.context() as patch:
        patch.setattr(layout, "fingerprint", lambda dialect: b"another version")
        index = new_index(url=f"sqlite:///{tmp_path / 'old.sqlite'}").sync()
    with index.engine.begin() as connection:
        connection.execute(text("ALTER TABLE members DROP COLUMN charter"))
        connection.execute(text("UPDATE members SET referrer = 4711"))
    return str(index.engine.url)


def test_tables_of_another_version__are_made_anew__and_it_is_said(new_index, of_another_version, caplog):
    whole = dump(new_index().sync())
    assert dump(new_index(url=of_another_version).sync()) == whole
    assert "was made by another version of Cercle" in caplog.text


def test_our_own_tables__are_kept__and_nothing_is_said(new_index, tmp_path, caplog):
    url = f"sqlite:///{tmp_path / 'ours.sqlite'}"
    block = new_index(url=url).sync().status().block
    assert new_index(url=url).status().block == block
    assert not caplog.text


def test_a_kill_after_the_tables_went__leaves_an_index_that_fills_itself(
    new_index, of_another_version, monkeypatch
):
    whole, killed = dump(new_index().sync()), new_index(url=of_another_version)
    layout.make_room(killed.engine)
    assert dump(new_index(url=of_another_version).sync()) == whole


def test_several_processes_at_once__one_makes_room(new_index, of_another_version, caplog):
    made = [new_index(url=of_another_version) for _ in range(4)]
    threads = [threading.Thread(target=layout.make_room, args=(one.engine,)) for one in made]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert caplog.text.count("was made by another version") == 1


def test_every_change_of_a_table__is_another_version(monkeypatch):
    engine, column = sqlite.dialect(), members.c.charter
    before = layout.fingerprint(engine)
    monkeypatch.setattr(column, "nullable", True)
    assert layout.fingerprint(engine) != before
    monkeypatch.undo()
    assert layout.fingerprint(engine) == before


def test_questions_of_one_state__see_nothing_of_a_sync_between_them(village, new_index):
    index = new_index().sync()
    with index._one_state() as ask:
        before = ask(select(contributions.c.id))
        submit(village, 1)
        index.sync()
        assert ask(select(contributions.c.id)) == before
    assert len(index._rows(select(contributions.c.id))) == len(before) + 1
