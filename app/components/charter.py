"""The charter, readable in full before one says yes."""

from __future__ import annotations

import streamlit as st

from app.words import plain, t


def show(title: str, text: str) -> None:
    """Its title and all of its words; a long one scrolls in its own frame."""
    with st.container(border=True, key="charter"):
        st.caption(t("What we agree on"))
        st.markdown(f"**{plain(title)}**")
        with st.container(height=260 if len(text) > 900 else "content", border=False):
            st.markdown(plain(text))
