"""A member's shares of rounds: what is in the sum to collect, and what comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from app import data
from app.words import day, plain, t
from cercle.rounds import Share


def ready(shares: Sequence[Share]) -> None:
    """A quiet line for each share that can be collected now."""
    for one in shares:
        st.caption(t("of which {amount} from a round of {what}, until {day}", amount=_amount(one), what=_what(one),
                     day=day(one.ends)))  # fmt: skip


def coming(rows: Sequence[tuple[datetime, Share]]) -> None:
    """A line for each share that comes, and when."""
    for moment, one in rows:
        facts = {"amount": _amount(one), "day": day(moment), "what": _what(one)}
        if one.open_from:
            st.markdown(t("**{amount}** from {day} on, from a round of {what}", **facts))
        else:
            st.markdown(
                t("**{amount}** from {day} on at the earliest, from a round of {what} that waits for approval", **facts)
            )  # fmt: skip


def _amount(share: Share) -> str:
    return data.in_token(share.token, share.amount)


def _what(share: Share) -> str:
    return plain(data.programme_title(share.programme))
