"""Buttons that send something: one job each, however often they are clicked."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import confirming, data, session
from app.jobs import Status
from app.sending import Work
from app.words import language
from cercle.texts import Text

_KNOWN = "finished jobs that the page knows of"


def button(label: str, key: str, work: Work, doing: Text, **look: Any) -> None:
    """A button that has work done under a key, once its member has confirmed it. ``look`` goes to ``st.button``."""
    member, jobs = session.me(), data.jobs()
    running = any(one.key == key and one.status is Status.Running for one in jobs.unseen(member))
    look["disabled"] = running or look.get("disabled", False)
    # A click on a button that a job has been started from since is a click on a button that is gone.
    if st.button(label, key=f"{key}:{jobs.count(member, key)}", **look):
        confirming.begin(key, doing, work)
        st.rerun()


def done(key: str) -> int:
    """How often the member has done this: part of the keys of a form that is empty again afterwards."""
    return data.jobs().done(session.me(), key)


def notices() -> None:
    """What the member's jobs do, and what became of them until it is put away."""
    jobs = data.jobs().unseen(session.me())
    finished = {one.id for one in jobs if one.status is not Status.Running}
    if finished - st.session_state.get(_KNOWN, set()):
        data.refresh()
    st.session_state[_KNOWN] = finished
    # Who finishes moving to another wallet is logged out by what they did.
    if session.member() is None:
        st.rerun()
    if any(one.status is Status.Running for one in jobs):
        _watch()
    for one in jobs:
        if one.status is Status.Done:
            st.success(one.said[language()], icon=":material/check_circle:")
        elif one.status is Status.Failed:
            st.error(one.said[language()], icon=":material/error:")


def put_notices_away() -> None:
    """The member goes on to another page."""
    if (member := session.member()) is not None:
        data.jobs().put_away(member)


@st.fragment(run_every=0.4)
def _watch() -> None:
    member = session.member() or 0
    running = [one for one in data.jobs().unseen(member) if one.status is Status.Running]
    if not running:
        st.rerun()
    for one in running:
        st.info(one.said[language()], icon="spinner")
