"""Blocks that the chain takes back are taken back by the index, whoever reads meanwhile."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from cercle.index import fetch
from cercle.index.schema import block_of
from tests.index.compare import dump
from tests.index.submit import submit


def mine(community, count):
    community.node.request("anvil_mine", hex(count))


@pytest.mark.parametrize("depth", [1, 2, 5, 20])
def test_a_reorganisation__of_any_depth__leaves_what_the_new_chain_says(village, new_index, depth):
    index = new_index().sync()
    kept = submit(village, 1)
    snapshot = village.node.request("evm_snapshot")
    gone = [submit(village, 100 + number) for number in range(depth)]
    assert all(index.sync().contribution(one) for one in gone)
    before = village.node.height()

    village.node.request("evm_revert", snapshot)
    village.node.request("evm_increaseTime", 60)
    other = submit(village, 999)
    mine(village, depth)  # the new chain is longer
    assert village.node.height() > before

    index.sync()
    assert index.contribution(kept) and index.contribution(other)
    assert not any(index.contribution(one) for one in gone)
    assert dump(index) == dump(new_index().sync())
    assert list(index.differences()) == []


@pytest.mark.parametrize("depth", [1, 5])
def test_a_shorter_chain__is_followed_too(village, new_index, depth):
    index = new_index().sync()
    gone = submit(village, 1)
    index.sync()
    mine(village, depth)
    index.sync()
    village.node.request("anvil_reorg", depth + 1, [])
    index.sync()
    assert index.contribution(gone) is None
    assert dump(index) == dump(new_index().sync())


def test_a_reorganisation__while_others_read__never_shows_half_of_it(village, new_index):
    index = new_index().sync()
    stop, problems = threading.Event(), []

    def read():
        question = text(
            "SELECT (SELECT COUNT(*) FROM contribution_submitted), (SELECT COUNT(*) FROM contributions),"
            " (SELECT SUM(contributions) FROM member_tallies), (SELECT block FROM cursor),"
            " (SELECT MAX(position) FROM contribution_submitted)"
        )
        while not stop.is_set():
            with index.engine.connect() as connection:
                events, derived, tallied, block, newest = connection.execute(question).one()
            if not events == derived == tallied or block_of(newest) > block:
                problems.append((events, derived, tallied, block, newest))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        for turn in range(4):
            snapshot = village.node.request("evm_snapshot")
            for number in range(3):
                submit(village, 1000 * turn + number + 1)
            index.sync()
            village.node.request("evm_revert", snapshot)
            mine(village, 1)
            index.sync()
    finally:
        stop.set()
        reader.join()
    assert problems == []


def test_blocks_that_are_not_final__are_told_apart(village, new_index):
    index = new_index().sync()
    status = index.status()
    final = fetch.header(index.rpc, "finalized")
    assert (status.block, status.finalized) == (village.node.height(), final.number)
    mine(village, 200)
    newer = index.sync().status()
    assert status.finalized < newer.finalized < newer.block
    assert newer.time - status.time >= timedelta(0)


def test_a_chain_started_anew__is_read_from_its_beginning(village, new_index):
    index = new_index().sync()
    with index.engine.begin() as connection:
        connection.execute(text("UPDATE headers SET hash = parent"))
    assert dump(index.sync()) == dump(new_index().sync())
