"""Gatherings: scan a code and confirm; for validators, open one, show its code, close it."""

from decimal import Decimal

import streamlit as st

from app import actions, data, gathering, lists, organising, session
from app.components import empty
from app.words import day, number, plain, t
from cercle.documents import Statement
from cercle.errors import InputProblem
from cercle.texts import Text

CODE = "g"


def show() -> None:
    """The page of whoever scanned a code, or of whoever organises."""
    if code := st.query_params.get(CODE):
        return attend(code)
    st.title(t("Gatherings"))
    me = session.member()
    if me is not None and lists.seats(me):
        return organising.show(me)
    return empty.show(t("Scan the code that the organiser shows."))


def attend(code: str) -> None:
    """What was given, and one tap to confirm it."""
    found, me = gathering.kept().get(code), session.member()
    st.title(plain(found.title))
    st.caption(f"{day(found.day)} · {data.programme_title(found.programme)}")
    for giver, units in found.given.items():
        gave = amount(found.programme, units)
        st.markdown(t("**{name}** gave {units}.", name=plain(data.name(giver)), units=gave))
    if any(one.member == me for one in found.attended):
        st.success(t("Thank you: you have confirmed that this happened."), icon=":material/check_circle:")
        return
    found.require_open(data.now())
    if me is None:
        st.markdown(t("Log in to say that you were there: it takes a few seconds."))
        session.come_back_to("event", **{CODE: code})
    elif set(found.given) == {me}:
        raise InputProblem(Text("You gave this yourself."), Text("Those who received it confirm it."))
    else:
        attend_button(me, code, "I was there", t("I was there"), "primary")
        attend_button(me, code, "I was helped", t("I was helped"), "secondary")


def attend_button(me: int, code: str, said: Statement, label: str, kind: str) -> None:
    """One tap: signs the attendance."""
    key, work = f"attend:{code}:{said}", gathering.attendance(me, code, said)
    actions.button(label, key, work, Text("Signing your confirmation…"), type=kind, width="stretch")


def amount(programme: int, units: Decimal) -> str:
    """Such as 1.5 × hour."""
    return f"{number(units)} × {data.unit_name(programme)}"


show()
