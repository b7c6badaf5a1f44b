"""Fifty members at once through one relay. The figures are printed (`ape test tests/relay/test_many.py -s`)."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from cercle.relay import Status
from tests.relay.place import QUICK, invited, working

pytestmark = pytest.mark.anvil
PEOPLE = 50


@pytest.mark.parametrize("seconds_a_block", [0, 1], ids=["a block for each", "a block a second"])
def test_fifty_newcomers_at_once__all_join_and_each_transaction_is_mined_once(
    place, make_relay, capsys, seconds_a_block
):
    newcomers = invited(place, PEOPLE)
    accounts, before = place.community.accounts, place.nonce()
    # Slow as a real network is; stuck is only what is stuck there.
    relay = make_relay(replace(QUICK, stuck_after=30.0, fresh=2.0))
    if seconds_a_block:
        place.chain.rpc("evm_setIntervalMining", seconds_a_block)

    def join(newcomer):
        created = relay.enqueue(newcomer.member, accounts.create(newcomer.device.key))
        return relay.wait(created), relay.send(newcomer.member, newcomer.activation())

    began = time.monotonic()
    try:
        with working(relay), ThreadPoolExecutor(PEOPLE) as crowd:
            receipts = [receipt for pair in crowd.map(join, newcomers) for receipt in pair]
    finally:
        place.chain.rpc("evm_setAutomine", True)
    took = time.monotonic() - began
    assert len({receipt.transaction for receipt in receipts}) == 2 * PEOPLE == place.nonce() - before
    assert relay.counts() == {Status.Mined: 2 * PEOPLE}
    assert all(place.community.members.get(one.member).wallet == one.account for one in newcomers)
    gas = sum(receipt.gas_used for receipt in receipts)
    with capsys.disabled():
        print(
            f"\n{PEOPLE} newcomers, {2 * PEOPLE} transactions, {seconds_a_block} s a block: {took:.1f} s, "
            f"{gas:,} gas, {gas // PEOPLE:,} each"
        )
