"""A long list, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from app.words import t

Item = TypeVar("Item")
Place = TypeVar("Place")


def page(
    key: str, ask: Callable[[Place | None, int], list[Item]], place: Callable[[Item], Place], most: int
) -> tuple[list[Item], Callable[[], None]]:
    """The rows to show now, and what draws the buttons to go on and back, to be called below them. ``ask`` gives at
    most so many rows after a place; ``place`` tells the place of a row."""
    turned: list[Place] = st.session_state.setdefault(f"{key}-turned", [])
    rows = ask(turned[-1] if turned else None, most + 1)
    shown = rows[:most]

    def buttons() -> None:
        if not turned and len(rows) <= most:
            return
        with st.container(horizontal=True, key=f"{key}-pages"):
            if st.button(t("Back"), key=f"{key}-back", icon=":material/chevron_left:", disabled=not turned):
                turned.pop()
                st.rerun()
            if st.button(
                t("More"), key=f"{key}-more", icon=":material/chevron_right:", disabled=len(rows) <= most
            ):
                turned.append(place(shown[-1]))
                st.rerun()

    return shown, buttons
