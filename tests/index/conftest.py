"""A chain of the tests' own with the village on it, and indexes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import ape
import pytest

from cercle import Community, connect
from cercle.calls import Call
from cercle.index import Index
from cercle.index.rpc import Rpc
from cercle.signers import AccountSigner, Receipt
from tests.dashboard.place import village_place
from tests.rounds.on_chain import RoundsOffice


@pytest.fixture(scope="package")
def _network(tmp_path_factory) -> Iterator[str]:
    with village_place(tmp_path_factory.mktemp("index")) as place, pytest.MonkeyPatch.context() as patch:
        for name, value in place.environment.items():
            patch.setenv(name, value)
        with ape.networks.parse_network_choice("polygon:local:foundry"):
            yield place.chain


@pytest.fixture
def village(_network) -> Iterator[Community]:
    """The community on its chain, which is put back afterwards."""
    community = connect()
    snapshot = community.node.request("evm_snapshot")
    yield community
    community.index.close()
    community.node.request("evm_revert", snapshot)


@pytest.fixture
def send(village) -> Callable[[int, Call], Receipt]:
    """Has an account of the tests send what a member, or the admin (0), decided."""
    return lambda number, call: AccountSigner(village.node, ape.accounts.test_accounts[number]).send(call)


NewIndex = Callable[..., Index]


@pytest.fixture
def new_index(village, tmp_path) -> Iterator[NewIndex]:
    """Makes indexes of the village, each in a database of its own; with another client of the node if one is given."""
    made: list[Index] = []

    def make(rpc: Rpc | None = None, *, url: str | None = None) -> Index:
        place = url or f"sqlite:///{tmp_path / f'index-{len(made)}.sqlite'}"
        record = village.record
        made.append(Index(rpc or Rpc.of(village.node), place, record.addresses, record.first_block))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def office(village) -> Iterator[RoundsOffice]:
    """Has rounds announced, paid in and approved; its lists are put back."""
    found = RoundsOffice(village)
    yield found
    found.forget()
