"""What waits for somebody who has not joined yet."""

from __future__ import annotations

import streamlit as st

from app.words import number, t


def show(tokens: str, pending: int) -> None:
    """The tokens, empty for none, and how many contributions are still being reviewed."""
    with st.container(border=True, key="to-collect"):
        if tokens:
            st.caption(t("This waits for you"))
            st.markdown(f"## {tokens}")
        if pending:
            st.markdown(t("Contributions of yours that are being reviewed: {count}", count=number(pending)))
        if not tokens and not pending:
            st.markdown(t("Whatever you give from now on is remembered here."))
