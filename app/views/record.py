"""My record: everything I gave and received, and the paper that says so."""

import streamlit as st

from app import my_record, session
from app.components import empty, story, sums
from app.words import month, number, t
from cercle.lifeline import Period

AT_ONCE = 20
_SHOWN = "lines of the record that are shown"


def show() -> None:
    """The page: totals first, then the paper, then day by day."""
    me = session.me()
    st.title(t("My record"))
    period = my_record.choose_period(me)
    summary = my_record.summary(me, period)
    with st.grid(2, min_column_width=280):
        sums.show(
            t("You gave: accepted contributions"),
            number(summary.accepted),
            my_record.given(summary),
            key="gave",
        )
        sums.show(
            t("You received: services"),
            number(sum(summary.received.values())),
            my_record.received(summary),
            key="received",
        )
    if left_out := my_record.uncounted(summary):
        st.caption(t("Not counted: {what}", what=left_out))
    with st.expander(t("Print my record"), icon=":material/print:"):
        my_record.printing(me, period, summary)
    day_by_day(me, period)


def day_by_day(me: int, period: Period) -> None:
    """What happened, the newest first, under its month."""
    st.subheader(t("Day by day"))
    most = st.session_state.setdefault(_SHOWN, AT_ONCE)
    happened = my_record.newest(me, period, most + 1)
    above = ""
    for one in my_record.entries(happened[:most], me):
        if (this := month(one.at)) != above:
            st.caption(f"**{this}**")
            above = this
        story.show(one.title, one.subtitle, one.story, one.amount)
    if not happened:
        empty.show(t("Nothing yet."), t("Did you help somebody? Tell it under “Contribute”."))
    if len(happened) > most and st.button(t("Show more"), width="stretch"):
        st.session_state[_SHOWN] += AT_ONCE
        st.rerun()


show()
