"""A member's share of a round: as a part of what can be collected, or coming."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from app.words import day, plain, t


def ready(amount: str, programme: str, until: datetime) -> None:
    """A quiet line below the sum it is in."""
    st.caption(
        t("of which {amount} from a round of {what}, until {day}", amount=amount, what=plain(programme),
          day=day(until))
    )  # fmt: skip


def coming(amount: str, programme: str, moment: datetime, *, approved: bool) -> None:
    """From when it can be collected; from when at the earliest, while its round waits for approval."""
    facts = {"amount": amount, "day": day(moment), "what": plain(programme)}
    if approved:
        st.markdown(t("**{amount}** from {day} on, from a round of {what}", **facts))
    else:
        st.markdown(
            t("**{amount}** from {day} on at the earliest, from a round of {what} that waits for approval", **facts)
        )  # fmt: skip
