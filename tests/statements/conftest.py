"""A chain of the tests' own, on which a provider's months were acted out, and an index of it."""

from __future__ import annotations

from collections.abc import Iterator

import ape
import pytest

from cercle.index import Index
from cercle.index.rpc import Rpc
from cercle.index.schema import CONTRACTS
from cercle.node import Node
from tests.dashboard.place import free_port, running
from tests.statements.acted import BEGIN, Winter, act_out


@pytest.fixture(scope="package")
def winter(tmp_path_factory) -> Iterator[Winter]:
    """January and February 2027 of a small circle."""
    folder, port = tmp_path_factory.mktemp("winter"), free_port()
    url = f"http://127.0.0.1:{port}"
    anvil = ["anvil", "--port", str(port), "--accounts", "20", "--block-base-fee-per-gas", "0"]
    with (
        running([*anvil, "--timestamp", str(BEGIN)], url, folder / "anvil.log"),
        ape.networks.polygon.local.use_provider(
            "foundry", provider_settings={"host": url}, disconnect_after=True
        ),
    ):
        yield act_out()


@pytest.fixture(scope="package")
def index(winter, tmp_path_factory) -> Iterator[Index]:
    """The index of that chain."""
    circle = winter.circle
    contracts = {
        "MemberRegistry": circle.members,
        "CommunityToken": circle.token,
        "ContributionRegistry": circle.registry,
        "RewardEscrow": circle.escrow,
        "ServiceCatalog": circle.catalog,
        "MemberAccountFactory": circle.accounts,
        "RewardRounds": circle.rounds,
    }
    addresses = {name: str(contracts[name].address) for name in CONTRACTS}
    url = f"sqlite:///{tmp_path_factory.mktemp('index') / 'index.sqlite'}"
    made = Index(Rpc.of(Node()), url, addresses, 0)
    yield made.sync()
    made.close()
