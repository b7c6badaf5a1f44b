"""Choose some of the members."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from app.words import t


def show(
    label: str,
    people: Mapping[int, str] | None,
    find: Callable[[str], Mapping[int, str]],
    name: Callable[[int], str],
    *,
    key: str,
    without: int = 0,
) -> list[int]:
    """The chosen members' numbers. ``people`` are offered; where they are too many (None), those that ``find`` finds
    by a part of their name. One member may be left out."""
    if people is not None:
        offered = [one for one in people if one != without]
    else:
        sought = st.text_input(t("Look for a name"), key=f"{key}-search")
        kept = st.session_state.get(key, [])
        offered = [*kept, *(one for one in find(sought) if one not in kept and one != without)]
    return st.multiselect(label, offered, format_func=name, key=key, placeholder=t("Names"))
