"""The router: which pages there are for whom, and what surrounds all of them. ``streamlit run app/main.py``"""

from __future__ import annotations

import sys
from pathlib import Path

# Streamlit puts this file's folder on the path; the packages lie one above.
if (ROOT := str(Path(__file__).parent.parent)) not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st

from app import actions, data, lists, session
from app.components import bottom_bar, chrome, problem
from app.words import either, language, t
from cercle.errors import CercleError

VIEWS = Path(__file__).parent / "views"


def pages() -> list[st.Page]:
    """The pages for whoever is here: a visitor chooses an account first."""
    choose = st.Page(
        VIEWS / "choose.py", title=t("Who are you?"), icon=":material/waving_hand:", visibility="hidden"
    )
    member = session.member()
    if member is None:
        return [choose]
    found = [
        st.Page(VIEWS / "home.py", title=t("Home"), icon=":material/cottage:", default=True),
        st.Page(VIEWS / "contribute.py", title=t("Contribute"), icon=":material/volunteer_activism:"),
        st.Page(VIEWS / "services.py", title=t("Services"), icon=":material/redeem:"),
    ]
    if lists.seats(member):
        found.append(st.Page(VIEWS / "review.py", title=t("Review"), icon=":material/fact_check:"))
    return [*found, choose]


def show() -> None:
    """One page with what surrounds it."""
    st.set_page_config(page_title="Cercle", page_icon=":material/diversity_1:", layout="centered")
    with st.container(key="style"):
        st.html(Path(__file__).parent / "style.css")
    try:
        offered = pages()
        page = st.navigation(offered, position="top")
        if session.just_came():
            st.switch_page(offered[0])
        if session.goes_on_to(page.url_path):
            actions.put_notices_away()
        member = session.member()
        chrome.show(
            either(data.community_name()),
            data.name(member) if member else None,
            is_demo=bool(data.demo_people()),
            choose=offered[-1],
        )
        session.keep_in_address_bar(lang=language(), me=str(member) if member else None)
        if member:
            with st.bottom.container(key="bottom"):
                actions.notices()
                bottom_bar.show(offered[:-1], page)
        page.run()
    except CercleError as found:
        problem.show(found, data.alive)


show()
