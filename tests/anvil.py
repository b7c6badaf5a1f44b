"""Local chains of the tests' own: each on a free port and in a folder of its own, as `make chain` runs them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ape
import requests

from cercle.contracts import ROOT
from cercle.node import Node

APE = Path(sys.executable).with_name("ape")


@dataclass(frozen=True)
class LocalChain:
    """A running `python -m cercle.chain`, and the commands and clients that join it."""

    home: Path
    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.home, self.port)

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Starts `ape run …`."""
        return subprocess.Popen(
            [str(APE), "run", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs `ape run …` to its end."""
        return run(self.environment, *arguments)

    def rpc(self, method: str, *params: Any) -> Any:
        """A raw request's result."""
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        answer = requests.post(self.url, json=question, timeout=30).json()
        assert "error" not in answer, answer
        return answer["result"]

    @contextmanager
    def connected(self) -> Iterator[Node]:
        """This process as a client of the chain."""
        network = ape.networks.polygon.local
        with network.use_provider("foundry", provider_settings={"host": self.url}, disconnect_after=True):
            yield Node()

    @contextmanager
    def put_back(self) -> Iterator[None]:
        """Afterwards the chain is as it was."""
        snapshot = self.rpc("evm_snapshot")
        try:
            yield
        finally:
            assert self.rpc("evm_revert", snapshot)
            # What the next block costs, and that there is one at once, are no part of a snapshot.
            self.rpc("anvil_setNextBlockBaseFeePerGas", "0x0")
            self.rpc("evm_setAutomine", True)


class Killed(Exception):
    """Stands for SIGKILL: nothing after it runs."""


class DyingNode(Node):
    """A node whose client is killed before, or just after, its n-th request."""

    def __init__(self, dies_at: int, after: bool) -> None:
        super().__init__()
        self.requests = 0
        self._dies_at = dies_at
        self._after = after

    def request(self, method: str, *params: Any) -> Any:
        self.requests += 1
        dies = self.requests == self._dies_at
        if dies and not self._after:
            raise Killed
        answer = super().request(method, *params)
        if dies:
            raise Killed
        return answer


def environment(home: Path, port: int) -> dict[str, str]:
    """The environment of commands that use a chain."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("APE_FOUNDRY_HOST", "CERCLE_COMMUNITY")
    }
    return {**kept, "CERCLE_HOME": str(home), "CERCLE_CHAIN_PORT": str(port), "COLUMNS": "200"}


def run(env: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs `ape run …` to its end."""
    command = [str(APE), "run", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180, check=False
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_chain(home: Path, port: int) -> LocalChain:
    """Starts a chain and returns once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cercle.chain"],
        cwd=ROOT,
        env=environment(home, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first_line = process.stdout.readline()
    assert "runs at" in first_line, process.communicate()
    return LocalChain(home, port, process)


def stop_chain(local: LocalChain, how: int = signal.SIGINT) -> None:
    """Stops a chain as Ctrl-C does."""
    if local.process.poll() is None:
        local.process.send_signal(how)
    local.process.communicate(timeout=60)


@contextmanager
def local_chain(home: Path) -> Iterator[LocalChain]:
    """A chain for as long as the block runs."""
    local = start_chain(home, free_port())
    try:
        yield local
    finally:
        stop_chain(local)


def wait_until(condition: Any, seconds: float = 30) -> None:
    """Waits for a condition; fails if it never holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.002)
