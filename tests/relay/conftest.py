"""A village on a chain of the relay's own, put back after every test."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from cercle import Community
from cercle.config_models import RelayTerms
from cercle.node import Node
from cercle.relay import Pace, Relay
from tests.anvil import local_chain
from tests.relay.place import QUICK, RELAY, Place, build, working


@pytest.fixture(scope="package")
def _built(tmp_path_factory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("relay")
    with local_chain(home) as chain, pytest.MonkeyPatch.context() as environment:
        environment.setenv("CERCLE_HOME", str(home))
        with chain.connected():
            yield Place(chain, build())


@pytest.fixture
def place(_built, tmp_path, monkeypatch) -> Iterator[Place]:
    """The village with a home of the test's own."""
    home = tmp_path / "home"
    shutil.copytree(_built.chain.home / "polygon-local", home / "polygon-local")
    (home / "chain").symlink_to(_built.chain.home / "chain")  # by which commands know the chain
    monkeypatch.setenv("CERCLE_HOME", str(home))
    village = copy.copy(_built.village)
    village.community = Community(Node(), village.community.record)
    village.evidence = dict(village.evidence)
    with _built.chain.put_back():
        yield Place(replace(_built.chain, home=home), village)


@pytest.fixture
def make_relay(place) -> Callable[..., Relay]:
    """A relay on the community's queue; what is given goes into its terms."""

    def make(pace: Pace = QUICK, **terms: Any) -> Relay:
        return Relay(place.community, RelayTerms(**{"account": RELAY, **terms}), pace)

    return make


@pytest.fixture
def relay(make_relay) -> Iterator[Relay]:
    """A relay at work."""
    with working(make_relay()) as at_work:
        yield at_work
