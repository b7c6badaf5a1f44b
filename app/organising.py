"""A validator's gatherings: what is open, its code, closing it, and a form for a new one."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from app import actions, data, gathering, lists, sending
from app.components import empty, people_picker, qr
from app.words import number, plain, t
from cercle.gatherings import Gathering
from cercle.texts import Text

_TURN = "gatherings opened in this session"


def show(me: int) -> None:
    """The gatherings of my programmes that are not over, and a form for a new one."""
    seats = {one.id for one in lists.seats(me)}
    mine = gathering.kept().of_programmes(seats)
    running = [one for one in mine if not one.closed or gathering.left_to_record(one)]
    for one in running:
        with st.container(border=True):
            _card(me, one)
    if not running:
        empty.show(t("No gathering is open."), t("Open one: those who come confirm it with their phone."))
    with st.expander(t("Open a gathering"), expanded=not running):
        _form(me, sorted(seats))


def _card(me: int, one: Gathering) -> None:
    st.markdown(f"**{plain(one.title)}**")
    names = {seen.member: data.name(seen.member) for seen in one.attended}
    st.caption(t("People who came: {count}", count=number(len(names))))
    if not one.closed and data.now() < one.until:
        if st.button(t("Show the code"), key=f"show-{one.code}", type="primary", width="stretch"):
            st.dialog(one.title, width="large")(qr.show)(gathering.address(one))
    elif not one.closed:
        st.caption(t("Its code has expired."))
    out: list[int] = []
    if names and not one.closed:
        label = t("Who was not there after all?")
        out = people_picker.show(label, names, data.find_people, data.name, key=f"out-{one.code}")
    label = t("Record the rest") if one.closed else t("Close and record")
    work = sending.calls(lambda: gathering.recording(me, one.code, out), Text("Recorded. Thank you."))
    key = f"close:{one.code}"
    actions.button(label, key, work, Text("Recording it…"), disabled=not names, width="stretch")


def _form(me: int, programmes: list[int]) -> None:
    """It is empty again once a gathering was opened."""
    turn = st.session_state.setdefault(_TURN, 0)
    programme = st.selectbox(
        t("Programme"), programmes, format_func=data.programme_title, key=f"g-programme:{turn}"
    )
    title = st.text_input(t("What is it?"), key=f"g-title:{turn}", max_chars=200)
    when = st.date_input(t("When?"), data.now().date(), format="DD/MM/YYYY", key=f"g-day:{turn}")
    givers = people_picker.show(
        t("Who gives?"), data.everybody(), data.find_people, data.name, key=f"g-givers:{turn}", without=me
    )
    given = {giver: _units(giver, programme, f"g-units:{turn}:{giver}") for giver in givers}
    hours = st.slider(t("How many hours does the code work?"), 1, 72, 12, key=f"g-hours:{turn}")
    if st.button(t("Open it"), type="primary", width="stretch", key=f"g-open:{turn}"):
        gathering.open_gathering(programme, title, when, given, hours)
        st.session_state[_TURN] = turn + 1
        st.rerun()


def _units(giver: int, programme: int, key: str) -> Decimal:
    label = t("{name}: how much? ({unit})", name=data.name(giver), unit=data.unit_name(programme))
    given = st.number_input(label, min_value=0.0, step=0.5, value=1.0, format="%.2f", key=key)
    return Decimal(str(given)).quantize(Decimal("0.01"))
