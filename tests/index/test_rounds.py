"""Rounds in the index: their life from events, and their published lists checked against what was announced."""

import json
from datetime import timedelta

import ape
import pytest
from eth_utils import keccak

from cercle.rounds import PublishedRound, RoundTerms
from cercle.states import RoundStatus
from tests.index.compare import dump

SHARES = {1: 10**18, 2: 3 * 10**18}


@pytest.fixture
def published(village):
    now = village.node.seconds()
    terms = RoundTerms(
        chain_id=village.node.chain_id,
        contract=str(village.rounds.contract.address),
        token=str(village.token.contract.address),
        decimals=18,
        symbol="MRC",
        total=str(sum(SHARES.values())),
        funder=str(ape.accounts.test_accounts[0].address),
        programme=2,
        opens=now,
        ends=now + 60 * 86_400,
        salt="0x" + 32 * "07",
        made_from="a test",
    )
    return PublishedRound.make(SHARES, terms)


def test_a_round__from_announcement_to_claims__is_followed(village, new_index, send, published, tmp_path):
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
    village.node.request("evm_increaseTime", int(timedelta(days=4).total_seconds()))
    village.node.request("evm_mine")
    send(1, village.rounds.claim(1, [published]))
    assert list(index.sync().differences()) == []
    assert dump(index) == dump(new_index().sync())
    (tmp_path / "list.json").write_bytes(published.dump())
    assert index.take_in_lists(tmp_path) == []
    assert [one.amount for one in index.shares_of(2)] == [SHARES[2]]
    assert index.shares_of(3) == []


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

    said = [str(one) for one in index.take_in_lists(tmp_path)]

    assert len(said) == 3 and index.shares_of(1) == []
    assert "changed.json: The list contradicts itself" in " ".join(said)
    assert "other.json is the list of no round that was announced." in said


def test_a_list_that_is_gone__is_forgotten(village, new_index, send, published, tmp_path):
    send(0, village.rounds.announce(published, keccak(published.dump())))
    index = new_index().sync()
    file = tmp_path / "list.json"
    file.write_bytes(published.dump())
    for _ in range(2):
        assert index.take_in_lists(tmp_path) == []
        assert index.shares_of(1)
    file.unlink()
    assert index.take_in_lists(tmp_path) == []
    assert index.shares_of(1) == []
