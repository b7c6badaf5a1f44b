"""The relay names what it is about to read where that is cheaper, also when it offers a transaction again."""

from typing import Any

import pytest
from hexbytes import HexBytes

from cercle import Community
from cercle.node import Node
from cercle.relay.queue import Queue
from cercle.relay.tables import Database
from cercle.transactions import GWEI, access_list_of
from tests.anvil import wait_until
from tests.dashboard.village import ALICE
from tests.relay.place import working

pytestmark = pytest.mark.anvil


class CheaperWithLists(Node):
    """The local node, which has Ethereum's prices; by what it says every list is worth its cost, as on Polygon."""

    def request(self, method: str, *params: Any) -> Any:
        if method == "eth_estimateGas" and params[0].get("accessList"):
            plain = {name: value for name, value in params[0].items() if name != "accessList"}
            return hex(int(super().request(method, plain), 16) - 1)
        return super().request(method, *params)


@pytest.fixture
def on_polygon(place):
    place.village.community = Community(CheaperWithLists(), place.community.record)


def attempts(place, number):
    return Queue(Database.in_folder(place.community.record.folder)).attempts(number)


def named(place, transaction):
    """The contracts a mined transaction named."""
    listed = place.chain.rpc("eth_getTransactionByHash", transaction)["accessList"]
    return {entry["address"].lower() for entry in listed}


def test_action__cheaper_with_a_list__carries_it(place, make_relay, on_polygon):
    with working(make_relay()) as relay:
        sent = relay.send(ALICE, place.submitted(ALICE, "An hour"))
    addresses = place.community.record.addresses
    expected = {addresses[name].lower() for name in ("ContributionRegistry", "MemberRegistry")}
    assert named(place, sent.transaction) == expected


def test_action__not_cheaper_with_a_list__goes_without(place, make_relay):
    with working(make_relay()) as relay:
        sent = relay.send(ALICE, place.submitted(ALICE, "An hour"))
    assert named(place, sent.transaction) == set()


def test_stuck__offered_at_a_higher_fee__keeps_its_list(place, make_relay, on_polygon):
    place.chain.rpc("evm_setAutomine", False)
    with working(make_relay(highest_fee=100)) as relay:
        number = relay.enqueue(ALICE, place.submitted(ALICE, "An hour"))
        wait_until(lambda: attempts(place, number), 60)
        place.chain.rpc("anvil_setNextBlockBaseFeePerGas", hex(40 * GWEI))  # not enough was offered
        place.chain.rpc("evm_mine")
        wait_until(lambda: len(attempts(place, number)) >= 2, 60)
        place.chain.rpc("evm_setAutomine", True)
        place.chain.rpc("evm_mine")
        relay.wait(number)
    first, second = attempts(place, number)[:2]
    assert access_list_of(first.raw) == access_list_of(second.raw) != []
    assert HexBytes(first.hash) != HexBytes(second.hash) and first.nonce == second.nonce
