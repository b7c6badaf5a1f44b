"""Where the admin commands are tested: a community on a chain of its own, to which this process is connected."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import ape
import pytest
from click.testing import CliRunner, Result

from cercle import Community, chain, connect
from cercle.accounts import account
from cercle.contracts import ROOT
from cercle.deployment import Deployment
from cercle.node import Node
from tests.anvil import LocalChain, local_chain

DAY = 86_400
ALUMNI = ROOT / "communities" / "alumni.yaml"
PRAISE = ROOT / "communities" / "praise.yaml"


@dataclass(frozen=True)
class Place:
    """A community's chain and home, and the means to run commands there."""

    chain: LocalChain

    @property
    def home(self) -> Path:
        return self.chain.home

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

    def process(self, *arguments: object) -> subprocess.Popen[str]:
        """Starts a real ``ape run <arguments>``."""
        return self.chain.start(*(str(one) for one in arguments))

    def pass_time(self, seconds: int) -> None:
        """The chain's clock moves on."""
        self.chain.rpc("evm_increaseTime", seconds)
        self.chain.rpc("evm_mine")

    def stop_node(self) -> None:
        """The chain's node dies."""
        marker = json.loads((self.home / "chain" / "running.json").read_text())
        os.kill(marker["pid"], signal.SIGKILL)
        self.chain.process.wait()

    @contextmanager
    def put_back(self) -> Iterator[Place]:
        """Chain and home are afterwards as they were before."""
        kept = Path(tempfile.mkdtemp(dir=self.home.parent)) / "home"
        shutil.copytree(self.home, kept)
        with self.chain.put_back():
            yield self
        shutil.rmtree(self.home)
        kept.rename(self.home)


@contextmanager
def place_of(yaml: str, folder: Path) -> Iterator[Place]:
    """A new chain with the community of a YAML on it, connected in this process."""
    home = folder / "home"
    with local_chain(home) as local, pytest.MonkeyPatch.context() as environment:
        environment.setenv("APE_FOUNDRY_HOST", local.url)
        environment.setenv("CERCLE_HOME", str(home))
        environment.setenv("COLUMNS", "300")
        for name in ("CERCLE_COMMUNITY", "CERCLE_ACCOUNT"):
            environment.delenv(name, raising=False)
        config = folder / "community.yaml"
        config.write_text(yaml)
        with ape.networks.parse_network_choice(chain.NETWORK):
            node = Node()
            assert node.request("anvil_nodeInfo")["currentBlockNumber"] == "0x0", "this is not the new chain"
            Deployment(node, config, account(node, "TEST::0")).apply()
            yield Place(local)


def praise_round(name: str = "round-10") -> Path:
    """A real round: below CERCLE_PRAISE_DATA, or ../shared/data/praise beside the checkout."""
    beside = ROOT.parent / "shared" / "data" / "praise"
    folder = Path(os.environ.get("CERCLE_PRAISE_DATA", beside)) / name
    if not (folder / "praise.csv").is_file():
        pytest.fail(
            f"The praise data is not in {folder.parent}: set CERCLE_PRAISE_DATA to the folder with round-10."
        )
    return folder


def in_days(place: Place, days: int) -> str:
    """The chain's day so many days from now, as options take it."""
    return f"{place.community().node.time() + timedelta(days=days):%Y-%m-%d}"
