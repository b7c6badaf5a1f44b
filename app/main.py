"""What Streamlit runs for every page. The server that it belongs to: ``streamlit run app/server.py``"""

from __future__ import annotations

import sys
from pathlib import Path

# Streamlit puts this file's folder on the path; the packages lie one above.
if (ROOT := str(Path(__file__).parent.parent)) not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st

from app import actions, confirming, data, keys, pages, session
from app.components import bottom_bar, chrome, problem, tank
from app.words import either, language
from cercle.errors import CercleError

HERE = Path(__file__).parent


def show() -> None:
    """One page with what surrounds it."""
    st.set_page_config(page_title="Cercle", page_icon=str(HERE / "icon.png"), layout="centered")
    with st.container(key="style"):
        st.html(HERE / "style.css")
    try:
        session.sweep()
        member = session.member()
        offered = pages.for_members(member) if member else pages.for_visitors()
        page = st.navigation(offered.all, position="top")
        if session.just_came():
            session.go_on(offered.all[0])
        if session.goes_on_to(page.url_path):
            actions.put_notices_away()
        chrome.show(
            either(data.community_name()),
            data.own_name(member) or data.name(member) if member else None,
            is_demo=bool(data.demo_people()),
            links=offered.linked,
            log_out=session.log_out if member and not session.is_demo() else None,
        )
        session.keep()
        session.keep_in_address_bar(lang=language(), me=str(member) if session.is_demo() else None)
        if not session.is_demo():
            tank.show(data.relay_health())
        if member:
            with st.bottom.container(key="bottom"):
                actions.notices()
                bottom_bar.show(offered.shown, page)
            keys.banner()
        page.run()
        if member:
            confirming.show()
    except CercleError as found:
        problem.show(found, data.alive)


show()
