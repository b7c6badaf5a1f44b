"""Rounds in the index: their life from events, and their published lists checked against what was announced (M8)."""

import json
from datetime import timedelta
from decimal import Decimal

import ape
import pytest
from eth_utils import keccak

from cercle.errors import InputProblem
from cercle.index import lists
from cercle.rounds import Currency, PublishedRound
from cercle.states import RoundStatus
from cercle.units import to_time
from tests.contracts.circle import deploy_circle
from tests.dashboard.village import DAY
from tests.index.compare import dump
from tests.rounds.on_chain import OPENING_DELAY, RoundsOffice

SHARES = {1: 10**18, 2: 3 * 10**18}
SECOND = timedelta(seconds=1)


@pytest.fixture
def office(village):
    found = RoundsOffice(village)
    yield found
    found.forget()


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
    monkeypatch.setattr(lists, "keccak", lambda content: read.append(1) or keccak(content))
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


def test_a_share__just_before_at_and_after_its_round_opens_and_ends(village, new_index, office):
    one = office.take(office.make(SHARES), RoundStatus.Approved)
    index = new_index().sync()
    index.lists(village.record.files.rounds).take_in()
    opens, ends = village.rounds.get(one).open_from, to_time(one.round.ends)

    def collectable(now):
        return [share.collectable(now) for share in index.shares_of(1, now)]

    assert [collectable(opens + one) for one in (-SECOND, 0 * SECOND, SECOND)] == [[False], [True], [True]]
    assert [collectable(ends + one) for one in (-SECOND, 0 * SECOND, SECOND)] == [[True], [], []]
    (share,) = index.shares_of(1, opens)
    assert village.rounds.from_when(share, ends) == opens


def test_a_share_of_a_round_that_waits__comes_at_the_earliest_when_it_could_open(village, new_index, office):
    opens = village.node.time() + 30 * DAY
    one = office.take(office.make(SHARES, opens=int(opens.timestamp())), RoundStatus.Funded)
    index = new_index().sync()
    index.lists(village.record.files.rounds).take_in()
    (share,) = index.shares_of(1, opens)
    last = to_time(one.round.ends) - 7 * DAY - OPENING_DELAY
    when = village.rounds.from_when
    assert not share.collectable(last)
    assert when(share, opens - OPENING_DELAY) == share.opens
    assert when(share, opens - OPENING_DELAY + SECOND) == share.opens + SECOND
    assert when(share, last) == last + OPENING_DELAY and when(share, last + SECOND) is None


def test_a_cancelled_round__is_nobodys(village, new_index, office, send, published):
    office.take(published, RoundStatus.Approved)
    send(0, village.rounds.cancel(published))
    index = new_index().sync()
    assert index.lists(village.record.files.rounds).take_in() == []
    assert shares(index, 1) == []


@pytest.mark.parametrize("name", ["PlainToken", "SilentToken"])
def test_currency__is_the_tokens_own_word__or_its_address(village, name):
    admin = ape.accounts.test_accounts[0]
    token = str(admin.deploy(ape.project.get_contract(name)).address)
    found = village.rounds.currency(token)
    if name == "PlainToken":
        assert (found.name, found.tokens(2_500_000)) == ("EUR", Decimal("2.5"))
    else:
        assert (found.name, found.tokens(7)) == (f"{token[:6]}…{token[-4:]}", 7)


@pytest.mark.parametrize("symbol", ["[x](y)", "two words", 17 * "A"])
def test_currency__whose_symbol_cannot_stand_in_a_sentence__is_called_by_its_address(village, symbol):
    token = str(deploy_circle(ape.accounts.test_accounts[0], symbol=symbol).token.address)
    assert village.rounds.currency(token) == Currency(f"{token[:6]}…{token[-4:]}", 18)
