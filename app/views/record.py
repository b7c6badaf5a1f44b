"""My record: everything I gave and received, and the paper that says so."""

import streamlit as st

from app import my_record, session
from app.components import empty, story, sums
from app.words import month, number, t
from cercle.lifeline import Lifeline

AT_ONCE = 20
_SHOWN = "lines of the record that are shown"


def show() -> None:
    """The page: totals first, then the paper, then day by day."""
    me = session.me()
    st.title(t("My record"))
    ever = my_record.of(me)
    period = my_record.choose_period(ever)
    line = ever.during(period)
    with st.grid(2, min_column_width=280):
        sums.show(
            t("You gave: accepted contributions"),
            number(len(line.accepted)),
            my_record.given(line),
            key="gave",
        )
        sums.show(
            t("You received: services"), number(len(line.received)), my_record.received(line), key="received"
        )
    if left_out := my_record.uncounted(line):
        st.caption(t("Not counted: {what}", what=left_out))
    with st.expander(t("Print my record"), icon=":material/print:"):
        my_record.printing(ever, period)
    day_by_day(line)


def day_by_day(line: Lifeline) -> None:
    """What happened, the newest first, under its month."""
    st.subheader(t("Day by day"))
    most = st.session_state.setdefault(_SHOWN, AT_ONCE)
    above = ""
    for one in my_record.newest(line, most):
        if (this := month(one.at)) != above:
            st.caption(f"**{this}**")
            above = this
        story.show(one.title, one.subtitle, one.story, one.amount)
    everything = len(line.everything)
    if not everything:
        empty.show(t("Nothing yet."), t("Did you help somebody? Tell it under “Contribute”."))
    if everything > most and st.button(t("Show more"), width="stretch"):
        st.session_state[_SHOWN] += AT_ONCE
        st.rerun()


show()
