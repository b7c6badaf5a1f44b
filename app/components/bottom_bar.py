"""The pages at the thumb's reach, on a phone."""

from __future__ import annotations

from typing import Any

import streamlit as st


def show(pages: list[Any], here: Any) -> None:
    """One link a page; the style sheet shows them on narrow screens only."""
    with st.container(key="bottom-bar"), st.grid(len(pages), wrap=False, min_column_width=64, gap="xxsmall"):
        for page in pages:
            with st.container(key=f"bottom-{page.url_path or 'home'}{'-here' if page == here else ''}"):
                st.page_link(page, label=page.title, icon=page.icon, width="stretch")
