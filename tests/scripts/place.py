"""Where the commands' tests happen: an anvil and a home of their own, with one community deployed on it."""

from __future__ import annotations

import importlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import ape
import pytest
from click.testing import CliRunner, Result

from cercle import Community, chain, connect
from cercle.accounts import account
from cercle.deployment import Deployment
from cercle.node import Node

ROOT = Path(__file__).parent.parent.parent
DAY = 86_400


@dataclass(frozen=True)
class Place:
    """A community's home and its chain, and the means to run commands there."""

    home: Path
    address: str

    def community(self) -> Community:
        """A fresh connection, as another process would have it."""
        return connect()

    def run(self, noun: str, *arguments: object, expect: int = 0) -> str:
        """Runs ``ape run <noun> <arguments>`` in this process and returns what it says, spaces made single."""
        cli = importlib.import_module(f"scripts.{noun}").cli
        result: Result = CliRunner(mix_stderr=False).invoke(cli, [str(one) for one in arguments])
        said = " ".join(f"{result.stdout} {result.stderr}".split())
        assert result.exit_code == expect, f"{said}\n{result.exception!r}"
        assert "Traceback" not in said
        return said

    def process(self, *arguments: object) -> subprocess.Popen[bytes]:
        """Starts a real ``ape run <arguments>``."""
        command = [str(Path(sys.executable).with_name("ape")), "run", *(str(one) for one in arguments)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def pass_time(self, seconds: int) -> None:
        """The chain's clock moves on."""
        node = Node()
        node.request("evm_increaseTime", seconds)
        node.request("evm_mine")

    @contextmanager
    def put_back(self) -> Iterator[Place]:
        """Chain and home are afterwards as they were before."""
        node = Node()
        snapshot = node.request("evm_snapshot")
        kept = Path(tempfile.mkdtemp(dir=self.home.parent)) / "home"
        shutil.copytree(self.home, kept)
        try:
            yield self
        finally:
            node.request("evm_revert", snapshot)
            shutil.rmtree(self.home)
            kept.rename(self.home)


@contextmanager
def place_of(yaml: str, folder: Path) -> Iterator[Place]:
    """A new chain with the community of a YAML on it, connected in this process."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    anvil = ["anvil", "--port", str(port), "--accounts", "20", "--block-base-fee-per-gas", "0", "--silent"]
    with pytest.MonkeyPatch.context() as environment, subprocess.Popen(anvil) as process:
        environment.setenv("APE_FOUNDRY_HOST", address)
        environment.setenv("CERCLE_HOME", str(folder / "home"))
        environment.setenv("COLUMNS", "300")
        environment.delenv("CERCLE_COMMUNITY", raising=False)
        environment.delenv("CERCLE_ACCOUNT", raising=False)
        try:
            _wait_for(address)
            config = folder / "community.yaml"
            config.write_text(yaml)
            with ape.networks.parse_network_choice(chain.NETWORK):
                node = Node()
                assert str(node.provider.uri) == address, (
                    f"Ape joined {node.provider.uri} instead of {address}"
                )
                Deployment(node, config, account(node, "TEST::0")).apply()
                yield Place(folder / "home", address)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=2):
                return
        except URLError as problem:
            if hasattr(problem, "code"):  # an HTTP error is an answer
                return
            time.sleep(0.02)
    raise RuntimeError(f"{address} does not answer; {os.environ.get('PATH')}")
