"""The dashboard's village with all its papers: each test has a copy, on a chain that is put back afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import ape
import pytest

from cercle import Community, connect
from cercle.signers import AccountSigner, KeySigner
from tests.dashboard.place import Place, village_place
from tests.dashboard.village import ALICE
from tests.privacy.everywhere import spread


@pytest.fixture(scope="package")
def _village(tmp_path_factory) -> Iterator[Place]:
    with village_place(tmp_path_factory.mktemp("privacy")) as place, pytest.MonkeyPatch.context() as patch:
        for name, value in place.environment.items():
            patch.setenv(name, value)
        with ape.networks.parse_network_choice("polygon:local:foundry"):
            yield place


@pytest.fixture
def home(_village, tmp_path, monkeypatch) -> Path:
    """A home of the test's own."""
    copy = tmp_path / "home"
    shutil.copytree(_village.home, copy)
    monkeypatch.setenv("CERCLE_HOME", str(copy))
    return copy


@pytest.fixture
def village(home, chain_isolation) -> Community:
    """The community, its history read."""
    community = connect()
    community.history.refresh()
    return community


@pytest.fixture
def chain_isolation(_village) -> Iterator[None]:
    """The chain is afterwards as it was."""
    with ape.chain.isolate():
        yield


@pytest.fixture
def office(village) -> AccountSigner:
    """The account of the community's office."""
    return AccountSigner(village.node, ape.accounts.test_accounts[0])


@pytest.fixture
def village_of_alice(village) -> Community:
    """The village, with something about Alice in every place."""
    secret = str(ape.accounts.test_accounts[ALICE].private_key)
    spread(village, ALICE, KeySigner(bytes.fromhex(secret.removeprefix("0x"))))
    village.history.refresh()
    return village
