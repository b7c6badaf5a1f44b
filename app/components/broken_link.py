"""A link of an invitation that does not work."""

from __future__ import annotations

import streamlit as st

from app.components import empty
from app.words import t


def show(problem: str, next_step: str, *, joined: bool) -> None:
    """Why, what to do, and where: for somebody who has joined, the login."""
    st.title(t("This link does not work"))
    empty.show(problem, next_step)
    if joined:
        st.page_link("views/enter.py", label=t("Log in"), icon=":material/login:")
        st.page_link("views/lost.py", label=t("I lost my phone or wallet"), icon=":material/phonelink_erase:")
    else:
        st.page_link("views/ask.py", label=t("Ask for an invitation"), icon=":material/mail:")
