"""What a call costs on a real node, and the access list it is sent with where that is cheaper (EIP-2930)."""

from collections.abc import Iterator
from typing import Any

import ape
import pytest

from cercle.access import MANAGER, manager_at
from cercle.calls import Call
from cercle.contracts import access_manager
from cercle.errors import NodeUnreachable, Refused
from cercle.estimates import Estimate, estimate
from cercle.journal import JournaledSender
from cercle.node import Node
from cercle.signers import AccountSigner
from cercle.texts import Text
from tests.anvil import LocalChain, local_chain

pytestmark = pytest.mark.anvil
# Each is a slot of its own. A node with Ethereum's prices gains 100 on each, and pays 2,400 for the contract itself.
FEW, MANY = (1, 60)


class WithoutLists(Node):
    """A node that does not know ``eth_createAccessList``, as the local chain's does not know this name."""

    def request(self, method: str, *params: Any) -> Any:
        return super().request(method.replace("eth_createAccessList", "eth_unknown"), *params)


@pytest.fixture(scope="module")
def own_chain(tmp_path_factory) -> Iterator[LocalChain]:
    with local_chain(tmp_path_factory.mktemp("estimates")) as running:
        yield running


@pytest.fixture
def node(own_chain) -> Iterator[Node]:
    with own_chain.put_back(), own_chain.connected() as connected:
        yield connected


@pytest.fixture
def account():
    return ape.accounts.test_accounts[0]


@pytest.fixture
def manager(account, node):
    return str(account.deploy(access_manager(), account).address)


def restrict(manager: str, functions: int) -> Call:
    selectors = [number.to_bytes(4) for number in range(1, functions + 1)]
    args = (manager, selectors, 7)
    return Call(manager_at(manager), MANAGER, "setTargetFunctionRole", args, Text("Restrict functions."))


def estimated(node: Node, account: Any, call: Call) -> Estimate:
    return estimate(node, str(account.address), call.to, call.data)


def sent_list(own_chain: LocalChain, transaction: str) -> list[dict[str, Any]]:
    named: list[dict[str, Any]] = own_chain.rpc("eth_getTransactionByHash", transaction)["accessList"]
    return named


def test_many_slots__are_named_and_cost_less(node, account, manager):
    call = restrict(manager, MANY)
    cost, plain = estimated(node, account, call), estimated(WithoutLists(), account, call)
    (entry,) = cost.access_list
    assert entry["address"].lower() == manager.lower() and len(entry["storageKeys"]) > MANY
    assert cost.gas < plain.gas and plain.access_list == []


def test_few_slots__where_naming_them_costs_more__are_not_named(node, account, manager):
    call = restrict(manager, FEW)
    assert estimated(node, account, call) == estimated(WithoutLists(), account, call)
    assert estimated(node, account, call).access_list == []


def test_deployment__goes_without_a_list(node, account):
    data = bytes(access_manager().contract_type.get_deployment_bytecode()) + bytes(12) + b"\1" * 20
    cost = estimate(node, str(account.address), None, data)
    assert cost.gas > 1_000_000 and cost.access_list == []


def test_refused_call__is_refused_here_already(node, manager):
    stranger = ape.accounts.test_accounts[5]
    with pytest.raises(Refused):
        estimated(node, stranger, restrict(manager, MANY))


def test_silent_node__is_no_reason_to_send_without(own_chain, account, manager):
    with pytest.raises(NodeUnreachable):
        estimated(Silent(), account, restrict(manager, MANY))


class Silent(Node):
    """Answers nothing at all."""

    def request(self, method: str, *params: Any) -> Any:
        raise NodeUnreachable(Text("Nothing answers."))


@pytest.mark.parametrize("functions", [FEW, MANY])
def test_account__sends_what_is_cheaper(own_chain, node, account, manager, functions):
    call = restrict(manager, functions)
    cost = estimated(node, account, call)
    receipt = AccountSigner(node, account).send(call)
    assert [one["storageKeys"] for one in sent_list(own_chain, receipt.transaction)] == [
        one["storageKeys"] for one in cost.access_list
    ]
    assert receipt.gas_used <= cost.gas


def test_account__on_a_node_without_lists__sends_without(own_chain, account, manager, node):
    receipt = AccountSigner(WithoutLists(), account).send(restrict(manager, MANY))
    assert sent_list(own_chain, receipt.transaction) == []


def test_journal__keeps_the_list_in_what_it_signed(own_chain, node, account, manager, tmp_path):
    sender = JournaledSender(node, account, tmp_path / "journal.jsonl")
    named = sent_list(own_chain, sender.send("roles", restrict(manager, MANY)).transaction)
    assert len(named) == 1 and len(named[0]["storageKeys"]) > MANY
