"""One line of somebody's year: what it was, how it stands, what it brings."""

from __future__ import annotations

import streamlit as st

from app.stories import Story
from app.words import plain, say


def show(title: str, subtitle: str, story: Story, amount: str = "") -> None:
    """A title with its badge, a quiet line below, and an amount at the right."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        following = f"  \n{say(story.next)}" if story.next else ""
        with st.container(width="stretch", gap="xxsmall"):
            st.markdown(f"**{plain(title)}** :{story.colour}-badge[{say(story.state)}]")
            st.caption(plain(subtitle) + following)
        if amount:
            st.markdown(f"**{amount}**", width="content")
