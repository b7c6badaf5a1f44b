"""The dashboard's pages in this process, on a real chain with the village on it; Ape puts it back after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import ape
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app import data
from cercle import Community
from tests.dashboard.place import ROOT, village_place

Open = Callable[..., AppTest]


@pytest.fixture(scope="package")
def _network(tmp_path_factory) -> Iterator[None]:
    with village_place(tmp_path_factory.mktemp("dashboard")) as place, pytest.MonkeyPatch.context() as patch:
        for name, value in place.environment.items():
            patch.setenv(name, value)
        with ape.networks.parse_network_choice("polygon:local:foundry"):
            yield


@pytest.fixture
def village(_network) -> Iterator[Community]:
    """The community as the dashboard sees it, nothing of another test in its caches."""
    st.cache_resource.clear()
    st.cache_data.clear()
    yield data.community()


@pytest.fixture
def open_page(village) -> Open:
    """Opens a page as a member, in a language."""

    def open_it(member: int | None, view: str = "", language: str = "en") -> AppTest:
        app = AppTest.from_file(str(ROOT / "app/main.py"), default_timeout=30)
        app.query_params["lang"] = language
        if member:
            app.query_params["me"] = str(member)
        app.run()
        return app.switch_page(f"views/{view}.py").run() if view else app

    return open_it
