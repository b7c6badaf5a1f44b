"""Sending that survives a kill at any point: nothing is sent twice, nothing that was begun is lost."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ape
import pytest

from cercle.access import MANAGER, manager_at
from cercle.calls import Call
from cercle.contracts import access_manager
from cercle.errors import InputProblem, NodeUnreachable, Refused, WrongNetwork
from cercle.journal import JournaledSender
from cercle.node import Node
from cercle.texts import Text
from tests.anvil import DyingNode, Killed, LocalChain, local_chain

pytestmark = pytest.mark.anvil


@pytest.fixture(scope="module")
def own_chain(tmp_path_factory) -> Iterator[LocalChain]:
    with local_chain(tmp_path_factory.mktemp("journal")) as running:
        yield running


@pytest.fixture
def node(own_chain) -> Iterator[Node]:
    with own_chain.put_back(), own_chain.connected() as connected:
        yield connected


@pytest.fixture
def account():
    return ape.accounts.test_accounts[0]


@pytest.fixture
def sender(node, account, tmp_path) -> JournaledSender:
    return JournaledSender(node, account, tmp_path / "journal.jsonl")


def label(manager: str, number: int, name: str) -> Call:
    return Call(manager_at(manager), MANAGER, "labelRole", (number, name), Text("Name a role."))


def work(node: Node, account: Any, journal: Path) -> str:
    """A deployment and two calls."""
    sender = JournaledSender(node, account, journal)
    manager = sender.deploy("manager", access_manager(), sender.address)
    sender.send("one", label(manager, 1, "one"))
    sender.send("two", label(manager, 2, "two"))
    return manager


def sign_only(account: Any, journal: Path, call: Call) -> None:
    """Killed after the journal's line, before the sending."""

    class SilentNode(Node):
        def request(self, method: str, *params: Any) -> Any:
            if method == "eth_sendRawTransaction":
                raise Killed
            return super().request(method, *params)

    JournaledSender(SilentNode(), account, journal).send("one", call)


def nonce(node: Node, account: Any) -> int:
    return int(node.request("eth_getTransactionCount", str(account.address), "latest"), 16)


def entries(journal: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal.read_text().splitlines()[1:]]


