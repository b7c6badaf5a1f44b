"""A chain of the tests' own, on which a provider's months were acted out, and the community on it."""

from __future__ import annotations

from collections.abc import Iterator

import ape
import pytest

from cercle import Community, connect
from cercle.directory import Person
from cercle.index import Index
from cercle.node import Node
from tests.dashboard.place import free_port, running
from tests.dashboard.village import record_of
from tests.statements.acted import BEGIN, Winter, act_out


@pytest.fixture(scope="package")
def winter(tmp_path_factory) -> Iterator[Winter]:
    """January and February 2027 of a small circle."""
    folder, port = tmp_path_factory.mktemp("winter"), free_port()
    url = f"http://127.0.0.1:{port}"
    anvil = ["anvil", "--port", str(port), "--accounts", "20", "--block-base-fee-per-gas", "0"]
    with (
        running([*anvil, "--timestamp", str(BEGIN)], url, folder / "anvil.log"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("APE_FOUNDRY_HOST", url)
        patch.setenv("CERCLE_HOME", str(folder / "home"))
        with ape.networks.parse_network_choice("polygon:local:foundry"):
            yield act_out()


@pytest.fixture(scope="package")
def winter_community(winter) -> Iterator[Community]:
    """The community, with Paul in its directory."""
    record_of(Node(), winter.circle)
    made = connect()
    made.directory.add([Person(winter.paul.id, "paul", "Paul Œdipe", language="fr")])
    yield made
    made.index.close()


@pytest.fixture(scope="package")
def winter_index(winter_community) -> Index:
    """The index of that chain."""
    return winter_community.index.sync()
