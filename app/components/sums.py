"""What adds up: one figure, and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.words import plain


def show(caption: str, figure: str, parts: Sequence[tuple[str, str]], *, key: str) -> None:
    """A card: what the figure is, the figure, and a line for each part with its amount."""
    with st.container(border=True, height="stretch", gap="small", key=key):
        st.caption(plain(caption))
        st.markdown(f"## {figure}")
        for name, amount in parts:
            with st.container(
                horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
            ):
                # In a container of its own a long name wraps; by itself it would push the amount to the next line.
                with st.container(width="stretch"):
                    st.markdown(plain(name))
                st.markdown(f"**{amount}**", width="content", text_alignment="right")