def test_work__sends_each_key_once_however_often_it_runs(node, account, tmp_path):
    before = nonce(node, account)
    first = work(node, account, tmp_path / "journal.jsonl")
    assert work(node, account, tmp_path / "journal.jsonl") == first
    assert nonce(node, account) == before + 3
    assert [entry["key"] for entry in entries(tmp_path / "journal.jsonl")] == ["manager", "one", "two"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_work__killed_at_every_request_in_turn__ends_the_same_with_nothing_sent_twice(
    own_chain, node, account, tmp_path, after
):
    whole = DyingNode(0, after)
    with own_chain.put_back():
        work(whole, account, tmp_path / "whole.jsonl")
    assert whole.requests > 15
    for dies_at in range(1, whole.requests + 1):
        with own_chain.put_back():
            before = nonce(node, account)
            journal = tmp_path / f"{dies_at}.jsonl"
            with pytest.raises(Killed):
                work(DyingNode(dies_at, after), account, journal)
            manager = work(node, account, journal)
            assert nonce(node, account) == before + 3, dies_at
            assert [entry["key"] for entry in entries(journal)] == ["manager", "one", "two"]
            assert node.code(manager)


def test_send__before_it_is_sent__is_on_the_disk(node, account, tmp_path, monkeypatch):
    journal = tmp_path / "journal.jsonl"
    seen = []
    request = node.request

    def watching(method: str, *params: Any) -> Any:
        if method == "eth_sendRawTransaction":
            seen.append([entry["raw"] for entry in entries(journal)][-1] == params[0])
        return request(method, *params)

    monkeypatch.setattr(node, "request", watching)
    work(node, account, journal)
    assert seen == [True, True, True]


def test_send__line_cut_short_by_a_kill__is_signed_anew(node, account, tmp_path):
    journal = tmp_path / "journal.jsonl"
    manager = work(node, account, journal)
    whole = journal.read_bytes()
    with journal.open("ab") as file:
        file.write(whole.splitlines()[-1].replace(b'"two"', b'"three"')[:200])
    JournaledSender(node, account, journal).send("three", label(manager, 3, "three"))
    assert journal.read_bytes().startswith(whole)
    assert [entry["key"] for entry in entries(journal)] == ["manager", "one", "two", "three"]


def test_send__nonce_used_by_something_else__is_signed_anew(node, account, tmp_path, sender):
    manager = sender.deploy("manager", access_manager(), sender.address)
    with pytest.raises(Killed):
        sign_only(account, tmp_path / "journal.jsonl", label(manager, 1, "one"))
    account.transfer(account, 0)
    receipt = sender.send("one", label(manager, 1, "one"))
    signed = [entry for entry in entries(tmp_path / "journal.jsonl") if entry["key"] == "one"]
    assert len(signed) == 2 and signed[1]["hash"] == receipt.transaction


def test_send__signed_and_never_mined__is_sent_as_the_same_bytes(node, account, tmp_path, sender):
    manager = sender.deploy("manager", access_manager(), sender.address)
    with pytest.raises(Killed):
        sign_only(account, tmp_path / "journal.jsonl", label(manager, 1, "one"))
    (signed,) = [entry for entry in entries(tmp_path / "journal.jsonl") if entry["key"] == "one"]
    receipt = sender.send("one", label(manager, 1, "one"))
    assert receipt.transaction == signed["hash"]
    assert len(entries(tmp_path / "journal.jsonl")) == 2


def test_send__key_used_for_something_else__is_refused(sender):
    manager = sender.deploy("manager", access_manager(), sender.address)
    sender.send("one", label(manager, 1, "one"))
    with pytest.raises(InputProblem, match="“one” was sent before with other values"):
        sender.send("one", label(manager, 1, "other"))


def test_send__what_the_contract_refuses__sends_nothing(node, account, tmp_path, sender):
    manager = sender.deploy("manager", access_manager(), sender.address)
    stranger = JournaledSender(node, ape.accounts.test_accounts[5], tmp_path / "journal.jsonl")
    with pytest.raises(Refused):
        stranger.send("stranger", label(manager, 1, "one"))
    assert "stranger" not in [entry["key"] for entry in entries(tmp_path / "journal.jsonl")]


def test_resume__finishes_what_was_begun_whatever_its_values(node, account, tmp_path, sender):
    manager = sender.deploy("manager", access_manager(), sender.address)
    assert sender.resume("one") is None
    sent = sender.send("one", label(manager, 1, "one"))
    assert sender.resume("one") == sent == sender.mined("one")


def test_journal__of_another_chain__is_refused(node, account, tmp_path, sender):
    journal = tmp_path / "journal.jsonl"
    header = json.loads(journal.read_text())
    journal.write_text(json.dumps({**header, "genesis": "0x" + 64 * "0"}) + "\n")
    with pytest.raises(WrongNetwork, match="was kept on another chain"):
        JournaledSender(node, account, journal)


def test_two_senders_of_one_journal__send_a_key_once(node, account, tmp_path, sender):
    other = JournaledSender(node, account, tmp_path / "journal.jsonl")
    manager = sender.deploy("manager", access_manager(), sender.address)
    assert other.deploy("manager", access_manager(), sender.address) == manager
    assert len(entries(tmp_path / "journal.jsonl")) == 1


def test_send__to_a_dead_node__says_so(tmp_path, account, tmp_path_factory):
    with local_chain(tmp_path_factory.mktemp("dead")) as dead, dead.connected() as node:
        sender = JournaledSender(node, account, tmp_path / "journal.jsonl")
        dead.process.terminate()
        dead.process.communicate(timeout=30)
        with pytest.raises(NodeUnreachable, match="does not answer"):
            sender.deploy("manager", access_manager(), sender.address)
