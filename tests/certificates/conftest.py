"""The village on a real chain; Ape puts it back after each test."""

from __future__ import annotations

from collections.abc import Iterator

import ape
import pytest

from cercle import Community, connect
from tests.dashboard.place import village_place


@pytest.fixture(scope="package")
def _network(tmp_path_factory) -> Iterator[None]:
    with (
        village_place(tmp_path_factory.mktemp("certificates")) as place,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in place.environment.items():
            patch.setenv(name, value)
        with ape.networks.parse_network_choice("polygon:local:foundry"):
            yield


@pytest.fixture
def village(_network) -> Community:
    """The community, its history up to date."""
    found = connect("village")
    found.history.refresh()
    return found
