"""What stands above every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app.words import LANGUAGE, language, plain, t
from cercle.texts import LANGUAGES

_NAMES = {"fr": "Français", "en": "English"}


def show(
    community: str,
    name: str | None,
    *,
    is_demo: bool,
    links: list[Any],
    log_out: Callable[[], None] | None,
) -> None:
    """The community, who is logged in, the language, more pages, the way out, and the demo's banner."""
    if is_demo:
        with st.container(key="demo-banner"):
            st.markdown(f":material/science: {t('Demo: anyone can act as anyone.')}")
    with st.container(key="header", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(community)}**", width="stretch")
        with st.popover(
            plain(name) if name else t("Visitor"), icon=":material/account_circle:", key="account"
        ):
            st.session_state.setdefault(LANGUAGE, language())
            st.segmented_control(
                t("Language"), LANGUAGES, format_func=_NAMES.__getitem__, key=LANGUAGE, required=True
            )
            for page in links:
                st.page_link(page)
            if log_out and st.button(t("Log out"), key="log-out", icon=":material/logout:", width="stretch"):
                log_out()
                st.rerun()
