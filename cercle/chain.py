"""One local chain of ours, kept between starts: `make chain`, or `python -m cercle.chain`.

Scripts, console and dashboard ``join`` it. Nothing on it costs gas, and it knows Ape's test accounts.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPException
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from cercle.errors import CercleError, InputProblem, NodeUnreachable
from cercle.home import home
from cercle.texts import Text

NETWORK = "polygon:local:foundry"
_APE_HOST = "APE_FOUNDRY_HOST"
_ACCOUNTS = 20
_START_SECONDS = 30
_STOP_SECONDS = 120


def port() -> int:
    """``$CERCLE_CHAIN_PORT``, or 8645."""
    return int(os.environ.get("CERCLE_CHAIN_PORT") or 8645)


def address() -> str:
    """Where the chain's node answers."""
    return f"http://127.0.0.1:{port()}"


def folder() -> Path:
    """Where the chain's state is kept."""
    return home() / "chain"


def running() -> bool:
    """Whether our chain runs: the node started by ``start``, on our port, and answering."""
    return _our_pid() is not None and _answers(address())


def join() -> None:
    """Makes Ape's local network (``NETWORK``) the chain that runs; call it before the network is connected.

    An ``APE_FOUNDRY_HOST`` set from outside is respected. Raises ``NodeUnreachable`` when nothing answers there
    within five seconds: Ape would start an empty chain of its own instead.
    """
    host = os.environ.get(_APE_HOST)
    where, is_ours = host or address(), host is not None or _our_pid() is not None
    if not (answers := _answers(where)) and _listens(where):
        raise NodeUnreachable(
            Text("Something listens at {address}, but does not answer as a chain does.", {"address": where}),
            Text("Stop it (a chain that hangs, or another program), then start the chain: make chain"),
        )
    if not answers or not is_ours:
        raise NodeUnreachable(
            Text("The local chain at {address} is not running.", {"address": where}),
            Text("Start it in another terminal: make chain"),
        )
    os.environ[_APE_HOST] = where


def start(*, timestamp: int | None = None) -> subprocess.Popen[bytes]:
    """Starts the chain, from its saved state if there is one, and returns its process once it answers.

    ``timestamp`` is when a new chain begins, seconds; a saved one goes on at the present time. Raises
    ``InputProblem`` when the port is taken, ``NodeUnreachable`` when the node does not start.
    """
    if running():
        raise InputProblem(
            Text("The local chain is running already at {address}.", {"address": address()}),
            Text("Use it, or stop the other `make chain` first."),
        )
    if _listens(address()):
        raise InputProblem(
            Text("Another program holds port {port}.", {"port": str(port())}),
            Text("Stop it, or choose another port: CERCLE_CHAIN_PORT=8646 make chain"),
        )
    anvil = shutil.which("anvil")
    if anvil is None:
        raise InputProblem(Text("Foundry's anvil is not installed."), Text("Install it: make install"))
    folder().mkdir(parents=True, exist_ok=True)
    command = [anvil, "--port", str(port()), "--accounts", str(_ACCOUNTS), "--state", str(_state())]
    command += ["--block-base-fee-per-gas", "0", "--disable-min-priority-fee"]
    command += ["--timestamp", str(_begins(timestamp))]
    # A session of its own: Ctrl-C reaches us alone, and we pass it on once, so that the state is saved once.
    with (folder() / "anvil.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
    _marker().write_text(json.dumps({"pid": process.pid, "port": port()}))
    _wait_until_answering(process)
    if _state().exists():
        _set_clock()
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stops the chain and waits until its state is saved."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.wait(_STOP_SECONDS)
    _marker().unlink(missing_ok=True)


def discard() -> None:
    """Ends our chain if it runs, whoever started it, and forgets what it held."""
    pid = _our_pid()
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
        while _listens(address()):
            time.sleep(0.05)
    shutil.rmtree(folder(), ignore_errors=True)


def main() -> int:
    """Runs the chain until Ctrl-C, then saves it."""
    try:
        process = start()
    except CercleError as problem:
        print(problem, file=sys.stderr)
        return 1
    asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        process.terminate()

    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, ask)
    print(f"The local chain runs at {address()}, kept in {folder()}. Ctrl-C stops and saves it.", flush=True)
    code = process.wait()
    _marker().unlink(missing_ok=True)
    if not asked:
        print(
            f"The local chain stopped by itself (code {code}): see {folder() / 'anvil.log'}", file=sys.stderr
        )
        return 1
    return 0


def _begins(timestamp: int | None) -> int:
    """When the chain began. The node makes its first block anew at every start, and the chain would be another one
    if that block had another time."""
    known = folder() / "begins.txt"
    if not _state().exists():
        known.write_text(str(timestamp if timestamp is not None else int(time.time())))
    return int(known.read_text())


def _set_clock() -> None:
    """A saved chain goes on at the present time, or after its last block where that is later."""
    latest = _ask(address(), "eth_getBlockByNumber", "latest", False)["result"]
    _ask(address(), "evm_setTime", max(int(time.time()), int(latest["timestamp"], 16) + 1))


def _state() -> Path:
    return folder() / "state.json"


def _marker() -> Path:
    return folder() / "running.json"


def _our_pid() -> int | None:
    try:
        marker = json.loads(_marker().read_text())
        os.kill(int(marker["pid"]), 0)
    except (OSError, ValueError, KeyError):
        return None
    return int(marker["pid"]) if marker["port"] == port() else None


def _listens(host: str) -> bool:
    """Whether anything takes connections there, a chain or not."""
    parts = urlsplit(host)
    try:
        with socket.create_connection((parts.hostname, parts.port or 80), timeout=1):
            return True
    except OSError:
        return False


def _answers(host: str) -> bool:
    try:
        return "result" in _ask(host, "eth_chainId")
    except (OSError, HTTPException, ValueError, TypeError):  # nobody, silence, no HTTP, no JSON, no object
        return False


def _ask(host: str, method: str, *params: Any) -> dict[str, Any]:
    question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
    request = Request(host, json.dumps(question).encode(), {"content-type": "application/json"})
    with urlopen(request, timeout=5) as answer:
        content: dict[str, Any] = json.load(answer)
        return content


def _wait_until_answering(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if _answers(address()):
            return
        time.sleep(0.05)
    process.kill()
    process.wait()
    _marker().unlink(missing_ok=True)
    raise NodeUnreachable(
        Text("The local chain did not start."), Text("See {log}", {"log": str(folder() / "anvil.log")})
    )


if __name__ == "__main__":
    sys.exit(main())
