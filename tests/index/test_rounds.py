"""Rounds in the index: their life from events, and their published lists checked against what was announced (M8)."""

import json

import pytest
from eth_utils import keccak

from cercle.errors import InputProblem
from cercle.index import lists
from cercle.rounds import PublishedRound
from cercle.states import RoundStatus
from cercle.units import to_time
from tests.index.compare import dump
from tests.rounds.on_chain import OPENING_DELAY

SHARES = {1: 10**18, 2: 3 * 10**18}


@pytest.fixture
def published(office):
    return office.make(SHARES)


def shares(index, member, now=None):
    return index.shares_of(member, now or to_time(0))


def test_a_round__from_announcement_to_claims__is_followed(
    village, office, new_index, send, published, tmp_path
):
    index = new_index()
    id = village.rounds.get(published).id

    def state():
        rows = dump(index.sync())["rounds"]
        return {row[0]: RoundStatus(row[11]) for row in rows}.get(id)

    send(0, village.rounds.announce(published, keccak(published.dump())))
    assert state() is RoundStatus.Announced
    send(0, village.token.mint(4))
    send(0, village.rounds.allow(published))
    send(0, village.rounds.fund(published))
    assert state() is RoundStatus.Funded
    send(4, village.rounds.attest(4, published))
    assert state() is RoundStatus.Approved
    office.wait(OPENING_DELAY)
    send(1, village.rounds.claim(1, [published]))
    assert list(index.sync().differences()) == []
    assert dump(index) == dump(new_index().sync())
    (tmp_path / "list.json").write_bytes(published.dump())
    assert index.lists(tmp_path).take_in() == []
    assert [one.amount for one in shares(index, 2)] == [SHARES[2]]
    assert shares(index, 1) == [] and shares(index, 3) == []
    (collected,) = index.shares_collected(1)
    assert (collected.amount, index.shares_collected(2)) == (SHARES[1], [])
    assert village.history.refresh().shares_collected(1) == [collected]


def test_lists__that_are_not_what_was_announced__are_named_and_left_out(
    village, new_index, send, published, tmp_path
):
    send(0, village.rounds.announce(published, keccak(published.dump())))
    index = new_index().sync()
    changed = json.loads(published.dump())
    changed["values"][0]["value"][1] = "5"
    (tmp_path / "changed.json").write_text(json.dumps(changed))
    (tmp_path / "broken.json").write_text("{")
    other = PublishedRound.make({1: 7}, published.round.model_copy(update={"total": "7"}))
    (tmp_path / "other.json").write_bytes(other.dump())

    said = [str(one) for one in index.lists(tmp_path).take_in()]

    assert len(said) == 3 and shares(index, 1) == []
    assert "changed.json: The list contradicts itself" in " ".join(said)
    assert "other.json: This is the list of no round that was announced." in said


def test_a_list_that_is_gone__is_forgotten(village, new_index, send, published, tmp_path):
    send(0, village.rounds.announce(published, keccak(published.dump())))
    index = new_index().sync()
    file = tmp_path / "list.json"
    file.write_bytes(published.dump())
    for _ in range(2):
        assert index.lists(tmp_path).take_in() == []
        assert shares(index, 1)
    file.unlink()
    assert index.lists(tmp_path).take_in() == []
    assert shares(index, 1) == []


def test_a_look__reads_a_list_once__and_again_once_anything_has_changed(
    village, new_index, send, published, office, tmp_path, monkeypatch
):
    index, read = new_index().sync(), []
    digest = lists._digest
    monkeypatch.setattr(lists, "_digest", lambda content: read.append(1) or digest(content))
    folder, file = index.lists(tmp_path), tmp_path / "list.json"
    file.write_bytes(published.dump())

    def look():
        read.clear()
        said = [str(one) for one in folder.look()]
        return said, len(read)

    not_yet = ["list.json: This is the list of no round that was announced."]
    assert [look(), look()] == [(not_yet, 1), ([], 0)]
    send(0, village.rounds.announce(published, keccak(published.dump())))
    index.sync()
    assert [look(), look()] == [([], 1), ([], 0)] and shares(index, 1)
    with index.engine.begin() as connection:  # as a rebuild does, or another dashboard
        for table in (lists.entries, lists.lists):
            connection.execute(table.delete())
    assert look() == ([], 1) and shares(index, 1)
    file.write_bytes(b"{")
    assert look()[1] == 1 and shares(index, 1) == []
    with pytest.raises(InputProblem, match="not here at the moment"):
        folder.published(village.rounds.get(published).id)


def test_two_dashboards__each_with_a_folder_of_its_own__leave_each_others_lists(
    village, new_index, office, tmp_path
):
    folders = []
    for salt in (1, 2):
        folders.append(tmp_path / str(salt))
        folders[-1].mkdir()
        one = office.take(office.make({1: salt}, salt=salt), RoundStatus.Announced)
        (folders[-1] / "list.json").write_bytes(one.dump())
    index = new_index().sync()
    here, there = map(index.lists, folders)
    for _ in range(2):
        assert here.look() == there.look() == []
        assert sorted(one.amount for one in shares(index, 1)) == [1, 2]
    (folders[0] / "list.json").unlink()
    for _ in range(2):
        assert here.look() == there.look() == []
        assert [one.amount for one in shares(index, 1)] == [2]
