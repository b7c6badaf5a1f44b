"""A code to scan, as large as the screen allows."""

from __future__ import annotations

import segno
import streamlit as st


def show(address: str) -> None:
    """The code, dark on white in every theme, with its address below for those who cannot scan."""
    picture = segno.make(address, error="m").svg_inline(scale=10, border=3, light="#ffffff", dark="#000000")
    with st.container(key="qr"):
        st.image(picture, width="stretch")
        st.code(address, language=None, wrap_lines=True)
