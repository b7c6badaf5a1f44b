"""Names on the dashboard: to others by consent only, to oneself always; and a page about what was erased."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app import data
from cercle.contracts import ROOT
from cercle.privacy.erasure import erase
from cercle.privacy.purposes import Purpose
from tests.dashboard.screen import text
from tests.dashboard.village import ALICE, BOB, NADIA, TALKS, VERA, VICTOR


@pytest.fixture
def open_page(village):
    st.cache_resource.clear()
    st.cache_data.clear()

    def open_it(member: int, view: str = "", language: str = "en", programme: int = 1) -> str:
        app = AppTest.from_file(str(ROOT / "app/main.py"), default_timeout=60)
        app.query_params["lang"], app.query_params["me"] = language, str(member)
        app.session_state["review-programme"] = programme
        app.run()
        return text(app.switch_page(f"views/{view}.py").run() if view else app)

    return open_it


def test_name__is_shown_to_others_with_consent__and_only_the_number_without(village, open_page):
    assert "Alice Martin" in open_page(NADIA)
    village.consents.withdraw(ALICE, Purpose.NameShown)
    data.forget_names()
    said = open_page(NADIA)
    assert "Alice" not in said and f"member {ALICE}" in said and "Bob Okafor" in said
    assert f"membre {ALICE}" in open_page(NADIA, language="fr")


def test_name__is_shown_to_oneself__whatever_one_agreed_to(village, open_page):
    village.consents.withdraw(ALICE, Purpose.NameShown)
    assert "Hello Alice" in open_page(ALICE)


def test_names__of_those_who_did_not_agree__can_still_be_chosen_by_number(village, open_page):
    village.consents.withdraw(BOB, Purpose.NameShown)
    open_page(ALICE)
    assert data.everybody()[BOB] == f"member {BOB}" and data.everybody()[ALICE] == "Alice Martin"


def test_pages__of_members_and_validators__open_after_an_erasure(village, office, open_page):
    assert "Talk at the spring meeting" in open_page(NADIA)
    erase(village, office, ALICE)
    data.refresh()
    data.forget_names()
    for member in (ALICE, BOB, NADIA, VERA):
        assert "Alice" not in open_page(member) and "spring meeting" not in open_page(member)
    # What still waits for a validator says why its text is gone.
    assert "Its text was erased: its author asked for that." in open_page(VICTOR, "review", programme=TALKS)
