"""`make chain`: one local chain of ours, kept between starts, that nothing else is taken for."""

import signal
import socket
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from web3 import Web3

from cercle import chain
from cercle.contracts import ROOT
from cercle.errors import InputProblem, NodeUnreachable
from cercle.node import Node
from tests.anvil import LocalChain, environment, free_port, start_chain, stop_chain

pytestmark = pytest.mark.anvil


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A home and a port of the test's own, for this process too."""
    port = free_port()
    monkeypatch.setenv("CERCLE_HOME", str(tmp_path))
    monkeypatch.setenv("CERCLE_CHAIN_PORT", str(port))
    monkeypatch.delenv("APE_FOUNDRY_HOST", raising=False)
    return tmp_path, port


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_chain__stopped_and_started__goes_on_where_it_was(place, how):
    first = start_chain(*place)
    genesis = first.rpc("eth_getBlockByNumber", "0x0", False)["hash"]
    first.rpc("anvil_mine", "0x5")
    somebody = "0x" + 40 * "1"
    first.rpc("anvil_setBalance", somebody, "0x7")
    stop_chain(first, how)
    assert first.process.returncode == 0 and not chain.running()
    again = start_chain(*place)
    try:
        assert again.rpc("eth_getBlockByNumber", "0x0", False)["hash"] == genesis
        assert int(again.rpc("eth_blockNumber"), 16) == 5
        assert again.rpc("eth_getBalance", somebody, "latest") == "0x7"
        assert (
            abs(int(again.rpc("eth_getBlockByNumber", "latest", False)["timestamp"], 16) - time.time()) < 120
        )
    finally:
        stop_chain(again)


def test_chain__second_one_on_the_port__is_refused(place):
    first = start_chain(*place)
    try:
        assert chain.running()
        command = [sys.executable, "-m", "cercle.chain"]
        second = subprocess.run(
            command, cwd=ROOT, env=environment(*place), capture_output=True, text=True, check=False
        )
        assert second.returncode == 1 and "is running already" in second.stderr
    finally:
        stop_chain(first)


def test_chain__port_of_another_program__is_refused(place):
    with socket.create_server(("127.0.0.1", place[1])):
        assert not chain.running()
        with pytest.raises(InputProblem, match=f"Another program holds port {place[1]}"):
            chain.start()


def test_chain__of_another_home__is_not_taken_for_ours(place, tmp_path, monkeypatch):
    other = start_chain(*place)
    try:
        monkeypatch.setenv("CERCLE_HOME", str(tmp_path / "elsewhere"))
        assert not chain.running()
        with pytest.raises(NodeUnreachable, match="make chain"):
            chain.join()
    finally:
        stop_chain(other)


def test_start__with_a_timestamp__begins_then(place, monkeypatch):
    began = int(time.time()) - 365 * 86_400
    # So that what `join` sets is put back after the test.
    monkeypatch.setenv("APE_FOUNDRY_HOST", chain.address())
    process = chain.start(timestamp=began)
    try:
        chain.join()
        genesis = LocalChain(place[0], place[1], process).rpc("eth_getBlockByNumber", "0x0", False)
        assert int(genesis["timestamp"], 16) == began and chain.running()
    finally:
        chain.stop(process)
    assert process.returncode == 0 and (chain.folder() / "state.json").exists()


@pytest.mark.parametrize("says", [b"", b"SSH-2.0-somebody else\r\n", b"HTTP/1.0 200 OK\r\n\r\n[1]"], ids=len)
def test_join__something_that_is_no_chain__is_told_apart(place, monkeypatch, says):
    monkeypatch.setenv("APE_FOUNDRY_HOST", chain.address())
    with socket.create_server(("127.0.0.1", place[1])) as server:
        threading.Thread(target=say_to_each, args=(server, says), daemon=True).start()
        with pytest.raises(NodeUnreachable, match="Something listens at") as caught:
            chain.join()
    assert "make chain" in str(caught.value.next_step)


def test_node__that_falls_silent__is_asked_once__and_named():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        web3 = Web3(Web3.HTTPProvider(url, request_kwargs={"timeout": 0.5}))
        provider = SimpleNamespace(web3=web3, uri=url, network=SimpleNamespace(is_local=True))
        with pytest.raises(NodeUnreachable, match=f"The chain's node at {url} does not answer") as caught:
            Node(provider).height()
        server.settimeout(0.5)
        server.accept()[0].close()
        with pytest.raises(TimeoutError):
            server.accept()
    assert "make chain" in str(caught.value.next_step)


def say_to_each(server, said):
    """Whoever comes hears this; nothing, and the line stays open."""
    lines = []
    while True:
        try:
            lines.append(server.accept()[0])
        except OSError:
            return
        if said:
            lines[-1].sendall(said)
            lines[-1].close()


def test_join__host_from_outside_that_does_not_answer__is_refused(place, monkeypatch):
    monkeypatch.setenv("APE_FOUNDRY_HOST", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(NodeUnreachable, match="is not running"):
        chain.join()
