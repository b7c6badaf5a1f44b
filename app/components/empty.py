"""Nothing to show yet, and what one can do."""

from __future__ import annotations

import streamlit as st


def show(nothing: str, suggestion: str = "") -> None:
    """One sentence, and a suggestion in a quieter tone."""
    with st.container(border=True):
        st.markdown(nothing)
        if suggestion:
            st.caption(suggestion)
