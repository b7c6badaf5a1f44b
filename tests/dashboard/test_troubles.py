"""A chain that does not answer, nobody deployed: one sentence with the command to run, and back by itself (W2)."""

import ape
import streamlit as st

from app import data, session
from app.components import chrome
from tests.dashboard.screen import text
from tests.dashboard.village import ALICE


def test_no_deployment__says_how_to_deploy(open_page, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CERCLE_HOME", str(tmp_path))
    data.refresh()
    said = text(open_page(ALICE))
    assert "No community was deployed on polygon:local." in said
    assert "ape run deploy" in said


def test_dead_chain__one_sentence__and_it_goes_on_when_the_chain_is_back(open_page, monkeypatch) -> None:
    app = open_page(ALICE)
    provider = ape.networks.active_provider.web3.provider
    right = provider.endpoint_uri
    monkeypatch.setattr(provider, "endpoint_uri", "http://127.0.0.1:9")
    data.refresh()
    said = text(app.run())
    assert "does not answer" in said
    assert "make chain" in said
    assert not data.alive()
    monkeypatch.setattr(provider, "endpoint_uri", right)
    assert data.alive()
    assert "Hello Alice" in text(app.run())


def test_no_local_chain__says_how_to_start_it(open_page, monkeypatch) -> None:
    monkeypatch.setattr(type(ape.networks), "active_provider", None)
    monkeypatch.setenv("APE_FOUNDRY_HOST", "http://127.0.0.1:9")
    st.cache_resource.clear()
    st.cache_data.clear()
    said = text(open_page(ALICE))
    assert "The local chain at http://127.0.0.1:9 is not running." in said


def test_unknown_member_in_the_address__chooses_who_to_be(open_page) -> None:
    assert "Who are you?" in text(open_page(4711))


def test_demo_accounts__are_there_on_a_local_chain_only(open_page, village, monkeypatch) -> None:
    monkeypatch.setattr(village.node, "is_local", False)
    monkeypatch.setenv("CERCLE_DASHBOARD_URL", "https://cercle.example")
    app = open_page(ALICE)
    assert "Who are you?" in text(app)
    assert "anyone can act as anyone" not in text(app)
    assert not [one.label for one in app.button if one.label.startswith("Act as")]


def test_logged_out_while_a_page_is_made__the_visitors_page_is_shown(open_page, monkeypatch) -> None:
    """As by another tab, or by the end of a move to another wallet."""
    shown = chrome.show

    def shown_to_who_leaves(*args, **options) -> None:
        shown(*args, **options)
        session.here().demo = ""

    monkeypatch.setattr(chrome, "show", shown_to_who_leaves)
    assert "Who are you?" in text(open_page(ALICE))
