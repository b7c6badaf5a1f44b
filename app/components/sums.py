"""What adds up: one figure, and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.words import plain


def show(caption: str, figure: str, parts: Sequence[tuple[str, str]], *, key: str) -> None:
    """A card: what the figure is, the figure, and a line for each part with its amount."""
    with st.container(border=True, height="stretch", key=key):
        st.caption(plain(caption))
        st.markdown(f"## {figure}")
        for name, amount in parts:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(plain(name), width="stretch")
                st.markdown(f"**{amount}**", width="content")
