"""Something goes on by itself in the background."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


@st.fragment(run_every=0.5)
def show(is_running: Callable[[], bool], said: Callable[[], str], quietly: str = "") -> None:
    """What goes on, until it has ended; then the page shows what came of it."""
    if not is_running():
        st.rerun()
    st.info(said(), icon="spinner")
    if quietly:
        st.caption(quietly)
