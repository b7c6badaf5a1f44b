"""A service in the catalogue, and an order of one."""

from __future__ import annotations

import streamlit as st

from app.components import story
from app.stories import Story
from app.words import number, plain, t


def show(*, title: str, description: str, problem: str, provider: str, stock: int, limit: int | None) -> None:
    """What it is, who offers it, how many are left."""
    st.markdown(f"**{plain(title)}**")
    if description:
        st.markdown(plain(description))
    if problem:
        st.warning(problem, icon=":material/warning:")
    left = t("{count} left", count=number(stock)) if stock else t("Sold out")
    each = t("at most {count} each", count=number(limit)) if limit else ""
    st.caption(" · ".join(part for part in (plain(provider), left, each) if part))


def order(title: str, subtitle: str, state: Story, amount: str) -> None:
    """An order of it, and how it stands."""
    story.show(title, subtitle, state, amount)
