"""Home: the balance, what to collect, what waits for you, what happened."""

import streamlit as st

from app import actions, collecting, data, lists, sending, session
from app.components import empty, share, story
from app.happened import happened
from app.words import day, number, plain, t
from cercle.texts import Text

AT_ONCE = 10  # to confirm


def show() -> None:
    """The page."""
    me = session.me()
    called = data.own_name(me) or data.name(me)
    st.title(t("Hello {name}", name=plain(called.split()[0])))
    with st.grid(2, min_column_width=240):
        with st.container(border=True, height="stretch", key="balance"):
            st.caption(t("Your balance"))
            st.markdown(f"## {data.tokens(data.balance(me))}")
        with st.container(border=True, height="stretch", key="to-collect"):
            collect(me)
    waiting(me)
    coming(me)
    lately(me)


def collect(me: int) -> None:
    """What can be collected now, with one button."""
    ready = collecting.ready(me)
    own, *others = ready.in_all
    st.caption(t("To collect"))
    st.markdown(f"## {own.shown}")
    for one in others:
        st.markdown(f"**{one.shown}**")
    for part in ready.shares:
        share.ready(data.in_token(part.token, part.amount), data.programme_title(part.programme), part.ends)
    if ready.together:
        actions.button(
            t("Collect {amount}", amount=" + ".join(one.shown for one in ready.together)),
            "collect",
            collecting.work(me, ready),
            Text("Collecting your tokens…"),
            type="primary", icon=":material/savings:", width="stretch",
        )  # fmt: skip


def waiting(me: int) -> None:
    """What others wait for."""
    rows, more = lists.to_confirm(me, AT_ONCE)
    for one, evidence in rows:
        with st.container(border=True):
            who, what = plain(data.name(one.member)), plain(evidence.title)
            st.markdown(t("**{who}** says that this happened for you: **{what}** ({day}).", who=who, what=what,
                          day=day(one.submitted_at)))  # fmt: skip
            actions.button(
                t("Yes, this happened"), f"confirm:{one.id.hex()}",
                sending.confirmation(data.community(), me, one),
                Text("Signing your confirmation…"), icon=":material/thumb_up:",
            )  # fmt: skip
    if more:
        st.caption(t("And {count} more after these.", count=number(more)))
    if reviews := sum(lists.reviews(me).values()):
        label = t("Contributions for you to review: {count}", count=number(reviews))
        st.page_link("views/review.py", label=label, icon=":material/fact_check:")
    orders = lists.orders_waiting(me)
    if orders.to_confirm:
        label = t("Orders for you to confirm: {count}", count=number(orders.to_confirm))
        st.page_link("views/services.py", label=label, icon=":material/redeem:")
    if orders.to_fulfil:
        label = t("Orders for you to fulfil: {count}", count=number(orders.to_fulfil))
        st.page_link("views/services.py", label=label, icon=":material/redeem:")


def coming(me: int) -> None:
    """What comes later, and when."""
    rows, rounds = lists.coming(me, 5), collecting.coming(me, 5)
    if rows or rounds:
        st.subheader(t("Coming"))
    for moment, one in rows:
        st.markdown(t("**{amount}** from {day} on, for {what}", amount=data.tokens(one.reward), day=day(moment),
                      what=plain(data.programme_title(one.programme))))  # fmt: skip
    for moment, part in rounds:
        amount, programme = data.in_token(part.token, part.amount), data.programme_title(part.programme)
        share.coming(amount, programme, moment, approved=part.open_from is not None)


def lately(me: int) -> None:
    """The last things that changed for the member."""
    st.subheader(t("What happened"))
    rows = happened(me, 8)
    for row in rows:
        story.show(row.title, day(row.at), row.story, row.amount)
    if not rows:
        empty.show(t("Nothing yet."), t("Did you help somebody? Tell it under “Contribute”."))


show()
