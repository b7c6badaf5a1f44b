"""Choose some of the members."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.words import t

_SHOWN_AT_ONCE = 500


def show(label: str, people: Mapping[int, str], *, key: str) -> list[int]:
    """The chosen members' numbers. Of a large community only those whose name matches are offered."""
    offered = list(people)
    if len(people) > _SHOWN_AT_ONCE:
        sought = st.text_input(t("Look for a name"), key=f"{key}-search").casefold()
        kept = st.session_state.get(key, [])
        found = [one for one, name in people.items() if sought and sought in name.casefold()]
        offered = [*kept, *(one for one in found[:20] if one not in kept)]
    return st.multiselect(label, offered, format_func=people.__getitem__, key=key, placeholder=t("Names"))
